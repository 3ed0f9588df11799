import { capsuleError } from '@capsule/core';

// Captured at load; later monkey-patching has no effect.
const Vector = Float64Array;

/**
 * Returns n zeros, or a copy of floats.
 *
 * @throws Error `ERR_STATS_OUT_OF_MEMORY`: a data capsule can describe more values than memory has room for results
 * @internal
 */
export function allocate(operation: string, n: number, what: 'results' | 'bins' | 'values', floats?: Float32Array) {
  try {
    return new Vector((floats ?? n) as number);
  } catch (cause) {
    throw capsuleError(Error, 'ERR_STATS_OUT_OF_MEMORY', operation, {
      expected: `memory for ${n} ${what}`,
      found: 'none',
      cause,
    });
  }
}
