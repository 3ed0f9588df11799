// Functions that sort, select or rank.
// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { capsuleError, typedArrayLength } from '@capsule/core';
import { rejectMore, rejectMoreThanMap } from './arguments.js';
import { kernels } from './capsule.js';
import { allocate, numbers, outOfMemory, vector } from './check.js';

const { isSafeInteger } = Number;

/**
 * Sorts in place, in ascending order: -0 before 0, NaN at the end, as `x.sort()`.
 *
 * @param x - the values, overwritten
 * @returns x
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { sort } from '@capsule/fastmath';
 *
 * console.log(sort(Float64Array.of(3, Number.NaN, -1, 2))); // Float64Array(4) [ -1, 2, 3, NaN ]
 * ```
 */
export function sort(x: Float64Array): Float64Array;
export function sort(x: Float64Array, ...more: unknown[]): Float64Array {
  if (more.length > 0) rejectMoreThanMap('sort(x)', x, more);
  return kernels.sort(vector('sort(x)', 'x', x));
}

/**
 * Finds the value that `sort` would move to index k, without sorting; x is not modified.
 *
 * @param x - the values
 * @param k - an index of x
 * @returns the value
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`, `ERR_FASTMATH_NOT_A_NUMBER`; RangeError
 *   `ERR_FASTMATH_PLACE_UNUSABLE`, and `ERR_FASTMATH_OUT_OF_MEMORY` when there is no memory for a copy of x
 * @example
 * ```ts
 * import { select } from '@capsule/fastmath';
 *
 * const x = Float64Array.of(9, 1, 5, 7);
 * console.log(select(x, 0)); // 1
 * console.log(select(x, [1, 2])); // Float64Array(2) [ 5, 7 ]
 * ```
 */
export function select(x: Float64Array, k: number): number;
/**
 * Finds several values at once, in about the time of one.
 *
 * @param x - the values
 * @param k - indices of x, in any order; may repeat
 * @returns the values, in the order of k
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`, `ERR_FASTMATH_NOT_A_NUMBER`; RangeError
 *   `ERR_FASTMATH_PLACE_UNUSABLE`, and `ERR_FASTMATH_OUT_OF_MEMORY` when there is no memory for a copy of x
 */
export function select(x: Float64Array, k: readonly number[] | Float64Array): Float64Array;
export function select(
  x: Float64Array,
  k: number | readonly number[] | Float64Array,
  ...more: unknown[]
): number | Float64Array {
  const operation = 'select(x, k)';
  if (more.length > 0) rejectMore(operation, more);
  const given = numbers(operation, 'k', k);
  const n = typedArrayLength(vector(operation, 'x', x));
  const count = typedArrayLength(given);
  const indices = allocate(operation, count);
  const sorted = allocate(operation, count);
  for (let i = 0; i < count; i++) {
    const index = given[i]!;
    if (!(isSafeInteger(index) && index >= 0 && index < n)) rejectIndex(operation, n, index);
    indices[i] = index;
    sorted[i] = index;
  }
  const found = allocate(operation, count);
  // The kernel takes ascending indices; a search finds the position of each among them.
  kernels.sort(sorted);
  const done = kernels.select(x, sorted, found) && kernels.searchSorted(sorted, indices, false, indices);
  if (!done) throw outOfMemory(operation, `a copy of ${n} values`);
  for (let i = 0; i < count; i++) indices[i] = found[indices[i]!]!;
  return typeof k === 'number' ? indices[0]! : indices;
}

function rejectIndex(operation: string, n: number, found: number): never {
  throw capsuleError(RangeError, 'ERR_FASTMATH_PLACE_UNUSABLE', operation, {
    expected: `k to be an index of x, which has ${n} values`,
    found: String(found),
  });
}

/**
 * Ranks values from 1; equal values, such as 0 and -0, have the mean of their ranks.
 *
 * @param x - n values
 * @returns n ranks; all NaN if any value is NaN
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`; RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { rank } from '@capsule/fastmath';
 *
 * console.log(rank(Float64Array.of(30, 10, 10, 20))); // Float64Array(4) [ 4, 1.5, 1.5, 3 ]
 * ```
 */
export function rank(x: Float64Array): Float64Array;
export function rank(x: Float64Array, ...more: unknown[]): Float64Array {
  const operation = 'rank(x)';
  if (more.length > 0) rejectMoreThanMap(operation, x, more);
  const n = typedArrayLength(vector(operation, 'x', x));
  const out = allocate(operation, n);
  if (kernels.rank(x, out)) return out;
  throw outOfMemory(operation, `sorting ${n} values`);
}
