/*
 * The statistics of @capsule/stats as promises. They compute on threads of libuv's pool while JavaScript continues.
 * Arguments are read, checked and copied before the call returns.
 */
import { Accumulator as OrdinaryAccumulator } from './ordinary.js';
import type { AccumulatorPromises, AccumulatorPromisesConstructor } from './types.js';

export { createStats } from './create-stats.js';
export type { AbortOptions, AccumulatorPromisesConstructor, StatsPromises } from './types.js';

// One sample:

export { describe, kurtosis, max, mean, min, minMax, moment, sem, skewness, std, sum, variance } from './ordinary.js';

// Other means:

export { geometricMean, harmonicMean, weightedMean } from './ordinary.js';

// Scores and time series:

export { autocorrelation, rollingMean, rollingStd, zscore } from './ordinary.js';

// Order statistics and ranks:

export { histogram, iqr, kendall, mad, median, mode, quantile, rank, spearman } from './ordinary.js';

// Confidence intervals:

export { bootstrap } from './bootstrap.js';

// Pairs:

export { correlation, correlationMatrix, covariance, linearRegression } from './ordinary.js';

/**
 * As Accumulator of `@capsule/stats`, but large samples are summarized on another thread: push() returns a promise.
 *
 * @example
 * ```ts
 * import { Accumulator } from '@capsule/stats/promises';
 *
 * const accumulator = new Accumulator();
 * await Promise.all([accumulator.push(new Float64Array(1000)), accumulator.push([1, 2, 6])]);
 * console.log(accumulator.n, accumulator.max()); // 1003 6
 * ```
 */
export const Accumulator: AccumulatorPromisesConstructor = OrdinaryAccumulator;
/**
 * An accumulator that summarizes large samples on another thread.
 *
 * @interface
 * @example
 * ```ts
 * import { Accumulator } from '@capsule/stats/promises';
 *
 * async function load(accumulator: Accumulator, files: readonly number[][]): Promise<number> {
 *   for (const values of files) await accumulator.push(values);
 *   return accumulator.n;
 * }
 * console.log(await load(new Accumulator(), [[1, 2], [6]])); // 3
 * ```
 */
export type Accumulator = AccumulatorPromises;
