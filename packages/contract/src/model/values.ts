import { types } from 'node:util';
import { escapeLine } from '../escape.js';

/** Whether a value is an object, so that its properties can be read. A Proxy is none: reading it runs its traps. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !types.isProxy(value);

/** Whether a value is an Array; isArray() throws for a revoked Proxy. */
export const isList = (value: unknown): value is readonly unknown[] => !types.isProxy(value) && Array.isArray(value);

/** The number of characters of a value that error messages show. */
const MAX_SHOWN = 80;

/** A value as error messages show it: a string in quotes, an object without its contents. */
export function quote(value: unknown): string {
  if (types.isProxy(value)) return 'a Proxy';
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return value.length > MAX_SHOWN ? `a string of ${value.length} characters` : `'${escapeLine(value)}'`;
    case 'bigint':
      return value > -(10n ** 80n) && value < 10n ** 80n ? `${value}n` : 'a bigint of more than 80 digits';
    case 'function':
      return functionName(value) === undefined ? 'a function' : `the function ${functionName(value)}`;
    case 'symbol':
      return 'a symbol';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'an array' : 'an object';
    default:
      return String(value);
  }
}

/** The name of a function, if it is short and not a getter. */
function functionName(value: object): string | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  return typeof name !== 'string' || name === '' || name.length > MAX_SHOWN ? undefined : escapeLine(name);
}

/** A name for a message. It may be any string, so it is escaped and truncated. */
export const shownName = (name: string): string =>
  name.length > MAX_SHOWN ? `${escapeLine(name.slice(0, MAX_SHOWN))}...` : escapeLine(name);

/** The length of the longest text. */
export const widest = (texts: readonly string[]): number =>
  texts.reduce((length, text) => Math.max(length, text.length), 0);

/** `1.0, 1.1 and 1.2` */
export const list = (items: readonly string[], conjunction: 'and' | 'or' = 'and'): string =>
  items.join(', ').replace(/, (?=[^,]*$)/, ` ${conjunction} `);
