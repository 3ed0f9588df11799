import { capsuleError, typedArrayLength } from '@capsule/core';
import { kernels } from './capsule.js';
import { allocate, integer, vector } from './check.js';
import { readOptions } from './options.js';

const { ceil, floor } = Math;
const names = ['offset', 'stride', 'n'] as const;

/** Options of gather(). */
export interface GatherOptions {
  /** The place of the first value; 0 if it is not given. */
  readonly offset?: number | undefined;
  /** From one value to the next, in values; may be negative, or 0. 1 if it is not given. */
  readonly stride?: number | undefined;
  /** How many; as many as there are if it is not given, which it must be where the stride is 0. */
  readonly n?: number | undefined;
}

/**
 * Copies values at equal distances side by side: column j of a matrix that is stored by rows of m values is
 * `gather(x, { offset: j, stride: m })`.
 *
 * @returns n values
 * @throws RangeError `ERR_FASTMATH_PLACE_UNUSABLE` where one would not be in x, `ERR_FASTMATH_NOT_AN_INTEGER`,
 *   `ERR_FASTMATH_OUT_OF_MEMORY`; TypeError `ERR_FASTMATH_OPTIONS_UNUSABLE`, `ERR_FASTMATH_NOT_A_NUMBER`
 */
export function gather(x: Float64Array, options?: GatherOptions): Float64Array {
  const doing = 'gather(x, options)';
  // Options are read before x: a getter among them could take its memory away.
  const given = readOptions(doing, names, options);
  const offset = given.offset === undefined ? 0 : integer(doing, 'offset', given.offset, 0);
  const stride = given.stride === undefined ? 1 : integer(doing, 'stride', given.stride);
  const wanted = given.n === undefined && stride !== 0 ? undefined : integer(doing, 'n', given.n, 0);
  const length = typedArrayLength(vector(doing, 'x', x));
  const n = wanted ?? available(length, offset, stride);
  const last = offset + (n - 1) * stride;
  if (n > 0 && !(offset < length && last >= 0 && last < length)) {
    throw capsuleError(RangeError, 'ERR_FASTMATH_PLACE_UNUSABLE', doing, {
      expected: `places among ${length} values, counted from 0`,
      found: `${offset} to ${last}`,
    });
  }
  const out = allocate(doing, n);
  kernels.gather(x, offset, stride, out);
  return out;
}

/** How many values there are from one on, in that direction. */
function available(length: number, offset: number, stride: number): number {
  if (offset >= length) return 0;
  return stride > 0 ? ceil((length - offset) / stride) : floor(offset / -stride) + 1;
}
