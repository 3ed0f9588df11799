import { capsule } from '@capsule/fastmath';
import { createStats } from './create-stats.js';

export type { Bivariate, LinearRegression } from './bivariate.js';
export { createStats, type Stats } from './create-stats.js';
export { type Integral, type IntegrateOptions, integrate } from './integrate.js';
export type { DdofOptions } from './options.js';
export { map, reduce } from './supplied.js';
export type { Description, Univariate } from './univariate.js';
export type { Values } from './values.js';

/** The ordinary wiring: statistics over the kernels of @capsule/fastmath. */
export const { mean, variance, std, min, max, describe, covariance, correlation, linearRegression } =
  createStats(capsule);
