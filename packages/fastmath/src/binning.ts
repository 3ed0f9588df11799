// Functions that find the positions of values among sorted values, or in bins.
// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { capsuleError, describeValue, typedArrayLength } from '@capsule/core';
import { rejectMore } from './arguments.js';
import { kernels } from './capsule.js';
import { allocate, integer, notAnInteger, number, numbers, outOfMemory, vector } from './check.js';
import { readOptions } from './options.js';

const { MAX_VALUE } = Number;

/** This many bins take 1.6 GB while they are counted. */
const maxBins = 100_000_000;

/**
 * Options of searchSorted().
 *
 * @example
 * ```ts
 * import { type SearchSortedOptions, searchSorted } from '@capsule/fastmath';
 *
 * const options: SearchSortedOptions = { side: 'right' };
 * console.log(searchSorted(Float64Array.of(1, 2, 2, 3), 2, options)); // 3
 * ```
 */
export interface SearchSortedOptions {
  /** Whether to insert before equal values or after them; 'left' by default. */
  readonly side?: 'left' | 'right' | undefined;
}

/**
 * Finds where a value belongs in sorted x, as numpy.searchsorted: how many values of x are less or, from the right,
 * less or equal. NaN is greater than all numbers, and 0 equals -0.
 *
 * @param x - sorted as by `sort`: ascending, NaN at the end
 * @param values - the value to search for
 * @param options - on which side of equal values
 * @returns an index from 0 to the length of x
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`, `ERR_FASTMATH_NOT_A_NUMBER`,
 *   `ERR_FASTMATH_OPTIONS_UNUSABLE`; RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { searchSorted } from '@capsule/fastmath';
 *
 * const x = Float64Array.of(1, 2, 2, 3);
 * console.log(searchSorted(x, 2)); // 1
 * console.log(searchSorted(x, 2, { side: 'right' })); // 3
 * console.log(searchSorted(x, [0, 2.5, 9])); // Float64Array(3) [ 0, 3, 4 ]
 * ```
 */
export function searchSorted(x: Float64Array, values: number, options?: SearchSortedOptions): number;
/**
 * Finds where each of several values belongs in sorted x.
 *
 * @param x - sorted as by `sort`: ascending, NaN at the end
 * @param values - the values to search for
 * @param options - on which side of equal values
 * @returns an index from 0 to the length of x for each value
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`, `ERR_FASTMATH_NOT_A_NUMBER`,
 *   `ERR_FASTMATH_OPTIONS_UNUSABLE`; RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 */
export function searchSorted(
  x: Float64Array,
  values: readonly number[] | Float64Array,
  options?: SearchSortedOptions,
): Float64Array;
export function searchSorted(
  x: Float64Array,
  values: number | readonly number[] | Float64Array,
  options?: SearchSortedOptions,
  ...more: unknown[]
): number | Float64Array {
  const operation = 'searchSorted(x, values)';
  if (more.length > 0) rejectMore('searchSorted(x, values, options)', more);
  // Options and values are read before x is checked: a getter among them could detach it.
  const fromRight = readSide(operation, options) === 'right';
  const searched = numbers(operation, 'values', values);
  vector(operation, 'x', x);
  const out = allocate(operation, typedArrayLength(searched));
  if (!kernels.searchSorted(x, searched, fromRight, out))
    throw outOfMemory(operation, `${typedArrayLength(out)} indices`);
  return typeof values === 'number' ? out[0]! : out;
}

function readSide(operation: string, options: unknown): 'left' | 'right' {
  const { side = 'left' } = readOptions(operation, ['side'], options);
  if (side === 'left' || side === 'right') return side;
  throw capsuleError(TypeError, 'ERR_FASTMATH_OPTIONS_UNUSABLE', operation, {
    expected: "side to be 'left' or 'right'",
    found: describeValue(side),
  });
}

/**
 * Counts values in bins of equal width, as numpy.histogram: a bin includes its start and excludes its end, but the last
 * bin includes `high`. Values outside and NaN are not counted.
 *
 * @param x - the values
 * @param low - start of the first bin, in the unit of x
 * @param high - end of the last bin, greater than low
 * @param bins - number of bins, from 1 to 100,000,000
 * @returns a count for each bin
 * @throws TypeError `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`, `ERR_FASTMATH_NOT_A_NUMBER`; RangeError
 *   `ERR_FASTMATH_RANGE_UNUSABLE`, `ERR_FASTMATH_NOT_AN_INTEGER`, `ERR_FASTMATH_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { histogram } from '@capsule/fastmath';
 *
 * console.log(histogram(Float64Array.of(0, 1, 1, 3, 4, 9), 0, 4, 2)); // Float64Array(2) [ 3, 2 ]
 * ```
 */
export function histogram(x: Float64Array, low: number, high: number, bins: number): Float64Array;
export function histogram(x: Float64Array, low: number, high: number, bins: number, ...more: unknown[]): Float64Array {
  const operation = 'histogram(x, low, high, bins)';
  if (more.length > 0) rejectMore(operation, more);
  checkRange(operation, number(operation, 'low', low), number(operation, 'high', high));
  if (integer(operation, 'bins', bins, 1) > maxBins)
    throw notAnInteger(operation, `bins to be an integer from 1 to ${maxBins}`, bins);
  vector(operation, 'x', x);
  const counts = allocate(operation, bins);
  if (kernels.histogram(x, low, high, counts) >= 0) return counts;
  throw outOfMemory(operation, `${bins} bins`);
}

function checkRange(operation: string, low: number, high: number): void {
  if (low < high && high - low <= MAX_VALUE) return;
  throw capsuleError(RangeError, 'ERR_FASTMATH_RANGE_UNUSABLE', operation, {
    expected: 'low to be less than high, and a finite distance between them',
    found: `${low} and ${high}`,
  });
}
