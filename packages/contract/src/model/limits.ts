import { type CapsuleError, capsuleError } from '@capsule/core';

// Limits of contracts. They bound the time of the commands and the sizes of generated files.

/** Functions of a contract. */
export const MAX_FUNCTIONS = 65_536;
/** Structs, opaque structs and callbacks of a contract. */
export const MAX_TYPES = 65_536;
/** How deep types may nest: CAPSULE_MAX_DEPTH of core's capsule/detail/contract.h. */
export const MAX_DEPTH = 64;
/** Arguments of a function: C compilers must accept this many. Each pair of arrays is compared, in every language. */
export const MAX_ARGUMENTS = 127;
/** Characters of a signature: C compilers must accept string literals up to this length. */
export const MAX_SIGNATURE = 4095;

/**
 * The error of a contract that exceeds a limit.
 *
 * @param most - the limit
 */
export const tooLarge = (where: string, what: string, most: string): CapsuleError =>
  capsuleError(RangeError, 'ERR_CONTRACT_TOO_LARGE', where, {
    expected: `${what} at most ${most}`,
    found: 'more',
  });
