import { constants } from 'node:buffer';
import { isMainThread } from 'node:worker_threads';
import { addon, type Capsule, inspect } from './capsule.js';
import { describeValue } from './describe-value.js';
import { capsuleError } from './errors.js';
import { readOption } from './options.js';
import type { TypedArray } from './typed-arrays.js';

interface TypedArrayType {
  new (length: number): TypedArray;
  new (buffer: ArrayBuffer): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** The typed array for elements of each type, as a label names the type. */
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
 * Whether a view can be moved to a thread that outlives this one. Deno waits with finalizers until the memory is
 * free, and nothing may be asked in them there.
 */
const mayMove = !isMainThread && !('deno' in process.versions);

export interface ViewOptions {
  /**
   * As in numpy.asarray: a copy where one is needed, if not given; `true`: always; `false`: never, and it is refused
   * where one is needed.
   */
  readonly copy?: boolean | undefined;
}

/**
 * Shows the contents of a data capsule as a typed array; those of several dimensions row after row.
 *
 * The array lies over the memory itself, so that what is written is seen by everybody, unless that is not safe:
 * contents that are read-only, have gaps between them or lie at an odd address are copied, and all are where the
 * engine forbids such arrays. While JavaScript has the array, it holds the contents.
 *
 * In a Worker the memory is not given back when the Worker exits while it has the array: JavaScript may have
 * moved it to another thread.
 *
 * @throws TypeError `ERR_CAPSULE_NOT_VIEWABLE`: elements without a typed array (`bool`, `f16`, `c128`), or
 *   `copy: false` where a copy is needed; `ERR_CAPSULE_TAKEN`, `ERR_CAPSULE_REVOKED`, `ERR_CAPSULE_KIND_MISMATCH`;
 *   RangeError `ERR_CAPSULE_OUT_OF_MEMORY` where there is no room for a copy
 */
export function asTypedArray(capsule: Capsule, options?: ViewOptions): TypedArray {
  const copy = readOption('Viewing data', options, 'copy');
  if (copy !== undefined && typeof copy !== 'boolean') {
    throw capsuleError(TypeError, 'ERR_CAPSULE_OPTION_UNUSABLE', 'Viewing data', {
      expected: 'true, false or nothing as copy',
      found: describeValue(copy),
    });
  }
  const label = inspect(capsule);
  const doing = `Viewing '${label.name}'`;
  if (label.kind !== 'data') {
    throw capsuleError(TypeError, 'ERR_CAPSULE_KIND_MISMATCH', doing, {
      expected: 'a capsule that holds data',
      found: `one that holds a ${label.kind}`,
    });
  }
  const Type = Object.hasOwn(types, label.dtype) ? types[label.dtype] : undefined;
  if (Type === undefined) throw notViewable(doing, 'elements that a typed array can have', label.dtype);
  const length = label.shape.reduce((product, extent) => product * extent, 1);
  if (copy !== true && length > 0) {
    const fits = length * Type.BYTES_PER_ELEMENT <= constants.MAX_LENGTH;
    const buffer = fits ? addon().view(capsule, mayMove) : `${length} elements, more than the engine allows`;
    if (typeof buffer !== 'string') return new Type(buffer);
    if (copy === false)
      throw notViewable(doing, 'memory that can be shown without a copy', buffer, 'Leave { copy: false } out.');
  }
  return addon().copy(capsule, allocate(doing, Type, length));
}

function notViewable(doing: string, expected: string, found: string, advice?: string): Error {
  return capsuleError(TypeError, 'ERR_CAPSULE_NOT_VIEWABLE', doing, {
    expected,
    found,
    ...(advice !== undefined && { advice }),
  });
}

/** JavaScript allocates, and throws where there is no room; in C, engines would end the process. */
function allocate(doing: string, Type: TypedArrayType, length: number): TypedArray {
  try {
    return new Type(length);
  } catch (cause) {
    throw capsuleError(RangeError, 'ERR_CAPSULE_OUT_OF_MEMORY', doing, {
      expected: `memory for a copy of ${length} elements`,
      found: 'less than that',
      cause,
    });
  }
}
