import {
  type ArrayMeaning,
  type ArrayUse,
  type ContextMeaning,
  type Failure,
  type Length,
  noMemory,
  type OutMeaning,
  type OverlapRules,
  type OwnedMeaning,
  type StatusMeaning,
} from './meaning.js';
import type { Opaque, Pointer, Scalar, Struct } from './types.js';

// Types with a meaning, for arguments and results of functions.

type ArrayOf<Of extends Length, Other extends string> = Pointer & { readonly meaning: ArrayMeaning<Of, Other> };

function arrayOf<Of extends Length, Other extends string>(
  kind: ArrayUse,
  element: Scalar,
  length: Of,
  rules: OverlapRules<Other> | undefined,
): ArrayOf<Of, Other> {
  return { kind: 'pointer', const: kind === 'array', to: element, meaning: { ...rules, kind, length } };
}

/**
 * A pointer to elements that the function only reads: `array(f64, 'n')` is `const double *` in C, and an array without
 * a separate length in the other languages.
 *
 * @param element - the type of an element
 * @param length - the argument with the number of elements: `'n'`, `'n + 1'`, `'n - 1'`; or a constant
 * @param rules - other arrays that it must not overlap
 */
export function array<const Of extends Length, const Other extends string = never>(
  element: Scalar,
  length: Of,
  rules?: OverlapRules<Other>,
): ArrayOf<Of, Other> {
  return arrayOf('array', element, length, rules);
}

/**
 * A pointer to elements that the function reads and overwrites in place.
 *
 * @param element - the type of an element
 * @param length - as for {@link array}
 * @param rules - other arrays that it may share memory with; none by default
 */
export function mutArray<const Of extends Length, const Other extends string = never>(
  element: Scalar,
  length: Of,
  rules?: OverlapRules<Other>,
): ArrayOf<Of, Other> {
  return arrayOf('mutArray', element, length, rules);
}

/**
 * A pointer to elements that the function writes without reading them: a result. JavaScript allocates it if the caller
 * passes none.
 *
 * @param element - the type of an element
 * @param length - as for {@link array}
 * @param rules - other arrays that it may share memory with; none by default
 */
export function outArray<const Of extends Length, const Other extends string = never>(
  element: Scalar,
  length: Of,
  rules?: OverlapRules<Other>,
): ArrayOf<Of, Other> {
  return arrayOf('outArray', element, length, rules);
}

/** A pointer to a number or a struct that the function fills in: a result in the other languages. */
export function out(of: Scalar | Struct): Pointer & { readonly meaning: OutMeaning } {
  return { kind: 'pointer', const: false, to: of, meaning: { kind: 'out' } };
}

/** The `void *` that a callback, another argument of the function, receives as its last argument. */
export function contextOf<const Of extends string>(of: Of): Pointer & { readonly meaning: ContextMeaning<Of> } {
  return { kind: 'pointer', const: false, to: { kind: 'nothing' }, meaning: { kind: 'context', of } };
}

/**
 * A result that says whether the function succeeded. An integer is 0 for success; a bool is true, or false if the
 * failure is listed as `true`. Any other value that is not listed is a failure `UNKNOWN_STATUS`.
 *
 * @param type - `bool` or a type of integers
 * @param failures - by the value: `{ false: noMemory }`, `{ 1: noMemory, 2: notSorted }`
 */
export function status(
  type: Scalar,
  failures: Readonly<Record<string | number, Failure>>,
): Scalar & { readonly meaning: StatusMeaning } {
  return { ...type, meaning: { kind: 'status', failures } };
}

/**
 * A result that is a new handle: a pointer to an opaque struct that the caller ends with the function that `end` names.
 *
 * @param of - an opaque struct with an `end`
 * @param failure - the meaning of NULL; no memory by default
 */
export function owned(of: Opaque, failure: Failure = noMemory): Pointer & { readonly meaning: OwnedMeaning } {
  return { kind: 'pointer', const: false, to: of, meaning: { kind: 'owned', failure } };
}
