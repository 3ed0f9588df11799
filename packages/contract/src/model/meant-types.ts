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
 * @example
 * ```ts
 * import { array, f64, fn, signature, usize } from '@capsule/contract';
 *
 * // double sum(const double *x, size_t n); sum(x) in the other languages
 * const sum = fn(f64, { x: array(f64, 'n'), n: usize }, { since: '1.0', thread: 'any', doc: 'The sum of x.' });
 * console.log(signature(sum)); // f64(*f64,usize)
 * ```
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
 * @example
 * ```ts
 * import { f64, fn, mutArray, nothing, signature, usize } from '@capsule/contract';
 *
 * // void sort(double *x, size_t n); sort(x) in the other languages
 * const sort = fn(nothing, { x: mutArray(f64, 'n'), n: usize }, { since: '1.0', thread: 'any', doc: 'Sorts x.' });
 * console.log(signature(sort)); // void(*f64,usize)
 * ```
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
 * @example
 * ```ts
 * import { array, f64, fn, nothing, outArray, signature, usize } from '@capsule/contract';
 *
 * // void abs(const double *x, double *out, size_t n); out = abs(x) in the other languages
 * const args = { x: array(f64, 'n'), out: outArray(f64, 'n', { mayBe: 'x' }), n: usize };
 * const abs = fn(nothing, args, { since: '1.0', thread: 'any', doc: 'Absolute values.' });
 * console.log(signature(abs)); // void(*f64,*f64,usize)
 * ```
 */
export function outArray<const Of extends Length, const Other extends string = never>(
  element: Scalar,
  length: Of,
  rules?: OverlapRules<Other>,
): ArrayOf<Of, Other> {
  return arrayOf('outArray', element, length, rules);
}

/**
 * A pointer to a number or a struct that the function fills in: a result in the other languages.
 *
 * @example
 * ```ts
 * import { array, f64, fn, nothing, out, signature, usize } from '@capsule/contract';
 *
 * // void ends(const double *x, size_t n, double *min, double *max); { min, max } = ends(x) in JavaScript
 * const args = { x: array(f64, 'n'), n: usize, min: out(f64), max: out(f64) };
 * const ends = fn(nothing, args, { since: '1.0', thread: 'any', doc: 'Finds both ends.' });
 * console.log(signature(ends)); // void(*f64,usize,*f64,*f64)
 * ```
 */
export function out(of: Scalar | Struct): Pointer & { readonly meaning: OutMeaning } {
  return { kind: 'pointer', const: false, to: of, meaning: { kind: 'out' } };
}

/**
 * The `void *` that a callback, another argument of the function, receives as its last argument.
 *
 * @example
 * ```ts
 * import { callback, contextOf, f64, fn, mutPtr, nothing, signature } from '@capsule/contract';
 *
 * const f = callback('integrand', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
 * // double integrate(acme_integrand_fn *f, void *context, double a, double b);
 * const args = { f, context: contextOf('f'), a: f64, b: f64 };
 * const integrate = fn(f64, args, { since: '1.0', thread: 'any', doc: 'The integral of f.' });
 * console.log(signature(integrate)); // f64((f64(f64,*void)),*void,f64,f64)
 * ```
 */
export function contextOf<const Of extends string>(of: Of): Pointer & { readonly meaning: ContextMeaning<Of> } {
  return { kind: 'pointer', const: false, to: { kind: 'nothing' }, meaning: { kind: 'context', of } };
}

/**
 * A result that says whether the function succeeded. An integer is 0 for success; a bool is true, or false if the
 * failure is listed as `true`. Any other value that is not listed is a failure `UNKNOWN_STATUS`.
 *
 * @param type - `bool` or a type of integers
 * @param failures - by the value: `{ false: noMemory }`, `{ 1: noMemory, 2: notSorted }`
 * @example
 * ```ts
 * import { fn, i32, noMemory, signature, status } from '@capsule/contract';
 *
 * // int32_t prepare(void); an exception in the other languages, unless it returns 0
 * const prepare = fn(status(i32, { 1: noMemory }), {}, { since: '1.0', thread: 'any', doc: 'Prepares.' });
 * console.log(signature(prepare)); // i32()
 * ```
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
 * @example
 * ```ts
 * import { fn, mutPtr, nothing, opaque, owned, signature, usize } from '@capsule/contract';
 *
 * const plan = opaque('plan', { doc: 'A plan.', end: 'plan_end' });
 * // acme_plan *plan_new(size_t n); an object that ends its plan, in the other languages
 * const planNew = fn(owned(plan), { n: usize }, { since: '1.0', thread: 'any', doc: 'A plan for n values.' });
 * const planEnd = fn(nothing, { plan: mutPtr(plan) }, { since: '1.0', thread: 'any', doc: 'Ends a plan.' });
 * console.log(signature(planNew), signature(planEnd)); // *<plan>(usize) void(*<plan>)
 * ```
 */
export function owned(of: Opaque, failure: Failure = noMemory): Pointer & { readonly meaning: OwnedMeaning } {
  return { kind: 'pointer', const: false, to: of, meaning: { kind: 'owned', failure } };
}
