import { capsuleError, typedArrayLength } from '@capsule/core';
import { kernels } from './capsule.js';
import { vector } from './check.js';

/**
 * Sorts in place, ascending: -0 before 0, NaN at the end, as `x.sort()` does.
 *
 * @returns x
 */
export function sort(x: Float64Array): Float64Array {
  return kernels.sort(vector('sort(x)', 'x', x));
}

/**
 * The rank of each value, from 1; equal values have the mean of their ranks. All are NaN if any value is.
 *
 * @throws RangeError `ERR_FASTMATH_OUT_OF_MEMORY`
 */
export function rank(x: Float64Array): Float64Array {
  const out = new Float64Array(typedArrayLength(vector('rank(x)', 'x', x)));
  if (kernels.rank(x, out)) return out;
  throw capsuleError(RangeError, 'ERR_FASTMATH_OUT_OF_MEMORY', 'rank(x)', {
    expected: `memory to sort ${out.length} values`,
    found: 'less than that',
  });
}
