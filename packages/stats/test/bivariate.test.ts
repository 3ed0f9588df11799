import {
  correlation,
  correlationMatrix,
  covariance,
  kendall,
  linearRegression,
  spearman,
  variance,
} from '@capsule/stats';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import { tTwoSided } from '../src/distributions.js';

// F. J. Anscombe, "Graphs in Statistical Analysis", The American Statistician 27 (1973); the coefficients and
// their errors as R prints them for its data set `anscombe`.
const x123 = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
const quartet = [
  {
    x: x123,
    y: [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
    line: [3.0000909, 1.1247468, 0.5000909, 0.1179055],
    p: 0.00217,
  },
  {
    x: x123,
    y: [9.14, 8.14, 8.74, 8.77, 9.26, 8.1, 6.13, 3.1, 9.13, 7.26, 4.74],
    line: [3.0009091, 1.1253024, 0.5, 0.1179637],
    p: 0.002179,
  },
  {
    x: x123,
    y: [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73],
    line: [3.0024545, 1.1244812, 0.4997273, 0.1178777],
    p: 0.002176,
  },
  {
    x: [8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8],
    y: [6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89],
    line: [3.0017273, 1.1239211, 0.4999091, 0.1178189],
    p: 0.002165,
  },
] as const;

describe.each(quartet)("a data set of Anscombe's quartet", ({ x, y, line, p }) => {
  test('covariance and correlation agree with the article', () => {
    expect([covariance(x, x), variance(x)]).toEqual([11, 11]);
    expect(covariance(x, y)).toBeCloseTo(5.5, 2);
    expect(correlation(x, y)).toBeCloseTo(0.816, 2);
  });

  test('linearRegression agrees with lm in R', () => {
    const { slope, intercept, rSquared, pValue, slopeStderr, interceptStderr, residualStd } = linearRegression(x, y);
    expect(pValue).toBeCloseTo(p, 6);
    for (const [i, found] of [intercept, interceptStderr, slope, slopeStderr].entries()) {
      expect(found).toBeCloseTo(line[i] ?? 0, 7);
    }
    expect(rSquared).toBeCloseTo(0.667, 2);
    expect(residualStd).toBeCloseTo(1.236, 2);
  });
});

// Wikipedia, "Simple linear regression", numerical example: height in metres and mass in kilograms of 15 women.
test('linearRegression agrees with the example of Wikipedia', () => {
  const height = [1.47, 1.5, 1.52, 1.55, 1.57, 1.6, 1.63, 1.65, 1.68, 1.7, 1.73, 1.75, 1.78, 1.8, 1.83];
  const mass = [52.21, 53.12, 54.48, 55.84, 57.2, 58.57, 59.93, 61.29, 63.11, 64.47, 66.28, 68.1, 69.92, 72.19, 74.46];
  const { slope, intercept, r, slopeStderr, interceptStderr, residualStd } = linearRegression(height, mass);
  expect(slope).toBeCloseTo(61.272, 3);
  expect(intercept).toBeCloseTo(-39.062, 3);
  expect(r).toBeCloseTo(0.9946, 4);
  expect(residualStd ** 2).toBeCloseTo(0.5762, 4);
  expect(slopeStderr ** 2).toBeCloseTo(3.1539, 4);
  expect(interceptStderr ** 2).toBeCloseTo(8.63185, 4);
});

test('linearRegression is exact for a line with known residuals', () => {
  // 4 + 2x, with residuals of 1, -1, -1, 1: Mxx = 5, Mxy = 10, Myy = 24, and a residual sum of squares of 4 with 2
  // degrees of freedom.
  const found = linearRegression([0, 1, 2, 3], [5, 5, 7, 11]);
  expect(found).toEqual({
    slope: 2,
    intercept: 4,
    r: expect.closeTo(10 / Math.sqrt(120), 15),
    rSquared: expect.closeTo(100 / 120, 15),
    // t^2 is 10. With 2 degrees of freedom the probability is 1 - t / sqrt(2 + t^2).
    pValue: expect.closeTo(1 - Math.sqrt(10 / 12), 14),
    slopeStderr: expect.closeTo(Math.sqrt(2 / 5), 15),
    interceptStderr: expect.closeTo(Math.sqrt(2 * (1 / 4 + 1.5 ** 2 / 5)), 15),
    residualStd: expect.closeTo(Math.SQRT2, 15),
  });
});

describe('covariance divides by n - ddof', () => {
  // Products of deviations of 1, 2, 3, 4 and 2, 4, 6, 9: 1.5 * 3.25 + 0.5 * 1.25 + 0.5 * 0.75 + 1.5 * 3.75 = 11.5.
  test.each<[options: { ddof?: number } | undefined, divisor: number]>([
    [undefined, 3],
    [{}, 3],
    [{ ddof: 0 }, 4],
    [{ ddof: 0.5 }, 3.5],
    [{ ddof: 2 }, 2],
    [{ ddof: 3.5 }, 0.5],
  ])('for the options %o by %d', (options, divisor) => {
    expect(covariance([1, 2, 3, 4], [2, 4, 6, 9], options)).toBe(11.5 / divisor);
  });

  test('and by 1 for one pair with ddof 0', () => {
    expect(covariance([3], [4], { ddof: 0 })).toBe(0);
  });
});

const lengths = [2, 3, 8, 127, 128, 1000, 8193, 50_000];

describe.each(lengths)('correlation of %i random pairs', (n) => {
  const next = uniform(n);
  const x = values(n, () => 1e3 * next());
  const y = values(n, (i) => (x[i] ?? 0) + 1e3 * next());

  test('is exactly 1 for x with itself, and -1 for x with its negative', () => {
    expect(correlation(x, x)).toBe(1);
    expect(correlation(x, x.slice())).toBe(1);
    expect(
      correlation(
        x,
        x.map((value) => -value),
      ),
    ).toBe(-1);
    expect(
      correlation(
        x,
        x.map((value) => value * 2 ** -20),
      ),
    ).toBe(1);
  });

  test('is symmetric to the last bit, and so is covariance', () => {
    expect(correlation(x, y)).toBe(correlation(y, x));
    expect(covariance(x, y)).toBe(covariance(y, x));
    expect(Math.abs(correlation(x, y))).toBeLessThanOrEqual(1);
  });

  test('covariance of x with itself is its variance', () => {
    expect(covariance(x, x, { ddof: 0.5 })).toBe(variance(x, { ddof: 0.5 }));
  });
});

test.each([
  [[1, 2], [2, 4], 2, 0],
  [[0, 4], [1, -1], -0.5, 1],
  [[1e9, 1e9 + 1], [3, 4], 1, 3 - 1e9],
])('the line through two points with x %o and y %o has no standard errors', (x, y, slope, intercept) => {
  expect(linearRegression(x, y)).toEqual({
    slope,
    intercept,
    r: Math.sign(slope),
    rSquared: 1,
    pValue: Number.NaN,
    slopeStderr: Number.NaN,
    interceptStderr: Number.NaN,
    residualStd: Number.NaN,
  });
});

test('a line through two points has no standard errors, however its residuals are rounded', () => {
  const none = { pValue: Number.NaN, slopeStderr: Number.NaN, interceptStderr: Number.NaN, residualStd: Number.NaN };
  for (let i = 0; i < 100; i++) {
    for (let j = 0; j < 100; j++) {
      expect(linearRegression([0.1, i / 10 + 0.7], [0.1, j / 10])).toMatchObject(none);
      expect(linearRegression([i * 1e150, 1e152], [j * 1e-200, 1e-190])).toMatchObject(none);
    }
  }
});

// For one in a hundred samples of such numbers, an earlier version changed the last bit when x and y were exchanged.
test('near 1e15, correlations and covariance are symmetric to the last bit', () => {
  const next = uniform(15);
  for (let n = 2; n < 2000; n = n < 140 ? n + 1 : n * 3) {
    for (let times = 0; times < 20; times++) {
      const [x, y] = [values(n, () => 1e15 + 2 * next()), values(n, () => 1e15 + 3 * next())];
      for (const statistic of [correlation, covariance, spearman, kendall]) {
        expect(statistic(x, y)).toBe(statistic(y, x));
        const negative = y.map((value) => -value);
        expect(statistic(x, negative) + 0).toBe(0 - statistic(x, y));
      }
      const r = correlation(x, y);
      expect(correlationMatrix([x, y])).toEqual([Float64Array.of(variance(x) / variance(x), r), Float64Array.of(r, 1)]);
    }
  }
});

test('for constant y, slope and standard errors are 0, r and p-value are NaN', () => {
  expect(linearRegression([1, 2, 3], [7, 7, 7])).toEqual({
    slope: 0,
    intercept: 7,
    r: Number.NaN,
    rSquared: Number.NaN,
    pValue: Number.NaN,
    slopeStderr: 0,
    interceptStderr: 0,
    residualStd: 0,
  });
});

describe.each([2, 100, 129, 50_000])('correlation with %i equal values is NaN', (n) => {
  const equal = new Float64Array(n).fill(1e9 + 0.1);

  test.each([
    ['x', equal, values(n, (i) => i)],
    ['y', values(n, (i) => i), equal],
    ['both', equal, equal],
  ])('as %s', (_, x, y) => {
    expect(correlation(x, y)).toBeNaN();
  });
});

// For these samples the sum of products is a rounding error near 0.
test('correlation is NaN and slope 0 for constant values whose mean is rounded', () => {
  const equal = new Float64Array(127).fill(1e9 + 0.1);
  const other = values(127, Math.sqrt);
  expect(correlation(equal, other)).toBeNaN();
  expect(correlation(other, equal)).toBeNaN();
  expect(linearRegression(other, equal)).toMatchObject({ r: Number.NaN, rSquared: Number.NaN, slope: 0 });
  expect([covariance(equal, other), covariance(other, equal)]).toEqual([0, 0]);
  const flat = new Float64Array(123).fill(-3.607977619957719);
  expect(linearRegression(values(123, Math.sqrt), flat)).toMatchObject({ slope: 0, residualStd: 0 });
  expect(covariance(flat, values(123, Math.sqrt))).toBe(0);
});

test.each([
  ['3 x', (x: number) => 3 * x],
  ['-7 x', (x: number) => -7 * x],
  ['1e9 + 5 x', (x: number) => 1e9 + 5 * x],
  ['x / 8 - 0.375', (x: number) => x / 8 - 0.375],
])('the line through integers and %s is exact, although means are rounded', (_, line) => {
  for (let n = 3; n < 300; n = n < 20 ? n + 1 : n * 2) {
    const x = values(n, (i) => i * i - 7);
    const y = x.map(line);
    const slope = line(1) - line(0);
    const found = linearRegression(x, y);
    expect(found).toMatchObject({ slope, intercept: line(0) + 0, residualStd: 0, slopeStderr: 0, interceptStderr: 0 });
    expect(found.pValue).toBe(0);
  }
});

test('the intercept of equal values of y is exactly their value', () => {
  for (const value of [0.1, 1e9 + 0.1, -3.607977619957719]) {
    for (let n = 3; n < 300; n++) {
      const found = linearRegression(values(n, Math.sqrt), new Float64Array(n).fill(value));
      expect(found).toMatchObject({ slope: 0, intercept: value, residualStd: 0, slopeStderr: 0, interceptStderr: 0 });
    }
  }
});

test('the residuals of an exact line are 0, also far from the origin', () => {
  const x = values(101, (i) => i / 1024);
  const y = values(101, (i) => 1e9 + 0.5 + (x[i] ?? 0));
  expect(linearRegression(x, y)).toMatchObject({ slope: 1, residualStd: 0, slopeStderr: 0 });
  const rounded = values(101, (i) => 1e9 + 0.1 + (x[i] ?? 0));
  expect(linearRegression(x, rounded).residualStd).toBeLessThan(1e-7);
});

describe('the p-value of a slope', () => {
  /** A line whose slope has the t-value t: the residuals 1, -1, -1, 1 have a sum of squares of 4, and Mxx is 5. */
  const ofFour = (t: number) =>
    linearRegression(
      [0, 1, 2, 3],
      [1, -1, -1, 1].map((e, i) => e + t * Math.sqrt(2 / 5) * i),
    );
  /** A line through 3 points with the t-value t: the residuals 1, -2, 1 have a sum of squares of 6, and Mxx is 2. */
  const ofThree = (t: number) =>
    linearRegression(
      [0, 1, 2],
      [1, -2, 1].map((e, i) => e + t * Math.sqrt(3) * i),
    );

  const ofOneDegree = (t: number) => (2 / Math.PI) * Math.atan(1 / Math.abs(t));
  /** 1 - |t| / sqrt(2 + t^2), written without cancellation. */
  const ofTwoDegrees = (t: number) => 2 / (Math.sqrt(2 + t * t) * (Math.sqrt(2 + t * t) + Math.abs(t)));

  test.each([0.25, 1, -1, 3, 40, -1e3])('agrees with the formulas for 1 and 2 degrees of freedom for t = %d', (t) => {
    expect(ofThree(t).pValue / ofOneDegree(t)).toBeCloseTo(1, 11);
    expect(ofFour(t).pValue / ofTwoDegrees(t)).toBeCloseTo(1, 11);
  });

  test.each([0, 1e-12, 1e-8, 1e-3, 0.49, 0.5, 0.51, 7, 1e5])(
    'is correct to 12 digits by the same formulas for t = %d',
    (t) => {
      expect(tTwoSided(t, 1) / ofOneDegree(t)).toBeCloseTo(1, 12);
      expect(tTwoSided(t, 2) / ofTwoDegrees(t)).toBeCloseTo(1, 12);
    },
  );

  // Two-sided 5 % and 1 % points of Student's t, as printed in textbooks.
  test.each([
    [10, 2.228, 0.05],
    [10, 3.169, 0.01],
    [30, 2.042, 0.05],
    [30, 2.75, 0.01],
    [120, 1.98, 0.05],
    [120, 2.617, 0.01],
  ])('agrees with tables for %i degrees of freedom and t = %d', (df, t, p) => {
    expect(tTwoSided(t, df)).toBeCloseTo(p, 4);
    expect(tTwoSided(-t, df)).toBe(tTwoSided(t, df));
  });

  test('is 1 for a slope of 0, and 0 for an exact line', () => {
    expect(linearRegression([0, 1, 2, 3], [1, -1, -1, 1]).pValue).toBeCloseTo(1, 14);
    expect(linearRegression([1, 2, 3], [2, 4, 6]).pValue).toBe(0);
  });
});
