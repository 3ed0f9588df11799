import {
  correlation,
  covariance,
  describe as describeValues,
  linearRegression,
  max,
  mean,
  min,
  variance,
} from '@capsule/stats';
import { digits } from '@capsule/test-support/digits';
import { exactVariance, sample } from '@capsule/test-support/exact-statistics';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import { all, compute, type Statistic, takesPairs } from './statistics.js';

const { MAX_VALUE: huge, MIN_VALUE: tiny, NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** Every index of small arrays, and some indices of large ones. */
const indices: [n: number, at: number][] = [...values(20, (i) => i + 3), ...[129, 8191, 8193, 40_000]].flatMap((n) => {
  const all = n < 100 ? [...values(n, (i) => i)] : [0, 31, 127, n >> 1, n - 2, n - 1];
  return all.map((at): [number, number] => [n, at]);
});

/** Calls a statistic with a special value at every index, in each of its samples. */
function* results(name: Statistic, special: number): Generator<number> {
  for (const [n, at] of indices) {
    const good = values(n, (i) => i * i + 0.25);
    const bad = good.with(at, special);
    const pairs = takesPairs(name)
      ? [
          [bad, good],
          [good, bad],
          [bad, bad],
        ]
      : [[bad, bad]];
    for (const [x, y] of pairs) {
      const result = compute(name, x, y);
      if (typeof result === 'number') yield result;
      else for (const [key, value] of Object.entries(result as object)) if (key !== 'n') yield value;
    }
  }
}

describe('a NaN at any index', () => {
  // Rolling statistics are NaN only for the windows that contain the NaN; histogram rejects a NaN.
  test.each(all.filter((name) => !name.startsWith('rolling') && name !== 'histogram'))(
    'makes every result of %s NaN',
    (name) => {
      expect(new Set(results(name, nan))).toEqual(new Set([nan]));
    },
  );
});

describe('an infinity', () => {
  test.each([
    'variance',
    'std',
    'sem',
    'skewness',
    'kurtosis',
    'moment',
    'zscore',
    'autocorrelation',
    'covariance',
    'correlation',
    'linearRegression',
  ] as const)('at any index makes every result of %s NaN', (name) => {
    expect(new Set(results(name, infinity))).toEqual(new Set([nan]));
    expect(new Set(results(name, -infinity))).toEqual(new Set([nan]));
  });

  test.each([
    [[infinity, 1, 2], infinity],
    [[1, -infinity, 2], -infinity],
    [[infinity, 1, infinity], infinity],
    [[infinity, 1, -infinity], nan],
    [[infinity, nan], nan],
    [[infinity, -huge, -huge], infinity],
    [[huge, 0, 0, -infinity, 0, 0, 0, 0, huge], -infinity],
    [[huge, huge, 0, -infinity, 0, 0, 0, 0, 0], -infinity],
    [[huge, huge, infinity, -infinity], nan],
  ])('among %o propagates to the mean as in IEEE arithmetic', (x, expected) => {
    expect(mean(x)).toBe(expected);
    expect(describeValues(x)).toMatchObject({ mean: expected, variance: nan, std: nan, skewness: nan, kurtosis: nan });
  });

  test('at any index is the result of min or max, and of mean', () => {
    expect([...new Set(results('max', infinity)), ...new Set(results('min', -infinity))]).toEqual([
      infinity,
      -infinity,
    ]);
    expect([...new Set(results('mean', infinity)), ...new Set(results('mean', -infinity))]).toEqual([
      infinity,
      -infinity,
    ]);
  });
});

describe('-0', () => {
  test('is smaller than 0, at any index', () => {
    for (let n = 1; n < 40; n++) {
      for (let at = 0; at < n; at++) {
        const x = new Float64Array(n).fill(0).with(at, -0);
        expect([min(x), max(x)]).toEqual([-0, n === 1 ? -0 : 0]);
        expect([min(x.map((value) => -value)), max(x.map((value) => -value))]).toEqual([n === 1 ? 0 : -0, 0]);
      }
    }
  });

  test('repeated has a mean of -0 and a variance of 0', () => {
    for (const n of [2, 8, 127, 128, 8193]) {
      const x = new Float64Array(n).fill(-0);
      expect([mean(x), variance(x), min(x), max(x)]).toEqual([-0, 0, -0, -0]);
    }
    expect(mean([-0, 0])).toBe(0);
  });
});

describe('subnormal numbers', () => {
  test('are not flushed to 0', () => {
    expect([min([3 * tiny, 2 * tiny]), max([-3 * tiny, -2 * tiny])]).toEqual([2 * tiny, -2 * tiny]);
    expect(mean([tiny, 3 * tiny])).toBe(2 * tiny);
    expect(mean(values(1001, (i) => i * tiny))).toBe(500 * tiny);
  });

  test('can be the exact variance: deviations of 2^-537 have a variance of 2^-1073', () => {
    expect(variance([0, 2 ** -536])).toBe(2 ** -1073);
    expect(covariance([0, 2 ** -536], [0, 2 ** -535])).toBe(2 ** -1072);
  });

  test('have an exact slope', () => {
    expect(linearRegression([1, 2, 3], [2 * tiny, 4 * tiny, 6 * tiny])).toMatchObject({
      slope: 2 * tiny,
      intercept: 0,
    });
  });
});

describe('if the sum overflows', () => {
  test.each([
    [[huge, huge], huge],
    [[-huge, -huge, -huge], -huge],
    [[huge, huge, -huge, -huge], 0],
    [[huge, -huge, huge, -huge], 0],
    [[huge, huge, -huge], huge / 3],
    [[huge, huge / 2], huge * 0.75],
  ])('the mean of %o is finite', (x, expected) => {
    for (const found of [mean(x), describeValues(x).mean])
      expect(digits(found, sample([expected]).mean)).toBeGreaterThan(15);
  });

  test.each([2, 100, 8192, 8193, 100_000])('the mean of %i values is correct to 15 digits', (n) => {
    const next = uniform(n);
    const x = values(n, (i) => huge * (i % 3 === 0 ? -next() : 1 - next() / 8));
    expect(digits(mean(x), sample(x).mean)).toBeGreaterThan(15);
    expect(describeValues(x).mean).toBe(mean(x));
    expect(digits(mean(new Float64Array(n).fill(huge)), sample([huge]).mean)).toBeGreaterThan(15);
    const halves = values(n, (i) => (2 * i < n ? huge : -huge));
    expect(mean(halves) / huge).toBeCloseTo(n % 2 === 0 ? 0 : 1 / n, 14);
  });

  test('the variance is infinite if the exact one overflows', () => {
    expect([variance([1e200, -1e200]), variance([huge, -huge])]).toEqual([infinity, infinity]);
  });
});

// Squares leave the range of float64 long before the values do.
describe('if only squares overflow or underflow', () => {
  const times = (factor: number) => [1, 2, 4].map((value) => value * factor);

  test('the variance of constant values is 0', () => {
    expect(variance(new Float64Array(27).fill(1e300))).toBe(0);
  });

  test('the variance of 100 values of 3e153 with both signs is finite', () => {
    const x = values(100, (i) => (i % 2 === 0 ? 3e153 : -3e153));
    expect(digits(variance(x), exactVariance(sample(x)))).toBeGreaterThan(14);
  });

  test('a variance that overflows is infinite and not NaN', () => {
    expect(variance(times(1e200))).toBe(infinity);
  });

  test.each([1e-170, 1e-160, 1e154, 1e170])(
    'the correlation does not change when values are multiplied by %d',
    (factor) => {
      expect(correlation(times(factor), [1, 2, 3])).toBeCloseTo(correlation(times(1), [1, 2, 3]), 14);
    },
  );

  test.each([1e-80, 1e80])('the correlation of values times %d with themselves is 1', (factor) => {
    for (let n = 2; n < 50; n++) {
      const x = values(n, (i) => i * factor);
      expect(correlation(x, x)).toBe(1);
    }
  });

  test.each([1e-170, 1e170])('linearRegression returns the right slope for x times %d', (factor) => {
    expect(linearRegression(times(factor), times(3)).slope * factor).toBeCloseTo(3, 14);
  });
});
