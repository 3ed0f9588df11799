import { describe as describeValues, max, mean, min, minMax, sem, std, sum, variance } from '@capsule/stats';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const repeat = (...counted: [value: number, times: number][]) =>
  counted.flatMap(([value, times]) => Array<number>(times).fill(value));

describe('a published example', () => {
  // Wikipedia, "Standard deviation", first example: the mean is 5, the standard deviation of the population 2.
  test('has the mean, variance and std that the book gives', () => {
    const grades = [2, 4, 4, 4, 5, 5, 7, 9];
    expect([mean(grades), variance(grades, { ddof: 0 }), std(grades, { ddof: 0 })]).toEqual([5, 4, 2]);
  });

  // The examples of scipy.stats.describe and scipy.stats.skew in SciPy's reference.
  test('has the description that SciPy gives', () => {
    expect(describeValues([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({
      n: 10,
      mean: 4.5,
      std: expect.closeTo(Math.sqrt(55 / 6), 14),
      variance: expect.closeTo(9.166666666666666, 14),
      min: 0,
      max: 9,
      skewness: 0,
      kurtosis: expect.closeTo(-1.2242424242424244, 14),
    });
    expect(describeValues([2, 8, 0, 4, 1, 9, 9, 0]).skewness).toBeCloseTo(0.2650554122698573, 14);
  });

  // ICAR e-courses, statistics, "Skewness and kurtosis": m2 = 10.34, m3 = -3.528, m4 = 204.9032,
  // b1 = m3^2 / m2^3 = 0.011258888, b2 = m4 / m2^2 = 1.91649488.
  test('skewness and kurtosis agree with the example of the ICAR course', () => {
    const yields = [18, 22, 17, 18, 22, 23, 22, 19, 25, 25, 23, 25, 24, 28, 26, 27, 19, 20, 27, 22];
    const found = describeValues(yields, { ddof: 0 });
    expect(found).toMatchObject({ n: 20, mean: 22.6, min: 17, max: 28, variance: expect.closeTo(10.34, 12) });
    expect(found.skewness).toBeCloseTo(-Math.sqrt(0.011258888), 8);
    expect(found.kurtosis).toBeCloseTo(1.91649488 - 3, 8);
  });
});

describe('the closed formula agrees with', () => {
  // 1 to n: mean (n + 1) / 2, variance (n^2 - 1) / 12, kurtosis -6/5 (n^2 + 1) / (n^2 - 1).
  test.each([2, 3, 4, 10, 127, 128, 1000, 8192, 8193, 100_000])('describe of 1 to %i', (n) => {
    const found = describeValues(
      values(n, (i) => i + 1),
      { ddof: 0 },
    );
    expect(found).toMatchObject({ n, mean: (n + 1) / 2, min: 1, max: n });
    expect(found.variance / ((n * n - 1) / 12)).toBeCloseTo(1, 14);
    expect(found.skewness).toBeCloseTo(0, 14);
    expect(found.kurtosis).toBeCloseTo((-6 / 5) * ((n * n + 1) / (n * n - 1)), 13);
  });

  // k ones among n: p = k / n, variance pq, skewness (q - p) / sqrt(pq), kurtosis (1 - 6pq) / pq.
  test.each([
    [1, 2],
    [1, 3],
    [1, 4],
    [3, 4],
    [9, 10],
    [1, 100],
    [3000, 10_000],
    [1, 100_000],
  ])('describe of %i ones among %i values', (k, n) => {
    const p = k / n;
    const pq = p * (1 - p);
    const found = describeValues(repeat([1, k], [0, n - k]), { ddof: 0 });
    expect(found.mean).toBe(p);
    expect(found.variance / pq).toBeCloseTo(1, 14);
    expect(found.skewness / Math.sqrt(n)).toBeCloseTo((1 - 2 * p) / Math.sqrt(pq) / Math.sqrt(n), 13);
    expect(found.kurtosis / n).toBeCloseTo((1 - 6 * pq) / pq / n, 13);
  });
});

describe('variance and std divide by n - ddof', () => {
  // The squared deviations of 1, 2, 3, 4 add up to 5.
  test.each<[options: { ddof?: number } | undefined, divisor: number]>([
    [undefined, 3],
    [{}, 3],
    [{ ddof: 0 }, 4],
    [{ ddof: -0 }, 4],
    [{ ddof: 0.5 }, 3.5],
    [{ ddof: 1 }, 3],
    [{ ddof: 2 }, 2],
    [{ ddof: 3 }, 1],
    [{ ddof: 3.5 }, 0.5],
  ])('for the options %o by %d', (options, divisor) => {
    const x = [1, 2, 3, 4];
    expect(variance(x, options)).toBe(5 / divisor);
    expect(std(x, options)).toBe(Math.sqrt(5 / divisor));
    expect(describeValues(x, options)).toMatchObject({ variance: 5 / divisor, std: Math.sqrt(5 / divisor) });
  });
});

test.each([0, -0, 7, -0.1, 1e300, 5e-324])('mean, min and max of a single value, %d, are that value', (value) => {
  expect([mean([value]), min([value]), max([value])]).toEqual([value, value, value]);
  expect([variance([value], { ddof: 0 }), std([value], { ddof: 0.5 })]).toEqual([0, 0]);
  expect(describeValues([value], { ddof: 0 })).toEqual({
    n: 1,
    mean: value,
    std: 0,
    variance: 0,
    min: value,
    max: value,
    skewness: Number.NaN,
    kurtosis: Number.NaN,
  });
});

test.each([
  [1, 2],
  [-3, 5],
  [0.25, 1e9],
])('describe of two values, %d and %d, agrees with the closed formula', (low, high) => {
  const half = (high - low) / 2;
  expect(describeValues([high, low])).toEqual({
    n: 2,
    mean: low + half,
    std: Math.sqrt(2 * half * half),
    variance: 2 * half * half,
    min: low,
    max: high,
    skewness: 0,
    kurtosis: -2,
  });
});

test('min and max find the value at every index', () => {
  for (let n = 1; n <= 70; n++) {
    for (let i = 0; i < n; i++) {
      expect(min(values(n, (at) => (at === i ? -2 : 1)))).toBe(-2);
      expect(max(values(n, (at) => (at === i ? -2 : -3)))).toBe(-2);
    }
  }
});

test.each([1, 2, 7, 8, 127, 128, 8193, 50_000])(
  'describe of %i values has the same bits as the single functions',
  (n) => {
    const next = uniform(n);
    const x = values(n, () => 1e6 * next() - 1e5);
    const options = { ddof: 0 };
    expect(describeValues(x, options)).toMatchObject({
      mean: mean(x),
      std: std(x, options),
      variance: variance(x, options),
      min: min(x),
      max: max(x),
    });
  },
);

// The example of scipy.stats.sem in SciPy's reference.
test('sem agrees with the example of SciPy', () => {
  const x = values(20, (i) => i);
  expect(sem(x, { ddof: 0 })).toBeCloseTo(1.2893796958227628, 15);
  expect(sem(x)).toBeCloseTo(std(x) / Math.sqrt(20), 15);
});

describe('sum', () => {
  test('is 0 for no values', () => {
    for (const nothing of [[], new Float64Array(0), new Float32Array(0)]) expect(sum(nothing)).toBe(0);
  });

  test.each([1, 7, 119, 120, 8193, 100_000])('agrees with the closed formula for 1 to %i', (n) => {
    expect(sum(values(n, (i) => i + 1))).toBe((n * (n + 1)) / 2);
  });

  const { MAX_VALUE: huge, POSITIVE_INFINITY: infinity, NaN: nan } = Number;
  test.each([
    [[huge, huge, -huge], huge],
    [[huge, huge, -huge, -huge, 3], 0],
    [[huge, huge], infinity],
    [[-huge, -huge], -infinity],
    [[infinity, -huge, -huge], infinity],
    [[infinity, -infinity], nan],
    [[-0, -0], -0],
  ])('returns for %o the sum %d', (x, expected) => {
    expect(sum(x)).toBe(expected);
    expect(sum(Float64Array.from(x))).toBe(expected);
  });
});

test.each([1, 2, 39, 40, 41, 8193])('minMax of %i values returns the results of min and max', (n) => {
  const next = uniform(n);
  for (const x of [values(n, next), values(n, (i) => (i % 2 === 0 ? 0 : -0)), values(n, () => Number.NaN)]) {
    expect(minMax(x)).toEqual({ min: min(x), max: max(x) });
  }
});
