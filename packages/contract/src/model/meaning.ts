// What an argument or a result means. C sees the same pointer or number with and without a meaning; the safe languages
// (C++, Rust, JavaScript) see an array, a result, an error or a handle.

/** A length: the name of an integer argument, the same with a constant more or less (`n + 1`), or a constant. */
export type Length = string | number;

/** Which arrays may share memory with an array that is written. By default it overlaps no other array. */
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

export interface ArrayMeaning<Of extends Length = Length, Other extends string = string> extends OverlapRules<Other> {
  readonly kind: ArrayUse;
  readonly length: Of;
}

/** The function fills in one struct or number. */
export interface OutMeaning {
  readonly kind: 'out';
}

/** The pointer that a callback receives as its last argument. */
export interface ContextMeaning<Of extends string = string> {
  readonly kind: 'context';
  readonly of: Of;
}

/** A new handle, which the caller ends; NULL is a failure. */
export interface OwnedMeaning {
  readonly kind: 'owned';
  readonly failure: Failure;
}

/** A number or a bool that says whether the function succeeded. */
export interface StatusMeaning {
  readonly kind: 'status';
  readonly failures: Readonly<Record<string, Failure>>;
}

export type Meaning = ArrayMeaning | OutMeaning | ContextMeaning | OwnedMeaning | StatusMeaning;

/** What a failure becomes: an exception, or an error value, whose message is made of `expected` and `found`. */
export interface Failure {
  /** `NOT_SORTED` becomes the code `ERR_<PREFIX>_NOT_SORTED`. */
  readonly code: string;
  readonly expected: string;
  readonly found: string;
  readonly advice?: string;
}

/** The failure of a function that has no memory. */
export const noMemory: Failure = {
  code: 'OUT_OF_MEMORY',
  expected: 'memory for the result',
  found: 'less than that',
};
