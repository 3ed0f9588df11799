import { types } from 'node:util';
import { typedArrayKind, typedArrayLength } from './typed-arrays.js';

const bufferPrototype: unknown = Buffer.prototype; // from before anybody could replace it

const { isFrozen } = Object;

/** In how many elements of an Array one looks for numbers. */
const looked = 64;

/** Words for a capsule; undefined for everything else. */
let describeCapsule: (value: object) => string | undefined = () => undefined;

/**
 * What tells a capsule is native, and loaded with the help of this file: capsule.ts brings it here.
 *
 * @internal
 */
export function describeCapsulesBy(describe: (value: object) => string | undefined): void {
  describeCapsule = describe;
}

/**
 * A value in a reader's words, for the `found` of an error: `an Array of 3 numbers`, `a Float32Array of 4
 * values`, `the capsule '@acme/math'`, `null`. Runs none of the value's own code, and takes no longer for a large one.
 */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'number':
      return `the number ${Object.is(value, -0) ? '-0' : value}`;
    case 'string':
      return value.length > 40
        ? `a string of ${value.length} characters`
        : `the string '${JSON.stringify(value).slice(1, -1)}'`;
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return `a ${typeof value}`;
  }
}

function describeObject(value: object): string {
  if (types.isProxy(value)) return 'a Proxy';
  if (Array.isArray(value)) return `an Array of ${count(value.length, isNumeric(value) ? 'number' : 'value')}`;
  const parent: object | null = Object.getPrototypeOf(value);
  const kind = typedArrayKind(value);
  if (kind !== undefined) {
    const length = typedArrayLength(value as Uint8Array);
    if (kind === 'Uint8Array' && parent === bufferPrototype) return `a Buffer of ${count(length, 'byte')}`;
    return `${kind.startsWith('I') ? 'an' : 'a'} ${kind} of ${count(length, 'value')}`;
  }
  if (types.isDataView(value)) return 'a DataView';
  if (types.isPromise(value)) return 'a Promise';
  // Every capsule is frozen: nothing is loaded for other objects.
  const capsule = isFrozen(value) ? describeCapsule(value) : undefined;
  if (capsule !== undefined) return capsule;
  if (parent === null) return 'a plain object';
  // Asking a Proxy for its prototype would run a trap.
  if (types.isProxy(parent)) return 'an object that inherits from a Proxy';
  return Object.getPrototypeOf(parent) === null ? 'a plain object' : 'an instance of a class';
}

/** Whether a short Array holds numbers only. A getter in the place of an element is not asked. */
function isNumeric(values: readonly unknown[]): boolean {
  if (values.length === 0 || values.length > looked) return false;
  for (let i = 0; i < values.length; i++) {
    const element = Object.getOwnPropertyDescriptor(values, i);
    if (element === undefined || typeof element.value !== 'number') return false;
  }
  return true;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
