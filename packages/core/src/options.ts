import { types } from 'node:util';
import { describeValue } from './describe-value.js';
import { capsuleError, coreError } from './errors.js';
import { quote } from './printable.js';

// Captured at load; later monkey-patching has no effect.
const { ownKeys } = Reflect;
const { getPrototypeOf, hasOwn } = Object;
const { isArray } = Array;
const Row = Uint32Array;

/**
 * Checks whether a value is an ordinary object of any realm: not an Array, a Map, a class instance or a Proxy.
 *
 * @param value - any value
 * @returns true for an object without a prototype, or whose prototype has none
 * @example
 * ```ts
 * import { isPlainObject } from '@capsule/core';
 *
 * console.log(isPlainObject({ ddof: 0 })); // true
 * console.log(isPlainObject([1, 2]), isPlainObject(new Map())); // false false
 * ```
 */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const parent = getPrototypeOf(value);
  return parent === null || (!types.isProxy(parent) && getPrototypeOf(parent) === null && !isArray(value));
}

/**
 * Rejects a value that is not an options object, and an options object with an unknown key.
 *
 * @param operation - the call, for the message
 * @param code - the `code` of the error
 * @param names - the options that the function reads
 * @param options - the value to check
 * @throws TypeError with `code`
 * @example
 * ```ts
 * import { checkOptions, isCapsuleError } from '@capsule/core';
 *
 * function round(x: number, options: { digits?: number } = {}): string {
 *   checkOptions('round(x, options)', 'ERR_ACME_OPTIONS_UNUSABLE', ['digits'], options);
 *   return x.toFixed(options.digits ?? 0);
 * }
 * console.log(round(2.345, { digits: 1 })); // 2.3
 * try {
 *   round(2.345, { digit: 1 } as object);
 * } catch (error) {
 *   if (isCapsuleError(error)) console.log(error.found); // the key 'digit'
 * }
 * ```
 */
export function checkOptions(
  operation: string,
  code: string,
  names: readonly string[],
  options: unknown,
): asserts options is object {
  if (!isPlainObject(options)) reject(operation, code, names, describeValue(options));
  checkKeys(operation, code, names, options);
}

function checkKeys(operation: string, code: string, names: readonly string[], options: object): void {
  const keys = ownKeys(options);
  // By index: Array's iterator can be replaced by user code.
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey;
    if (isAmong(names, key)) continue;
    const nearest = typeof key === 'string' ? nearestName(key, names.length, (i) => names[i] as string) : undefined;
    const advice = nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
    reject(operation, code, names, `the key ${describeKey(key)}`, advice);
  }
}

/** As includes(), which scripts can replace. */
function isAmong(names: readonly string[], key: PropertyKey): boolean {
  for (let i = 0; i < names.length; i++) if (names[i] === key) return true;
  return false;
}

/**
 * The name that is nearest to a misspelled one; undefined if less than about two thirds of it are the same.
 *
 * @internal
 */
export function nearestName(key: string, count: number, nameAt: (i: number) => string): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const name = nameAt(i);
    if (key.length > 2 * name.length) continue;
    const distance = editDistance(key.toLowerCase(), name.toLowerCase());
    if (distance > Math.ceil((name.length - 1) / 3) || distance >= least) continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}

/** The number of characters to insert, delete or replace (Levenshtein 1966). */
function editDistance(one: string, other: string): number {
  // Not Arrays: a script can define setters for indices on Array.prototype.
  let row = new Row(other.length + 1);
  for (let j = 0; j < row.length; j++) row[j] = j;
  for (let i = 1; i <= one.length; i++) {
    const next = new Row(other.length + 1);
    next[0] = i;
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1);
    }
    row = next;
  }
  return row[other.length] as number;
}

function describeKey(key: PropertyKey): string {
  // Only the beginning of a long description is copied.
  return quote(typeof key === 'symbol' ? `Symbol(${key.description?.slice(0, 100) ?? ''})` : String(key));
}

function reject(operation: string, code: string, names: readonly string[], found: string, advice?: string): never {
  const expected = `options as an object, { ${names.join(', ')} }`;
  throw capsuleError(TypeError, code, operation, { expected, found, advice });
}

/**
 * Reads the single option of a function. Only own properties are read: a polluted prototype has no effect. Options may
 * be of any class, unlike those of {@link checkOptions}.
 *
 * @throws TypeError `ERR_CAPSULE_OPTION_UNUSABLE`
 */
export function readOption(operation: string, options: unknown, key: string): unknown {
  if (options === undefined) return undefined;
  const code = 'ERR_CAPSULE_OPTION_UNUSABLE';
  const isObject = typeof options === 'object' && options !== null && !types.isProxy(options) && !isArray(options);
  if (!isObject) reject(operation, code, [key], describeValue(options));
  checkKeys(operation, code, [key], options);
  return hasOwn(options, key) ? (options as Record<string, unknown>)[key] : undefined;
}

/** Rejects options of a function that has none. Ignores the index and the Array that `map()` passes to its callback. */
export function rejectOptions(operation: string, more: readonly unknown[]): void {
  for (let i = 0; i < more.length; i++) {
    const found = more[i];
    if (typeof found !== 'function' && (typeof found !== 'object' || found === null)) continue;
    if (!types.isProxy(found) && isArray(found)) continue;
    throw coreError('ERR_CAPSULE_OPTION_UNUSABLE', operation, { expected: 'no options', found: describeValue(found) });
  }
}
