import { types } from 'node:util';
import { type CapsuleErrorCode, errorType } from './codes.js';
import { printableLines } from './printable.js';

// Captured at load; later monkey-patching has no effect.
const { captureStackTrace } = Error;
const { defineProperty, getOwnPropertyDescriptor, hasOwn } = Object;

/**
 * An error of these packages: an ordinary TypeError (a wrong kind of value), RangeError (a wrong size or version) or
 * Error (the environment), with these properties.
 *
 * @example
 * ```ts
 * import { type CapsuleError, inspect } from '@capsule/core';
 *
 * try {
 *   inspect({} as never);
 * } catch (error) {
 *   const { code, expected, found } = error as CapsuleError;
 *   console.log(code, '|', expected, '|', found); // ERR_CAPSULE_NOT_A_CAPSULE | a capsule | a plain object
 * }
 * ```
 */
export interface CapsuleError<Code extends string = CapsuleErrorCode | (string & {})> extends Error {
  /** Identifies the error. Stable, unlike the message. */
  code: Code;
  /** The part of the message after `expected`. */
  expected: string;
  /** The part of the message after `found`. */
  found: string;
}

/** A literal type; `never` for `string`. */
export type Known<Text extends string> = string extends Text ? never : Text;

/**
 * Checks whether a caught value is an error of these packages, of any realm. Runs no code of the value.
 *
 * @param error - any value
 * @param code - the code that the error must have; any code if undefined. A literal narrows the type.
 * @returns true for an error with `code`, `expected` and `found`, whose code is the given one if there is one
 * @example
 * ```ts
 * import { isCapsuleError } from '@capsule/core';
 * import { mean } from '@capsule/stats';
 *
 * try {
 *   mean([]);
 * } catch (error) {
 *   if (!isCapsuleError(error, 'ERR_STATS_TOO_FEW_VALUES')) throw error;
 *   console.log(error.message); // mean(values): expected at least 1 value, found 0.
 * }
 * ```
 */
export function isCapsuleError(error: unknown): error is CapsuleError;
export function isCapsuleError<Code extends CapsuleErrorCode | (string & {})>(
  error: unknown,
  code: Known<Code>,
): error is CapsuleError<Code>;
export function isCapsuleError(error: unknown, code: string | undefined): boolean;
export function isCapsuleError(error: unknown, code?: string, errors?: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const own = (key: string): unknown => getOwnPropertyDescriptor(error, key)?.value;
  const found = own('code');
  const isCallback = typeof code === 'number' && errors !== undefined; // of errors.filter(isCapsuleError)
  return (
    typeof found === 'string' &&
    typeof own('expected') === 'string' &&
    typeof own('found') === 'string' &&
    (code === undefined || isCallback || found === code)
  );
}

/**
 * Makes an error with the message `<operation>: expected <what>, found <what>. <How to fix it.>`
 *
 * Unprintable characters except line breaks are escaped: names and paths come from anywhere, and messages are shown in
 * terminals.
 *
 * @param Type - TypeError for a wrong kind of value, RangeError for a wrong size or version, else Error
 * @param code - `ERR_<PACKAGE>_<WHAT_IS_WRONG>`
 * @param operation - the call: `variance(values)`
 * @param parts - the other parts of the message, and the `cause` of the error
 * @returns the error, to be thrown
 * @example
 * ```ts
 * import { capsuleError, describeValue } from '@capsule/core';
 *
 * function half(x: unknown): number {
 *   if (typeof x === 'number') return x / 2;
 *   throw capsuleError(TypeError, 'ERR_ACME_NOT_A_NUMBER', 'half(x)', {
 *     expected: 'a number as x',
 *     found: describeValue(x),
 *   });
 * }
 * console.log(half(5)); // 2.5
 * ```
 */
export function capsuleError<Code extends string>(
  Type: new (message: string, options?: { cause?: unknown }) => Error,
  code: Code,
  operation: string,
  parts: { expected: string; found: string; advice?: string | undefined; cause?: unknown },
): CapsuleError<Code> {
  const expected = printableLines(parts.expected);
  const found = printableLines(parts.found);
  // Own: a polluted prototype adds nothing.
  const advice = hasOwn(parts, 'advice') && parts.advice !== undefined ? ` ${printableLines(parts.advice)}` : '';
  const period = found[found.length - 1] === '.' ? '' : '.';
  const message = `${printableLines(operation)}: expected ${expected}, found ${found}${period}${advice}`;
  const error = new Type(message, hasOwn(parts, 'cause') ? { cause: parts.cause } : undefined);
  captureStackTrace?.(error, capsuleError); // the stack begins at the caller
  define(error, 'code', code);
  define(error, 'expected', expected);
  define(error, 'found', found);
  return error as CapsuleError<Code>;
}

/**
 * Makes an error of this package. The code determines the type.
 *
 * @internal
 */
export function coreError(
  code: CapsuleErrorCode,
  operation: string,
  parts: { expected: string; found: string; advice?: string | undefined; cause?: unknown },
): CapsuleError {
  const error = capsuleError(errorType(code), code, operation, parts);
  captureStackTrace?.(error, coreError);
  return error;
}

/** Defines a property. An assignment would run a setter of Object.prototype. */
function define(error: Error, key: string, value: string): void {
  const property = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
  defineProperty(error, key, property);
}
