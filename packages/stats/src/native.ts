import { type Capsule, capsuleError, loadAddon } from '@capsule/core';

/** A sample that C can read without a copy by JavaScript. */
export type Sample = Float64Array | Capsule;

/**
 * Statistics of samples that were checked, and are long enough. The addon implements them, and so does the fast path,
 * which passes larger samples on to the addon.
 */
export interface Native {
  mean(x: Sample): number;
  sum(x: Sample): number;
  geometricMean(x: Sample): number;
  harmonicMean(x: Sample): number;
  /** NaN for unusable weights, too; then `out` holds NaN, the smallest weight and the sum of weights. */
  weightedMean(x: Sample, weights: Sample, out: Float64Array): number;
  variance(x: Sample, ddof: number): number;
  std(x: Sample, ddof: number): number;
  sem(x: Sample, ddof: number): number;
  min(x: Sample): number;
  max(x: Sample): number;
  /** Fills `out` with both. */
  minMax(x: Sample, out: Float64Array): void;
  /** Fills `out` with mean, std, variance, min, max, skewness and kurtosis. */
  describe(x: Sample, ddof: number, out: Float64Array): void;
  skewness(x: Sample): number;
  kurtosis(x: Sample): number;
  /** Fills `out` with the moments of order 0 to 4. */
  centralMoments(x: Sample, out: Float64Array): void;
  momentsAbout(x: Sample, center: number, out: Float64Array): void;
  /** Fills `out` with mean, rounding error of the mean, M2, M3, M4, their exponent, min and max. */
  summary(x: Sample, out: Float64Array): void;
  /** Fills `out` with a value for each of x. */
  zscore(x: Sample, ddof: number, out: Float64Array): void;
  autocorrelation(x: Sample, lag: number): number;
  /** Fills `out` with n - lag values, of windows of lag + 1. */
  rollingMean(x: Sample, lag: number, out: Float64Array): void;
  rollingStd(x: Sample, ddof: number, lag: number, out: Float64Array): void;
  covariance(x: Sample, y: Sample, ddof: number): number;
  correlation(x: Sample, y: Sample): number;
  /**
   * Fills `out` with slope, intercept, r, r^2, their standard errors, residual std and Student's t; 0 for constant x.
   */
  linearRegression(x: Sample, y: Sample, out: Float64Array): number;
  median(x: Sample): number;
  /** Replaces positions in the sorted sample, from 0 to n - 1, by the values there. */
  quantiles(x: Sample, positions: Float64Array): void;
  mad(x: Sample): number;
  mode(x: Sample): number;
  /** Fills `out` with a rank for each of x. */
  rank(x: Sample, out: Float64Array): void;
  spearman(x: Sample, y: Sample): number;
  kendall(x: Sample, y: Sample): number;
  /** Fills `counts`, which has one element less than `edges`. */
  histogram(x: Sample, edges: Float64Array, counts: Float64Array): void;
}

/** Functions of the addon that call a C function in a capsule, and no kernel. */
interface Callbacks {
  map(f: Capsule, x: Sample, out: Float64Array): void;
  reduce(f: Capsule, x: Sample, initial: number): number;
  /** Returns a stats_outcome; `out` becomes value, error, evaluations and location. */
  integrate(
    f: Capsule,
    a: number,
    b: number,
    epsabs: number,
    epsrel: number,
    intervals: Float64Array,
    out: Float64Array,
  ): number;
}

interface Addon extends Callbacks {
  /** Returns undefined where no exception can be thrown, because the thread is being terminated. */
  open(capsule: Capsule<'@capsule/fastmath'>): Native | undefined;
  lengthOf(capsule: Capsule): number;
}

const addon = loadAddon<Addon>(__dirname, 'stats');

/** Opens the table of kernels. The statistics that it returns call the kernels from C. */
export function open(capsule: Capsule<'@capsule/fastmath'>): Native {
  const native = addon.open(capsule);
  if (native !== undefined) return native;
  throw capsuleError(Error, 'ERR_CAPSULE_ENGINE_REFUSED', 'createStats(capsule)', {
    expected: 'Node-API to succeed',
    found: 'a thread that is being terminated',
  });
}

/** Returns the number of elements of a data capsule; -1 if it does not hold numbers in one dimension. */
export const lengthOf = (capsule: Capsule): number => addon.lengthOf(capsule);

export const callbacks: Callbacks = addon;

/** An array for a statistic with several results. */
export const resultArray = (): Float64Array => new Float64Array(8);
