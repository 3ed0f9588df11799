// What the classes of this package share to check their arguments. Functions of the language are captured at load, and
// lists are typed arrays or made by from(): later monkey-patching and setters on prototypes have no effect.
import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';

const { from, isArray } = Array;
const { isSafeInteger } = Number;
const { getPrototypeOf, hasOwn } = Object;
const Vector = Float64Array;

/** A value in a message: a number as it is written, another value described. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return `${value}`;
  return typeof value === 'bigint' && value > -(10n ** 20n) && value < 10n ** 20n ? `${value}n` : describeValue(value);
}

export function argumentError(operation: string, expected: string, found: string, advice?: string) {
  return capsuleError(RangeError, 'ERR_RANDOM_ARGUMENT_UNUSABLE', operation, {
    expected,
    found,
    advice,
  });
}

export const isInteger = (value: unknown, most: number): value is number =>
  typeof value === 'number' && isSafeInteger(value) && value >= 0 && value <= most;

/** isArray() throws for a revoked Proxy. */
export const isSafeArray = (value: unknown): value is readonly unknown[] => !types.isProxy(value) && isArray(value);

/** Returns an Array. The elements of from() are defined, not assigned. */
export const arrayOf = <Element>(length: number, elementAt: (index: number) => Element): Element[] =>
  from({ __proto__: null, length } as ArrayLike<unknown>, (_, index) => elementAt(index));

/** Returns zeros. */
export function allocate(operation: string, n: number): Float64Array {
  try {
    return new Vector(n);
  } catch (cause) {
    throw capsuleError(Error, 'ERR_RANDOM_OUT_OF_MEMORY', operation, {
      expected: `memory for ${n} numbers`,
      found: 'less than that',
      cause,
    });
  }
}

/**
 * Rejects arguments after the last parameter, because they would be ignored. Accepts the index and the Array that
 * `map()` passes after `first`.
 */
export function rejectMore(operation: string, more: readonly unknown[], first?: unknown): void {
  const isOfMap = more.length === 2 && typeof more[0] === 'number' && isSafeArray(more[1]);
  if (isOfMap && (more[1] as readonly unknown[])[more[0] as number] === first) return;
  for (let i = 0; i < more.length; i++) {
    if (more[i] !== undefined) throw argumentError(operation, 'no more arguments', shown(more[i]));
  }
}

/** The most prototypes of an object that is examined. */
const longestChain = 100;

/**
 * Returns the capsule that an object has or inherits; undefined without one. Runs no trap of a Proxy. The last prototype
 * is ignored: it is Object.prototype, which scripts can pollute.
 */
export function capsuleIn(source: object): unknown {
  let each: object | null = source;
  for (let depth = 0; each !== null && depth < longestChain; depth++) {
    if (types.isProxy(each)) return undefined;
    const parent: object | null = getPrototypeOf(each);
    if (hasOwn(each, 'capsule') && (depth === 0 || parent !== null)) return (source as { capsule?: unknown }).capsule;
    each = parent;
  }
  return undefined;
}
