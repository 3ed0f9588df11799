import { capsuleError } from '@capsule/core';

/** The roles of new packages: `pair` is a producer with a consumer. */
export const kinds = ['producer', 'consumer', 'pair'] as const;
export type Kind = (typeof kinds)[number];

/** The languages of native code, and the names of their templates. */
export const languages = { c: 'c', 'c++': 'cpp', rust: 'rust' } as const;
export type Language = keyof typeof languages;

/** The options of `capsule new`, as the command line has them. */
export interface NewOptions {
  readonly language?: string;
  readonly contract?: string;
  readonly scope?: string;
  readonly folder?: string;
  readonly core?: string;
  readonly dryRun?: boolean;
}

/** An error for an option whose value cannot be used. */
export function rejectOption(expected: string, found: string, advice: string): Error {
  return capsuleError(TypeError, 'ERR_CONTRACT_ARGUMENT_UNUSABLE', 'Creating a package', { expected, found, advice });
}
