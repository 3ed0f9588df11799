import type { Capsule } from '@capsule/core';
import { allocate } from './allocate.js';
import { rejectMore } from './arguments.js';
import { callbacks } from './native.js';
import { checkNumber, lengthOfSample, toVector, type Values } from './values.js';

/**
 * Applies a C function to every value, in C, without JavaScript in between.
 *
 * @param values - any number of values
 * @param f - a capsule with a function `f64(f64)` or `f64(f64,*void)`, sealed by any addon. It is called on this
 *   thread, and must neither throw nor call JavaScript.
 * @returns f(values[0]), f(values[1]) and so on
 * @throws TypeError `ERR_CAPSULE_...` for another capsule; `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
 *   `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function does not have; Error `ERR_STATS_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { map } from '@capsule/stats';
 * import { square } from '@example/reference'; // a capsule with a function f64(f64), sealed in C
 *
 * console.log(map([1, 2, 3], square)); // Float64Array(3) [ 1, 4, 9 ]
 * ```
 */
export function map(values: Values, f: Capsule): Float64Array;
export function map(values: Values, f: Capsule, ...more: unknown[]): Float64Array {
  const operation = 'map(values, f)';
  rejectMore(operation, more);
  const x = toVector(operation, 'values', values);
  const out = allocate(operation, lengthOfSample(x), 'results');
  callbacks.map(f, x, out);
  return out;
}

/**
 * Reduces all values to one number by a C function, in C, from first to last.
 *
 * @param values - any number of values
 * @param f - a capsule with a function `f64(f64,f64)` or `f64(f64,f64,*void)` of the result so far and the next value.
 *   The other conditions are those of map().
 * @param initial - the result so far before the first value
 * @returns f(... f(f(initial, values[0]), values[1]) ...); `initial` for no values
 * @throws the errors of map(), and TypeError `ERR_STATS_NOT_A_NUMBER`
 * @example
 * ```ts
 * import { reduce } from '@capsule/stats';
 * import { larger } from '@example/reference'; // a capsule with a function f64(f64,f64), sealed in C
 *
 * console.log(reduce([3, 8, 5], larger, 0)); // 8
 * ```
 */
export function reduce(values: Values, f: Capsule, initial: number): number;
export function reduce(values: Values, f: Capsule, initial: number, ...more: unknown[]): number {
  const operation = 'reduce(values, f, initial)';
  rejectMore(operation, more);
  checkNumber(operation, 'initial', initial);
  return callbacks.reduce(f, toVector(operation, 'values', values), initial);
}
