import { kurtosis, moment, skewness } from '@capsule/stats';
import { digits, digitsBeside1 } from '@capsule/test-support/digits';
import { type Fraction, over, plus, times, whole } from '@capsule/test-support/exact-arithmetic';
import {
  exactKurtosis,
  exactMoment,
  exactMomentAbout,
  exactSkewness,
  sample,
} from '@capsule/test-support/exact-statistics';
import { nist, numAcc } from '@capsule/test-support/nist';
import { refusal } from '@capsule/test-support/refusal';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe.each([
  ['skewness', skewness, ['bias'], 'bias'],
  ['kurtosis', kurtosis, ['bias', 'excess'], 'bias'],
  ['kurtosis', kurtosis, ['bias', 'excess'], 'excess'],
] as const)('%s rejects', (name, statistic, names, option) => {
  const compute = (options: unknown) => refusal(() => Reflect.apply(statistic, undefined, [[1, 2, 4, 9], options]));

  test.each([
    ['the number 0', 0],
    ["the string 'false'", 'false'],
    ['an Array of 0 values', []],
  ])(`%s as ${option}`, (found, value) => {
    expect(compute({ [option]: value })).toEqual({
      type: 'TypeError',
      code: 'ERR_STATS_NOT_A_BOOLEAN',
      message: `${name}(values): expected ${option} to be true or false, found ${found}.`,
      expected: `${option} to be true or false`,
      found,
    });
  });

  test('an unknown option', () => {
    expect(compute({ ddof: 1 })).toMatchObject({
      code: 'ERR_STATS_OPTIONS_UNUSABLE',
      message: `${name}(values): expected options as an object, { ${names.join(', ')} }, found the key 'ddof'.`,
    });
  });
});

describe('moment rejects', () => {
  const compute = (...given: unknown[]) => refusal(() => Reflect.apply(moment, undefined, [[1, 2, 4], ...given]));

  test.each([
    ['the number 5', 5],
    ['the number -1', -1],
    ['the number 1.5', 1.5],
    ['the number NaN', nan],
  ])('%s as order', (found, order) => {
    expect(compute(order)).toEqual({
      type: 'RangeError',
      code: 'ERR_STATS_ORDER_UNUSABLE',
      message: `moment(values, order): expected order to be an integer from 0 to 4, found ${found}.`,
      expected: 'order to be an integer from 0 to 4',
      found,
    });
  });

  test.each([
    ['a number as order', 'undefined', [undefined], ''],
    ['a number as order', "the string '2'", ['2'], ' Convert it: Number(order).'],
    ['a number as order', 'a plain object', [{ order: 2 }], ' Pass the number itself, not an object.'],
    ['a number as center', "the string '0'", [2, { center: '0' }], ' Convert it: Number(center).'],
    ['a number as center', 'null', [2, { center: null }], ''],
  ])('a value that is not %s: %s', (expected, found, given, advice) => {
    expect(compute(...given)).toEqual({
      type: 'TypeError',
      code: 'ERR_STATS_NOT_A_NUMBER',
      message: `moment(values, order): expected ${expected}, found ${found}.${advice}`,
      expected,
      found,
    });
  });

  test.each([nan, infinity])('%d as center', (center) => {
    expect(compute(2, { center })).toEqual({
      type: 'RangeError',
      code: 'ERR_STATS_CENTER_UNUSABLE',
      message: `moment(values, order): expected center to be a finite number, found the number ${center}.`,
      expected: 'center to be a finite number',
      found: `the number ${center}`,
    });
  });
});

// Microsoft's reference of Excel: the examples of SKEW and KURT, which are G1 and G2.
test('unbiased skewness and kurtosis agree with the example of Excel', () => {
  const x = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7];
  expect(skewness(x, { bias: false })).toBeCloseTo(0.359543071, 9);
  expect(kurtosis(x, { bias: false })).toBeCloseTo(-0.151799637, 9);
  expect(kurtosis(x, { bias: false, excess: false })).toBeCloseTo(3 - 0.151799637, 9);
});

// SciPy's reference: the examples of scipy.stats.skew and scipy.stats.moment.
test('skewness and moment agree with the examples of SciPy', () => {
  expect(skewness([2, 8, 0, 4, 1, 9, 9, 0])).toBeCloseTo(0.2650554122698573, 14);
  expect([moment([1, 2, 3, 4, 5], 1), moment([1, 2, 3, 4, 5], 2)]).toEqual([0, 2]);
});

// The deviations of 1, 2, 4 from their mean 7/3 are -4/3, -1/3, 5/3.
test('moments of 1, 2, 4 agree with those computed by hand', () => {
  const x = [1, 2, 4];
  expect([0, 1, 2, 3, 4].map((order) => moment(x, order))).toEqual([
    1,
    0,
    expect.closeTo(14 / 9, 14),
    expect.closeTo(20 / 27, 14),
    expect.closeTo(98 / 27, 14),
  ]);
  expect([0, 1, 2, 3, 4].map((order) => moment(x, order, { center: 0 }))).toEqual([1, 7 / 3, 7, 73 / 3, 91]);
  expect([1, 2, 3, 4].map((order) => moment(x, order, { center: 2 }))).toEqual([1 / 3, 5 / 3, 7 / 3, 17 / 3]);
});

type Named = [name: string, x: ArrayLike<number>];
const next = uniform(5);
const sets: Named[] = [
  ...Object.entries(nist).map(([name, { y }]): Named => [name, y]),
  ...numAcc.map(({ name, y }): Named => [name, y]),
  ['10 values of 1e9 + U[0, 1)', values(10, () => 1e9 + next())],
  ['9000 values of 1e9 + U[0, 1)', values(9000, () => 1e9 + next())],
  ['1000 values of U[0, 1)^8, which are skewed', values(1000, () => next() ** 8)],
  ['300 values near 1e160', values(300, () => 1e160 * next())],
  ['300 values near 1e-160', values(300, () => 1e-160 * next())],
];

describe.each(sets)('of %s, by exact arithmetic,', (_, x) => {
  const exact = sample(x);
  const n = x.length;
  const vector = Float64Array.from(x);

  test('skewness and kurtosis are correct to 12 digits', () => {
    const factor = (p: number, q: number): Fraction => over(whole(p), whole(q));
    const g2 = exactKurtosis(exact);
    expect(digitsBeside1(skewness(vector), exactSkewness(exact))).toBeGreaterThan(12);
    expect(digitsBeside1(kurtosis(vector), g2)).toBeGreaterThan(12);
    if (n < 4) return;
    const unbiased = times(factor(n - 1, (n - 2) * (n - 3)), plus(times(whole(n + 1), g2), whole(6)));
    expect(digitsBeside1(kurtosis(vector, { bias: false }), unbiased)).toBeGreaterThan(12);
  });
});

// The fourth powers of 1e160 and 1e-160 are out of range, so the last two sets are omitted.
describe.each(sets.slice(0, -2))('of %s, by exact arithmetic,', (_, x) => {
  const exact = sample(x);
  const vector = Float64Array.from(x);

  test('even moments are correct to 14 digits', () => {
    expect(digits(moment(vector, 2), exactMoment(exact, 2))).toBeGreaterThan(14);
    expect(digits(moment(vector, 4), exactMoment(exact, 4))).toBeGreaterThan(14);
  });

  test.each([0, 1, -3.3e9])('even moments about the first value plus %d are correct to 14 digits', (offset) => {
    const center = (vector[0] ?? 0) + offset;
    for (const order of [2, 4] as const) {
      expect(digits(moment(vector, order, { center }), exactMomentAbout(exact, order, center))).toBeGreaterThan(14);
    }
  });
});

test('only moments that overflow or underflow are infinite or 0', () => {
  expect([moment([1e200, -1e200], 2), moment([1e200, -1e200], 3), moment([1e-200, -1e-200], 2)]).toEqual([
    infinity,
    0,
    0,
  ]);
  expect(moment([1e308, -1e308], 1, { center: -1e308 })).toBe(1e308);
  expect(moment([1e-160, 3e-160], 1, { center: 0 })).toBeCloseTo(2e-160, 170);
  expect(moment([2e-80, 0], 4, { center: 1e-80 })).toBe(1e-320);
});

test('third moments of symmetric values are 0, even if third powers overflow', () => {
  expect([moment([1e199, 3e199], 3), moment([1e300, 0, -1e300], 3), moment([-1e200, 1e200, 0], 3)]).toEqual([0, 0, 0]);
  expect(moment([1e199, -1e199, 1e200, -1e200], 3, { center: 0 })).toBe(0);
  expect(moment([2 ** 600, 3 * 2 ** 600, 5 * 2 ** 600], 3, { center: 3 * 2 ** 600 })).toBe(0);
  expect([moment([0, 0, 1e200], 3), moment([0, 0, -1e200], 3)]).toEqual([infinity, -infinity]);
  // Deviations of 2^340, 2^340 and -2^341: their third powers have a sum of -6 * 2^1020.
  expect(moment([2 ** 340, 2 ** 340, -(2 ** 341)], 3)).toBe(-(2 ** 1021));
  // (2^353 + 1)^3 - 2^1059 is nearly 3 * 2^706.
  expect(moment([2 ** 353, -(2 ** 353), 1], 3, { center: 0 })).toBe(1 / 3);
});
