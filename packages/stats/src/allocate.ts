import { capsuleError } from '@capsule/core';

const Vector = Float64Array;

/**
 * Room for n numbers, or a copy of floats. A capsule can say that it has any number of values, and a few bytes of memory
 * for them all: that there is no room for as many results is an error in words.
 */
export function allocate(doing: string, n: number, what: 'results' | 'bins' | 'values', floats?: Float32Array) {
  try {
    return new Vector((floats ?? n) as number);
  } catch (cause) {
    throw capsuleError(Error, 'ERR_STATS_OUT_OF_MEMORY', doing, {
      expected: `memory for ${n} ${what}`,
      found: 'none',
      cause,
    });
  }
}
