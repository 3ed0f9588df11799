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

/**
 * Says whether something that was caught is a refusal of these packages.
 *
 * @param code - only this one, if given
 */
export function isCapsuleError<Code extends CapsuleErrorCode | (string & {})>(
  error: unknown,
  code?: Code,
): error is CapsuleError<Code> {
  if (!types.isNativeError(error)) return false;
  const { code: found, expected, found: what } = error as Partial<CapsuleError>;
  return (
    typeof found === 'string' &&
    typeof expected === 'string' &&
    typeof what === 'string' &&
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
  const error = new Type(message, 'cause' in what ? { cause: what.cause } : undefined);
  Error.captureStackTrace?.(error, capsuleError); // the stack begins where the mistake was made
  return Object.assign(error, { code, expected, found });
}
