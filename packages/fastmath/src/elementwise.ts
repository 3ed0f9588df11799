// Elementwise functions.
import { capsuleError, typedArrayLength } from '@capsule/core';
import { rejectMore } from './arguments.js';
import { kernels } from './capsule.js';
import { allocate, checkLengths, checkPair, floats, number, overlap, vector } from './check.js';

type Output = Float64Array | undefined;

type Binary = 'add' | 'subtract' | 'multiply' | 'divide';
type Unary = 'abs' | 'sqrt' | 'cumsum';

function binary(name: Binary, x: Float64Array, y: Float64Array, given: Output) {
  const operation = `${name}(x, y, out)`;
  checkPair(operation, x, y);
  const out = given === undefined ? allocate(operation, typedArrayLength(x)) : given;
  checkPair(operation, x, out, 'out');
  if (kernels[name](x, y, out)) return out;
  throw overlap(operation, 'out and each of x and y');
}

function unary(name: Unary, x: Float64Array, given: Output) {
  const operation = `${name}(x, out)`;
  const out = given === undefined ? allocate(operation, typedArrayLength(vector(operation, 'x', x))) : given;
  checkPair(operation, x, out, 'out');
  if (kernels[name](x, out)) return out;
  throw overlap(operation, 'x and out');
}

/**
 * Computes x[i] + y[i].
 *
 * @param x - n values
 * @param y - n values
 * @param out - receives the result; equals x or y, or overlaps neither. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { add } from '@capsule/fastmath';
 *
 * console.log(add(Float64Array.of(1, 2), Float64Array.of(10, 20))); // Float64Array(2) [ 11, 22 ]
 * ```
 */
export function add(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array;
export function add(x: Float64Array, y: Float64Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('add(x, y, out)', more);
  return binary('add', x, y, out);
}

/**
 * Computes x[i] - y[i].
 *
 * @param x - n values
 * @param y - n values
 * @param out - receives the result; equals x or y, or overlaps neither. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { subtract } from '@capsule/fastmath';
 *
 * console.log(subtract(Float64Array.of(10, 20), Float64Array.of(1, 2))); // Float64Array(2) [ 9, 18 ]
 * ```
 */
export function subtract(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array;
export function subtract(x: Float64Array, y: Float64Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('subtract(x, y, out)', more);
  return binary('subtract', x, y, out);
}

/**
 * Computes x[i] * y[i].
 *
 * @param x - n values
 * @param y - n values
 * @param out - receives the result; equals x or y, or overlaps neither. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { multiply } from '@capsule/fastmath';
 *
 * const x = Float64Array.of(1, 2, 3);
 * multiply(x, x, x); // in place
 * console.log(x); // Float64Array(3) [ 1, 4, 9 ]
 * ```
 */
export function multiply(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array;
export function multiply(x: Float64Array, y: Float64Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('multiply(x, y, out)', more);
  return binary('multiply', x, y, out);
}

/**
 * Computes x[i] / y[i], which is infinite or NaN if y[i] is 0.
 *
 * @param x - n values
 * @param y - n values
 * @param out - receives the result; equals x or y, or overlaps neither. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { divide } from '@capsule/fastmath';
 *
 * console.log(divide(Float64Array.of(1, 2), Float64Array.of(4, 0))); // Float64Array(2) [ 0.25, Infinity ]
 * ```
 */
export function divide(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array;
export function divide(x: Float64Array, y: Float64Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('divide(x, y, out)', more);
  return binary('divide', x, y, out);
}

/**
 * Computes the absolute value of x[i].
 *
 * @param x - n values
 * @param out - receives the result; equals x, or does not overlap it. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { abs } from '@capsule/fastmath';
 *
 * console.log(abs(Float64Array.of(-1.5, 2, -0))); // Float64Array(3) [ 1.5, 2, 0 ]
 * ```
 */
export function abs(x: Float64Array, out?: Float64Array): Float64Array;
export function abs(x: Float64Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('abs(x, out)', more);
  return unary('abs', x, out);
}

/**
 * Computes the square root of x[i], which is NaN if x[i] is less than 0.
 *
 * @param x - n values
 * @param out - receives the result; equals x, or does not overlap it. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { sqrt } from '@capsule/fastmath';
 *
 * console.log(sqrt(Float64Array.of(4, 2, -1))); // Float64Array(3) [ 2, 1.4142135623730951, NaN ]
 * ```
 */
export function sqrt(x: Float64Array, out?: Float64Array): Float64Array;
export function sqrt(x: Float64Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('sqrt(x, out)', more);
  return unary('sqrt', x, out);
}

/**
 * Computes the sum of x[0] to x[i]. Values are added from left to right, so the last sum can differ from `sum(x)`.
 *
 * @param x - n values
 * @param out - receives the result; equals x, or does not overlap it. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { cumsum } from '@capsule/fastmath';
 *
 * console.log(cumsum(Float64Array.of(1, 2, 3))); // Float64Array(3) [ 1, 3, 6 ]
 * ```
 */
export function cumsum(x: Float64Array, out?: Float64Array): Float64Array;
export function cumsum(x: Float64Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('cumsum(x, out)', more);
  return unary('cumsum', x, out);
}

/**
 * Converts float32 to float64, which is exact.
 *
 * @param x - n values
 * @param out - receives the result; does not overlap x. A new array by default
 * @returns out
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_LENGTH_MISMATCH`,
 *   `ERR_FASTMATH_OVERLAP`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { widen } from '@capsule/fastmath';
 *
 * console.log(widen(Float32Array.of(0.5, 0.1))); // Float64Array(2) [ 0.5, 0.10000000149011612 ]
 * ```
 */
export function widen(x: Float32Array, out?: Float64Array): Float64Array;
export function widen(x: Float32Array, out?: Float64Array, ...more: unknown[]): Float64Array {
  const operation = 'widen(x, out)';
  if (more.length > 0) rejectMore(operation, more);
  const n = typedArrayLength(floats(operation, 'x', x));
  const wide = out === undefined ? allocate(operation, n) : vector(operation, 'out', out);
  checkLengths(operation, x, wide, 'out');
  if (kernels.widenF32(x, wide)) return wide;
  throw capsuleError(RangeError, 'ERR_FASTMATH_OVERLAP', operation, {
    expected: 'x and out to be disjoint',
    found: 'arrays that overlap',
    advice: 'Copy one: x.slice().',
  });
}

/**
 * Adds a*x[i] to each y[i], in place.
 *
 * @param a - the factor
 * @param x - n values
 * @param y - n values, overwritten; equals x, or does not overlap it
 * @returns y
 * @throws TypeError `ERR_FASTMATH_NOT_A_NUMBER`, `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError
 *   `ERR_FASTMATH_LENGTH_MISMATCH`, `ERR_FASTMATH_OVERLAP`
 * @example
 * ```ts
 * import { axpy } from '@capsule/fastmath';
 *
 * const y = Float64Array.of(1, 1);
 * axpy(2, Float64Array.of(10, 20), y); // y += 2 * x
 * console.log(y); // Float64Array(2) [ 21, 41 ]
 * ```
 */
export function axpy(a: number, x: Float64Array, y: Float64Array): Float64Array;
export function axpy(a: number, x: Float64Array, y: Float64Array, ...more: unknown[]): Float64Array {
  const operation = 'axpy(a, x, y)';
  if (more.length > 0) rejectMore(operation, more);
  number(operation, 'a', a);
  checkPair(operation, x, y);
  if (kernels.axpy(a, x, y)) return y;
  throw overlap(operation, 'x and y');
}

/**
 * Multiplies each x[i] by a, in place.
 *
 * @param a - the factor
 * @param x - the values, overwritten
 * @returns x
 * @throws TypeError `ERR_FASTMATH_NOT_A_NUMBER`, `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { scale } from '@capsule/fastmath';
 *
 * console.log(scale(2, Float64Array.of(1, 2, 3))); // Float64Array(3) [ 2, 4, 6 ]
 * ```
 */
export function scale(a: number, x: Float64Array): Float64Array;
export function scale(a: number, x: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMore('scale(a, x)', more);
  return kernels.scale(number('scale(a, x)', 'a', a), vector('scale(a, x)', 'x', x));
}
