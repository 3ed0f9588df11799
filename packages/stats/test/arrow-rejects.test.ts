import * as stats from '@capsule/stats';
import { Accumulator, mean, readArrow, type Values } from '@capsule/stats';
import { refusal } from '@capsule/test-support/refusal';
import { afterEach, describe, expect, test } from 'vitest';
import { arrayKey, chunked, column, doubles, expectReleasedOnce, nullable, streamKey } from './arrow-columns.js';
import { type ArraySpec, arrow, type SchemaSpec } from './forge/index.js';
import { call, ofPairs } from './statistics.js';

// What is rejected, and code that runs while columns are read.
afterEach(expectReleasedOnce);

const most = 2n ** 63n - 1n;
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
