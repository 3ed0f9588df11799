import type { CheckedArguments, Conditions } from './argument-types.js';
import type { JavaScriptBinding } from './javascript.js';
import type { Argument, Named, Result, Struct } from './types.js';

/** The rules that say which threads may call a function. The most permissive rule is the first. */
export const threads = [
  /** Any thread, any number of calls at a time. */
  'any',
  /** Any thread, but one call at a time for each handle. Different handles in parallel. */
  'handle',
  /** Any thread, but one call at a time. */
  'one',
  /** Only the JavaScript thread that opened the table. */
  'js',
] as const;

/**
 * A thread rule: `any`; `handle` for any thread, but one call at a time for each handle; `one` for any thread, but one
 * call at a time; `js` for the JavaScript thread only.
 *
 * @example
 * ```ts
 * import { f64, fn, type Thread } from '@capsule/contract';
 *
 * const thread: Thread = 'one'; // any thread, but one call at a time
 * console.log(fn(f64, { a: f64 }, { since: '1.0', thread, doc: 'a' }).about.thread); // one
 * ```
 */
export type Thread = (typeof threads)[number];

/** What a capsule with a contract holds; the first is the default. */
export const contractKinds = ['table', 'instance'] as const;

/**
 * What a capsule with a contract holds: `table` for one constant table of functions, `instance` for one of many objects,
 * each with its state and the table of the functions that take it.
 *
 * @example
 * ```ts
 * import { type ContractKind, defineContract, f64, fn, mutPtr, opaque } from '@capsule/contract';
 *
 * const kind: ContractKind = 'instance';
 * const state = mutPtr(opaque('counter', { doc: 'A counter.' }));
 * const next = fn(f64, { state }, { since: '1.0', thread: 'handle', doc: 'The next number.' });
 * console.log(defineContract('@acme/count', '1.0', { next }, { kind }).kind); // instance
 * ```
 */
export type ContractKind = (typeof contractKinds)[number];

/**
 * A function of a contract, before it has a name.
 *
 * @example
 * ```ts
 * import { type Fn, f64, fn, signature } from '@capsule/contract';
 *
 * const add: Fn = fn(f64, { a: f64, b: f64 }, { since: '1.0', thread: 'any', doc: 'a + b' });
 * console.log(signature(add)); // f64(f64,f64)
 * ```
 */
export interface Fn {
  readonly result: Result;
  readonly args: Readonly<Record<string, Argument>>;
  readonly about: {
    /** The version that added it: `1.0`. */
    readonly since: string;
    /** The version from which producers may omit the function. It keeps its index, but is no member of the table in C. */
    readonly retired?: string;
    readonly thread: Thread;
    /** Formula, edge cases (no elements, NaN, overlap), precision. Paragraphs are separated by empty lines. */
    readonly doc: string;
    readonly args?: Readonly<Record<string, string>>;
    /** What it returns, where that is not clear from `doc`. */
    readonly returns?: string;
    /** Conditions of numbers that the safe languages check before the call: `n >= 1`, `low < high`. NaN meets none. */
    readonly requires?: readonly string[];
    /** Conditions that are documented and not checked: `x is sorted`. */
    readonly assumes?: readonly string[];
    /** How it looks in JavaScript, where that does not follow from its arguments. */
    readonly javascript?: JavaScriptBinding;
  };
}

/**
 * A function of a contract.
 *
 * @example
 * ```ts
 * import { type ContractFunction, defineContract, f64, fn } from '@capsule/contract';
 *
 * const add = fn(f64, { a: f64, b: f64 }, { since: '1.0', thread: 'any', doc: 'a + b' });
 * const [first]: readonly ContractFunction[] = defineContract('@acme/math', '1.0', { add }).functions;
 * console.log(first?.name); // add
 * ```
 */
export interface ContractFunction extends Fn {
  readonly name: string;
}

/**
 * The contents of a table: the one declaration from which everything else is generated.
 *
 * @example
 * ```ts
 * import { type Contract, defineContract, f64, fn } from '@capsule/contract';
 *
 * const add = fn(f64, { a: f64, b: f64 }, { since: '1.0', thread: 'any', doc: 'a + b' });
 * const contract: Contract = defineContract('@acme/math', '1.0', { add });
 * console.log(contract.functions.length); // 1
 * ```
 */
export interface Contract {
  /** The address of the producer: `@scope/package` or `@scope/package:export`. */
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  /** What a capsule of this contract holds. */
  readonly kind: ContractKind;
  readonly doc: string;
  /** The prefix of all names in C, and of the file names: `fastmath`. */
  readonly prefix: string;
  /** The version that consumers need unless they choose another one; by default that of the contract. */
  readonly target?: string;
  /** The languages to generate besides C and TypeScript. */
  readonly languages: readonly string[];
  /** The module of the package whose export `native` has the native functions, for the functions in JavaScript. */
  readonly addon?: string;
  /** Code in JavaScript that uses the capsule. */
  readonly example?: string;
  /** In the order of the table. */
  readonly functions: readonly ContractFunction[];
  /** Every struct, opaque struct and callback that a function uses. A type follows the types that it uses. */
  readonly types: readonly Named[];
  /** The structs among them. */
  readonly structs: readonly Struct[];
}

/**
 * The functions whose thread rule a producer can check: those that not every thread may call. Those of instances are not
 * checked.
 *
 * @internal
 */
export const checkedFunctions = ({ kind, functions }: Pick<Contract, 'kind' | 'functions'>): ContractFunction[] =>
  kind === 'table' ? functions.filter(({ about }) => about.retired === undefined && about.thread !== 'any') : [];

/**
 * Declares a function.
 *
 * @param result - the type of the result; `nothing` for `void`
 * @param args - the arguments by name, in order
 * @param about - the version that added it, its thread rule, and its documentation
 * @example
 * ```ts
 * import { constPtr, f64, fn, signature, usize } from '@capsule/contract';
 *
 * const dot = fn(
 *   f64,
 *   { x: constPtr(f64), y: constPtr(f64), n: usize },
 *   { since: '1.0', thread: 'any', doc: 'x[0]*y[0] + ... + x[n-1]*y[n-1]' },
 * );
 * console.log(signature(dot)); // f64(*f64,*f64,usize)
 * ```
 */
export function fn<const Args extends Fn['args']>(
  result: Result,
  args: Args & CheckedArguments<Args>,
  about: Omit<Fn['about'], 'args' | 'requires'> & {
    readonly args?: { readonly [Name in keyof Args]?: string };
    readonly requires?: readonly Conditions<Args>[];
  },
): Fn {
  return { result, args, about: about as Fn['about'] };
}
