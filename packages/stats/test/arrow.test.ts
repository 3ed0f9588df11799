import { createVector } from '@capsule/fastmath';
import * as stats from '@capsule/stats';
import { Accumulator, describe as describeValues, mean, median, readArrow, sum, type Values } from '@capsule/stats';
import * as promises from '@capsule/stats/promises';
import { run } from '@capsule/test-support/child-process';
import { fc } from '@capsule/test-support/properties';
import { refusal } from '@capsule/test-support/refusal';
import { afterEach, describe, expect, test } from 'vitest';
import { type ArraySpec, arrow, type SchemaSpec } from './forge/index.js';
import { call, given, ofOne, ofPairs, required } from './statistics.js';

const arrayKey = Symbol.for('arrow.c.array');
const streamKey = Symbol.for('arrow.c.stream');
const deviceKey = Symbol.for('arrow.c.device_array');

/** A column of one array. */
const column = (schema: SchemaSpec, array: ArraySpec): Values =>
  ({ [arrayKey]: () => arrow.pair(schema, array) }) as unknown as Values;
/** A column of several arrays. */
const chunked = (
  schema: SchemaSpec,
  arrays: readonly ArraySpec[],
  options?: Parameters<typeof arrow.stream>[2],
): Values => ({ [streamKey]: () => arrow.stream(schema, arrays, options) }) as unknown as Values;

/** A validity bitmap, of which `first` bits precede those of the values. */
function bitmap(valid: readonly boolean[], first = 0): Uint8Array {
  const bits = new Uint8Array(Math.ceil((valid.length + first) / 8));
  valid.forEach((isValid, i) => {
    if (isValid) (bits[(i + first) >> 3] as number) |= 1 << ((i + first) & 7);
  });
  return bits;
}

/** A column of float64, in which null is a null. */
function nullable(values: readonly (number | null)[], offset = 0): Values {
  const memory = Float64Array.from([...Array(offset).fill(-1e9), ...values.map((value) => value ?? 1e300)]);
  const nullCount = values.filter((value) => value === null).length;
  const valid = bitmap(
    values.map((value) => value !== null),
    offset,
  );
  return column({ format: 'g' }, { length: values.length, nullCount, offset, buffers: [valid, memory] });
}

const types = {
  c: Int8Array,
  C: Uint8Array,
  s: Int16Array,
  S: Uint16Array,
  i: Int32Array,
  I: Uint32Array,
  f: Float32Array,
  g: Float64Array,
} as const;

// What a statistic does not need any more is released by the next one, or by the garbage collector.
afterEach(() => {
  mean(nullable([1, null]));
  expect(arrow.counts()[1]).toBe(0);
});

describe('the values of a column', () => {
  test.each(Object.entries(types))('of format %s are those of the typed array', (format, Type) => {
    const values = Type.from([3, 1, 2, 100, 7]);
    const array = { length: 5, buffers: [null, values] };
    expect(describeValues(column({ format }, array))).toEqual({ ...describeValues([...values]), nulls: 0 });
    expect(stats.zscore(column({ format }, array))).toEqual(stats.zscore([...values]));
    const sliced = { length: 3, offset: 1, buffers: [null, values] };
    expect(sum(column({ format }, sliced))).toBe(103);
    expect(sum(column({ format }, { ...sliced, shift: 1 }))).toBe(103); // not aligned
  });

  test.each([
    ['l', BigInt64Array, -1n],
    ['L', BigUint64Array, 2n ** 64n - 1n],
  ] as const)('of format %s are rounded to double', (format, Type, last) => {
    const values = (Type as typeof BigInt64Array).from([1n, 2n ** 53n + 1n, last]);
    const { values: read } = readArrow(column({ format }, { length: 3, buffers: [null, values] }) as never);
    expect(read).toEqual(Float64Array.of(1, 2 ** 53, Number(last)));
  });

  test('of float64 without nulls stay in the memory of their producer', () => {
    const array = { length: 3, offset: 1, buffers: [null, Float64Array.of(9, 1, 2, 6)] };
    const [before] = arrow.counts();
    const { values, n, nulls } = readArrow(column({ format: 'g' }, array) as never);
    expect([n, nulls, mean(values), median(values)]).toEqual([3, 0, 3, 2]);
    expect(arrow.counts()[0]).toBe(before + 1); // the array: its schema is released
  });

  test('of an empty column are none', () => {
    for (const array of [{ buffers: [null, null] }, { buffers: [null, new Float64Array()] }]) {
      expect(sum(column({ format: 'g' }, array))).toBe(0);
      expect(sum(column({ format: 'i' }, array))).toBe(0);
      expect(refusal(() => mean(column({ format: 'g' }, array))).code).toBe('ERR_STATS_TOO_FEW_VALUES');
    }
    expect(sum(chunked({ format: 'g' }, []))).toBe(0);
    expect(sum(nullable([null, null]))).toBe(0);
    expect(refusal(() => mean(nullable([null]))).message).toBe('mean(values): expected at least 1 value, found 0.');
  });

  test('are those of any statistic, with the bits of a Float64Array', () => {
    const [x, y] = [
      [3, 1, 2, 5, 4, 9, 7],
      [1, 4, 2, 8, 5, 7, 6],
    ] as const;
    const plain = (values: readonly number[]) =>
      column({ format: 'g' }, { length: 7, buffers: [null, Float64Array.from(values)] });
    for (const name of [...ofOne, ...ofPairs]) {
      const expected = call(name, ...given<Values>(name, x, y));
      const found = call(name, ...given<Values>(name, plain(x), plain(y)));
      expect(found).toEqual(name === 'describe' ? { ...(expected as object), nulls: 0 } : expected);
      const mixed = call(name, ...given<Values>(name, plain(x), createVector(Float64Array.from(y))));
      expect(mixed).toEqual(found);
    }
    expect(stats.correlationMatrix([plain(x), plain(y)])).toEqual(stats.correlationMatrix([x, y]));
  });
});

describe('nulls', () => {
  const values = [3, null, 2, 5, null, 9, 7] as const;
  const present = values.filter((value) => value !== null);

  test.each([0, 1, 7, 8, 13])('are skipped and counted at any offset: %i', (offset) => {
    const x = nullable(values, offset);
    expect(describeValues(x)).toEqual({ ...describeValues(present), nulls: 2 });
    for (const name of ofOne) {
      if (['autocorrelation', 'rollingMean', 'rollingStd', 'describe'].includes(name)) continue;
      expect(call(name, x, ...required(name))).toEqual(call(name, present, ...required(name)));
    }
  });

  test('are counted in bitmaps of any length and offset if null_count is -1', () => {
    for (let n = 60; n < 340; n += 7) {
      for (const offset of [0, 1, 7, 8, 13]) {
        const valid = Array.from({ length: n }, (_, i) => (i * 7919 + n) % 5 > 1);
        const memory = Float64Array.from({ length: n + offset }, (_, i) => i);
        const buffers = [bitmap(valid, offset), memory];
        const found = describeValues(column({ format: 'g' }, { length: n, nullCount: -1, offset, buffers }));
        expect(found.n).toBe(valid.filter(Boolean).length);
        expect(found.nulls).toBe(n - found.n);
        expect(found.mean).toBe(mean(memory.subarray(offset).filter((_, i) => valid[i])));
      }
    }
  });

  test('are counted by the bitmap if null_count is -1, and there are none if it is 0', () => {
    const buffers = [bitmap([true, false, true]), Float64Array.of(1, 50, 2)];
    expect(mean(column({ format: 'g' }, { length: 3, nullCount: -1, buffers }))).toBe(1.5);
    expect(describeValues(column({ format: 'g' }, { length: 3, nullCount: -1, buffers })).nulls).toBe(1);
    expect(mean(column({ format: 'g' }, { length: 3, nullCount: 0, buffers }))).toBe(53 / 3);
    expect(sum(column({ format: 'g' }, { length: 3, nullCount: -1, buffers: [null, Float64Array.of(1, 2, 3)] }))).toBe(
      6,
    );
  });

  test('remove the pair or the row that they are in', () => {
    const x = [3, null, 2, 5, 4, 9, 7];
    const y = [1, 4, null, 8, 5, 7, 6];
    const rows = [0, 3, 4, 5, 6];
    const pick = (from: readonly (number | null)[]) => rows.map((row) => from[row] as number);
    for (const name of ofPairs) {
      const expected = call(name, pick(x), pick(y));
      expect(call(name, nullable(x), nullable(y, 3))).toEqual(expected);
      const withoutSecond = y.map((value) => value ?? 0);
      const two = [0, 2, 3, 4, 5, 6];
      const some = (from: readonly (number | null)[]) => two.map((row) => from[row] as number);
      expect(call(name, nullable(x), Float32Array.from(withoutSecond))).toEqual(
        call(name, some(x), some(withoutSecond)),
      );
    }
    const z = [1, 2, 3, 4, 5, 6, 8];
    expect(stats.correlationMatrix([nullable(x), z, nullable(y)])).toEqual(
      stats.correlationMatrix([pick(x), pick(z), pick(y)]),
    );
  });

  test('leave too few pairs, or columns of different lengths: rejected', () => {
    expect(refusal(() => stats.correlation(nullable([1, null, 3]), nullable([null, 2, 3]))).message).toBe(
      'correlation(x, y): expected at least 2 pairs, found 1.',
    );
    expect(refusal(() => stats.correlation(nullable([1, null, 3]), [1, 2])).message).toBe(
      'correlation(x, y): expected x and y of the same length, found 3 and 2 values.',
    );
    expect(refusal(() => stats.covariance(nullable([1, null]), nullable([null, 1]))).code).toBe(
      'ERR_STATS_TOO_FEW_VALUES',
    );
  });

  test.each(['autocorrelation', 'rollingMean', 'rollingStd'] as const)('are rejected by %s, unless chosen', (name) => {
    const x = nullable([1, 2, null, 4, 5]);
    const error = refusal(() => call(name, x, ...required(name)));
    expect(error).toMatchObject({ type: 'RangeError', code: 'ERR_STATS_NULLS', found: '1 null' });
    expect(error.message).toContain(
      "expected values without nulls, because neighbours matter, found 1 null. Choose: readArrow(values, { nulls: 'nan' }).values keeps their places, { nulls: 'skip' } closes them.",
    );
    const skipped = readArrow(x as never, { nulls: 'skip' }).values;
    expect(call(name, skipped, ...required(name))).toEqual(call(name, [1, 2, 4, 5], ...required(name)));
    const kept = readArrow(x as never, { nulls: 'nan' }).values;
    expect(call(name, kept, ...required(name))).toEqual(call(name, [1, 2, Number.NaN, 4, 5], ...required(name)));
  });

  test('are rejected, or become NaN, if readArrow() is told so', () => {
    expect(readArrow(nullable([1, null, 3]) as never, { nulls: 'nan' })).toEqual({
      values: Float64Array.of(1, Number.NaN, 3),
      n: 3,
      nulls: 1,
    });
    expect(refusal(() => readArrow(nullable([1, null, null]) as never, { nulls: 'reject' }))).toMatchObject({
      type: 'RangeError',
      code: 'ERR_STATS_NULLS',
      message: 'readArrow(values): expected no nulls in values, found 2 in a batch.',
    });
    expect(readArrow(nullable([1, 2]) as never, { nulls: 'reject' }).n).toBe(2);
  });

  // Random validity, offsets and chunks, against the values that are valid.
  test('of random columns and chunks are skipped', () => {
    const chunk = fc.record({
      values: fc.array(fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { nil: null }), { maxLength: 80 }),
      offset: fc.nat(20),
      unknown: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 4 }), (chunks) => {
        const arrays = chunks.map(({ values, offset, unknown }): ArraySpec => {
          const nulls = values.filter((value) => value === null).length;
          return {
            length: values.length,
            offset,
            nullCount: unknown ? -1 : nulls,
            buffers: [
              bitmap(
                values.map((value) => value !== null),
                offset,
              ),
              Float64Array.from([...Array(offset).fill(Number.NaN), ...values.map((value) => value ?? Number.NaN)]),
            ],
          };
        });
        const all = chunks.flatMap(({ values }) => values);
        const present = all.filter((value) => value !== null);
        const { values, n, nulls } = readArrow(chunked({ format: 'g' }, arrays) as never);
        expect([n, nulls]).toEqual([present.length, all.length - present.length]);
        if (n > 0) expect(stats.zscore(values)).toEqual(stats.zscore(present));
        expect(sum(values)).toBe(sum(present));
        expect(new Accumulator().push(chunked({ format: 'g' }, arrays)).n).toBe(present.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a chunked column', () => {
  const arrays: ArraySpec[] = [
    { length: 2, buffers: [null, Float64Array.of(1, 2)] },
    { length: 0, buffers: [null, null] },
    { length: 2, offset: 1, nullCount: 1, buffers: [bitmap([true, true, false]), Float64Array.of(9, 6, 50)] },
  ];

  test('is one sample', () => {
    expect(mean(chunked({ format: 'g' }, arrays))).toBe(3);
    expect(describeValues(chunked({ format: 'g' }, arrays))).toMatchObject({ n: 3, nulls: 1, max: 6 });
    expect(readArrow(chunked({ format: 'g' }, arrays) as never, { nulls: 'nan' }).values).toEqual(
      Float64Array.of(1, 2, 6, Number.NaN),
    );
    expect(stats.covariance(chunked({ format: 'g' }, arrays), [1, 2, 3, 50])).toBe(
      stats.covariance([1, 2, 6], [1, 2, 3]),
    );
  });

  test('of one chunk is not copied', () => {
    const [before] = arrow.counts();
    const { values } = readArrow(chunked({ format: 'g' }, arrays.slice(0, 1)) as never);
    expect(arrow.counts()[0]).toBe(before + 1);
    expect(sum(values)).toBe(3);
  });

  test('that offers an array, too, is read as an array by statistics, and as a stream by accumulators', () => {
    const methods: string[] = [];
    const both = {
      [arrayKey]: () => {
        methods.push('array');
        return arrow.pair({ format: 'g' }, arrays[0] as ArraySpec);
      },
      [streamKey]: () => {
        methods.push('stream');
        return arrow.stream({ format: 'g' }, arrays.slice(0, 1));
      },
    } as unknown as Values;
    expect([mean(both), new Accumulator().push(both).mean()]).toEqual([1.5, 1.5]);
    expect(methods).toEqual(['array', 'stream']);
  });

  test.each([
    ['the schema', { schemaError: 12 }, 'error 12 of get_schema: the disk is on fire'],
    ['a batch', { failAt: 1 }, 'error 5 of get_next: the disk is on fire'],
    ['a batch, without a text', { failAt: 0, silent: true }, 'error 5 of get_next'],
  ])('whose stream fails at %s is rejected with the text of the stream', (_, options, found) => {
    const [before] = arrow.counts();
    const failing = chunked({ format: 'g' }, arrays, options);
    for (const read of [mean, (values: Values) => new Accumulator().push(values)]) {
      const error = refusal(() => read(failing));
      expect(error).toMatchObject({ type: 'Error', code: 'ERR_STATS_ARROW_FAILED', found });
    }
    expect(arrow.counts()[0]).toBeLessThanOrEqual(before + 1);
  });
});

describe('a table', () => {
  const schema: SchemaSpec = {
    format: '+s',
    children: [
      { format: 'g', name: 'price' },
      { format: 'u', name: 'name' },
      { format: 'i', name: 'count' },
    ],
  };
  const batch = (first: number): ArraySpec => ({
    length: 3,
    offset: 1,
    nullCount: 1,
    buffers: [bitmap([true, true, true, false])],
    children: [
      { length: 4, buffers: [null, Float64Array.of(9, first, first + 1, 50)] },
      { length: 4, buffers: [null, null, null] },
      {
        length: 5,
        offset: 1,
        nullCount: -1,
        buffers: [bitmap([true, true, false, true, true]), Int32Array.of(8, 8, 1, 2, 3)],
      },
    ],
  });
  const table = { [arrayKey]: () => arrow.pair(schema, batch(1)) } as never;
  const batches = { [streamKey]: () => arrow.stream(schema, [batch(1), batch(3)]) } as never;

  test('has columns, whose nulls and offsets are combined with those of the table', () => {
    expect(readArrow(table, { column: 'price' })).toMatchObject({ values: Float64Array.of(1, 2), n: 2, nulls: 1 });
    expect(readArrow(table, { column: 'count', nulls: 'nan' }).values).toEqual(
      Float64Array.of(Number.NaN, 2, Number.NaN),
    );
    expect(readArrow(batches, { column: 'price' }).values).toEqual(Float64Array.of(1, 2, 3, 4));
    const accumulator = new Accumulator().push(batches, { column: 'price' });
    expect([accumulator.n, accumulator.nulls, accumulator.max()]).toEqual([4, 2, 4]);
  });

  test('requires the name of a column', () => {
    expect(refusal(() => mean(table))).toMatchObject({
      type: 'RangeError',
      code: 'ERR_STATS_COLUMN_UNKNOWN',
      message:
        "mean(values): expected one column as values, found a table with the columns 'price', 'name', 'count'. Choose one: readArrow(values, { column: 'name' }).values.",
    });
    expect(refusal(() => readArrow(table, { column: 'prices' })).message).toBe(
      "readArrow(values): expected one column named 'prices' as values, found a table with the columns 'price', 'name', 'count'.",
    );
    expect(refusal(() => readArrow(table, { column: 'name' })).found).toBe("format 'u' (utf8 string)");
    expect(refusal(() => readArrow(nullable([1]) as never, { column: 'a' })).found).toBe(
      "format 'g', which has no columns to choose from",
    );
    const twice = {
      [arrayKey]: () =>
        arrow.pair(
          {
            format: '+s',
            children: [
              { format: 'g', name: 'a' },
              { format: 'g', name: 'a' },
            ],
          },
          {},
        ),
    };
    expect(refusal(() => readArrow(twice as never, { column: 'a' })).code).toBe('ERR_STATS_COLUMN_UNKNOWN');
  });
});

test.each([
  ['n', 'null', ''],
  ['b', 'boolean', ''],
  ['e', 'float16', ' Cast it to float64 in its producer.'],
  ['u', 'utf8 string', ''],
  ['vz', 'binary view', ''],
  ['d:10,2', 'decimal', ' Cast it to float64 in its producer.'],
  ['w:16', 'fixed-size binary', ''],
  ['tdD', 'date in days', ' Cast it to an integer in its producer.'],
  ['tsm:UTC', 'timestamp', ' Cast it to an integer in its producer.'],
  ['+l', 'list', ''],
  ['+us:0,1', 'sparse union', ''],
  ['+r', 'run-end encoded', ''],
  ['', 'an unknown type', ''],
  ['gg', 'an unknown type', ''],
])('the format %s is rejected, with its meaning and what is accepted', (format, meaning, advice) => {
  expect(refusal(() => mean(column({ format }, { length: 1 })))).toEqual({
    type: 'TypeError',
    code: 'ERR_STATS_NOT_NUMBERS',
    message: `mean(values): expected a column of float64, float32 or integers (Arrow formats g, f, c, C, s, S, i, I, l, L) as values, found format '${format}' (${meaning}).${advice}`,
    expected: 'a column of float64, float32 or integers (Arrow formats g, f, c, C, s, S, i, I, l, L) as values',
    found: `format '${format}' (${meaning})`,
  });
});

test('indices of a dictionary are no numbers', () => {
  const dictionary = column(
    { format: 'i', dictionary: { format: 'g' } },
    { length: 1, buffers: [null, Int32Array.of(0)] },
  );
  expect(refusal(() => mean(dictionary)).message).toContain(
    "found format 'i' (indices of a dictionary). Decode the dictionary in its producer.",
  );
});

const doubles: ArraySpec = { length: 2, buffers: [null, Float64Array.of(1, 2)] };
const most = 2n ** 63n - 1n;

describe('a hostile struct is rejected', () => {
  test.each<[found: string, array: ArraySpec, format?: string]>([
    ['a negative length', { ...doubles, length: -1 }],
    ['a negative offset', { ...doubles, offset: -1 }],
    ['an offset and a length that memory has no room for', { ...doubles, length: most }],
    ['an offset and a length that memory has no room for', { ...doubles, offset: most }],
    ['an offset and a length that memory has no room for', { ...doubles, length: 2n ** 61n }],
    ['an offset and a length that memory has no room for', { ...doubles, offset: 2n ** 60n - 1n, length: 2 }],
    ['another n_buffers than its format has', { ...doubles, nBuffers: 1 }],
    ['another n_buffers than its format has', { ...doubles, nBuffers: 3 }],
    ['another n_buffers than its format has', { ...doubles, nBuffers: -1 }],
    ['n_buffers without buffers', { length: 2, nBuffers: 2 }],
    ['values without memory', { length: 2, buffers: [null, null] }],
    ['another n_children than its schema has', { ...doubles, children: [doubles] }],
    ['a dictionary that its schema does not have', { ...doubles, dictionary: doubles }],
    ['a negative null_count', { ...doubles, nullCount: -2 }],
    ['more nulls than values', { ...doubles, nullCount: 3 }],
    ['a null_count without a validity bitmap', { ...doubles, nullCount: 1 }],
    [
      'another null_count than its validity bitmap has',
      { length: 2, nullCount: 2, buffers: [Uint8Array.of(1), Float64Array.of(1, 2)] },
    ],
  ])('%s', (found, array, format = 'g') => {
    const [before] = arrow.counts();
    for (const hostile of [column({ format }, array), chunked({ format }, [array])]) {
      expect(refusal(() => mean(hostile))).toMatchObject({
        type: 'TypeError',
        code: 'ERR_STATS_ARROW_UNSOUND',
        message: `mean(values): expected a valid ArrowArray as values, found ${found}.`,
      });
    }
    expect(arrow.counts()[0]).toBeLessThanOrEqual(before);
  });

  test.each<[found: string, schema: SchemaSpec]>([
    ['one without a format', { format: null }],
    ['a negative n_children', { format: '+s', nChildren: -1 }],
    ['n_children without children', { format: '+s', nChildren: 2 }],
    ['a child that is NULL, or has no format', { format: '+s', children: [null] }],
    ['a child that is NULL, or has no format', { format: '+s', children: [{ format: null }] }],
    ['a column of numbers with children', { format: 'g', children: [{ format: 'g' }] }],
  ])('a schema: %s', (found, schema) => {
    const [before] = arrow.counts();
    expect(refusal(() => mean(column(schema, doubles)))).toMatchObject({
      code: 'ERR_STATS_ARROW_UNSOUND',
      message: `mean(values): expected a valid ArrowSchema as values, found ${found}.`,
    });
    expect(arrow.counts()[0]).toBeLessThanOrEqual(before);
  });

  test.each<[found: string, array: ArraySpec]>([
    ['another n_buffers than its format has', { length: 1, children: [doubles] }],
    ['another n_children than its schema has', { length: 1, buffers: [null] }],
    ['n_children without children', { length: 1, buffers: [null], nChildren: 1 }],
    ['a child that is NULL', { length: 1, buffers: [null], children: [null] }],
    ['a child that is shorter than its table', { length: 3, buffers: [null], children: [doubles] }],
    ['a child that is shorter than its table', { length: 1, offset: 2, buffers: [null], children: [doubles] }],
  ])('a table: %s', (found, array) => {
    const table = column({ format: '+s', children: [{ format: 'g', name: 'a' }] }, array);
    expect(refusal(() => readArrow(table as never, { column: 'a' }))).toMatchObject({
      code: 'ERR_STATS_ARROW_UNSOUND',
      found,
    });
  });

  test('names and texts of control characters and of any length are shown in part', () => {
    const name = `a\u0000b${'x'.repeat(2000)}`;
    const found = refusal(() => mean(column({ format: '+s', children: [{ format: 'g', name: 'a\nb' }] }, {}))).found;
    expect(found).toBe("a table with the columns 'a?b'");
    expect(refusal(() => readArrow(nullable([1]) as never, { column: name })).code).toBe('ERR_STATS_COLUMN_UNKNOWN');
    const long = column({ format: '+s', children: [{ format: 'g', name: 'é'.repeat(2000) }] }, {});
    expect(refusal(() => mean(long)).found).toMatch(/^a table with the columns 'é+'?$/);
  });
});

describe('a method', () => {
  const returning = (value: unknown): Values => ({ [arrayKey]: () => value }) as unknown as Values;

  test.each<[found: string, value: unknown]>([
    ['undefined', undefined],
    ['an Array of 1 element', [1]],
    ['an Array of 3 elements', [1, 2, 3]],
    ['a plain object', { 0: 1, 1: 2, length: 2 }],
  ])('that returns %s is rejected', (found, value) => {
    const error = refusal(() => mean(returning(value)));
    expect(error).toMatchObject({ type: 'TypeError', code: 'ERR_STATS_ARROW_UNSOUND' });
    expect(error.expected).toBe("[Symbol.for('arrow.c.array')]() of values to return [schema capsule, array capsule]");
    if (!found.startsWith('an Array')) expect(error.found).toBe(found);
  });

  test('that returns other capsules, or consumed ones, is rejected', () => {
    const pair = arrow.pair({ format: 'g' }, doubles);
    expect(refusal(() => mean(returning([...pair].reverse()))).code).toBe('ERR_CAPSULE_NAME_MISMATCH');
    expect(refusal(() => mean(returning([1, 2]))).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
    const same = returning(arrow.pair({ format: 'g' }, doubles));
    expect(mean(same)).toBe(1.5);
    expect(refusal(() => mean(same)).code).toBe('ERR_CAPSULE_TAKEN');
    const stream = { [streamKey]: () => pair[1] } as unknown as Values;
    expect(refusal(() => mean(stream)).code).toBe('ERR_CAPSULE_NAME_MISMATCH');
  });

  test('that throws keeps its exception, and what has no method is rejected as before', () => {
    const own = new Error('mine');
    const throwing = {
      [arrayKey]: () => {
        throw own;
      },
    } as unknown as Values;
    expect(() => mean(throwing)).toThrow(own);
    for (const value of [{ [arrayKey]: 1 }, {}, new Proxy({}, {}), Symbol.for('arrow.c.array')])
      expect(refusal(() => mean(value as never)).code).toBe('ERR_STATS_NOT_NUMBERS');
  });

  test('may call statistics, also of Arrow columns', () => {
    const inner = column({ format: 'g' }, doubles);
    const nesting = {
      [arrayKey]: () => {
        expect(mean(inner)).toBe(1.5);
        return arrow.pair({ format: 'g' }, doubles);
      },
    } as unknown as Values;
    expect(stats.correlation(inner, nesting)).toBeCloseTo(1);
    expect(stats.correlation(nesting, inner)).toBeCloseTo(1);
    expect(stats.correlationMatrix([inner, nesting, inner]).length).toBe(3);
  });

  test('of a class and of a function is called with the object as this', () => {
    class Column {
      readonly values = Float64Array.of(1, 2);
      [arrayKey]() {
        return arrow.pair({ format: 'g' }, { length: 2, buffers: [null, this.values] });
      }
    }
    expect(mean(new Column() as unknown as Values)).toBe(1.5);
    expect(mean(Object.assign(() => 0, { [arrayKey]: () => arrow.pair({ format: 'g' }, doubles) }) as never)).toBe(1.5);
  });
});

test('a device array is read if it is in the memory of the host', () => {
  const device = (type: number, hasEvent = false): Values =>
    ({ [deviceKey]: () => arrow.pair({ format: 'g' }, doubles, type, hasEvent) }) as unknown as Values;
  expect([mean(device(1)), mean(device(3))]).toEqual([1.5, 1.5]);
  const [before] = arrow.counts();
  expect(refusal(() => mean(device(2))).message).toBe(
    'mean(values): expected memory that the CPU can read as values, found an array of device type 2. Copy it to the CPU in its producer.',
  );
  expect(refusal(() => mean(device(3, true))).found).toBe('an array of device type 3 with an event to await');
  expect(arrow.counts()[0]).toBeLessThanOrEqual(before);
});

describe('an Accumulator', () => {
  test('counts nulls, merges them, and stores them as JSON', () => {
    const accumulator = new Accumulator().push(nullable([1, null, 6])).push(2);
    expect([accumulator.n, accumulator.nulls, accumulator.mean()]).toEqual([3, 1, 3]);
    expect(accumulator.describe()).toMatchObject({ n: 3, nulls: 1 });
    const merged = Accumulator.fromJSON(JSON.parse(JSON.stringify(accumulator))).merge(accumulator);
    expect([merged.n, merged.nulls]).toEqual([6, 2]);
    expect(new Accumulator().push([1, 2]).describe()).not.toHaveProperty('nulls');
    expect(new Accumulator().push([1, 2]).toJSON()).not.toHaveProperty('nulls');
    expect(refusal(() => Accumulator.fromJSON({ ...accumulator.toJSON(), nulls: -1 })).found).toBe(
      'the number -1 as nulls',
    );
  });

  test('adds all batches of a stream, or none', () => {
    const bad = chunked({ format: 'g' }, [doubles, { ...doubles, length: -1 }]);
    const accumulator = new Accumulator().push(5);
    expect(refusal(() => accumulator.push(bad)).code).toBe('ERR_STATS_ARROW_UNSOUND');
    expect([accumulator.n, accumulator.nulls]).toEqual([1, 0]);
    expect(refusal(() => accumulator.push(nullable([1, null]), { nulls: 'reject' })).code).toBe('ERR_STATS_NULLS');
    expect(refusal(() => accumulator.push([1], { nulls: 'skip' })).code).toBe('ERR_STATS_TOO_MANY_ARGUMENTS');
    expect(accumulator.n).toBe(1);
  });

  test('reads a stream of 2 GB in bounded memory, one batch at a time', { timeout: 60_000 }, () => {
    const script = `
      const { Accumulator } = require(${JSON.stringify(require.resolve('@capsule/stats'))});
      const arrow = require(${JSON.stringify(require.resolve('./forge/build/Release/arrow.node').replace('Release', process.env['CAPSULE_BUILD'] || 'Release'))});
      const values = Float64Array.from({ length: 2 ** 17 }, (_, i) => i % 1000);
      const accumulator = new Accumulator();
      const before = process.memoryUsage().rss;
      accumulator.push({ [Symbol.for('arrow.c.stream')]: () => arrow.stream({ format: 'g' }, { values, repeat: 2048 }) });
      console.log(accumulator.n, process.memoryUsage().rss - before < 64 * 2 ** 20, String(arrow.counts()));`;
    expect(run(process.execPath, ['-e', script])).toMatchObject({ status: 0, stdout: `${2 ** 28} true 0,0\n` });
  });
});

// A loop that never yields runs no finalizers: each call releases the columns of the calls before it.
test('a loop that never yields keeps the columns of one call', () => {
  const x = column({ format: 'g' }, { length: 3, buffers: [null, Float64Array.of(1, 2, 6)] });
  mean(x);
  const [before] = arrow.counts();
  for (let i = 0; i < 100; i++) {
    mean(x);
    stats.correlation(x, x);
    stats.correlation([1, 2, 3], x);
    stats.correlationMatrix([x, x, x]);
  }
  expect(arrow.counts()[0]).toBeLessThanOrEqual(before + 4);
});

describe('promises', () => {
  test('have the results of the synchronous functions', async () => {
    const [x, y] = [nullable([3, null, 2, 5, 4, 9, 7]), nullable([1, 4, null, 8, 5, 7, 6])];
    const functions = promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    for (const name of [...ofOne, ...ofPairs]) {
      const args = given<Values>(name, x, y);
      const promise = (functions[name] as (...args: unknown[]) => Promise<unknown>)(...args);
      if (['autocorrelation', 'rollingMean', 'rollingStd'].includes(name)) {
        await expect(promise).rejects.toMatchObject({ code: 'ERR_STATS_NULLS' });
      } else {
        expect(await promise).toEqual(call(name, ...args));
      }
    }
    expect(await promises.correlationMatrix([x, y, [1, 2, 3, 4, 5, 6, 8]])).toEqual(
      stats.correlationMatrix([x, y, [1, 2, 3, 4, 5, 6, 8]]),
    );
    const plain = column({ format: 'g' }, doubles);
    expect(await promises.describe(plain)).toEqual(describeValues(plain));
    await expect(promises.correlation(x, [1, 2])).rejects.toMatchObject({ code: 'ERR_STATS_LENGTH_MISMATCH' });
  });

  test('of an accumulator count nulls', async () => {
    const accumulator = await new promises.Accumulator().push(nullable([1, null, 6]), { nulls: 'skip' });
    await accumulator.push(chunked({ format: 'g' }, [doubles, doubles]), { signal: new AbortController().signal });
    expect([accumulator.n, accumulator.nulls, accumulator.max()]).toEqual([6, 1, 6]);
    await expect(accumulator.push(nullable([null]), { nulls: 'reject' })).rejects.toMatchObject({
      code: 'ERR_STATS_NULLS',
    });
  });
});

test.each<[unknown, string]>([
  [{ column: 1 }, 'expected column to be the name of a column, found the number 1.'],
  [{ nulls: 'drop' }, "expected nulls to be 'skip', 'reject' or 'nan', found the string 'drop'."],
  [{ skipna: true }, 'expected'],
  [1, 'expected options as an object'],
])('readArrow() rejects the options %o', (options, message) => {
  const error = refusal(() => readArrow(nullable([1]) as never, options as never));
  expect(error.code).toBe('ERR_STATS_OPTIONS_UNUSABLE');
  expect(error.message).toContain(message);
});

test.each([[[1, 2]], [Float64Array.of(1)], [undefined], [{}]])(
  'readArrow() rejects %o, which is no Arrow column',
  (value) => {
    expect(refusal(() => readArrow(value as never)).expected).toBe(
      "an object with the method [Symbol.for('arrow.c.array')] or [Symbol.for('arrow.c.stream')] as values",
    );
  },
);

describe('code that runs while columns are read', () => {
  const values = Float64Array.of(3, 1, 2, 5);
  const plain = () => column({ format: 'g' }, { length: 4, buffers: [null, values] });

  test('may call statistics of other columns: those of the outer call stay', () => {
    const list = [1, 4, 2, 8];
    const getters = [...list];
    Object.defineProperty(getters, 2, { get: () => stats.correlation(plain(), plain()) + 1 });
    const accessor = {
      get [arrayKey]() {
        mean(plain());
        return () => arrow.pair({ format: 'g' }, { length: 4, buffers: [null, Float64Array.from(list)] });
      },
    } as unknown as Values;
    for (const name of ofPairs) {
      expect(call(name, plain(), getters)).toEqual(call(name, values, list));
      expect(call(name, plain(), accessor)).toEqual(call(name, values, list));
    }
    expect(stats.correlationMatrix([plain(), getters, plain(), accessor])).toEqual(
      stats.correlationMatrix([values, list, values, list]),
    );
  });

  test.each([arrayKey, streamKey])('may return the method only once, which is rejected: %s', (key) => {
    let reads = 0;
    const once = Object.defineProperty({}, key, { get: () => (reads++ === 0 ? () => undefined : undefined) });
    expect(refusal(() => mean(once as never))).toMatchObject({ type: 'TypeError', code: 'ERR_STATS_NOT_NUMBERS' });
  });

  test('does not include traps: what inherits from a Proxy is no column', () => {
    const trap = () => {
      throw new Error('a trap ran');
    };
    const inheriting = Object.create(new Proxy({}, { get: trap, has: trap, getPrototypeOf: trap }));
    const deep = Array.from({ length: 1000 }).reduce<object>((parent) => Object.create(parent), inheriting);
    for (const value of [inheriting, deep]) {
      expect(refusal(() => mean(value)).code).toBe('ERR_STATS_NOT_NUMBERS');
      expect(refusal(() => readArrow(value)).code).toBe('ERR_STATS_NOT_NUMBERS');
      expect(refusal(() => new Accumulator().push(value)).code).toMatch(/^ERR_STATS_NOT_(A_)?NUMBERS?$/);
    }
  });
});

test('a pair without an array is not read as a stream', () => {
  const stream = arrow.stream({ format: 'g' }, [{ length: 2, buffers: [null, Float64Array.of(1, 2)] }]);
  const pair = { [arrayKey]: () => [stream, undefined] } as unknown as Values;
  expect(refusal(() => mean(pair)).code).toBe('ERR_CAPSULE_NAME_MISMATCH');
  expect(mean({ [streamKey]: () => stream } as unknown as Values)).toBe(1.5);
});

test.each(['a\0', 'a\0b', '\ud800'])('the name %j, which C would change, matches no column', (name) => {
  const schema = {
    format: '+s',
    children: [
      { format: 'g', name: 'a' },
      { format: 'g', name: '\ufffd' },
    ],
  };
  const child = { length: 1, buffers: [null, Float64Array.of(1)] };
  const table = column(schema, { length: 1, nBuffers: 1, buffers: [null], children: [child, child] });
  expect(readArrow(table as never, { column: 'a' }).n).toBe(1);
  expect(refusal(() => readArrow(table as never, { column: name })).code).toBe('ERR_STATS_COLUMN_UNKNOWN');
});

test('a stream that is rejected releases the batches that were read before', () => {
  const batch = { length: 2, buffers: [null, Float64Array.of(1, 2)] };
  const failing = () => chunked({ format: 'g' }, [batch, batch, batch], { failAt: 2 });
  const withNulls = () =>
    chunked({ format: 'g' }, [
      batch,
      { ...batch, nullCount: -1, buffers: [new Uint8Array(1), batch.buffers[1] as Float64Array] },
    ]);
  mean([1]);
  const [before] = arrow.counts();
  for (let i = 0; i < 100; i++) {
    expect(refusal(() => mean(failing())).code).toBe('ERR_STATS_ARROW_FAILED');
    expect(refusal(() => readArrow(withNulls() as never, { nulls: 'reject' })).code).toBe('ERR_STATS_NULLS');
    expect(refusal(() => new Accumulator().push(failing())).code).toBe('ERR_STATS_ARROW_FAILED');
  }
  expect(arrow.counts()[0]).toBeLessThanOrEqual(before);
});

test('a polluted Object.prototype does not change how a column is read', () => {
  const table = nullable([1, null, 3]);
  const expected = stats.describe(table);
  for (const [key, value] of Object.entries({ column: 'a', keep: true, reject: true, areChosen: true, nulls: 'nan' })) {
    Object.defineProperty(Object.prototype, key, { value, configurable: true });
    let found: unknown;
    try {
      found = stats.describe(nullable([1, null, 3]));
    } finally {
      delete (Object.prototype as Record<string, unknown>)[key];
    }
    expect([key, found]).toEqual([key, expected]);
  }
});
