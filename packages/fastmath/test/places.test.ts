// Functions whose arguments are indices, sides, bins or strides.
import {
  comomentsStrided,
  dotStrided,
  gather,
  histogram,
  minMaxStrided,
  momentsStrided,
  momentsWeighted,
  scale,
  searchSorted,
  select,
  sumStrided,
  widen,
} from '@capsule/fastmath';
import { detach } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test, vi } from 'vitest';

const of = Float64Array.of.bind(Float64Array);
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe.each<[doing: string, name: string, call: (value: never) => unknown]>([
  ['select(x, k)', 'k', (k) => select(of(1, 2, 3), k)],
  ['searchSorted(x, values, options)', 'values', (values) => searchSorted(of(1, 2, 3), values)],
])('%s rejects as %s', (doing, name, call) => {
  test.each<[found: string, value: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ["the string '1'", '1'],
    ['a bigint', 1n],
    ['a plain object', { length: 1, 0: 1 }],
    ['a Proxy', new Proxy([1], {})],
    ['a Float32Array of 1 value', new Float32Array(1)],
  ])('%s', (found, value) => {
    const expected = `a number, an Array of numbers or a Float64Array as ${name}`;
    expect(refusal(() => call(value as never))).toEqual({
      type: 'TypeError',
      code: 'ERR_FASTMATH_NOT_A_NUMBER',
      message: `${doing}: expected ${expected}, found ${found}.`,
      expected,
      found,
    });
  });

  test('an Array of other values or holes, before memory is allocated', () => {
    const message = (value: unknown) => refusal(() => call(value as never)).message;
    expect(message([0, '1'])).toBe(`${doing}: expected a number as ${name}[1], found the string '1'.`);
    expect(message(Object.assign(new Array(2), { 1: 1 }))).toBe(
      `${doing}: expected a number as ${name}[0], found undefined.`,
    );
    expect(message(new Array(2 ** 32 - 1))).toBe(
      `${doing}: expected a number as ${name}[4294967294], found undefined.`,
    );
  });

  test('a detached or out-of-bounds array', () => {
    expect(refusal(() => call(detach(of(1)) as never))).toMatchObject({
      code: 'ERR_FASTMATH_DETACHED',
      expected: `the memory behind ${name}`,
    });
  });
});

describe.each<[doing: string, keys: string, call: (options: never) => unknown]>([
  ['searchSorted(x, values, options)', 'side', (options) => searchSorted(of(1), 1, options)],
  ['gather(x, options)', 'offset, stride, n', (options) => gather(of(1), options)],
])('%s rejects options that are', (doing, keys, call) => {
  test.each<[found: string, options: unknown]>([
    ['null', null],
    ['the number 2', 2],
    ["the string 'right'", 'right'],
    ['an Array of 1 value', ['right']],
    ['a Float64Array of 0 values', of()],
    ['an instance of a class', new Map()],
    ['an instance of a class', Object.create({ n: 1 })],
    ['a Proxy', new Proxy({}, {})],
    ["the key 'other'", { other: 1 }],
    ["the key 'Symbol(n)'", { [Symbol('n')]: 1 }],
  ])('%s', (found, options) => {
    expect(refusal(() => call(options as never))).toEqual({
      type: 'TypeError',
      code: 'ERR_FASTMATH_OPTIONS_UNUSABLE',
      message: `${doing}: expected options as an object, { ${keys} }, found ${found}.`,
      expected: `options as an object, { ${keys} }`,
      found,
    });
  });
});

test('ignores options of a polluted prototype', () => {
  Object.assign(Object.prototype, { side: 'right', offset: 1 });
  try {
    expect([searchSorted(of(1), 1, {}), gather(of(1, 2), {})]).toEqual([0, of(1, 2)]);
    expect(searchSorted(of(1), 1, Object.create(null))).toBe(0);
  } finally {
    for (const name of ['side', 'offset']) Reflect.deleteProperty(Object.prototype, name);
  }
});

test('getters among options and values run before arrays are checked', () => {
  const lost = { code: 'ERR_FASTMATH_DETACHED', expected: 'the memory behind x' };
  const taking = (x: Float64Array) => () => {
    detach(x);
    return 0;
  };
  for (const call of [
    (x: Float64Array) => select(x, Object.defineProperty([0], 0, { get: taking(x) })),
    (x: Float64Array) => searchSorted(x, Object.defineProperty([0], 0, { get: taking(x) })),
    (x: Float64Array) => gather(x, Object.defineProperty({}, 'offset', { get: taking(x), enumerable: true })),
  ])
    expect(refusal(() => call(of(1, 2)))).toMatchObject(lost);
  const once = vi.fn(() => 1);
  expect(select(of(2, 1), Object.defineProperty([0], 0, { get: once }))).toEqual(of(2));
  expect(once).toHaveBeenCalledTimes(1);
});

describe('select', () => {
  test.each([-1, 3, 1.5, nan, infinity, 2 ** 53])('rejects index %f of three values', (k) => {
    const message = `select(x, k): expected k to be an index of x, which has 3 values, found ${k}.`;
    for (const given of [k, [0, k], of(k)])
      expect(refusal(() => select(of(1, 2, 3), given as number))).toMatchObject({
        type: 'RangeError',
        code: 'ERR_FASTMATH_PLACE_UNUSABLE',
        message,
      });
    expect(refusal(() => select(of(), 0)).expected).toBe('k to be an index of x, which has 0 values');
  });

  test('returns the values of the sorted array, and modifies neither x nor k', () => {
    const x = of(3, nan, -0, 7, 0, -infinity, 7);
    const k = of(5, 0, 6, 5, 1, 2);
    expect(select(x, k)).toEqual(of(7, -infinity, nan, 7, -0, 0));
    expect([x, k]).toEqual([of(3, nan, -0, 7, 0, -infinity, 7), of(5, 0, 6, 5, 1, 2)]);
    expect(select(x, -0)).toBe(-infinity);
  });

  test('finds the quartiles of a hundred thousand shuffled numbers', () => {
    // 7919 is prime to 100003, so each number from 0 to 100002 occurs once.
    const x = Float64Array.from({ length: 100_003 }, (_, i) => (i * 7919) % 100_003);
    const k = [75_000, 0, 25_000, 100_002, 50_001];
    expect([...select(x, k)]).toEqual(k);
    expect(k.map((place) => select(x, place))).toEqual(k);
  });
});

describe('searchSorted', () => {
  test.each<[found: string, side: unknown]>([
    ["the string 'middle'", 'middle'],
    ['a boolean', true],
    ['null', null],
  ])('rejects %s as a side', (found, side) => {
    expect(refusal(() => searchSorted(of(1), 1, { side: side as 'left' }))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_FASTMATH_OPTIONS_UNUSABLE',
      message: `searchSorted(x, values, options): expected side to be 'left' or 'right', found ${found}.`,
    });
  });

  test('returns the indices of NumPy searchsorted, from both sides', () => {
    const x = of(11, 12, 13, 14, 15);
    expect(searchSorted(x, 13)).toBe(2);
    expect(searchSorted(x, 13, { side: 'right' })).toBe(3);
    expect(searchSorted(x, [-10, 20, 12, 13], { side: 'left' })).toEqual(of(0, 5, 1, 2));
    expect(searchSorted(x, of(-10, nan), { side: undefined })).toEqual(of(0, 5));
  });
});

describe('histogram', () => {
  test.each<[low: number, high: number]>([
    [1, 1],
    [2, 1],
    [nan, 1],
    [0, infinity],
    [-Number.MAX_VALUE, Number.MAX_VALUE],
  ])('rejects bins from %f to %f', (low, high) => {
    const expected = 'low to be less than high, and a finite distance between them';
    expect(refusal(() => histogram(of(1), low, high, 3))).toEqual({
      type: 'RangeError',
      code: 'ERR_FASTMATH_RANGE_UNUSABLE',
      message: `histogram(x, low, high, bins): expected ${expected}, found ${low} and ${high}.`,
      expected,
      found: `${low} and ${high}`,
    });
  });

  test.each([0, -1, 1.5, nan])('rejects %f bins', (bins) => {
    expect(refusal(() => histogram(of(1), 0, 1, bins))).toMatchObject({
      type: 'RangeError',
      code: 'ERR_FASTMATH_NOT_AN_INTEGER',
      message: `histogram(x, low, high, bins): expected bins to be an integer from 1 to 100000000, found the number ${bins}.`,
    });
  });

  test('rejects other values than numbers', () => {
    const message = (...given: unknown[]) =>
      refusal(() => histogram(of(1), ...(given as [number, number, number]))).message;
    expect(message('0', 1, 2)).toMatch(/expected a number as low, found the string '0'\.$/);
    expect(message(0, null, 2)).toMatch(/expected a number as high, found null\.$/);
    expect(message(0, 1, undefined)).toMatch(/expected a number as bins, found undefined\.$/);
  });

  test('counts as NumPy histogram does, without NaN and values outside of the range', () => {
    expect(histogram(of(1, 2, 1), 0, 3, 3)).toEqual(of(0, 2, 1));
    expect(histogram(of(0, 1, 2, 3, nan, -1e-300, 4, infinity), 0, 3, 3)).toEqual(of(1, 1, 2));
  });
});

describe('momentsWeighted', () => {
  test('rejects different lengths', () => {
    expect(refusal(() => momentsWeighted(of(1, 2), of(1))).message).toBe(
      'momentsWeighted(x, w): expected x and w of the same length, found 2 and 1 values.',
    );
  });

  test('returns the weighted mean and sum of squares', () => {
    // Twice 0, once 3, three times 4: deviations of -2.5, 0.5 and 1.5.
    expect(momentsWeighted(of(0, 3, 4), of(2, 1, 3))).toEqual({ n: 3, weight: 6, weight2: 14, mean: 2.5, m2: 19.5 });
    expect(momentsWeighted(of(1, 2), of(0, 0))).toMatchObject({ weight: 0, mean: nan, m2: nan });
  });
});

describe('gather', () => {
  const ten = of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

  test.each<[given: object, found: string]>([
    [{ offset: 10, n: 1 }, '10 to 10'],
    [{ n: 11 }, '0 to 10'],
    [{ offset: 5, stride: -3, n: 3 }, '5 to -1'],
    [{ offset: 1, stride: 3, n: 4 }, '1 to 10'],
    [{ stride: 2 ** 52, n: 2 ** 52 }, `0 to ${(2 ** 52 - 1) * 2 ** 52}`],
  ])('rejects values outside of x: %j', (given, found) => {
    expect(refusal(() => gather(ten, given))).toEqual({
      type: 'RangeError',
      code: 'ERR_FASTMATH_PLACE_UNUSABLE',
      message: `gather(x, options): expected indices of x, which has 10 values, found ${found}.`,
      expected: 'indices of x, which has 10 values',
      found,
    });
  });

  test.each<[message: string, given: object]>([
    ['expected offset to be an integer, 0 or more, found the number -1', { offset: -1 }],
    ['expected offset to be an integer, 0 or more, found the number 0.5', { offset: 0.5 }],
    ['expected stride to be an integer, found the number NaN', { stride: nan }],
    ['expected n to be an integer, 0 or more, found the number -1', { n: -1 }],
    ["expected a number as stride, found the string '2'", { stride: '2' }],
    ['expected a number as n, found undefined', { stride: 0 }],
  ])('%s', (message, given) => {
    expect(refusal(() => gather(ten, given)).message).toBe(`gather(x, options): ${message}.`);
  });

  test('copies the columns of a matrix, also backwards', () => {
    const matrix = of(1, 2, 3, 10, 20, 30);
    const columns = [0, 1, 2].map((offset) => gather(matrix, { offset, stride: 3 }));
    expect(columns).toEqual([of(1, 10), of(2, 20), of(3, 30)]);
    expect(gather(matrix, { offset: 4, stride: -3 })).toEqual(of(20, 2));
  });

  test('copies all values from the offset on, or n of them', () => {
    const count = (options: object) => gather(ten, options).length;
    expect([count({}), count({ offset: 9 }), count({ offset: 10 }), count({ offset: 11 })]).toEqual([10, 1, 0, 0]);
    expect([count({ stride: 9 }), count({ stride: 10 }), count({ offset: 9, stride: -9 })]).toEqual([2, 1, 2]);
    expect(gather(ten, { offset: 3, stride: 0, n: 2 })).toEqual(of(3, 3));
    expect(gather(ten, { offset: 30, n: 0 })).toEqual(of());
  });
});

describe('widen', () => {
  const floats = (...values: number[]) => Float32Array.from(values);

  test('rejects other values than a Float32Array, and detached arrays', () => {
    const refused = (x: unknown, out?: unknown) => refusal(() => widen(x as Float32Array, out as Float64Array));
    expect(refused(of(1))).toMatchObject({
      code: 'ERR_FASTMATH_NOT_A_VECTOR',
      message: 'widen(x, out): expected a Float32Array as x, found a Float64Array of 1 value.',
    });
    expect(refused(floats(1), floats(1)).message).toBe(
      'widen(x, out): expected a Float64Array as out, found a Float32Array of 1 value.',
    );
    expect(refused(detach(floats(1)))).toMatchObject({
      code: 'ERR_FASTMATH_DETACHED',
      message:
        'widen(x, out): expected the memory behind x, found a Float32Array whose buffer was transferred or shrunk.',
    });
    expect(refused(floats(1, 2), of(1)).message).toBe(
      'widen(x, out): expected x and out of the same length, found 2 and 1 values.',
    );
  });

  test('rejects an out that overlaps x, and changes nothing', () => {
    const memory = floats(1, 2, 3, 4).buffer;
    const x = new Float32Array(memory, 0, 2);
    expect(refusal(() => widen(x, new Float64Array(memory, 0, 2)))).toEqual({
      type: 'RangeError',
      code: 'ERR_FASTMATH_OVERLAP',
      message: 'widen(x, out): expected x and out to be disjoint, found arrays that overlap. Copy one: x.slice().',
      expected: 'x and out to be disjoint',
      found: 'arrays that overlap',
    });
    expect(new Float32Array(memory)).toEqual(floats(1, 2, 3, 4));
  });

  test('returns the same numbers, in out if given', () => {
    const x = floats(0.1, -0, nan, -infinity, 1e-45, 3.4e38);
    expect(widen(x)).toEqual(of(...x));
    const out = new Float64Array(6);
    expect(widen(x, out)).toBe(out);
    expect(out).toEqual(of(...x));
  });
});

describe('an element that is read again and again', () => {
  const x = of(1, 2);
  test.each<[name: string, call: (n: number) => unknown]>([
    ['sumStrided', (n) => sumStrided(x, { stride: 0, n })],
    ['minMaxStrided', (n) => minMaxStrided(x, { stride: 0, n })],
    ['momentsStrided', (n) => momentsStrided(x, { stride: 0, n })],
    ['dotStrided', (n) => dotStrided(x, x, { xStride: 0, yStride: 0, n })],
    ['comomentsStrided', (n) => comomentsStrided(x, x, { xStride: 0, yStride: 0, n })],
  ])('is read by %s as often as the array has elements, so that the work is bounded', (_, call) => {
    expect(refusal(() => call(2 ** 53 - 1))).toMatchObject({
      type: 'RangeError',
      code: 'ERR_FASTMATH_PLACE_UNUSABLE',
      expected: 'n to be 2 or less, because the same element is read each time',
      found: '9007199254740991',
    });
    expect(call(2)).toBeDefined();
  });
});

// If the engine does not support an array of that length, its error has no code.
test.each<[doing: string, n: number, call: () => unknown]>([
  ['gather(x, options)', 2 ** 52, () => gather(of(1), { stride: 0, n: 2 ** 52 })],
])('%s has no memory for %i numbers, and says so', (doing, n, call) => {
  expect(refusal(call)).toEqual({
    type: 'RangeError',
    code: 'ERR_FASTMATH_OUT_OF_MEMORY',
    message: `${doing}: expected memory for ${n} values of out, found less than that.`,
    expected: `memory for ${n} values of out`,
    found: 'less than that',
  });
});

test('polluted prototypes change neither results nor errors of functions with options', () => {
  const calls = [
    () => gather(of(1, 2, 3, 4), { offset: 1, stride: 2, n: 2 }),
    () => dotStrided(of(1, 2, 3), of(4, 5, 6), { xOffset: 1, yOffset: 1 }),
    () => refusal(() => gather(of(1, 2), { ofset: 1 } as object)),
    () => refusal(() => gather(of(1, 2), { n: 3 })),
    () => refusal(() => select(of(1, 2), 0.5)),
    () => refusal(() => scale('2' as never, of(1))),
  ];
  const expected = calls.map((call) => call());
  const set = vi.fn();
  for (const prototype of [Object.prototype, Array.prototype]) {
    for (const key of [0, 1, 2, 3, 'low', 'high', 'hint', 'index', 'sizes', 'isResult', 'plus', 'keys', 'strided']) {
      const found: unknown[] = [undefined, undefined, undefined, undefined, undefined, undefined];
      Object.defineProperty(prototype, key, { get: () => 7, set, configurable: true });
      try {
        for (let i = 0; i < calls.length; i++) found[i] = calls[i]?.();
      } finally {
        Reflect.deleteProperty(prototype, key);
      }
      expect([key, ...found]).toEqual([key, ...expected]);
    }
  }
  expect(set).not.toHaveBeenCalled();
});
