import { checkLanguages, type Language } from './generate/languages.js';
import type { Contract, Fn } from './model/contract.js';
import { validate } from './model/validate.js';
import { isObject } from './model/values.js';

/** Settings of a contract as a whole. */
export interface ContractOptions {
  /** Documentation that applies to all functions. */
  readonly doc?: string;
  /** The prefix of all names in C; by default the last part of the contract's name. */
  readonly prefix?: string;
  /**
   * The languages to generate besides C and TypeScript: C++ wrappers, functions for JavaScript, a Rust module,
   * definitions for koffi and node:ffi.
   */
  readonly languages?: readonly Language[];
}

/**
 * Declares a contract.
 *
 * @param name - the address of the producer: `@scope/package`
 * @param version - `major.minor`; functions are only ever appended, with a new minor
 * @param functions - in the order of the table
 * @param options - documentation for all functions, the prefix of their names in C, and other languages
 * @returns the contract, for `export default` in a file `*.contract.ts`
 * @throws TypeError or RangeError `ERR_CONTRACT_...` that names the function and what is wrong with it
 */
export function defineContract(
  name: string,
  version: string,
  functions: Readonly<Record<string, Fn>>,
  options: ContractOptions = {},
): Contract {
  return contractOf(name, version, isObject(functions) ? Object.entries(functions) : functions, options);
}

/**
 * Makes a contract from a list of functions. They may come from another copy of this package.
 *
 * @internal
 */
export function contractOf(...declaration: Parameters<typeof validate>): Contract {
  const contract = validate(...declaration);
  checkLanguages(contract);
  return contract;
}
