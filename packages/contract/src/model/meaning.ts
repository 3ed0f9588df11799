// What an argument or a result means. C sees the same pointer or number with and without a meaning; the safe languages
// (C++, Rust, JavaScript) see an array, a result, an error or a handle.

/**
 * A length: the name of an integer argument, the same with a constant more or less (`n + 1`), or a constant.
 *
 * @example
 * ```ts
 * import { array, f64, type Length } from '@capsule/contract';
 *
 * const lengths: Length[] = ['n', 'n + 1', 3];
 * console.log(lengths.map((length) => array(f64, length).meaning.length)); // [ 'n', 'n + 1', 3 ]
 * ```
 */
export type Length = string | number;

/**
 * Which arrays may share memory with an array that is written. By default it overlaps no other array.
 *
 * @example
 * ```ts
 * import { f64, type OverlapRules, outArray } from '@capsule/contract';
 *
 * const inPlace: OverlapRules<'x'> = { mayBe: 'x' };
 * console.log(outArray(f64, 'n', inPlace).meaning.mayBe); // x
 * ```
 */
export interface OverlapRules<Other extends string = string> {
  /** Arrays of the same type and length that it may equal: for calls in place. */
  readonly mayBe?: Other | readonly Other[];
  /** Arrays that it may equal or overlap in any way. */
  readonly mayOverlap?: Other | readonly Other[];
  /** Arrays that it must not overlap, where both are only read. */
  readonly apartFrom?: Other | readonly Other[];
}

/** How a function uses an array: it reads it, it reads and overwrites it, or it writes every element. */
export type ArrayUse = 'array' | 'mutArray' | 'outArray';

/**
 * A pointer to the elements of an array.
 *
 * @example
 * ```ts
 * import { type ArrayMeaning, array, f64 } from '@capsule/contract';
 *
 * const meaning: ArrayMeaning = array(f64, 'n').meaning;
 * console.log(meaning.kind, meaning.length); // array n
 * ```
 */
export interface ArrayMeaning<Of extends Length = Length, Other extends string = string> extends OverlapRules<Other> {
  readonly kind: ArrayUse;
  readonly length: Of;
}

/**
 * The function fills in one struct or number.
 *
 * @example
 * ```ts
 * import { f64, type OutMeaning, out } from '@capsule/contract';
 *
 * const meaning: OutMeaning = out(f64).meaning;
 * console.log(meaning.kind); // out
 * ```
 */
export interface OutMeaning {
  readonly kind: 'out';
}

/**
 * The pointer that a callback receives as its last argument.
 *
 * @example
 * ```ts
 * import { type ContextMeaning, contextOf } from '@capsule/contract';
 *
 * const meaning: ContextMeaning = contextOf('f').meaning;
 * console.log(meaning.of); // f
 * ```
 */
export interface ContextMeaning<Of extends string = string> {
  readonly kind: 'context';
  readonly of: Of;
}

/**
 * A new handle, which the caller ends; NULL is a failure.
 *
 * @example
 * ```ts
 * import { type OwnedMeaning, opaque, owned } from '@capsule/contract';
 *
 * const meaning: OwnedMeaning = owned(opaque('plan', { doc: 'A plan.', end: 'plan_end' })).meaning;
 * console.log(meaning.failure.code); // OUT_OF_MEMORY
 * ```
 */
export interface OwnedMeaning {
  readonly kind: 'owned';
  readonly failure: Failure;
}

/**
 * A status: a number or a bool for success or failure.
 *
 * @example
 * ```ts
 * import { bool, noMemory, type StatusMeaning, status } from '@capsule/contract';
 *
 * const meaning: StatusMeaning = status(bool, { false: noMemory }).meaning;
 * console.log(Object.keys(meaning.failures)); // [ 'false' ]
 * ```
 */
export interface StatusMeaning {
  readonly kind: 'status';
  readonly failures: Readonly<Record<string, Failure>>;
}

/**
 * What an argument or a result means.
 *
 * @example
 * ```ts
 * import { f64, type Meaning, out } from '@capsule/contract';
 *
 * const meaning: Meaning = out(f64).meaning;
 * console.log(meaning.kind); // out
 * ```
 */
export type Meaning = ArrayMeaning | OutMeaning | ContextMeaning | OwnedMeaning | StatusMeaning;

/**
 * What a failure becomes: an exception, or an error value, whose message is made of `expected` and `found`.
 *
 * @example
 * ```ts
 * import { bool, type Failure, status } from '@capsule/contract';
 *
 * const notSorted: Failure = { code: 'NOT_SORTED', expected: 'ascending values', found: 'others' };
 * console.log(status(bool, { false: notSorted }).meaning.failures['false']?.code); // NOT_SORTED
 * ```
 */
export interface Failure {
  /** `NOT_SORTED` becomes the code `ERR_<PREFIX>_NOT_SORTED`. */
  readonly code: string;
  readonly expected: string;
  readonly found: string;
  readonly advice?: string;
}

/**
 * The failure of a function that has no memory.
 *
 * @example
 * ```ts
 * import { bool, noMemory, status } from '@capsule/contract';
 *
 * console.log(status(bool, { false: noMemory }).c, noMemory.code); // bool OUT_OF_MEMORY
 * ```
 */
export const noMemory: Failure = {
  code: 'OUT_OF_MEMORY',
  expected: 'memory for the result',
  found: 'less than that',
};
