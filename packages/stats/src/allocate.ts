import { capsuleError } from '@capsule/core';
import { typedArrayLength } from './typed-arrays.js';

const Vector = Float64Array; // from before anybody could replace it

/**
 * Memory for numbers: n zeros, or a copy. A data capsule can have more values than any array, and the error of the
 * engine would not say what it was for.
 */
export function allocate(
  doing: string,
  from: number | Float64Array | Float32Array,
  what: 'results' | 'bins' | 'values' = 'results',
): Float64Array {
  try {
    return new Vector(from as number);
  } catch (cause) {
    const n = typeof from === 'number' ? from : typedArrayLength(from);
    throw capsuleError(Error, 'ERR_STATS_OUT_OF_MEMORY', doing, {
      expected: `memory for ${n} ${what}`,
      found: 'none',
      cause,
    });
  }
}
