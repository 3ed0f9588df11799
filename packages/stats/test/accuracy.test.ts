import {
  correlation,
  covariance,
  describe as describeValues,
  linearRegression,
  mean,
  std,
  variance,
} from '@capsule/stats';
import { digits, digitsOfRoot } from '@capsule/test-support/digits';
import {
  exactCovariance,
  exactKurtosis,
  exactLine,
  exactSkewnessSquared,
  exactVariance,
  sample,
} from '@capsule/test-support/exact-statistics';
import { nist, norris, numAcc } from '@capsule/test-support/nist';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

/** The required digits. An error of 1e-15 is 4.5 units in the last place of a float64, or fewer. */
const required = { mean: 15, deviation: 14, shape: 13, intercept: 11, residuals: 14 };

const offset = 1e9;
const lengths = [10, 100, 1000, 8193, 100_000, 1_000_000];

type Named<Sample> = [name: string, sample: Sample];
const published: Named<ArrayLike<number>>[] = [
  ...Object.entries(nist).map(([name, { y }]): Named<ArrayLike<number>> => [name, y]),
  ['Norris, x', norris.x],
  ['Norris, y', norris.y],
  ...numAcc.map(({ name, y }): Named<ArrayLike<number>> => [name, y]),
];
const random = lengths.map((n): Named<Float64Array> => {
  const next = uniform(n);
  return [`1e9 + U[0, 1), ${n} values`, values(n, () => offset + next())];
});

/** Data for which naive summation loses digits. */
const hard = [1000, 100_000].flatMap((n): Named<Float64Array>[] => {
  const next = uniform(n);
  return [
    [`1e9 + 0.1 and 1e9 - 0.1 in alternation, ${n} values`, values(n, (i) => offset + (i % 2 === 0 ? 0.1 : -0.1))],
    [`1e9 and 1e-9 in alternation, ${n} values`, values(n, (i) => (i % 2 === 0 ? offset : 1 / offset))],
    [`a ramp from 0, ${n} values`, values(n, (i) => i)],
    [`a ramp of 0.1 from 1e9, ${n} values`, values(n, (i) => offset + i * 0.1)],
    [`a ramp that falls, ${n} values`, values(n, (i) => offset - i / 3)],
    [
      `0 as the first value and 1e9 + U[0, 1) as the others, ${n} values`,
      values(n, (i) => (i === 0 ? 0 : offset + next())),
    ],
    [`1e15 as the first value and U[0, 1) as the others, ${n} values`, values(n, (i) => (i === 0 ? 1e15 : next()))],
    [`steps of 1e6 every 8192 values, ${n} values`, values(n, (i) => offset + Math.floor(i / 8192) * 1e6 + next())],
  ];
});

describe('the mean is correct to 15 digits and the standard deviation to 14 for', () => {
  test.each([...published, ...random, ...hard])('%s', (_, x) => {
    const vector = Float64Array.from(x);
    const exact = sample(vector);
    const { mean: same, std: sameStd } = describeValues(vector);
    expect(digits(mean(vector), exact.mean)).toBeGreaterThanOrEqual(required.mean);
    expect(digitsOfRoot(std(vector), exactVariance(exact))).toBeGreaterThanOrEqual(required.deviation);
    expect(digits(variance(vector), exactVariance(exact))).toBeGreaterThanOrEqual(required.deviation);
    expect([same, sameStd]).toEqual([mean(vector), std(vector)]);
  });
});

// Skewness and kurtosis near 0 are small differences of large numbers, so those of symmetric data have fewer correct
// digits.
describe('skewness and kurtosis are correct to 13 digits for', () => {
  const short = random.filter(([, { length }]) => length <= 10_000);
  test.each([...published.slice(0, 6), ...short])('%s', (_, x) => {
    const exact = sample(x);
    const { skewness, kurtosis } = describeValues(Float64Array.from(x));
    expect(digitsOfRoot(Math.abs(skewness), exactSkewnessSquared(exact))).toBeGreaterThanOrEqual(required.shape);
    expect(digits(kurtosis, exactKurtosis(exact))).toBeGreaterThanOrEqual(required.shape);
  });
});

describe.each([0.1, offset + 0.1, 1 / 3, -0.7, 5e-324])('a sample of the constant %d', (value) => {
  test.each([2, 3, 10, 127, 128, 1000, 8191, 8193, 100_000, 1_000_000])(
    'has a variance of exactly 0 for %i values',
    (n) => {
      const x = new Float64Array(n).fill(value);
      expect(digits(mean(x), sample([value]).mean)).toBeGreaterThanOrEqual(required.mean);
      expect([variance(x), std(x)]).toEqual([0, 0]);
      expect(describeValues(x)).toMatchObject({ skewness: Number.NaN, kurtosis: Number.NaN, variance: 0, std: 0 });
    },
  );
});

type Pairs = [name: string, x: ArrayLike<number>, y: ArrayLike<number>];
const pairs: Pairs[] = [
  ['Norris', norris.x, norris.y],
  ...lengths.flatMap((n): Pairs[] => {
    const next = uniform(n);
    const x = values(n, () => offset + next());
    const both: Pairs = [`x and y of 1e9 + U[0, 1), ${n} pairs`, x, values(n, () => offset + next())];
    if (n > 100_000) return [both];
    return [
      both,
      [`a rising line through 1e9 with noise, ${n} pairs`, x, values(n, (i) => 1 + 2 * (x[i] ?? 0) + next() / 10)],
      [`a falling line with noise, ${n} pairs`, values(n, (i) => i), values(n, (i) => offset - i / 3 + next())],
    ];
  }),
];

describe('covariance and slope are correct to 14 digits for', () => {
  test.each(pairs)('%s', (_, first, second) => {
    const [x, y] = [Float64Array.from(first), Float64Array.from(second)];
    const [exactX, exactY] = [sample(x), sample(y)];
    const exact = exactLine(exactX, exactY);
    const { slope, r, rSquared } = linearRegression(x, y);
    expect(digits(covariance(x, y), exactCovariance(exactX, exactY))).toBeGreaterThanOrEqual(required.deviation);
    expect(digits(slope, exact.slope)).toBeGreaterThanOrEqual(required.deviation);
    expect(digitsOfRoot(Math.abs(r), exact.rSquared)).toBeGreaterThanOrEqual(required.deviation);
    expect(digits(rSquared, exact.rSquared)).toBeGreaterThanOrEqual(required.deviation);
    expect([correlation(x, y), Math.sign(r)]).toEqual([r, Math.sign(slope)]);
  });
});

// The intercept is a small difference of large numbers: a mean, and a slope times a mean.
describe('the intercept is correct to 11 digits, residuals and standard errors to 14 for', () => {
  test.each(pairs.filter(([, { length }]) => length <= 100_000))('%s', (_, x, y) => {
    const exact = exactLine(sample(x), sample(y));
    const found = linearRegression(Float64Array.from(x), Float64Array.from(y));
    expect(digits(found.intercept, exact.intercept)).toBeGreaterThanOrEqual(required.intercept);
    expect(digitsOfRoot(found.residualStd, exact.residualVariance)).toBeGreaterThanOrEqual(required.residuals);
    expect(digitsOfRoot(found.slopeStderr, exact.slopeVariance)).toBeGreaterThanOrEqual(required.residuals);
    expect(digitsOfRoot(found.interceptStderr, exact.interceptVariance)).toBeGreaterThanOrEqual(required.residuals);
  });
});
