import { types } from 'node:util';
import type { CapsuleErrorCode } from './codes.js';

/**
 * What these packages throw: an ordinary TypeError (a wrong kind), RangeError (a wrong size or version)
 * or Error (the environment), with these properties.
 */
export interface CapsuleError<Code extends string = CapsuleErrorCode | (string & {})> extends Error {
  /** Which refusal it is: stable, unlike the message. */
  code: Code;
  /** What was expected, as the message words it. */
  expected: string;
  /** What was found, as the message words it. */
  found: string;
}

/** A text that the compiler knows, not just any `string`. */
export type Known<Text extends string> = string extends Text ? never : Text;

/**
 * Says whether something that was caught is a refusal of these packages. Runs none of its own code.
 *
 * @param code - only this one, if given. The compiler learns the code if it knows it.
 */
export function isCapsuleError(error: unknown): error is CapsuleError;
export function isCapsuleError<Code extends CapsuleErrorCode | (string & {})>(
  error: unknown,
  code: Known<Code>,
): error is CapsuleError<Code>;
export function isCapsuleError(error: unknown, code: string | undefined): boolean;
export function isCapsuleError(error: unknown, code?: string): boolean {
  if (!types.isNativeError(error)) return false;
  const own = (key: string): unknown => Object.getOwnPropertyDescriptor(error, key)?.value;
  const found = own('code');
  return (
    typeof found === 'string' &&
    typeof own('expected') === 'string' &&
    typeof own('found') === 'string' &&
    (code === undefined || found === code)
  );
}

/**
 * Makes an error whose message reads `<doing>: expected <what>, found <what>. <How to mend it.>`
 *
 * @param Type - TypeError for a wrong kind, RangeError for a wrong size or version, else Error
 * @param code - `ERR_<PACKAGE>_<WHAT_IS_WRONG>`
 * @param doing - what was being done: `variance(values)`
 */
export function capsuleError<Code extends string>(
  Type: new (message: string, options?: ErrorOptions) => Error,
  code: Code,
  doing: string,
  what: { expected: string; found: string; advice?: string; cause?: unknown },
): CapsuleError<Code> {
  const { expected, found, advice } = what;
  const message = `${doing}: expected ${expected}, found ${found}.${advice === undefined ? '' : ` ${advice}`}`;
  const error = new Type(message, Object.hasOwn(what, 'cause') ? { cause: what.cause } : undefined);
  Error.captureStackTrace?.(error, capsuleError); // the stack begins where the mistake was made
  define(error, 'code', code);
  define(error, 'expected', expected);
  define(error, 'found', found);
  return error as CapsuleError<Code>;
}

/** Gives an error a property. Not by assigning: a setter that somebody gave to Object.prototype would run. */
function define(error: Error, key: string, value: string): void {
  const property = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(error, key, property);
}
