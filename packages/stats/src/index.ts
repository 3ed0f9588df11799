import type { AccumulatorConstructor } from './accumulator.js';
import { Accumulator as OrdinaryAccumulator } from './ordinary.js';

export type { AccumulatorConstructor } from './accumulator.js';
export type { AccumulatorState, Written } from './accumulator-state.js';
export type { Bivariate, LinearRegression } from './bivariate.js';
export { type Bootstrap, type BootstrapOptions, type BootstrapStatistic, bootstrap } from './bootstrap.js';
export { map, reduce } from './callbacks.js';
export { createStats, type Stats } from './create-stats.js';
export type { Histogram, HistogramOptions, Histograms } from './histogram.js';
export { type Integral, type IntegrateOptions, integrate } from './integrate.js';
export type { Means } from './means.js';
export type { DdofOptions } from './options.js';
export type { QuantileMethod } from './quantile-positions.js';
export type { Probabilities, QuantileOptions, Quantiles } from './quantiles.js';
export type { Ranks } from './ranks.js';
export { type ArrowColumn, type ArrowOptions, type NullHandling, readArrow } from './read-arrow.js';
export type { Scores } from './scores.js';
export type { Series } from './series.js';
export type { KurtosisOptions, MomentOptions, Shape, ShapeOptions } from './shape.js';
export type { Description, Extremes, Univariate } from './univariate.js';
export type { Values } from './values.js';

// The statistics over the kernels of @capsule/fastmath. One sample:

export { describe, kurtosis, max, mean, min, minMax, moment, sem, skewness, std, sum, variance } from './ordinary.js';

// Other means:

export { geometricMean, harmonicMean, weightedMean } from './ordinary.js';

// Scores and time series:

export { autocorrelation, rollingMean, rollingStd, zscore } from './ordinary.js';

// Order statistics and ranks:

export { histogram, iqr, kendall, mad, median, mode, quantile, rank, spearman } from './ordinary.js';

// Pairs:

export { correlation, correlationMatrix, covariance, linearRegression } from './ordinary.js';

/**
 * Describes values that arrive one by one or in pieces, without storing them; accumulators can be merged, and stored
 * as JSON. Results agree with describe() to 14 digits, independent of the order and the pieces of the values.
 *
 * @example
 * ```ts
 * import { Accumulator } from '@capsule/stats';
 *
 * const accumulator = new Accumulator();
 * accumulator.push(1).push([2, 6]);
 * console.log(accumulator.n, accumulator.mean()); // 3 3
 *
 * const restored = Accumulator.fromJSON(JSON.parse(JSON.stringify(accumulator)));
 * console.log(restored.merge(accumulator).n); // 6
 * ```
 */
export const Accumulator: AccumulatorConstructor = OrdinaryAccumulator;
/**
 * Describes values that arrive one by one or in pieces, without storing them.
 *
 * @interface
 * @example
 * ```ts
 * import { Accumulator } from '@capsule/stats';
 *
 * function report(accumulator: Accumulator): string {
 *   return `${accumulator.n} values, up to ${accumulator.max()}`;
 * }
 * console.log(report(new Accumulator().push([2, 9, 4]))); // 3 values, up to 9
 * ```
 */
export type Accumulator = InstanceType<AccumulatorConstructor>;
