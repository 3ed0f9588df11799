import { capsuleError } from '@capsule/core';

// Captured at load; later monkey-patching has no effect.
const Vector = Float64Array;
const Bytes = Uint8Array;

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
    throw outOfMemory(operation, `${n} ${what}`, cause);
  }
}

/**
 * Returns a byte for each of n values: zeros, or a copy of bytes.
 *
 * @throws Error `ERR_STATS_OUT_OF_MEMORY`
 * @internal
 */
export function allocateMask(operation: string, n: number, bytes?: Uint8Array): Uint8Array {
  try {
    return new Bytes((bytes ?? n) as number);
  } catch (cause) {
    throw outOfMemory(operation, `a mask of ${n} values`, cause);
  }
}

const outOfMemory = (operation: string, what: string, cause: unknown) =>
  capsuleError(Error, 'ERR_STATS_OUT_OF_MEMORY', operation, { expected: `memory for ${what}`, found: 'none', cause });
