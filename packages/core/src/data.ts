import { constants } from 'node:buffer';
import { isMainThread } from 'node:worker_threads';
import { addon, type Capsule, inspect, required } from './capsule.js';
import { describeValue } from './describe-value.js';
import { coreError } from './errors.js';
import { readOption } from './options.js';
import { quote } from './printable.js';
import type { TypedArray } from './typed-arrays.js';

interface TypedArrayType {
  new (length: number): TypedArray;
  new (buffer: ArrayBuffer): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** The typed array for each type of elements; the keys are the types in labels. */
const types: Readonly<Record<string, TypedArrayType>> = {
  f64: Float64Array,
  f32: Float32Array,
  i8: Int8Array,
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
};

/**
 * Whether a view can be moved to a thread that outlives this one. In Deno it need not be known: Deno runs a
 * finalizer only when the memory is unused, and does not allow the finalizer in native/view.cc to check for teardown.
 */
const mayMove = !isMainThread && !('deno' in process.versions);

/**
 * Options of {@link asTypedArray}.
 *
 * @example
 * ```ts
 * import { asTypedArray, type ViewOptions } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 *
 * const options: ViewOptions = { copy: true };
 * console.log(asTypedArray(createVector(2), options)); // Float64Array(2) [ 0, 0 ]
 * ```
 */
export interface ViewOptions {
  /**
   * As in numpy.asarray. `undefined`: copies if necessary. `true`: always copies. `false`: never copies, and throws if
   * a copy is necessary.
   */
  readonly copy?: boolean | undefined;
}

/**
 * Returns the contents of a data capsule as a typed array, in row-major order.
 *
 * The array is a view of the memory itself: all holders see what is written to it. The contents are copied if
 * they are read-only, have gaps, or lie at an unaligned address, and if the engine does not allow such views. A view
 * holds the contents until it is garbage-collected.
 *
 * If a Worker exits while it has a view, the memory is not released: the view may have been moved to another thread.
 *
 * @param capsule - a capsule that holds data
 * @param options - whether to copy
 * @returns a typed array for the type of the elements
 * @throws TypeError `ERR_CAPSULE_NOT_VIEWABLE`: elements that no typed array can have (`bool`, `f16`, `c128`), or
 *   `copy: false` if a copy is necessary; `ERR_CAPSULE_NOT_A_CAPSULE`, `ERR_CAPSULE_KIND_MISMATCH`,
 *   `ERR_CAPSULE_OPTION_UNUSABLE`; Error `ERR_CAPSULE_TAKEN`, `ERR_CAPSULE_REVOKED`; RangeError
 *   `ERR_CAPSULE_OUT_OF_MEMORY` if there is no memory for a copy
 * @example
 * ```ts
 * import { asTypedArray } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 * import { sum } from '@capsule/stats';
 *
 * const vector = createVector(3);
 * const view = asTypedArray(vector, { copy: false }); // the memory itself
 * view[0] = 2.5;
 * console.log(sum(vector)); // 2.5
 * ```
 */
export function asTypedArray(capsule: Capsule, options?: ViewOptions): TypedArray {
  const copy = readOption('Viewing data', options, 'copy');
  if (copy !== undefined && typeof copy !== 'boolean') {
    throw coreError('ERR_CAPSULE_OPTION_UNUSABLE', 'Viewing data', {
      expected: 'true, false or nothing as copy',
      found: describeValue(copy),
    });
  }
  const label = inspect(capsule);
  const operation = `Viewing ${quote(label.name)}`;
  if (label.kind !== 'data') {
    throw coreError('ERR_CAPSULE_KIND_MISMATCH', operation, {
      expected: 'a capsule that holds data',
      found: `one that holds a ${label.kind}`,
    });
  }
  const Type = Object.hasOwn(types, label.dtype) ? types[label.dtype] : undefined;
  if (Type === undefined) throw notViewable(operation, 'elements that a typed array can have', label.dtype);
  let length = 1;
  for (let i = 0; i < label.shape.length; i++) length *= label.shape[i] as number;
  if (copy !== true && length > 0) {
    const fits = length * Type.BYTES_PER_ELEMENT <= constants.MAX_LENGTH;
    const buffer = fits
      ? required(addon().view(capsule, mayMove), operation)
      : `${length} elements, more than the engine allows`;
    if (typeof buffer !== 'string') return new Type(buffer);
    if (copy === false)
      throw notViewable(operation, 'memory that can be shown without a copy', buffer, 'Leave { copy: false } out.');
  }
  return required(addon().copy(capsule, allocate(operation, Type, length)), operation);
}

function notViewable(operation: string, expected: string, found: string, advice?: string): Error {
  return coreError('ERR_CAPSULE_NOT_VIEWABLE', operation, {
    expected,
    found,
    advice,
  });
}

/** Allocates in JavaScript, which throws if there is no memory; an allocation by Node-API ends the process. */
function allocate(operation: string, Type: TypedArrayType, length: number): TypedArray {
  try {
    return new Type(length);
  } catch (cause) {
    throw coreError('ERR_CAPSULE_OUT_OF_MEMORY', operation, {
      expected: `memory for a copy of ${length} elements`,
      found: 'less than that',
      cause,
    });
  }
}
