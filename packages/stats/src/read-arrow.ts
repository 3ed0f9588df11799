import { capsuleError, describeValue } from '@capsule/core';
import { rejectAfterOptions } from './arguments.js';
import { type ArrowSource, isArrow, readColumn } from './arrow.js';
import { describeSample } from './conversions.js';
import { checkOptions, own } from './options.js';
import type { Values } from './values.js';

/**
 * What to do with the nulls of an Arrow column: leave them out, reject the column, or read them as NaN.
 *
 * @example
 * ```ts
 * import type { NullHandling } from '@capsule/stats';
 *
 * const strict: NullHandling = 'reject';
 * console.log(strict); // reject
 * ```
 */
export type NullHandling = 'skip' | 'reject' | 'nan';

/**
 * The options of readArrow().
 *
 * @example
 * ```ts
 * import type { ArrowOptions } from '@capsule/stats';
 *
 * const options: ArrowOptions = { column: 'price', nulls: 'reject' };
 * console.log(options.column); // price
 * ```
 */
export interface ArrowOptions {
  /** The column of a table that is read; a table requires it. */
  readonly column?: string;
  /** `'skip'` by default. With `'nan'`, the values keep their places. */
  readonly nulls?: NullHandling;
}

/**
 * The result of readArrow().
 *
 * @example
 * ```ts
 * import { type ArrowColumn, mean } from '@capsule/stats';
 *
 * const report = ({ values, n, nulls }: ArrowColumn) => `${mean(values)}, of ${n} values and ${nulls} nulls`;
 * console.log(report({ values: [1, 2, 6], n: 3, nulls: 1 })); // 3, of 3 values and 1 nulls
 * ```
 */
export interface ArrowColumn {
  /** The values: a sample for every statistic. */
  readonly values: Values;
  /** Number of values. */
  readonly n: number;
  /** Number of nulls. */
  readonly nulls: number;
}

/**
 * Reads an Arrow column once, for several statistics; a column of a table; or with another rule for nulls than that of
 * the statistics, which skip them. A column of float64 without nulls is not copied.
 *
 * @param source - an object with the method `Symbol.for('arrow.c.array')` or `Symbol.for('arrow.c.stream')`
 * @param options - `column`, `nulls`
 * @returns the values, and how many there are
 * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_ARROW_UNSOUND`, `ERR_STATS_OPTIONS_UNUSABLE`; RangeError
 *   `ERR_STATS_COLUMN_UNKNOWN`, `ERR_STATS_NULLS`; Error `ERR_STATS_ARROW_FAILED`, `ERR_CAPSULE_TAKEN`
 * @example
 * ```ts
 * import { type ArrowOptions, readArrow } from '@capsule/stats';
 *
 * const options: ArrowOptions = { column: 'price', nulls: 'reject' };
 * try {
 *   readArrow([1, 2, 6] as never, options);
 * } catch (error) {
 *   console.log((error as { code: string }).code); // ERR_STATS_NOT_NUMBERS
 * }
 * ```
 */
export function readArrow(source: ArrowSource, options?: ArrowOptions): ArrowColumn;
export function readArrow(source: ArrowSource, options?: ArrowOptions, ...more: unknown[]): ArrowColumn {
  const operation = 'readArrow(values)';
  if (more.length > 0) rejectAfterOptions(operation, more);
  const { column, nulls } = readOptions(operation, options);
  if (!isArrow(source)) {
    throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
      expected: "an object with the method [Symbol.for('arrow.c.array')] or [Symbol.for('arrow.c.stream')] as values",
      found: describeSample(source),
    });
  }
  return readColumn(operation, 'values', source, {
    column,
    keep: nulls === 'nan',
    reject: nulls === 'reject',
    areChosen: true,
  });
}

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { codePointAt } = String.prototype;

/** Whether a name has a NUL, which ends it in C, or half a surrogate pair, which would become another character. */
function isUnmatchable(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const point = apply(codePointAt, name, [at]) as number;
    if (point === 0 || (point >= 0xd800 && point <= 0xdfff)) return true;
    if (point > 0xffff) at++;
  }
  return false;
}

/** Reads the options of readArrow() and of Accumulator.push(). */
export function readOptions(
  operation: string,
  options: ArrowOptions | undefined,
): { column: string | undefined; nulls: NullHandling } {
  if (options === undefined) return { column: undefined, nulls: 'skip' };
  checkOptions(operation, ['column', 'nulls'], options);
  const column = own(options, 'column');
  const nulls: unknown = own(options, 'nulls') ?? 'skip';
  if (column !== undefined && typeof column !== 'string') {
    throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
      expected: 'column to be the name of a column',
      found: describeValue(column),
    });
  }
  if (column !== undefined && isUnmatchable(column)) {
    throw capsuleError(RangeError, 'ERR_STATS_COLUMN_UNKNOWN', operation, {
      expected: 'column to be the name of a column, which has neither a NUL nor half a surrogate pair',
      found: describeValue(column),
    });
  }
  if (nulls !== 'skip' && nulls !== 'reject' && nulls !== 'nan') {
    throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
      expected: "nulls to be 'skip', 'reject' or 'nan'",
      found: describeValue(nulls),
    });
  }
  return { column, nulls };
}
