import { capsuleError, describeValue, typedArrayKind } from '@capsule/core';
import { kernels } from './capsule.js';

/** Says that an argument is not what the kernel reads. */
function refuse(doing: string, expected: string, value: unknown): never {
  throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_VECTOR', doing, { expected, found: describeValue(value) });
}

/** A Float64Array whose memory is there. */
function checkVector(doing: string, name: string, value: unknown): asserts value is Float64Array {
  if (typedArrayKind(value) !== 'Float64Array') refuse(doing, `a Float64Array as ${name}`, value);
  if ((value as Float64Array).length === 0) checkAttached(doing, name, value as Float64Array);
}

/** An array looks empty when its buffer was transferred away, or shrunk to less than it covers. */
function checkAttached(doing: string, name: string, value: Float64Array): void {
  try {
    Float64Array.prototype.at.call(value, 0);
  } catch (cause) {
    throw capsuleError(TypeError, 'ERR_FASTMATH_DETACHED', doing, {
      expected: `${name} with its memory`,
      found: 'a Float64Array whose buffer was transferred or shrunk',
      cause,
    });
  }
}

function checkPair(doing: string, x: unknown, y: unknown): void {
  checkVector(doing, 'x', x);
  checkVector(doing, 'y', y);
  if (x.length === y.length) return;
  throw capsuleError(RangeError, 'ERR_FASTMATH_LENGTH_MISMATCH', doing, {
    expected: 'x and y of the same length',
    found: `${x.length} and ${y.length} values`,
  });
}

function checkNumber(doing: string, a: unknown): void {
  if (typeof a !== 'number') refuse(doing, 'a number as a', a);
}

/** The sum of x; 0 when x is empty, -0 when all values are. */
export function sum(x: Float64Array): number {
  checkVector('sum(x)', 'x', x);
  return kernels.sum(x);
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
  checkVector('minMax(x)', 'x', x);
  const [min, max] = kernels.minMax(x, new Float64Array(2)) as unknown as [number, number];
  return { min, max };
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
  checkVector('moments(x)', 'x', x);
  const [n, mean, m2, m3, m4] = kernels.moments(x, new Float64Array(5)) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { n, mean, m2, m3, m4 };
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
  const values = kernels.comoments(x, y, new Float64Array(6));
  const [n, meanX, meanY, mxx, myy, mxy] = values as unknown as [number, number, number, number, number, number];
  return { n, meanX, meanY, mxx, myy, mxy };
}

/**
 * Adds a*x[i] to each y[i], in place.
 *
 * @param y - may be x itself, and must not overlap it otherwise
 * @returns y
 * @throws RangeError `ERR_FASTMATH_LENGTH_MISMATCH`, or `ERR_FASTMATH_OVERLAP` when x and y share memory
 */
export function axpy(a: number, x: Float64Array, y: Float64Array): Float64Array {
  checkNumber('axpy(a, x, y)', a);
  checkPair('axpy(a, x, y)', x, y);
  const apart = Math.abs(x.byteOffset - y.byteOffset);
  if (x.buffer === y.buffer && apart > 0 && apart < x.byteLength) {
    throw capsuleError(RangeError, 'ERR_FASTMATH_OVERLAP', 'axpy(a, x, y)', {
      expected: 'x and y to be one array, or apart',
      found: `two that share ${x.byteLength - apart} bytes`,
      advice: 'Copy one: x.slice().',
    });
  }
  return kernels.axpy(a, x, y);
}

/**
 * Multiplies each x[i] by a, in place.
 *
 * @returns x
 */
export function scale(a: number, x: Float64Array): Float64Array {
  checkNumber('scale(a, x)', a);
  checkVector('scale(a, x)', 'x', x);
  return kernels.scale(a, x);
}
