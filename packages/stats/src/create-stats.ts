import type { Capsule } from '@capsule/core';
import { type AccumulatorConstructor, accumulators } from './accumulator.js';
import { rejectMoreThanMap } from './arguments.js';
import { type Bivariate, bivariate } from './bivariate.js';
import { withFastPath } from './fast-path/index.js';
import { type Histograms, histograms } from './histogram.js';
import { type Means, means } from './means.js';
import { type Backend, open } from './native.js';
import { type Quantiles, quantiles } from './quantiles.js';
import { type Ranks, ranks } from './ranks.js';
import { type Scores, scores } from './scores.js';
import { type Series, series } from './series.js';
import { type Shape, shape } from './shape.js';
import { type Univariate, univariate } from './univariate.js';

/**
 * All statistics, computed by one table of kernels.
 *
 * @example
 * ```ts
 * import { capsule } from '@capsule/fastmath';
 * import { createStats, type Stats } from '@capsule/stats';
 *
 * const stats: Stats = createStats(capsule);
 * console.log(stats.median([5, 1, 3])); // 3
 * ```
 */
export interface Stats extends Univariate, Bivariate, Means, Shape, Scores, Series, Quantiles, Ranks, Histograms {
  /** The class whose accumulators use this table. */
  readonly Accumulator: AccumulatorConstructor;
}

/**
 * Opens the table of kernels in a capsule, once, and returns the statistics that call it.
 *
 * @param capsule - `capsule` of `@capsule/fastmath`, or of another producer of its contract
 * @returns all statistics; they do not depend on `this`
 * @throws TypeError or RangeError `ERR_CAPSULE_...` for another capsule, or one that does not fit; TypeError
 *   `ERR_STATS_OPTIONS_UNUSABLE` for another argument
 * @example
 * ```ts
 * import { capsule } from '@capsule/fastmath';
 * import { createStats } from '@capsule/stats';
 *
 * const { mean, quantile } = createStats(capsule);
 * console.log(mean([1, 2, 6]), quantile([1, 2, 6], 0.25)); // 3 1.5
 * ```
 */
export function createStats(capsule: Capsule<'@capsule/fastmath'>): Stats;
export function createStats(capsule: Capsule<'@capsule/fastmath'>, ...more: unknown[]): Stats {
  rejectMoreThanMap('createStats(capsule)', capsule, more);
  const compute = withFastPath(open(capsule));
  return { ...functionsOf(compute), ...accumulators(compute) };
}

/** The statistics that are functions of their arguments. */
export const functionsOf = (compute: Backend): Omit<Stats, 'Accumulator'> => ({
  ...univariate(compute),
  ...bivariate(compute),
  ...means(compute),
  ...shape(compute),
  ...scores(compute),
  ...series(compute),
  ...quantiles(compute),
  ...ranks(compute),
  ...histograms(compute),
});
