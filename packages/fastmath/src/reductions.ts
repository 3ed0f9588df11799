// biome-ignore-all lint/style/noNonNullAssertion: outputs have as many values as are read.
// Outputs are read by index: to destructure an array is to ask an iterator that anybody can replace.
import { typedArrayLength } from '@capsule/core';
import { kernels } from './capsule.js';
import { checkPair, number, overlap, vector } from './check.js';

/** The sum of x; 0 when x is empty, -0 when all values are. */
export function sum(x: Float64Array): number {
  return kernels.sum(vector('sum(x)', 'x', x));
}

/**
 * The exact sum of x, rounded once: what `Math.sumPrecise` gives. -0 when x is empty or all values are -0.
 */
export function sumExact(x: Float64Array): number {
  return kernels.sumExact(vector('sumExact(x)', 'x', x));
}

/**
 * The sum of x[i]*y[i]; 0 when both are empty.
 *
 * @throws RangeError `ERR_FASTMATH_LENGTH_MISMATCH` when the lengths differ
 */
export function dot(x: Float64Array, y: Float64Array): number {
  checkPair('dot(x, y)', x, y);
  return kernels.dot(x, y);
}

/** The least and the greatest value: NaN if any value is; infinity and -infinity when x is empty. */
export function minMax(x: Float64Array): { min: number; max: number } {
  const out = kernels.minMax(vector('minMax(x)', 'x', x), new Float64Array(2));
  return { min: out[0]!, max: out[1]! };
}

/**
 * Where the least and the greatest value are, and of equal ones the first: both are the place of the first NaN if any
 * value is; -1 when x is empty.
 */
export function argMinMax(x: Float64Array): { min: number; max: number } {
  const out = kernels.argMinMax(vector('argMinMax(x)', 'x', x), new Float64Array(2));
  return typedArrayLength(x) === 0 ? { min: -1, max: -1 } : { min: out[0]!, max: out[1]! };
}

/** Central sums of powers: `m2` is the sum of (x[i] - mean)^2, `m3` of ^3, `m4` of ^4. */
export interface Moments {
  n: number;
  mean: number;
  m2: number;
  m3: number;
  m4: number;
}

/** Mean and central sums of x, in one call; all 0 when x is empty. */
export function moments(x: Float64Array): Moments {
  const out = kernels.moments(vector('moments(x)', 'x', x), new Float64Array(5));
  return { n: out[0]!, mean: out[1]!, m2: out[2]!, m3: out[3]!, m4: out[4]! };
}

/** Central sums of pairs: `mxy` is the sum of (x[i] - meanX)*(y[i] - meanY). */
export interface Comoments {
  n: number;
  meanX: number;
  meanY: number;
  mxx: number;
  myy: number;
  mxy: number;
}

/**
 * Means and central sums of the pairs x[i], y[i]; all 0 when both are empty.
 *
 * @throws RangeError `ERR_FASTMATH_LENGTH_MISMATCH` when the lengths differ
 */
export function comoments(x: Float64Array, y: Float64Array): Comoments {
  checkPair('comoments(x, y)', x, y);
  const out = kernels.comoments(x, y, new Float64Array(6));
  return { n: out[0]!, meanX: out[1]!, meanY: out[2]!, mxx: out[3]!, myy: out[4]!, mxy: out[5]! };
}

/** Sums of weights, and the weighted mean and central sum: `m2` is the sum of w[i]*(x[i] - mean)^2. */
export interface WeightedMoments {
  n: number;
  /** The sum of w[i]. */
  weight: number;
  /** The sum of w[i]^2: weight^2/weight2 is how many values of one weight would tell as much. */
  weight2: number;
  mean: number;
  m2: number;
}

/**
 * Weighted mean and central sum of squares, in one call: the variance is m2/(weight - 1) where weights are counts. All 0
 * when both are empty; mean and m2 are NaN where all weights are 0.
 *
 * @param w - as many weights, none of them negative
 * @throws RangeError `ERR_FASTMATH_LENGTH_MISMATCH` when the lengths differ
 */
export function momentsWeighted(x: Float64Array, w: Float64Array): WeightedMoments {
  checkPair('momentsWeighted(x, w)', x, w, 'w');
  const out = kernels.momentsWeighted(x, w, new Float64Array(5));
  return { n: out[0]!, weight: out[1]!, weight2: out[2]!, mean: out[3]!, m2: out[4]! };
}

/**
 * Adds a*x[i] to each y[i], in place.
 *
 * @param y - may be x itself, and must not overlap it otherwise
 * @returns y
 * @throws RangeError `ERR_FASTMATH_LENGTH_MISMATCH`, or `ERR_FASTMATH_OVERLAP` when x and y share memory
 */
export function axpy(a: number, x: Float64Array, y: Float64Array): Float64Array {
  const doing = 'axpy(a, x, y)';
  number(doing, 'a', a);
  checkPair(doing, x, y);
  if (kernels.axpy(a, x, y)) return y;
  throw overlap(doing, 'x and y');
}

/**
 * Multiplies each x[i] by a, in place.
 *
 * @returns x
 */
export function scale(a: number, x: Float64Array): Float64Array {
  kernels.scale(number('scale(a, x)', 'a', a), vector('scale(a, x)', 'x', x));
  return x;
}
