import { createVector } from '@capsule/fastmath';
import * as stats from '@capsule/stats';
import { Accumulator, describe as describeValues, mean, median, readArrow, sum, type Values } from '@capsule/stats';
import * as promises from '@capsule/stats/promises';
import { run } from '@capsule/test-support/child-process';
import { fc } from '@capsule/test-support/properties';
import { refusal } from '@capsule/test-support/refusal';
import { afterEach, describe, expect, test } from 'vitest';
import {
  arrayKey,
  bitmap,
  chunked,
  column,
  deviceKey,
  doubles,
  expectReleasedOnce,
  nullable,
  streamKey,
} from './arrow-columns.js';
import { type ArraySpec, arrow, type SchemaSpec } from './forge/index.js';
import { call, given, ofOne, ofPairs, required } from './statistics.js';

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

afterEach(expectReleasedOnce);

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
