import { describeCapsulesBy } from './describe-value.js';
import { coreError, type Known } from './errors.js';
import { type Binaries, loadAddon } from './load-addon.js';
import { rejectOptions } from './options.js';
import { quote } from './printable.js';
import type { TypedArray } from './typed-arrays.js';

declare const address: unique symbol;
declare const contents: unique symbol;

declare global {
  interface SymbolConstructor {
    /** Also declared by the libraries of TypeScript 5.2 and later, in the same way: older targets do not have it. */
    readonly dispose: unique symbol;
  }
}

/** The kind of the contents of a capsule. */
export type CapsuleKind = 'pointer' | 'table' | 'function' | 'data';

/**
 * A capsule: a producer exports it, a consumer gets it as an argument. JavaScript carries it and reads its label
 * ({@link inspect}, or `console.log`); only C code opens it.
 *
 * @typeParam Name - the name of the capsule, which is the address of its producer: `Capsule<'@capsule/fastmath'>`
 * @typeParam Kind - the kind of its contents, if that is known: `Capsule<'@capsule/fastmath', 'table'>`
 * @example
 * ```ts
 * import { type Capsule, inspect } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * function versionOf(table: Capsule<'@capsule/fastmath', 'table'>): string {
 *   return inspect(table).version;
 * }
 * console.log(versionOf(capsule)); // 1.1
 * ```
 */
export interface Capsule<Name extends string = string, Kind extends CapsuleKind = CapsuleKind> {
  /** Exists for the compiler only. */
  readonly [address]: Name;
  /** Exists for the compiler only. */
  readonly [contents]: Kind;
}

/**
 * A capsule that owns its contents, so that JavaScript can end them: with {@link dispose}, or at the end of a block
 * with `using`.
 *
 * @example
 * ```ts
 * import { dispose, type OwnedCapsule } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 *
 * const vector: OwnedCapsule = createVector(3);
 * dispose(vector);
 * console.log(vector); // [Capsule '@capsule/fastmath:vector': f64[3], disposed]
 * ```
 */
export interface OwnedCapsule<Name extends string = string, Kind extends CapsuleKind = CapsuleKind>
  extends Capsule<Name, Kind> {
  /** Ends the contents, as {@link dispose} does. Absent at run time if the engine has no `Symbol.dispose`. */
  [Symbol.dispose](): void;
}

/**
 * One function of a table.
 *
 * @example
 * ```ts
 * import { type CapsuleFunction, inspect } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * const [first]: readonly CapsuleFunction[] = inspect(capsule).functions;
 * console.log(first); // { name: 'sum', signature: 'f64(*f64,usize)', since: '1.0' }
 * ```
 */
export interface CapsuleFunction {
  readonly name: string;
  /** The C ABI of the function: `f64(*f64,*f64,usize)`. */
  readonly signature: string;
  /** The version of the contract that added it: `1.0`. */
  readonly since: string;
  /** Deprecated: the table may lack it. Absent for other functions. */
  readonly retired?: true;
}

/**
 * Whether the contents are available (`live`), were taken by a consumer, revoked by the producer, or disposed of by
 * JavaScript ({@link dispose}).
 *
 * @example
 * ```ts
 * import { type CapsuleState, inspect } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 *
 * const state: CapsuleState = inspect(createVector(3)).state;
 * console.log(state); // live
 * ```
 */
export type CapsuleState = 'live' | 'taken' | 'revoked' | 'disposed';

/** The part of a label that depends on what the capsule holds. */
type Contents =
  | {
      readonly kind: 'pointer';
      readonly state: CapsuleState;
      /** Version of the contract of an instance: `1.0`. Absent for other pointers, as are the next two. */
      readonly version?: string;
      /** The implementation of an instance: `pcg64`. Absent if its table has no name for it. */
      readonly variant?: string;
      readonly functions?: readonly CapsuleFunction[];
    }
  | {
      readonly kind: 'function';
      readonly state: CapsuleState;
      /** The C ABI of the function: `f64(f64,*void)`. */
      readonly signature: string;
    }
  | {
      readonly kind: 'data';
      readonly state: CapsuleState;
      /** Type of an element: `f64`, `i32`, `bool`. */
      readonly dtype: string;
      /** The number of elements along each dimension. */
      readonly shape: readonly number[];
      /** The distance from one element to the next along each dimension, in elements. */
      readonly strides: readonly number[];
      readonly readOnly: boolean;
    }
  | {
      readonly kind: 'table';
      /** Version of the contract: `1.0`. */
      readonly version: string;
      /** The name of this build of the functions: `avx2`. Absent if there is only one build. */
      readonly variant?: string;
      readonly functions: readonly CapsuleFunction[];
    };

/**
 * The label of a capsule: what {@link inspect} returns.
 *
 * @example
 * ```ts
 * import { type CapsuleLabel, inspect } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 *
 * const label: CapsuleLabel<string, 'data'> = inspect(createVector(3));
 * console.log(label.dtype, label.shape); // f64 [ 3 ]
 * ```
 */
export type CapsuleLabel<Name extends string = string, Kind extends CapsuleKind = CapsuleKind> = {
  readonly name: Name;
  /** Path of the addon that sealed it. */
  readonly file: string;
} & Extract<Contents, { readonly kind: Kind }>;

/** Each function returns undefined if Node-API failed, even to throw: see {@link required}. */
interface Addon {
  check(value: unknown, name: string | undefined): boolean | undefined;
  label(value: unknown): CapsuleLabel | undefined;
  /** A buffer over the memory itself, or the reason why there is none. */
  view(value: unknown, mayMove: boolean): ArrayBuffer | string | undefined;
  copy(value: unknown, array: TypedArray): TypedArray | undefined;
  share(value: unknown, random: string, milliseconds: number): string | undefined;
  receive(ticket: string): Capsule | undefined;
  dispose(value: unknown): true | undefined;
  functionOf(capsule: unknown, index: number, context: unknown): OwnedCapsule<string, 'function'> | undefined;
  sweep(): number | undefined;
}

const binaries: Binaries = require('../binaries.cjs');
let loaded: Addon | undefined;

/**
 * Loads the addon on first use: errors and paths work before anything is built.
 *
 * @internal
 */
export function addon(): Addon {
  loaded ??= loadAddon<Addon>(binaries, 'core');
  return loaded;
}

/**
 * Returns the result of a function of the addon. If Node-API fails to throw, as for a moment after `terminate()` of a
 * Worker, there is neither a result nor an exception. The thread must then not continue with undefined.
 *
 * @internal
 */
export function required<Result>(result: Result | undefined, operation: string): Result {
  if (result !== undefined) return result;
  throw coreError('ERR_CAPSULE_ENGINE_REFUSED', operation, {
    expected: 'Node-API to succeed',
    found: 'a call that failed without an exception',
  });
}

/**
 * Checks whether a value is a capsule, whether or not its contents are available. Runs no code of the value: no getter,
 * no trap of a Proxy.
 *
 * @param value - any value
 * @param name - the name that the capsule must have; any name if undefined. A literal narrows the type to
 *   `Capsule<name>`. A `string` does not narrow it: a capsule with another name is still a capsule.
 * @returns true for a capsule with that name; never throws for any value. It is a callback of `filter()`, too.
 * @example
 * ```ts
 * import { isCapsule } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * console.log(isCapsule(capsule)); // true
 * console.log(isCapsule(capsule, '@acme/other')); // false
 * console.log(isCapsule({ ...capsule })); // false
 * ```
 */
export function isCapsule(value: unknown): value is Capsule;
export function isCapsule<Name extends string>(value: unknown, name: Known<Name>): value is Capsule<Name>;
export function isCapsule(value: unknown, name: string | undefined): boolean;
export function isCapsule(value: unknown, name?: string, values?: unknown): boolean {
  const isCallback = typeof name === 'number' && values !== undefined;
  return required(addon().check(value, isCallback ? undefined : name), 'Checking a capsule');
}

/**
 * Reads the label of a capsule.
 *
 * @param capsule - a capsule of any kind, also one whose contents were taken or revoked
 * @returns name, kind, sealing addon and state; version, variant and functions of a table or instance; signature of a function;
 *   type, shape and strides of data. If the type of the capsule states its kind, the label has the type of that kind.
 * @throws TypeError `ERR_CAPSULE_NOT_A_CAPSULE` for any other value, `ERR_CAPSULE_OPTION_UNUSABLE` for options
 * @example
 * ```ts
 * import { inspect } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * const { name, kind, version, functions } = inspect(capsule);
 * console.log(name, kind, version); // @capsule/fastmath table 1.1
 * console.log(functions[1]?.signature); // f64(*f64,*f64,usize)
 * ```
 */
export function inspect<Name extends string, Kind extends CapsuleKind = CapsuleKind>(
  capsule: Capsule<Name, Kind>,
): CapsuleLabel<Name, Kind>;
export function inspect(capsule: Capsule, ...more: unknown[]): CapsuleLabel {
  if (more.length > 0) rejectOptions('Reading a label', more);
  return required(addon().label(capsule), 'Reading a label');
}

// Describing a value for an error must not fail, even if the addon was not built or an envelope is damaged.
describeCapsulesBy((value) => {
  try {
    return isCapsule(value) ? `the capsule ${quote(inspect(value).name)}` : undefined;
  } catch {
    return undefined;
  }
});
