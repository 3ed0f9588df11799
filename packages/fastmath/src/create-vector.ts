import { type Capsule, capsuleError, describeValue, hasMemory, typedArrayKind, typedArrayLength } from '@capsule/core';
import { addon } from './native.js';

/** A vector that C owns: what `createVector` gives, and any addon can open as data. */
export type Vector = Capsule<'@capsule/fastmath:vector', 'data'>;

/**
 * Allocates a vector of float64 that belongs to C, aligned to 64 bytes, and hands it over in a data capsule: it can
 * be shared with other threads, and other addons read it where it lies. `asTypedArray` of `@capsule/core` shows it.
 *
 * @param values - how many zeros, or the values, which are copied
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 */
export function createVector(values: number | Float64Array): Vector {
  const doing = 'createVector(values)';
  const given = typedArrayKind(values) === 'Float64Array' ? (values as Float64Array) : undefined;
  if (given === undefined && !(typeof values === 'number' && Number.isSafeInteger(values) && values >= 0)) {
    throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_VECTOR', doing, {
      expected: 'how many numbers, or a Float64Array of them',
      found: describeValue(values),
    });
  }
  if (given !== undefined && !hasMemory(given)) {
    throw capsuleError(TypeError, 'ERR_FASTMATH_DETACHED', doing, {
      expected: 'the memory behind values',
      found: 'a Float64Array whose buffer was transferred or shrunk',
    });
  }
  const n = given === undefined ? (values as number) : typedArrayLength(given);
  const vector = n < 2 ** 47 ? addon.vector(n, given) : null;
  if (vector !== null) return vector;
  throw capsuleError(RangeError, 'ERR_FASTMATH_OUT_OF_MEMORY', doing, {
    expected: `memory for ${n} numbers`,
    found: 'less than that',
  });
}
