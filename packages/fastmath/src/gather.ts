import { capsuleError, typedArrayLength } from '@capsule/core';
import { rejectMore } from './arguments.js';
import { kernels } from './capsule.js';
import { allocate, integer, vector } from './check.js';
import { readOptions } from './options.js';

const { ceil, floor } = Math;
const names = ['offset', 'stride', 'n'] as const;

/**
 * Options of gather().
 *
 * @example
 * ```ts
 * import { type GatherOptions, gather } from '@capsule/fastmath';
 *
 * const lastTwo: GatherOptions = { offset: 3, stride: -1, n: 2 };
 * console.log(gather(Float64Array.of(1, 2, 3, 4), lastTwo)); // Float64Array(2) [ 4, 3 ]
 * ```
 */
export interface GatherOptions {
  /** The index of the first value; 0 by default. */
  readonly offset?: number | undefined;
  /** The distance from one value to the next, in elements; may be negative or 0. 1 by default. */
  readonly stride?: number | undefined;
  /** The number of values. By default all up to the end of x. Required when the stride is 0. */
  readonly n?: number | undefined;
}

/**
 * Copies values at equal distances into a new array: column j of a matrix that is stored by rows of m values is
 * `gather(x, { offset: j, stride: m })`.
 *
 * @param x - the values
 * @param options - which values to copy; all by default
 * @returns n values
 * @throws RangeError `ERR_FASTMATH_PLACE_UNUSABLE` when a value would lie outside of x, `ERR_FASTMATH_NOT_AN_INTEGER`,
 *   `ERR_FASTMATH_OUT_OF_MEMORY`; TypeError `ERR_FASTMATH_OPTIONS_UNUSABLE`, `ERR_FASTMATH_NOT_A_NUMBER`,
 *   `ERR_FASTMATH_NOT_A_VECTOR`, `ERR_FASTMATH_DETACHED`
 * @example
 * ```ts
 * import { gather } from '@capsule/fastmath';
 *
 * const matrix = Float64Array.of(1, 2, 3, 4, 5, 6); // 3 rows of 2 values
 * console.log(gather(matrix, { offset: 1, stride: 2 })); // Float64Array(3) [ 2, 4, 6 ]
 * ```
 */
export function gather(x: Float64Array, options?: GatherOptions): Float64Array;
export function gather(x: Float64Array, options?: GatherOptions, ...more: unknown[]): Float64Array {
  const operation = 'gather(x, options)';
  if (more.length > 0) rejectMore(operation, more);
  // Options are read before x is checked: a getter among them could detach it.
  const given = readOptions(operation, names, options);
  const offset = given.offset === undefined ? 0 : integer(operation, 'offset', given.offset, 0);
  const stride = given.stride === undefined ? 1 : integer(operation, 'stride', given.stride);
  const number = given.n === undefined && stride !== 0 ? undefined : integer(operation, 'n', given.n, 0);
  const length = typedArrayLength(vector(operation, 'x', x));
  const n = number ?? available(length, offset, stride);
  const last = offset + (n - 1) * stride;
  if (n > 0 && !(offset < length && last >= 0 && last < length)) {
    throw capsuleError(RangeError, 'ERR_FASTMATH_PLACE_UNUSABLE', operation, {
      expected: `indices of x, which has ${length} values`,
      found: `${offset} to ${last}`,
    });
  }
  const out = allocate(operation, n);
  kernels.gather(x, offset, stride, out);
  return out;
}

/** Returns how many values there are from the offset on, in the direction of the stride. */
function available(length: number, offset: number, stride: number): number {
  if (offset >= length) return 0;
  return stride > 0 ? ceil((length - offset) / stride) : floor(offset / -stride) + 1;
}
