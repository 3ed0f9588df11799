import { pascalCase } from './text.js';

/** Keywords of Rust, up to edition 2024, that are valid names in a contract. */
const keywords = new Set(
  `abstract as async await become box crate dyn final fn gen impl in let loop macro match mod move mut override priv
  pub ref self super trait type unsafe unsized use where yield`.split(/\s+/),
);
/** Keywords that have no raw form: `r#self` is an error. */
const withoutRawForm = new Set(['crate', 'self', 'super']);

/** The name of a field or an argument in Rust: `r#type`. */
export function rustName(name: string): string {
  if (withoutRawForm.has(name)) return `${name}_`;
  return keywords.has(name) ? `r#${name}` : name;
}

/** The name of a type in Rust: `Moments` for `moments`. */
export const rustType = pascalCase;

/** The name of a function's type: `MinMaxFn` for `min_max`. */
export const rustFn = (name: string): string => `${rustType(name)}Fn`;
