import { type Capsule, loadAddon } from '@capsule/core';

/** A sample that C reads where it lies. */
export type Sample = Float64Array | Capsule;

/** The statistics as the addon gives them: samples that were checked before. */
export interface Native {
  mean(x: Sample): number;
  variance(x: Sample, ddof: number): number;
  std(x: Sample, ddof: number): number;
  min(x: Sample): number;
  max(x: Sample): number;
  describe(x: Sample, ddof: number, out: Float64Array): number;
  covariance(x: Sample, y: Sample, ddof: number): number;
  correlation(x: Sample, y: Sample): number;
  linearRegression(x: Sample, y: Sample, out: Float64Array): number;
  sum(x: Sample): number;
  minMax(x: Sample, out: Float64Array): number;
  sem(x: Sample, ddof: number): number;
  skewness(x: Sample): number;
  kurtosis(x: Sample): number;
  /** Both fill `out` with the moments of order 0 to 4. */
  centralMoments(x: Sample, out: Float64Array): number;
  momentsAbout(x: Sample, center: number, out: Float64Array): number;
  geometricMean(x: Sample): number;
  harmonicMean(x: Sample): number;
  /** Also fills `out` with the mean, the least weight and the sum of weights. */
  weightedMean(x: Sample, weights: Sample, out: Float64Array): number;
  /** Fills `out` with mean, rest of the mean, M2, M3, M4, their exponent, min and max. */
  part(x: Sample, out: Float64Array): number;
  autocorrelation(x: Sample, lag: number): number;
  /** Both fill `out` with a value for each of x but `lag`, which is the window less 1. */
  rollingMean(x: Sample, lag: number, out: Float64Array): number;
  rollingStd(x: Sample, ddof: number, lag: number, out: Float64Array): number;
  /** Fills `out` with a value for each of x. */
  zscore(x: Sample, ddof: number, out: Float64Array): number;
  median(x: Sample): number;
  mad(x: Sample): number;
  mode(x: Sample): number;
  /** Fills `out` with a value for each of x. */
  rank(x: Sample, out: Float64Array): number;
  spearman(x: Sample, y: Sample): number;
  kendall(x: Sample, y: Sample): number;
  /** Replaces positions in the order, from 0 to n - 1, by the numbers that are there. */
  quantiles(x: Sample, positions: Float64Array): void;
  /** Fills `counts` with how many of x are from each edge to the next. */
  histogram(x: Sample, edges: Float64Array, counts: Float64Array): void;
}

/** What is computed with a C function that a capsule holds. */
interface Supplied {
  map(f: Capsule, x: Sample, out: Float64Array): void;
  reduce(f: Capsule, x: Sample, initial: number): number;
  /** Gives how it ended; `out` becomes value, error, evaluations and where. */
  integrate(
    f: Capsule,
    a: number,
    b: number,
    epsabs: number,
    epsrel: number,
    parts: Float64Array,
    out: Float64Array,
  ): number;
}

interface Addon extends Supplied {
  open(capsule: Capsule<'@capsule/fastmath'>): Native;
  lengthOf(capsule: Capsule): number;
}

const addon = loadAddon<Addon>(__dirname, 'stats');

/** Opens the table in C, once; what comes back calls it directly. */
export const open = (capsule: Capsule<'@capsule/fastmath'>): Native => addon.open(capsule);

/** How many numbers are in a data capsule; -1 when it holds something else than numbers in one dimension. */
export const lengthOf = (capsule: Capsule): number => addon.lengthOf(capsule);

/** The functions that need no table. */
export const supplied: Supplied = addon;

/** Where statistics with several results put them. */
export const results = (): Float64Array => new Float64Array(8);
