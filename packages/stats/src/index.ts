import { capsule } from '@capsule/fastmath';
import { createStats } from './create-stats.js';

export type { Bivariate, LinearRegression } from './bivariate.js';
export { map, reduce } from './callbacks.js';
export { createStats, type Stats } from './create-stats.js';
export type * from './families.js';
export { type Integral, type IntegrateOptions, integrate } from './integrate.js';
export type { DdofOptions } from './options.js';
export type { Description, Extremes, Univariate } from './univariate.js';
export type { Values } from './values.js';

/** The ordinary wiring: statistics over the kernels of @capsule/fastmath. */
const ordinary = createStats(capsule);

export const { mean, sum, variance, std, sem, min, max, minMax, describe, skewness, kurtosis, moment } = ordinary;
export const { geometricMean, harmonicMean, weightedMean, zscore } = ordinary;
export const { autocorrelation, rollingMean, rollingStd } = ordinary;
export const { median, quantile, iqr, mad, mode, histogram, rank, spearman, kendall } = ordinary;
export const { covariance, correlation, correlationMatrix, linearRegression } = ordinary;
export const { Accumulator } = ordinary;
export type Accumulator = InstanceType<typeof Accumulator>;
