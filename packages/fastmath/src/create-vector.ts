import { describeValue, hasMemory, type OwnedCapsule, typedArrayKind, typedArrayLength } from '@capsule/core';
import { bare, fail, rejectMore } from '@capsule/core/generated';
import { addon } from './native.js';

/**
 * A vector in memory that C owns. Any addon can open it as data.
 *
 * @example
 * ```ts
 * import { createVector, type Vector } from '@capsule/fastmath';
 * import { mean } from '@capsule/stats';
 *
 * const vector: Vector = createVector(Float64Array.of(1, 2, 6));
 * console.log(mean(vector)); // 3
 * ```
 */
export type Vector = OwnedCapsule<'@capsule/fastmath:vector', 'data'>;

/**
 * Allocates a vector of doubles in memory that C owns, aligned to 64 bytes, and seals it in a data capsule. Other
 * addons read it without a copy, `share` of `@capsule/core` passes it to another thread, and `asTypedArray` is a view
 * of it. `dispose` of `@capsule/core`, or the end of a block with `using`, frees it before it is garbage-collected.
 *
 * @param values - the length of a vector of zeros, or a Float64Array to copy
 * @returns the capsule of the vector
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { asTypedArray } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 *
 * const vector = createVector(Float64Array.of(1, 2, 3));
 * console.log(vector); // [Capsule '@capsule/fastmath:vector': f64[3]]
 * console.log(asTypedArray(vector)); // Float64Array(3) [ 1, 2, 3 ]
 * ```
 */
export function createVector(values: number | Float64Array): Vector;
export function createVector(values: number | Float64Array, ...more: unknown[]): Vector {
  if (more.length > 0) rejectMore(call, values, more);
  const given = typedArrayKind(values) === 'Float64Array' ? (values as Float64Array) : undefined;
  const n = given === undefined ? (values as number) : typedArrayLength(given);
  if (given === undefined && !(Number.isSafeInteger(n) && n >= 0))
    throw fail(call, TypeError, 'NOT_A_VECTOR', 'a length, or a Float64Array', describeValue(values));
  if (given !== undefined && !hasMemory(given)) {
    const found = 'a Float64Array whose buffer was transferred or shrunk';
    throw fail(call, TypeError, 'DETACHED', 'the memory behind values', found);
  }
  const vector = n < 2 ** 47 ? addon.vector(n, given) : null;
  if (vector === null) throw fail(call, RangeError, 'OUT_OF_MEMORY', `memory for ${n} numbers`, 'less than that');
  return vector;
}

// Without a prototype, to which a script could add a hint.
const call = bare({
  prefix: 'ERR_FASTMATH_',
  name: 'createVector',
  operation: 'createVector(values)',
  shown: ['values'],
  required: ['values'],
});
