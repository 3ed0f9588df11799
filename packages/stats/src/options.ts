import { capsuleError, checkOptions as checkKeys, describeValue, isPlainObject } from '@capsule/core';
import { rejectAfterOptions, rejectOptions } from './arguments.js';
import { checkNumber } from './values.js';

/**
 * Options of statistics that divide by `n - ddof`.
 *
 * @example
 * ```ts
 * import { type DdofOptions, variance } from '@capsule/stats';
 *
 * const population: DdofOptions = { ddof: 0 };
 * console.log(variance([1, 2, 6], population)); // 4.666666666666667
 * ```
 */
export interface DdofOptions {
  /** Delta degrees of freedom: 1 for a sample, 0 for a whole population. Each statistic states its default. */
  readonly ddof?: number;
}

const { hasOwn } = Object;

/** Rejects everything but a plain object with known keys. */
export function checkOptions(operation: string, names: readonly string[], options: unknown): void {
  if (!isPlainObject(options)) rejectOptions(operation, names, options);
  checkKeys(operation, 'ERR_STATS_OPTIONS_UNUSABLE', names, options);
}

/** Reads an option. Inherited properties are ignored, so that a polluted prototype has no effect. */
export const own = <Options extends object, Name extends keyof Options>(
  options: Options,
  name: Name,
): Options[Name] | undefined => (hasOwn(options, name) ? options[name] : undefined);

const onlyDdof = ['ddof'];

/**
 * Reads `ddof`, and rejects arguments after the options. Statistics call it only if there are options or more
 * arguments: without the call, V8 inlines more functions.
 */
export function readDdof(
  operation: string,
  options: DdofOptions | undefined,
  more: readonly unknown[],
  byDefault = 1,
): number {
  if (more.length > 0) rejectAfterOptions(operation, more);
  if (options === undefined) return byDefault;
  checkOptions(operation, onlyDdof, options);
  return ddofOf(operation, options, byDefault);
}

/** The option `ddof` of options that were checked. */
export function ddofOf(operation: string, options: DdofOptions, byDefault = 1): number {
  const ddof = own(options, 'ddof');
  if (ddof === undefined) return byDefault;
  if (typeof ddof === 'number' && Number.isFinite(ddof) && ddof >= 0) return ddof;
  throw capsuleError(typeof ddof === 'number' ? RangeError : TypeError, 'ERR_STATS_DDOF_UNUSABLE', operation, {
    expected: 'ddof to be a finite number, 0 or more',
    found: describeValue(ddof),
  });
}

/** Reads a boolean option, which is true by default. */
export function readFlag<Name extends string>(
  operation: string,
  options: { [Key in Name]?: boolean },
  name: Name,
): boolean {
  const flag = own(options, name);
  if (flag === undefined) return true;
  if (typeof flag === 'boolean') return flag;
  throw capsuleError(TypeError, 'ERR_STATS_NOT_A_BOOLEAN', operation, {
    expected: `${name} to be true or false`,
    found: describeValue(flag),
  });
}

/** Reads an option that is a number. */
export function readNumber<Name extends string>(
  operation: string,
  options: { [Key in Name]?: number },
  name: Name,
  byDefault: number,
): number {
  const value = own(options, name);
  if (value === undefined) return byDefault;
  checkNumber(operation, name, value);
  return value;
}
