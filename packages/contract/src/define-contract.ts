import type { Language } from './generate/languages.js';
import type { Argument, Named, Result, Struct } from './model/types.js';
import { validate } from './model/validate.js';

/** Who may call a function, and when. */
export type Thread =
  /** Any thread, any number of calls at a time. */
  | 'any'
  /** Any thread, but one call at a time. */
  | 'one'
  /** Only the JavaScript thread that opened the table. */
  | 'js';

/** A function of a contract, before it has a name. */
export interface Fn {
  readonly result: Result;
  readonly args: Readonly<Record<string, Argument>>;
  readonly about: {
    /** The version it came with: `1.0`. */
    readonly since: string;
    /** The version from which on it may be missing. It keeps its place, and is no member of the table in C. */
    readonly retired?: string;
    readonly thread: Thread;
    /** Formula, edge cases (no elements, NaN, overlap), precision. Paragraphs are separated by empty lines. */
    readonly doc: string;
    readonly args?: Readonly<Record<string, string>>;
  };
}

/** A function of a contract. */
export interface ContractFunction extends Fn {
  readonly name: string;
}

/** What a table holds: the one declaration from which everything else is generated. */
export interface Contract {
  /** The address of the producer: `@scope/package` or `@scope/package:export`. */
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  readonly doc: string;
  /** Of everything in C, and of the files: `fastmath`. */
  readonly prefix: string;
  /** What is generated besides the C headers. */
  readonly languages: readonly Language[];
  /** In the order of the table. */
  readonly functions: readonly ContractFunction[];
  /** Every struct, opaque struct and callback that a function uses; each after those it is made of. */
  readonly types: readonly Named[];
  /** The structs among them. */
  readonly structs: readonly Struct[];
}

/**
 * Declares a function.
 *
 * @param result - what it gives; `nothing` for `void`
 * @param args - its arguments by name, in order
 * @param about - since which version, on which threads, and what it does
 */
export function fn<const Args extends Fn['args']>(
  result: Result,
  args: Args,
  about: Omit<Fn['about'], 'args'> & { readonly args?: { readonly [Name in keyof Args]?: string } },
): Fn {
  return { result, args, about: about as Fn['about'] };
}

/** What holds for a contract as a whole. */
export interface ContractOptions {
  /** What holds for all functions. */
  readonly doc?: string;
  /** What everything in C begins with; the last part of the name, if not given. */
  readonly prefix?: string;
  /** What to generate besides the C headers, into `bindings/`: a Rust module, definitions for koffi and node:ffi. */
  readonly languages?: readonly Language[];
}

/**
 * Declares a contract.
 *
 * @param name - the address of the producer: `@scope/package`
 * @param version - `major.minor`; functions are only ever appended, with a new minor
 * @param functions - in the order of the table
 * @param options - what holds for all functions, the prefix of their names in C, and other languages
 * @throws TypeError or RangeError `ERR_CONTRACT_...` that names the function and what is wrong with it
 */
export function defineContract(
  name: string,
  version: string,
  functions: Readonly<Record<string, Fn>>,
  options: ContractOptions = {},
): Contract {
  return validate(name, version, functions, options);
}
