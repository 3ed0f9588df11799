import { isMainThread } from 'node:worker_threads';
import { addon, type Capsule } from './capsule.js';
import { describeValue } from './describe-value.js';
import { capsuleError } from './errors.js';
import { ownOption } from './options.js';
import type { TypedArray } from './typed-arrays.js';

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
 *   `copy: false` where a copy is needed; `ERR_CAPSULE_TAKEN`, `ERR_CAPSULE_REVOKED`, `ERR_CAPSULE_KIND_MISMATCH`
 */
export function asTypedArray(capsule: Capsule, options?: ViewOptions): TypedArray {
  const copy = ownOption(options, 'copy');
  if (copy !== undefined && typeof copy !== 'boolean') {
    throw capsuleError(TypeError, 'ERR_CAPSULE_OPTION_UNUSABLE', 'Viewing data', {
      expected: 'true, false or nothing as copy',
      found: describeValue(copy),
    });
  }
  return addon().asTypedArray(capsule, copy === undefined ? 0 : copy ? 1 : 2, mayMove);
}
