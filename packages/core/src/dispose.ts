import { addon, type Capsule, required } from './capsule.js';

/**
 * Ends the contents of a capsule now, instead of when the garbage collector finds that it is not used any more.
 *
 * From then on opening the capsule fails, by any of its values and in every thread: the contents exist once, also if
 * they were shared. Consumers that have opened them keep them until they release their hold, and a view keeps them until
 * it is collected; the destructor runs once, after the last of these. Does nothing if the contents were disposed of,
 * taken or revoked before.
 *
 * A capsule that owns its contents also has the method `[Symbol.dispose]`, if the engine has that symbol, so that
 * `using vector = createVector(3)` disposes of it at the end of the block.
 *
 * @param capsule - a capsule that owns its contents: one that was sealed with a destructor
 * @throws TypeError `ERR_CAPSULE_NOT_OWNED` for a table, or contents that their producer keeps alive;
 *   `ERR_CAPSULE_NOT_A_CAPSULE` for any other value
 * @example
 * ```ts
 * import { dispose, inspect, isCapsuleError } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 * import { sum } from '@capsule/stats';
 *
 * const vector = createVector(Float64Array.of(1, 2, 3));
 * console.log(sum(vector)); // 6
 * dispose(vector); // frees the memory
 * console.log(inspect(vector).state); // disposed
 * try {
 *   sum(vector);
 * } catch (error) {
 *   console.log(isCapsuleError(error, 'ERR_CAPSULE_DISPOSED')); // true
 * }
 * ```
 */
export function dispose(capsule: Capsule): void {
  required(addon().dispose(capsule), 'Disposing');
}
