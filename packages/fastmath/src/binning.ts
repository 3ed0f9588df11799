// Where values belong: among sorted ones, or in bins of one width.
// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { capsuleError, describeValue, typedArrayLength } from '@capsule/core';
import { kernels } from './capsule.js';
import { allocate, integer, number, numbers, outOfMemory, vector } from './check.js';
import { readOptions } from './options.js';

const { MAX_VALUE } = Number;

/** Options of searchSorted(). */
export interface SearchSortedOptions {
  /** Before values that are equal, or behind them; 'left' if it is not given. */
  readonly side?: 'left' | 'right' | undefined;
}

/**
 * Where a value belongs in sorted x, as numpy.searchsorted: how many of x are less than it, or, from the right, not more.
 * NaN comes after all numbers, and 0 equals -0.
 *
 * @param x - in ascending order, NaN at the end: as `sort` leaves it
 * @throws TypeError `ERR_FASTMATH_OPTIONS_UNUSABLE`; RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 */
export function searchSorted(x: Float64Array, values: number, options?: SearchSortedOptions): number;
/** Where each of them belongs. */
export function searchSorted(
  x: Float64Array,
  values: readonly number[] | Float64Array,
  options?: SearchSortedOptions,
): Float64Array;
export function searchSorted(
  x: Float64Array,
  values: number | readonly number[] | Float64Array,
  options?: SearchSortedOptions,
): number | Float64Array {
  const doing = 'searchSorted(x, values)';
  // Options and values are read before x: a getter among them could take its memory away.
  const fromRight = readSide(doing, options) === 'right';
  const sought = numbers(doing, 'values', values);
  vector(doing, 'x', x);
  const out = allocate(doing, typedArrayLength(sought));
  if (!kernels.searchSorted(x, sought, fromRight, out)) throw outOfMemory(doing, `${typedArrayLength(out)} places`);
  return typeof values === 'number' ? out[0]! : out;
}

function readSide(doing: string, options: unknown): 'left' | 'right' {
  const { side = 'left' } = readOptions(doing, ['side'], options);
  if (side === 'left' || side === 'right') return side;
  throw capsuleError(TypeError, 'ERR_FASTMATH_OPTIONS_UNUSABLE', doing, {
    expected: "side to be 'left' or 'right'",
    found: describeValue(side),
  });
}

/**
 * Counts values in bins of one width, as numpy.histogram: each bin has what is from where it begins up to where the next
 * does, and the last has `high` too. What is outside is not counted, and neither is NaN.
 *
 * @param low - where the first bin begins, in the unit of x
 * @param high - where the last ends: more than low
 * @param bins - how many, 1 or more
 * @returns a count for each bin
 * @throws RangeError `ERR_FASTMATH_RANGE_UNUSABLE`, `ERR_FASTMATH_NOT_AN_INTEGER`, `ERR_FASTMATH_OUT_OF_MEMORY`
 */
export function histogram(x: Float64Array, low: number, high: number, bins: number): Float64Array {
  const doing = 'histogram(x, low, high, bins)';
  checkRange(doing, number(doing, 'low', low), number(doing, 'high', high));
  integer(doing, 'bins', bins, 1);
  vector(doing, 'x', x);
  const counts = allocate(doing, bins);
  if (kernels.histogram(x, low, high, counts) >= 0) return counts;
  throw outOfMemory(doing, `${bins} bins`);
}

function checkRange(doing: string, low: number, high: number): void {
  if (low < high && high - low <= MAX_VALUE) return;
  throw capsuleError(RangeError, 'ERR_FASTMATH_RANGE_UNUSABLE', doing, {
    expected: 'low to be less than high, and a finite distance between them',
    found: `${low} and ${high}`,
  });
}
