// Kernels that bring values in order, or find what would be where in it.
// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { capsuleError, typedArrayLength } from '@capsule/core';
import { kernels } from './capsule.js';
import { allocate, numbers, outOfMemory, vector } from './check.js';

const { isSafeInteger } = Number;

/**
 * Sorts in place, ascending: -0 before 0, NaN at the end, as `x.sort()` does.
 *
 * @returns x
 */
export function sort(x: Float64Array): Float64Array {
  return kernels.sort(vector('sort(x)', 'x', x));
}

/**
 * The value that `sort` would bring to place k, counted from 0, without sorting: x stays as it is.
 *
 * @param k - an integer from 0 on, less than the length of x
 * @throws RangeError `ERR_FASTMATH_PLACE_UNUSABLE`, `ERR_FASTMATH_OUT_OF_MEMORY`: a copy of x is needed
 */
export function select(x: Float64Array, k: number): number;
/**
 * Several at once, in about the time of one.
 *
 * @param k - in any order, also equal ones
 * @returns as many values, in that order
 */
export function select(x: Float64Array, k: readonly number[] | Float64Array): Float64Array;
export function select(x: Float64Array, k: number | readonly number[] | Float64Array): number | Float64Array {
  const doing = 'select(x, k)';
  const given = numbers(doing, 'k', k);
  const n = typedArrayLength(vector(doing, 'x', x));
  const count = typedArrayLength(given);
  const places = allocate(doing, count);
  const sorted = allocate(doing, count);
  for (let i = 0; i < count; i++) {
    const place = given[i]!;
    if (!(isSafeInteger(place) && place >= 0 && place < n)) refusePlace(doing, n, place);
    places[i] = place;
    sorted[i] = place;
  }
  const found = allocate(doing, count);
  // The kernel wants them in ascending order; where each has gone there is searched for.
  kernels.sort(sorted);
  const done = kernels.select(x, sorted, found) && kernels.searchSorted(sorted, places, false, places);
  if (!done) throw outOfMemory(doing, `a copy of ${n} values`);
  for (let i = 0; i < count; i++) places[i] = found[places[i]!]!;
  return typeof k === 'number' ? places[0]! : places;
}

function refusePlace(doing: string, n: number, found: number): never {
  throw capsuleError(RangeError, 'ERR_FASTMATH_PLACE_UNUSABLE', doing, {
    expected: `k to be a place among ${n} values, counted from 0`,
    found: String(found),
  });
}

/**
 * The rank of each value, from 1; equal values have the mean of their ranks. All are NaN if any value is.
 *
 * @throws RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 */
export function rank(x: Float64Array): Float64Array {
  const doing = 'rank(x)';
  const n = typedArrayLength(vector(doing, 'x', x));
  const out = allocate(doing, n);
  if (kernels.rank(x, out)) return out;
  throw outOfMemory(doing, `sorting ${n} values`);
}
