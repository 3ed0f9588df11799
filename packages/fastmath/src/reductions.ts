// Functions that reduce arrays to a few numbers.
// biome-ignore-all lint/style/noNonNullAssertion: outputs have as many values as are read.
// Outputs are read by index: destructuring an array would use its iterator, which can be replaced.
import { typedArrayLength } from '@capsule/core';
import { rejectMore, rejectMoreThanMap } from './arguments.js';
import { kernels } from './capsule.js';
import { checkPair, vector } from './check.js';

/**
 * Adds the values of x in the order of summation_order.h, so that the sum has the same bits on every machine.
 *
 * @param x - any number of values
 * @returns the sum; 0 when x is empty, -0 when all values are -0
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { sum } from '@capsule/fastmath';
 *
 * console.log(sum(Float64Array.of(1, 2, 3.5))); // 6.5
 * ```
 */
export function sum(x: Float64Array): number;
export function sum(x: Float64Array, ...more: unknown[]): number {
  if (more.length > 0) rejectMoreThanMap('sum(x)', x, more);
  return kernels.sum(vector('sum(x)', 'x', x));
}

/**
 * Adds the values of x exactly and rounds once, as `Math.sumPrecise`.
 *
 * @param x - any number of values
 * @returns the sum; -0 when x is empty or all values are -0
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { sum, sumExact } from '@capsule/fastmath';
 *
 * const x = new Float64Array(13).fill(0.1);
 * console.log(sum(x), sumExact(x)); // 1.3000000000000003 1.3
 * ```
 */
export function sumExact(x: Float64Array): number;
export function sumExact(x: Float64Array, ...more: unknown[]): number {
  if (more.length > 0) rejectMoreThanMap('sumExact(x)', x, more);
  return kernels.sumExact(vector('sumExact(x)', 'x', x));
}

/**
 * Adds the products x[i]*y[i].
 *
 * @param x - n values
 * @param y - n values
 * @returns the sum of the products, each rounded before it is added; 0 when both are empty
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`
 * @example
 * ```ts
 * import { dot } from '@capsule/fastmath';
 *
 * console.log(dot(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6))); // 32
 * ```
 */
export function dot(x: Float64Array, y: Float64Array): number;
export function dot(x: Float64Array, y: Float64Array, ...more: unknown[]): number {
  if (more.length > 0) rejectMore('dot(x, y)', more);
  checkPair('dot(x, y)', x, y);
  return kernels.dot(x, y);
}

/**
 * Finds the least and the greatest value; -0 is less than 0.
 *
 * @param x - any number of values
 * @returns both; NaN if any value is NaN, infinity and -infinity when x is empty
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { minMax } from '@capsule/fastmath';
 *
 * console.log(minMax(Float64Array.of(3, -1, 2))); // { min: -1, max: 3 }
 * ```
 */
export function minMax(x: Float64Array): { min: number; max: number };
export function minMax(x: Float64Array, ...more: unknown[]): { min: number; max: number } {
  if (more.length > 0) rejectMoreThanMap('minMax(x)', x, more);
  const out = kernels.minMax(vector('minMax(x)', 'x', x), new Float64Array(2));
  return { min: out[0]!, max: out[1]! };
}

/**
 * Finds the indices of the least and the greatest value; -0 is less than 0, unlike in numpy.argmin.
 *
 * @param x - any number of values
 * @returns both: the index of the first of equal values, or of the first NaN if any value is NaN; -1 when x is empty
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { argMinMax } from '@capsule/fastmath';
 *
 * console.log(argMinMax(Float64Array.of(3, -1, 2))); // { min: 1, max: 0 }
 * ```
 */
export function argMinMax(x: Float64Array): { min: number; max: number };
export function argMinMax(x: Float64Array, ...more: unknown[]): { min: number; max: number } {
  if (more.length > 0) rejectMoreThanMap('argMinMax(x)', x, more);
  const out = kernels.argMinMax(vector('argMinMax(x)', 'x', x), new Float64Array(2));
  return typedArrayLength(x) === 0 ? { min: -1, max: -1 } : { min: out[0]!, max: out[1]! };
}

/**
 * Central sums: `m2` is the sum of (x[i] - mean)^2, `m3` of (x[i] - mean)^3, `m4` of (x[i] - mean)^4.
 *
 * @example
 * ```ts
 * import { type Moments, moments } from '@capsule/fastmath';
 *
 * const { m2, n }: Moments = moments(Float64Array.of(1, 2, 6));
 * console.log('variance', m2 / (n - 1)); // variance 7
 * ```
 */
export interface Moments {
  n: number;
  mean: number;
  m2: number;
  m3: number;
  m4: number;
}

/**
 * Computes mean and central sums of x.
 *
 * @param x - any number of values
 * @returns the sums, from which the variance is m2/(n - 1); all 0 when x is empty. If a value is NaN or infinite, or a
 * power overflows, sums are infinite or NaN
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { moments } from '@capsule/fastmath';
 *
 * console.log(moments(Float64Array.of(1, 2, 6))); // { n: 3, mean: 3, m2: 14, m3: 18, m4: 98 }
 * ```
 */
export function moments(x: Float64Array): Moments;
export function moments(x: Float64Array, ...more: unknown[]): Moments {
  if (more.length > 0) rejectMoreThanMap('moments(x)', x, more);
  const out = kernels.moments(vector('moments(x)', 'x', x), new Float64Array(5));
  return { n: out[0]!, mean: out[1]!, m2: out[2]!, m3: out[3]!, m4: out[4]! };
}

/**
 * Central sums of pairs: `mxy` is the sum of (x[i] - meanX)*(y[i] - meanY).
 *
 * @example
 * ```ts
 * import { type Comoments, comoments } from '@capsule/fastmath';
 *
 * const { mxy, mxx }: Comoments = comoments(Float64Array.of(1, 2, 3), Float64Array.of(3, 5, 7));
 * console.log('slope', mxy / mxx); // slope 2
 * ```
 */
export interface Comoments {
  n: number;
  meanX: number;
  meanY: number;
  mxx: number;
  myy: number;
  mxy: number;
}

/**
 * Computes means and central sums of the pairs x[i], y[i].
 *
 * @param x - n values
 * @param y - n values
 * @returns the sums, from which the covariance is mxy/(n - 1); all 0 when both are empty
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`
 * @example
 * ```ts
 * import { comoments } from '@capsule/fastmath';
 *
 * const { n, mxy } = comoments(Float64Array.of(1, 2, 3), Float64Array.of(3, 5, 7));
 * console.log('covariance', mxy / (n - 1)); // covariance 2
 * ```
 */
export function comoments(x: Float64Array, y: Float64Array): Comoments;
export function comoments(x: Float64Array, y: Float64Array, ...more: unknown[]): Comoments {
  if (more.length > 0) rejectMore('comoments(x, y)', more);
  checkPair('comoments(x, y)', x, y);
  const out = kernels.comoments(x, y, new Float64Array(6));
  return { n: out[0]!, meanX: out[1]!, meanY: out[2]!, mxx: out[3]!, myy: out[4]!, mxy: out[5]! };
}

/**
 * Weighted mean and central sum: `m2` is the sum of w[i]*(x[i] - mean)^2.
 *
 * @example
 * ```ts
 * import { momentsWeighted, type WeightedMoments } from '@capsule/fastmath';
 *
 * const { weight, weight2 }: WeightedMoments = momentsWeighted(Float64Array.of(1, 2), Float64Array.of(3, 1));
 * console.log('effective number of values', weight ** 2 / weight2); // effective number of values 1.6
 * ```
 */
export interface WeightedMoments {
  n: number;
  /** The sum of w[i]. */
  weight: number;
  /** The sum of w[i]^2; weight^2/weight2 is the effective number of values. */
  weight2: number;
  mean: number;
  m2: number;
}

/**
 * Computes weighted mean and central sum of squares.
 *
 * @param x - n values
 * @param w - n weights, none of them negative
 * @returns the sums, from which the variance is m2/(weight - 1) if weights are counts; all 0 when both are empty, mean
 * and m2 NaN when all weights are 0
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`
 * @example
 * ```ts
 * import { momentsWeighted } from '@capsule/fastmath';
 *
 * const { mean, m2, weight } = momentsWeighted(Float64Array.of(1, 5), Float64Array.of(3, 1));
 * console.log(mean, m2 / (weight - 1)); // 2 4
 * ```
 */
export function momentsWeighted(x: Float64Array, w: Float64Array): WeightedMoments;
export function momentsWeighted(x: Float64Array, w: Float64Array, ...more: unknown[]): WeightedMoments {
  if (more.length > 0) rejectMore('momentsWeighted(x, w)', more);
  checkPair('momentsWeighted(x, w)', x, w, 'w');
  const out = kernels.momentsWeighted(x, w, new Float64Array(5));
  return { n: out[0]!, weight: out[1]!, weight2: out[2]!, mean: out[3]!, m2: out[4]! };
}
