/**
 * The `code` of every error that this package and capsule.h throw, with the type of the error: TypeError for a wrong
 * kind of value, RangeError for a wrong size or version, Error for the environment.
 *
 * The list is the same as `CAPSULE_CODES` in include/capsule/detail/error.h; a test compares the two.
 */
const types = {
  ERR_CAPSULE_NOT_A_CAPSULE: TypeError,
  ERR_CAPSULE_ENVELOPE_DAMAGED: Error,
  ERR_CAPSULE_ABI_UNKNOWN: RangeError,
  ERR_CAPSULE_NAME_MISMATCH: TypeError,
  ERR_CAPSULE_KIND_MISMATCH: TypeError,
  ERR_CAPSULE_TAKEN: Error,
  ERR_CAPSULE_REVOKED: Error,
  ERR_CAPSULE_VERSION_MISMATCH: RangeError,
  ERR_CAPSULE_SIGNATURE_MISMATCH: TypeError,
  ERR_CAPSULE_TABLE_TOO_SHORT: RangeError,
  ERR_CAPSULE_ENTRY_MISSING: TypeError,
  ERR_CAPSULE_POINTER_MISSING: TypeError,
  ERR_CAPSULE_DATA_UNSOUND: TypeError,
  ERR_CAPSULE_NOT_VIEWABLE: TypeError,
  ERR_CAPSULE_SIGNATURE_UNSOUND: TypeError,
  ERR_CAPSULE_NAME_UNUSABLE: TypeError,
  ERR_CAPSULE_CONTRACT_UNSOUND: TypeError,
  ERR_CAPSULE_NOT_PINNED: Error,
  ERR_CAPSULE_OUT_OF_MEMORY: RangeError,
  ERR_CAPSULE_ENGINE_REFUSED: Error,
  ERR_CAPSULE_PACKAGE_NOT_FOUND: Error,
  ERR_CAPSULE_PACKAGE_THREW: Error,
  ERR_CAPSULE_EXPORT_MISSING: TypeError,
  ERR_CAPSULE_TICKET_UNKNOWN: Error,
  ERR_CAPSULE_TICKET_FOREIGN: Error,
  ERR_CAPSULE_TICKET_USED: Error,
  ERR_CAPSULE_TICKET_EXPIRED: Error,
  ERR_CAPSULE_OPTION_UNUSABLE: TypeError,
  ERR_CAPSULE_PATH_UNUSABLE: TypeError,
  ERR_CAPSULE_ADDON_NOT_BUILT: Error,
  ERR_CAPSULE_ADDON_NOT_LOADABLE: Error,
  ERR_CAPSULE_HANDLE_EMPTY: Error,
  ERR_CAPSULE_TOO_MANY_TICKETS: RangeError,
  ERR_CAPSULE_DISPOSED: Error,
  ERR_CAPSULE_NOT_OWNED: TypeError,
} as const;

/**
 * The `code` of an error of this package or of capsule.h.
 *
 * @example
 * ```ts
 * import { type CapsuleErrorCode, codes } from '@capsule/core';
 *
 * const code: CapsuleErrorCode = 'ERR_CAPSULE_NAME_MISMATCH';
 * console.log(codes.includes(code)); // true
 * ```
 */
export type CapsuleErrorCode = keyof typeof types;

/**
 * The `code` of every error that this package and capsule.h throw.
 *
 * @example
 * ```ts
 * import { codes } from '@capsule/core';
 *
 * console.log(codes[0]); // ERR_CAPSULE_NOT_A_CAPSULE
 * ```
 */
export const codes = Object.keys(types) as readonly CapsuleErrorCode[];

/**
 * Returns the type of the error that has a code.
 *
 * @internal
 */
export function errorType(code: CapsuleErrorCode): ErrorConstructor {
  return types[code];
}
