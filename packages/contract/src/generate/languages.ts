import { capsuleError } from '@capsule/core';
import { quote } from '../model/values.js';

/** What can be generated besides C: a Rust module, and definitions for JavaScript's foreign function interfaces. */
export const languages = ['rust', 'ffi'] as const;
export type Language = (typeof languages)[number];

/** Refuses what nothing can be generated for. */
export function checkLanguages(where: string, chosen: unknown): readonly Language[] {
  const isKnown = (language: unknown) => (languages as readonly unknown[]).includes(language);
  if (Array.isArray(chosen) && chosen.every(isKnown)) return chosen;
  throw capsuleError(TypeError, 'ERR_CONTRACT_LANGUAGE_UNKNOWN', where, {
    expected: "languages: a list of 'rust' and 'ffi'",
    found: quote(Array.isArray(chosen) ? chosen.find((language) => !isKnown(language)) : chosen),
  });
}
