import { checkLanguages, type Language } from './generate/languages.js';
import type { Contract, ContractKind, Fn } from './model/contract.js';
import { validate } from './model/validate.js';
import { isObject } from './model/values.js';

/**
 * Settings of a contract as a whole.
 *
 * @example
 * ```ts
 * import { type ContractOptions, defineContract, f64, fn } from '@capsule/contract';
 *
 * const options: ContractOptions = { doc: 'Sums.', prefix: 'sums', languages: ['rust'] };
 * const add = fn(f64, { a: f64, b: f64 }, { since: '1.0', thread: 'any', doc: 'a + b' });
 * console.log(defineContract('@acme/math', '1.0', { add }, options).prefix); // sums
 * ```
 */
export interface ContractOptions {
  /**
   * `instance` for an interface that several packages implement: a capsule then holds one object, and the first argument
   * of each function is a pointer to its state, the same opaque struct in all of them. By default `table`.
   */
  readonly kind?: ContractKind;
  /** Documentation that applies to all functions. */
  readonly doc?: string;
  /** The prefix of all names in C; by default the last part of the contract's name. */
  readonly prefix?: string;
  /**
   * The version of this major that consumers need unless they choose another one, such as `1.0`; by default that of the
   * contract. Consumers that are built today then run with producers as old as that. A newer function is no member of
   * their table: they check for it, or raise their target.
   */
  readonly target?: string;
  /**
   * The languages to generate besides C and TypeScript: C++ wrappers, functions for JavaScript, a Rust module,
   * definitions for koffi and node:ffi.
   */
  readonly languages?: readonly Language[];
  /**
   * The module of the package whose export `native` has the native functions: `dist/native.js`. With it, `javascript`
   * also generates `bindings/<prefix>.js` and `.mjs`, which export the functions by their names.
   */
  readonly addon?: string;
  /** Code in JavaScript that uses the capsule, for its documentation. */
  readonly example?: string;
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
 * @example
 * ```ts
 * import { constPtr, defineContract, f64, fn, usize } from '@capsule/contract';
 *
 * const contract = defineContract('@acme/math', '1.0', {
 *   sum: fn(
 *     f64,
 *     { x: constPtr(f64), n: usize },
 *     { since: '1.0', thread: 'any', doc: 'The sum of x.', args: { x: 'n values', n: 'number of values' } },
 *   ),
 * });
 * console.log(contract.name, `${contract.major}.${contract.minor}`, contract.prefix); // @acme/math 1.0 math
 * ```
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
