import { capsule } from '@capsule/fastmath';
import { createStats } from './create-stats.js';

export type { Bivariate, LinearRegression } from './bivariate.js';
export { createStats, type Stats } from './create-stats.js';
export { type Integral, type IntegrateOptions, integrate } from './integrate.js';
export type { Means } from './means.js';
export type { DdofOptions } from './options.js';
export type { Scores } from './scores.js';
export type { KurtosisOptions, MomentOptions, Shape, ShapeOptions } from './shape.js';
export { map, reduce } from './supplied.js';
export type { Description, Extremes, Univariate } from './univariate.js';
export type { Values } from './values.js';

/** The ordinary wiring: statistics over the kernels of @capsule/fastmath. */
const ordinary = createStats(capsule);

export const { mean, sum, variance, std, sem, min, max, minMax, describe, skewness, kurtosis, moment } = ordinary;
export const { geometricMean, harmonicMean, weightedMean, zscore } = ordinary;
export const { covariance, correlation, linearRegression } = ordinary;
