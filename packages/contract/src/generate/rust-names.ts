import { capsuleError } from '@capsule/core';
import type { Contract } from '../define-contract.js';
import { pascalCase } from './pascal-case.js';

/** Keywords of Rust, up to its edition of 2024, that a name in a contract may be. */
const keywords = new Set(
  `abstract as async await become box crate dyn final fn gen impl in let loop macro match mod move mut override priv
  pub ref self super trait type unsafe unsized use where yield`.split(/\s+/),
);
/** Those that Rust does not take as `r#self` either. */
const never = new Set(['crate', 'self', 'super']);

/** A field or an argument as Rust writes it: `r#type`. */
export function rustName(name: string): string {
  if (never.has(name)) return `${name}_`;
  return keywords.has(name) ? `r#${name}` : name;
}

/** A type as Rust writes it: `Moments` for `moments`. */
export const rustType = pascalCase;

/** The type of a function: `MinMaxFn` for `min_max`. */
export const rustFn = (name: string): string => `${rustType(name)}Fn`;

/** Types that the module has, or that it needs from Rust. */
const taken = ['Api', 'Contract', 'Entry', 'Option', 'Sync'];

/** `x_1` and `x1` are two names in C, and would be one type in Rust. */
export function checkRustNames(where: string, { functions, types }: Contract): void {
  const known = new Set(taken);
  const named = types.map(({ kind, name }) => (kind === 'callback' ? rustFn(name) : rustType(name)));
  for (const type of [...named, ...functions.map(({ name }) => rustFn(name))]) {
    if (known.has(type)) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
        expected: 'names that differ in Rust too',
        found: `two types ${type}`,
        advice: "Rename one, or leave 'rust' out of the languages.",
      });
    }
    known.add(type);
  }
}
