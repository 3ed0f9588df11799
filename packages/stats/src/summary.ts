// biome-ignore-all lint/style/noNonNullAssertion: `results` has 8 elements.

/*
 * Summaries of samples, and a function that merges two: by Chan, Golub and LeVeque (1979) for M2, by Pébay (2008) for
 * M3 and M4. fastmath merges blocks of an array in C. Its summaries have no exponents, and no rounding error of the
 * mean, so that the two share no code.
 */

import { correctKurtosis, correctSkewness, kurtosisOf, skewnessOf } from './moment-formulas.js';

/** The summary of a sample that an Accumulator stores. */
export interface Summary {
  n: number;
  mean: number;
  /**
   * The exact mean is mean + meanError / 2^exponent. To merge samples with means near 1e9, more digits are needed than
   * one number has.
   */
  meanError: number;
  /**
   * Sums of powers of deviations of values * 2^exponent from their mean. The exponent is 0 unless squares are out of
   * range.
   */
  m2: number;
  m3: number;
  m4: number;
  exponent: number;
  min: number;
  max: number;
}

const { abs, floor, log2, max: larger, min: smaller, sqrt } = Math;
const { isFinite: finite } = Number;

export const emptySummary: Readonly<Summary> = {
  n: 0,
  mean: 0,
  meanError: 0,
  m2: 0,
  m3: 0,
  m4: 0,
  exponent: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
};

/** The summary of n values, from the results of the kernel summary(). */
export const summaryOf = (n: number, results: Float64Array): Summary => ({
  n,
  mean: results[0]!,
  meanError: results[1]!,
  m2: results[2]!,
  m3: results[3]!,
  m4: results[4]!,
  exponent: results[5]!,
  min: results[6]!,
  max: results[7]!,
});

/** value * 2^exponent, in several steps if the power itself is out of range. */
export function scaled(value: number, exponent: number): number {
  if (exponent === 0) return value;
  let result = value;
  let remaining = exponent;
  for (; remaining > 1000; remaining -= 1000) result *= 2 ** 1000;
  for (; remaining < -1000; remaining += 1000) result *= 2 ** -1000;
  return remaining === 0 ? result : result * 2 ** remaining;
}

/** The binary logarithm of the standard deviation. The standard deviation itself can underflow. */
const logOfStd = ({ m2, n, exponent }: Summary): number => log2(m2 / n) / 2 - exponent;

/** The same of the rounding error of the mean. It is the only difference of means that round to the same number. */
const logOfError = ({ meanError, exponent }: Summary): number => log2(abs(meanError)) - exponent;

/** The exponent that brings fourth powers of deviations of size 2^log into range; 0 for ordinary sizes. */
const exponentOf = (log: number): number => (finite(log) && abs(log) > 232 ? -floor(log) : 0);

/** Merges samples with infinities or NaN. The mean follows IEEE arithmetic; deviations are NaN. */
function mergeInfinite(a: Summary, b: Summary): Summary {
  const nan = Number.NaN;
  const mean = (finite(a.mean) ? 0 : a.mean) + (finite(b.mean) ? 0 : b.mean);
  const min = smaller(a.min, b.min);
  const max = larger(a.max, b.max);
  return { n: a.n + b.n, mean, meanError: 0, m2: nan, m3: nan, m4: nan, exponent: 0, min, max };
}

/** Returns the summary of both samples. */
export function merge(one: Summary, other: Summary): Summary {
  // Merge into the larger sample, whose mean changes less.
  const a = one.n >= other.n ? one : other;
  const b = a === one ? other : one;
  if (b.n === 0) return a;
  if (!finite(a.mean) || !finite(b.mean)) return mergeInfinite(a, b);
  const n = a.n + b.n;
  const wa = a.n / n;
  const wb = b.n / n;
  // The difference of the means, or half of it if it overflows.
  const gap = b.mean - a.mean;
  const half = finite(gap) ? gap : b.mean / 2 - a.mean / 2;
  const times = finite(gap) ? 1 : 2;
  const exponent = exponentOf(larger(log2(abs(half)), logOfStd(a), logOfStd(b), logOfError(a), logOfError(b)));
  const i = exponent - a.exponent;
  const j = exponent - b.exponent;
  const meanError = scaled(a.meanError, i);
  const delta = scaled(half, exponent) * times + (scaled(b.meanError, j) - meanError);
  const d2 = delta * delta;
  const a2 = scaled(a.m2, 2 * i);
  const a3 = scaled(a.m3, 3 * i);
  const a4 = scaled(a.m4, 4 * i);
  const b2 = scaled(b.m2, 2 * j);
  const b3 = scaled(b.m3, 3 * j);
  const b4 = scaled(b.m4, 4 * j);
  // A two-sum computes the rounded mean and its error. The error is scaled, because it may be smaller than all
  // subnormal numbers.
  const moved = meanError + delta * wb;
  const term = scaled(moved, -exponent);
  const mean = a.mean + term;
  const added = mean - a.mean;
  return {
    n,
    mean,
    meanError: scaled(a.mean - (mean - added) + (term - added), exponent) + (moved - scaled(term, exponent)),
    m2: a2 + b2 + d2 * a.n * wb,
    m3: a3 + b3 + d2 * delta * a.n * wb * (wa - wb) + 3 * delta * (wa * b2 - wb * a2),
    m4:
      a4 +
      b4 +
      d2 * d2 * a.n * wb * (wa * wa - wa * wb + wb * wb) +
      6 * d2 * (wa * wa * b2 + wb * wb * a2) +
      4 * delta * (wa * b3 - wb * a3),
    exponent,
    min: smaller(a.min, b.min),
    max: larger(a.max, b.max),
  };
}

export const varianceFrom = ({ n, m2, exponent }: Summary, ddof: number): number =>
  scaled(m2 / (n - ddof), -2 * exponent);
export const stdFrom = ({ n, m2, exponent }: Summary, ddof: number): number => scaled(sqrt(m2 / (n - ddof)), -exponent);
export const skewnessFrom = ({ n, m2, m3 }: Summary, bias: boolean): number =>
  correctSkewness(skewnessOf(n, m2, m3), n, bias);
export const kurtosisFrom = ({ n, m2, m4 }: Summary, bias: boolean): number =>
  correctKurtosis(kurtosisOf(n, m2, m4), n, bias);
