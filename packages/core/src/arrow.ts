import type { Capsule } from './capsule.js';

/**
 * The key of the method that returns Arrow data as one array: `Symbol.for('arrow.c.array')`. docs/arrow.md has the
 * protocol.
 *
 * @example
 * ```ts
 * import { arrowArray } from '@capsule/core';
 *
 * console.log(arrowArray === Symbol.for('arrow.c.array')); // true
 * ```
 */
export const arrowArray: unique symbol = Symbol.for('arrow.c.array');

/**
 * The key of the method that returns Arrow data as a stream of arrays: `Symbol.for('arrow.c.stream')`.
 *
 * @example
 * ```ts
 * import { arrowStream } from '@capsule/core';
 *
 * console.log(arrowStream === Symbol.for('arrow.c.stream')); // true
 * ```
 */
export const arrowStream: unique symbol = Symbol.for('arrow.c.stream');

/**
 * The key of the method that returns the type of Arrow data: `Symbol.for('arrow.c.schema')`.
 *
 * @example
 * ```ts
 * import { arrowSchema } from '@capsule/core';
 *
 * console.log(arrowSchema === Symbol.for('arrow.c.schema')); // true
 * ```
 */
export const arrowSchema: unique symbol = Symbol.for('arrow.c.schema');

/**
 * An object that offers Arrow data as one array: a column, or a table as an array of structs.
 *
 * @example
 * ```ts
 * import { type ArrowArraySource, arrowArray } from '@capsule/core';
 *
 * const isArraySource = (value: object): value is ArrowArraySource => arrowArray in value;
 * console.log(isArraySource([1, 2])); // false
 * ```
 */
export interface ArrowArraySource {
  /** Returns new capsules, named `arrow_schema` and `arrow_array`. Each is consumed once. */
  [arrowArray](requestedSchema?: Capsule): readonly [schema: Capsule, array: Capsule];
}

/**
 * An object that offers Arrow data as a stream of arrays of one type: a chunked column, or the batches of a table.
 *
 * @example
 * ```ts
 * import { type ArrowStreamSource, arrowStream } from '@capsule/core';
 *
 * const isStreamSource = (value: object): value is ArrowStreamSource => arrowStream in value;
 * console.log(isStreamSource([1, 2])); // false
 * ```
 */
export interface ArrowStreamSource {
  /** Returns a new capsule, named `arrow_array_stream`. It is consumed once. */
  [arrowStream](requestedSchema?: Capsule): Capsule;
}
