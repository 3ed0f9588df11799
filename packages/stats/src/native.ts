import { type Capsule, loadAddon } from '@capsule/core';

/** The statistics as the addon gives them: Float64Arrays that were checked before. */
export interface Native {
  mean(x: Float64Array): number;
  variance(x: Float64Array, ddof: number): number;
  std(x: Float64Array, ddof: number): number;
  min(x: Float64Array): number;
  max(x: Float64Array): number;
  describe(x: Float64Array, ddof: number, out: Float64Array): number;
  covariance(x: Float64Array, y: Float64Array, ddof: number): number;
  correlation(x: Float64Array, y: Float64Array): number;
  linearRegression(x: Float64Array, y: Float64Array, out: Float64Array): number;
}

interface Addon {
  open(capsule: Capsule<'@capsule/fastmath'>): Native;
}

const addon = loadAddon<Addon>(__dirname, 'stats');

/** Opens the table in C, once; what comes back calls it directly. */
export const open = (capsule: Capsule<'@capsule/fastmath'>): Native => addon.open(capsule);

/** Where statistics with several results put them. */
export const results = (): Float64Array => new Float64Array(8);
