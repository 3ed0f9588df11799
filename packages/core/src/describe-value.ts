import { types } from 'node:util';
import { printable } from './printable.js';
import { typedArrayKind, typedArrayLength } from './typed-arrays.js';

// Captured at load; later monkey-patching has no effect.
const bufferPrototype: unknown = Buffer.prototype;
const { getOwnPropertyDescriptor, getPrototypeOf, is, isExtensible } = Object;
const { isArray } = Array;
const { stringify } = JSON;

/** The longest Array whose elements are checked for being numbers. */
const longestChecked = 64;

/** Describes a capsule; returns undefined for any other value. */
let describeCapsule: (value: object) => string | undefined = () => undefined;

/**
 * Sets the function that describes capsules. It needs the addon, whose loader imports this file: so
 * capsule.ts passes it.
 *
 * @internal
 */
export function describeCapsulesBy(describe: (value: object) => string | undefined): void {
  describeCapsule = describe;
}

/**
 * Describes a value for the `found` of an error: `an Array of 3 numbers`, `a Float32Array of 4 values`, `the capsule
 * '@acme/math'`, `null`. Runs no code of the value, and takes no longer for a large one.
 *
 * @param value - any value
 * @returns the description, for the middle of a sentence
 * @example
 * ```ts
 * import { describeValue } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * console.log(describeValue([1, 2, 3])); // an Array of 3 numbers
 * console.log(describeValue(new Float32Array(4))); // a Float32Array of 4 values
 * console.log(describeValue(capsule)); // the capsule '@capsule/fastmath'
 * ```
 */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'number':
      return `the number ${is(value, -0) ? '-0' : value}`;
    case 'string':
      return value.length > 40
        ? `a string of ${value.length} characters`
        : `the string '${printable(stringify(value).slice(1, -1))}'`;
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return `a ${typeof value}`;
  }
}

function describeObject(value: object): string {
  if (types.isProxy(value)) return 'a Proxy';
  if (isArray(value)) return `an Array of ${count(value.length, isNumeric(value) ? 'number' : 'value')}`;
  const parent: object | null = getPrototypeOf(value);
  const kind = typedArrayKind(value);
  if (kind !== undefined) {
    const length = typedArrayLength(value as Uint8Array);
    if (kind === 'Uint8Array' && parent === bufferPrototype) return `a Buffer of ${count(length, 'byte')}`;
    return `${kind.startsWith('I') ? 'an' : 'a'} ${kind} of ${count(length, 'value')}`;
  }
  if (types.isDataView(value)) return 'a DataView';
  if (types.isPromise(value)) return 'a Promise';
  // Every capsule is frozen, so the addon is not loaded for other objects. isFrozen would read each of a million keys.
  const capsule = isExtensible(value) ? undefined : describeCapsule(value);
  if (capsule !== undefined) return capsule;
  if (parent === null) return 'a plain object';
  // Reading the prototype of a Proxy would run a trap.
  if (types.isProxy(parent)) return 'an object that inherits from a Proxy';
  return getPrototypeOf(parent) === null ? 'a plain object' : 'an instance of a class';
}

/** Whether an Array is short and has only numbers. Runs no getter of an element. */
function isNumeric(values: readonly unknown[]): boolean {
  if (values.length === 0 || values.length > longestChecked) return false;
  for (let i = 0; i < values.length; i++) {
    const element = getOwnPropertyDescriptor(values, i);
    if (element === undefined || typeof element.value !== 'number') return false;
  }
  return true;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
