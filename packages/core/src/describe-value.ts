import { types } from 'node:util';
import { typedArrayKind, typedArrayLength } from './typed-arrays.js';

/**
 * A value in a reader's words, for the `found` of an error: `an Array of 3 numbers`, `a Float32Array of 4
 * values`, `null`. Runs none of the value's own code.
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
  const kind = typedArrayKind(value);
  if (Buffer.isBuffer(value)) return `a Buffer of ${count(typedArrayLength(value), 'byte')}`;
  if (kind !== undefined) {
    return `${kind.startsWith('I') ? 'an' : 'a'} ${kind} of ${count(typedArrayLength(value as Uint8Array), 'value')}`;
  }
  if (types.isDataView(value)) return 'a DataView';
  if (types.isPromise(value)) return 'a Promise';
  const parent = Object.getPrototypeOf(value);
  return parent === null || Object.getPrototypeOf(parent) === null ? 'a plain object' : 'an instance of a class';
}

function isNumeric(values: readonly unknown[]): boolean {
  return values.length > 0 && values.every((value) => typeof value === 'number');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
