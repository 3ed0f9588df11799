import { capsuleError } from '../errors.js';

/** An addon with several tables, to which `<prefix>_define_variants()` has added these functions. */
export interface Variants<Native> {
  /** The variants that this CPU can run, the best first. */
  variants(): string[];
  /** The capsule of a table, and its functions for `createFunctions`. */
  load(variant: string): Native;
}

/**
 * Loads the variant that the variable `<PREFIX>_CPU` names, or the best that this CPU can run.
 *
 * @param addon - the addon
 * @param name - the name of the package, for messages
 * @param prefix - the prefix of the contract
 * @throws Error `ERR_<PREFIX>_CPU_UNKNOWN`
 */
export function loadVariant<Native>(addon: Variants<Native>, name: string, prefix: string): Native {
  const key = `${prefix.toUpperCase()}_CPU`;
  const available = addon.variants();
  const variant = process.env[key] || available[0];
  for (let i = 0; i < available.length; i++) if (available[i] === variant) return addon.load(variant as string);
  throw capsuleError(Error, `ERR_${key}_UNKNOWN`, `Loading ${name}`, {
    expected: `${key} to name a variant this CPU can run (${available.join(', ')})`,
    found: `'${JSON.stringify(variant).slice(1, -1)}'`,
    advice: 'Unset it to get the fastest.',
  });
}
