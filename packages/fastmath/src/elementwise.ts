// Kernels that make a vector. Each writes to `out` and gives it: a new one, if none is given. `out` may be x or y, and
// must not overlap them otherwise.
import { capsuleError, typedArrayLength } from '@capsule/core';
import { kernels } from './capsule.js';
import { allocate, checkLengths, checkPair, floats, overlap, vector } from './check.js';

type Optional = Float64Array | undefined;

function binary(name: 'add' | 'subtract' | 'multiply' | 'divide', x: Float64Array, y: Float64Array, given: Optional) {
  const doing = `${name}(x, y, out)`;
  checkPair(doing, x, y);
  const out = given === undefined ? allocate(doing, typedArrayLength(x)) : given;
  checkPair(doing, x, out, 'out');
  if (kernels[name](x, y, out)) return out;
  throw overlap(doing, 'out and each of x and y');
}

function unary(name: 'abs' | 'sqrt' | 'cumsum', x: Float64Array, given: Optional) {
  const doing = `${name}(x, out)`;
  const out = given === undefined ? allocate(doing, typedArrayLength(vector(doing, 'x', x))) : given;
  checkPair(doing, x, out, 'out');
  if (kernels[name](x, out)) return out;
  throw overlap(doing, 'x and out');
}

/** x[i] + y[i]. */
export function add(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array {
  return binary('add', x, y, out);
}

/** x[i] - y[i]. */
export function subtract(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array {
  return binary('subtract', x, y, out);
}

/** x[i] * y[i]. */
export function multiply(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array {
  return binary('multiply', x, y, out);
}

/** x[i] / y[i]. */
export function divide(x: Float64Array, y: Float64Array, out?: Float64Array): Float64Array {
  return binary('divide', x, y, out);
}

/** x[i] without its sign. */
export function abs(x: Float64Array, out?: Float64Array): Float64Array {
  return unary('abs', x, out);
}

/** The square root of x[i]; NaN of what is less than 0. */
export function sqrt(x: Float64Array, out?: Float64Array): Float64Array {
  return unary('sqrt', x, out);
}

/** The sums of x[0] to x[i], added from left to right. */
export function cumsum(x: Float64Array, out?: Float64Array): Float64Array {
  return unary('cumsum', x, out);
}

/**
 * The same numbers with 64 bits each: no digit is lost, and none is won.
 *
 * @param out - must not overlap x
 */
export function widen(x: Float32Array, out?: Float64Array): Float64Array {
  const doing = 'widen(x, out)';
  const n = typedArrayLength(floats(doing, 'x', x));
  const wide = out === undefined ? allocate(doing, n) : vector(doing, 'out', out);
  checkLengths(doing, x, wide, 'out');
  if (kernels.widenF32(x, wide)) return wide;
  throw capsuleError(RangeError, 'ERR_FASTMATH_OVERLAP', doing, {
    expected: 'x and out to be apart',
    found: 'two that overlap',
    advice: 'Copy one: x.slice().',
  });
}
