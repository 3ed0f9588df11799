// What the generated modules say of each function, and the errors of its calls.
import { types } from 'node:util';
import { type CapsuleError, capsuleError } from '../errors.js';

/** The typed arrays by name, captured at load: later monkey-patching has no effect. */
export const typedArrays = {
  Float64Array,
  Float32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  BigInt64Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
  BigUint64Array,
};

export type ArrayKind = keyof typeof typedArrays;
export type AnyArray = InstanceType<(typeof typedArrays)[ArrayKind]>;

/** An array that C reads or writes. */
export interface ArrayParameter {
  readonly kind: 'array';
  readonly name: string;
  readonly array: ArrayKind;
  /** The type of elements in a data capsule. */
  readonly dtype: string;
  readonly writes: boolean;
  /** Whether the array may be missing, because C fills it. */
  readonly isResult?: boolean;
  /** The number of values: the argument with this name, if there is one, plus a constant. */
  readonly length?: string;
  readonly plus?: number;
  /** Whether the elements are integers for C, which are `low` or more, and indices of the array `index`. */
  readonly sizes?: boolean;
  readonly low?: number;
  readonly index?: string;
}

/** A number, a BigInt or a boolean. Without bounds it is any of them. */
export interface ScalarParameter {
  readonly kind: 'scalar';
  readonly name: string;
  readonly type: 'number' | 'bigint' | 'boolean';
  readonly low?: number | string;
  readonly high?: number | string;
}

/** An object of a class that stands for a handle of C. */
export interface HandleParameter {
  readonly kind: 'handle';
  readonly name: string;
  readonly of: string;
  isHandle(value: unknown): boolean;
  isEnded(value: unknown): boolean;
  isBusy?(value: unknown): boolean;
}

/** A C function, in a capsule. */
export interface CallbackParameter {
  readonly kind: 'callback';
  readonly name: string;
  readonly signature: string;
}

export type Parameter = ArrayParameter | ScalarParameter | HandleParameter | CallbackParameter;

/** An array with elements at equal distances, and the names of its options. */
export interface StridedArray extends Omit<ArrayParameter, 'kind'> {
  readonly offset: string;
  readonly stride: string;
}

export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** What has to be true of the lengths, numbers and handles of a call. */
export type Check = { readonly code: string; readonly expected: string } & (
  | { readonly kind: 'length' | 'shorter' | 'range'; readonly array: string; readonly size: number }
  | { readonly kind: 'lengths'; readonly first: string; readonly other: string; readonly difference: number }
  | { readonly kind: 'explicit'; readonly array: string; readonly length: string; readonly plus: number }
  | {
      readonly kind: 'condition';
      readonly left: string;
      readonly operator: Operator;
      readonly right: number | string;
    }
  | {
      /** A condition of JavaScript alone: a number, or a difference of two, and its bound, if it is finite. */
      readonly kind: 'binding';
      readonly left: readonly string[];
      readonly operator: Operator;
      readonly right?: number | string;
    }
  | { readonly kind: 'sameHandle'; readonly first: string; readonly second: string }
);

/** What a failure of C means. */
export interface Failure {
  readonly code: string;
  readonly expected: string;
  readonly found: string;
  readonly advice?: string;
}

/** The names of a function, for its errors. */
export interface CallNames {
  /** The beginning of its error codes: `ERR_<PACKAGE>_`. */
  readonly prefix: string;
  readonly name: string;
  readonly operation: string;
  /** The parameters, with `options` as the last if there are options. */
  readonly shown: readonly string[];
  readonly required: readonly string[];
  /** What to do instead of passing options. */
  readonly hint?: string;
}

/** A function of a contract. */
export interface Call extends CallNames {
  /** The keys of the options. */
  readonly keys?: readonly string[];
  readonly strided?: readonly StridedArray[];
  /** The name of the option that is the number of strided elements. */
  readonly count?: string;
  readonly parameters: readonly Parameter[];
  /** The lengths, each with the array that determines it, unless it is an argument. */
  readonly lengths: readonly { readonly name: string; readonly array?: string; readonly plus?: number }[];
  readonly checks: readonly Check[];
  /** The message for arrays that overlap. Only the native function has their addresses. */
  readonly overlap: { readonly expected: string; readonly found: string } | undefined;
  /** By the value that C returns. */
  readonly failures: Readonly<Record<string, Failure>>;
  readonly isPromise?: boolean;
  /** Calls the native function, which also accepts data capsules. Undefined if it rejects the arguments. */
  invoke(args: readonly unknown[]): unknown;
}

const { isArray } = Array;
const { keys, setPrototypeOf } = Object;

/**
 * Removes the prototypes of the objects in a literal, so that a polluted Object.prototype adds nothing to them. Returns
 * the literal itself.
 */
export function bare<Literal>(literal: Literal): Literal {
  if (typeof literal !== 'object' || literal === null) return literal;
  const all = keys(literal) as (keyof Literal)[];
  for (let i = 0; i < all.length; i++) bare(literal[all[i] as keyof Literal]);
  return isArray(literal) ? literal : setPrototypeOf(literal, null);
}

type ErrorType = new (message: string, options?: { cause?: unknown }) => Error;

/** An error of a call. */
export const fail = (
  { prefix, operation }: CallNames,
  type: ErrorType,
  code: string,
  expected: string,
  found: string,
  advice?: string,
): CapsuleError => capsuleError(type, prefix + code, operation, { expected, found, advice });

export const count = (n: number | undefined, what = 'value'): string => `${n} ${what}${n === 1 ? '' : 's'}`;
export const article = (word: string): string => `${isVowel(word[0]) ? 'an' : 'a'} ${word}`;
const isVowel = (letter: string | undefined) => letter === 'A' || letter === 'E' || letter === 'I' || letter === 'O';

const iterables: readonly (readonly [is: (value: unknown) => boolean, name: string])[] = [
  [types.isSet, 'a Set'],
  [types.isMap, 'a Map'],
  [types.isGeneratorObject, 'a generator'],
  [types.isSetIterator, 'an iterator'],
  [types.isMapIterator, 'an iterator'],
];

/** The name of a value that Array.from() accepts, although no function does. */
export function iterableName(value: unknown): string | undefined {
  for (let i = 0; i < iterables.length; i++) if (iterables[i]?.[0](value)) return iterables[i]?.[1];
  return undefined;
}
