import type { ArrayMeaning, ContextMeaning, OutMeaning, OwnedMeaning, StatusMeaning } from './meaning.js';

/**
 * A C scalar.
 *
 * @example
 * ```ts
 * import { f32, type Scalar } from '@capsule/contract';
 *
 * const type: Scalar = f32;
 * console.log(type.c, type.size); // float 4
 * ```
 */
export interface Scalar {
  readonly kind: 'scalar';
  /** Its name in signatures. */
  readonly name: string;
  /** Its name in C. */
  readonly c: string;
  /** Size and alignment in bytes, on a 64-bit machine. */
  readonly size: 1 | 2 | 4 | 8;
  /** Of a result: what its values say. */
  readonly meaning?: StatusMeaning;
}

/**
 * A pointer; `const` means that the function only reads through it.
 *
 * @example
 * ```ts
 * import { constPtr, f64, type Pointer } from '@capsule/contract';
 *
 * const x: Pointer = constPtr(f64);
 * console.log(x.const); // true
 * ```
 */
export interface Pointer {
  readonly kind: 'pointer';
  readonly const: boolean;
  readonly to: Scalar | Struct | Opaque | Callback | Pointer | Nothing;
  /** Of an argument or a result: what it points to. */
  readonly meaning?: ArrayMeaning | OutMeaning | ContextMeaning | OwnedMeaning;
}

/**
 * A struct, passed by pointer. It never grows within a major, and the caller allocates it.
 *
 * @example
 * ```ts
 * import { f64, type Struct, struct } from '@capsule/contract';
 *
 * const range: Struct = struct('range', { min: f64, max: f64 }, { doc: 'Two ends.' });
 * console.log(Object.keys(range.fields)); // [ 'min', 'max' ]
 * ```
 */
export interface Struct {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: Readonly<Record<string, Argument>>;
  /** `example` is code in JavaScript, for the documentation of its type there. */
  readonly about: {
    readonly doc: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly example?: string;
  };
}

/**
 * A struct that only the producer defines, passed by pointer.
 *
 * @example
 * ```ts
 * import { type Opaque, opaque } from '@capsule/contract';
 *
 * const plan: Opaque = opaque('plan', { doc: 'A plan.' });
 * console.log(plan.name); // plan
 * ```
 */
export interface Opaque {
  readonly kind: 'opaque';
  readonly name: string;
  /** `end` names the function of the contract that ends a handle: it takes the pointer and returns nothing. */
  readonly about: { readonly doc: string; readonly end?: string };
}

/**
 * A function pointer that the caller passes.
 *
 * @example
 * ```ts
 * import { type Callback, callback, f64 } from '@capsule/contract';
 *
 * const integrand: Callback = callback('integrand', f64, { x: f64 }, { doc: 'f(x).' });
 * console.log(integrand.name); // integrand
 * ```
 */
export interface Callback {
  readonly kind: 'callback';
  readonly name: string;
  readonly result: Result;
  readonly args: Readonly<Record<string, Argument>>;
  readonly about: { readonly doc: string; readonly args?: Readonly<Record<string, string>> };
}

/**
 * A type that is declared in the header.
 *
 * @example
 * ```ts
 * import { type Named, opaque } from '@capsule/contract';
 *
 * const types: Named[] = [opaque('plan', { doc: 'A plan.' })];
 * console.log(types[0]?.kind); // opaque
 * ```
 */
export type Named = Struct | Opaque | Callback;

/**
 * `void`: no result, or the target of an untyped pointer.
 *
 * @example
 * ```ts
 * import { type Nothing, nothing } from '@capsule/contract';
 *
 * const result: Nothing = nothing;
 * console.log(result.kind); // nothing
 * ```
 */
export interface Nothing {
  readonly kind: 'nothing';
}

/**
 * A type of an argument.
 *
 * @example
 * ```ts
 * import { type Argument, constPtr, f64, usize } from '@capsule/contract';
 *
 * const args: Record<string, Argument> = { x: constPtr(f64), n: usize };
 * console.log(args['n']?.kind); // scalar
 * ```
 */
export type Argument = Scalar | Pointer | Callback;
/**
 * A type of a result.
 *
 * @example
 * ```ts
 * import { f64, nothing, type Result } from '@capsule/contract';
 *
 * const results: Result[] = [f64, nothing];
 * console.log(results.length); // 2
 * ```
 */
export type Result = Argument | Nothing;

const scalar = (name: string, c: string, size: Scalar['size']): Scalar => ({ kind: 'scalar', name, c, size });

/**
 * `int8_t`
 *
 * @example
 * ```ts
 * import { i8 } from '@capsule/contract';
 *
 * console.log(i8.c, i8.size); // int8_t 1
 * ```
 */
export const i8: Scalar = scalar('i8', 'int8_t', 1);
/**
 * `int16_t`
 *
 * @example
 * ```ts
 * import { i16 } from '@capsule/contract';
 *
 * console.log(i16.c, i16.size); // int16_t 2
 * ```
 */
export const i16: Scalar = scalar('i16', 'int16_t', 2);
/**
 * `int32_t`
 *
 * @example
 * ```ts
 * import { i32 } from '@capsule/contract';
 *
 * console.log(i32.c, i32.size); // int32_t 4
 * ```
 */
export const i32: Scalar = scalar('i32', 'int32_t', 4);
/**
 * `int64_t`
 *
 * @example
 * ```ts
 * import { i64 } from '@capsule/contract';
 *
 * console.log(i64.c, i64.size); // int64_t 8
 * ```
 */
export const i64: Scalar = scalar('i64', 'int64_t', 8);
/**
 * `uint8_t`
 *
 * @example
 * ```ts
 * import { u8 } from '@capsule/contract';
 *
 * console.log(u8.c, u8.size); // uint8_t 1
 * ```
 */
export const u8: Scalar = scalar('u8', 'uint8_t', 1);
/**
 * `uint16_t`
 *
 * @example
 * ```ts
 * import { u16 } from '@capsule/contract';
 *
 * console.log(u16.c, u16.size); // uint16_t 2
 * ```
 */
export const u16: Scalar = scalar('u16', 'uint16_t', 2);
/**
 * `uint32_t`
 *
 * @example
 * ```ts
 * import { u32 } from '@capsule/contract';
 *
 * console.log(u32.c, u32.size); // uint32_t 4
 * ```
 */
export const u32: Scalar = scalar('u32', 'uint32_t', 4);
/**
 * `uint64_t`
 *
 * @example
 * ```ts
 * import { u64 } from '@capsule/contract';
 *
 * console.log(u64.c, u64.size); // uint64_t 8
 * ```
 */
export const u64: Scalar = scalar('u64', 'uint64_t', 8);
/**
 * `float`
 *
 * @example
 * ```ts
 * import { f32 } from '@capsule/contract';
 *
 * console.log(f32.c, f32.size); // float 4
 * ```
 */
export const f32: Scalar = scalar('f32', 'float', 4);
/**
 * `double`
 *
 * @example
 * ```ts
 * import { f64 } from '@capsule/contract';
 *
 * console.log(f64.c, f64.size); // double 8
 * ```
 */
export const f64: Scalar = scalar('f64', 'double', 8);
/**
 * `size_t`
 *
 * @example
 * ```ts
 * import { usize } from '@capsule/contract';
 *
 * console.log(usize.c, usize.size); // size_t 8
 * ```
 */
export const usize: Scalar = scalar('usize', 'size_t', 8);
/**
 * `ptrdiff_t`
 *
 * @example
 * ```ts
 * import { isize } from '@capsule/contract';
 *
 * console.log(isize.c, isize.size); // ptrdiff_t 8
 * ```
 */
export const isize: Scalar = scalar('isize', 'ptrdiff_t', 8);
/**
 * `bool`: one byte
 *
 * @example
 * ```ts
 * import { bool } from '@capsule/contract';
 *
 * console.log(bool.c, bool.size); // bool 1
 * ```
 */
export const bool: Scalar = scalar('bool', 'bool', 1);

/**
 * `void`
 *
 * @example
 * ```ts
 * import { constPtr, fn, nothing, signature } from '@capsule/contract';
 *
 * // void log(const void *data);
 * const log = fn(nothing, { data: constPtr(nothing) }, { since: '1.0', thread: 'any', doc: 'Logs data.' });
 * console.log(signature(log)); // void(*void)
 * ```
 */
export const nothing: Nothing = { kind: 'nothing' };

/**
 * A pointer to memory that is only read: `constPtr(f64)` is `const double *`.
 *
 * @example
 * ```ts
 * import { constPtr, f64, fn, signature, usize } from '@capsule/contract';
 *
 * // double sum(const double *x, size_t n);
 * const sum = fn(f64, { x: constPtr(f64), n: usize }, { since: '1.0', thread: 'any', doc: 'The sum of x.' });
 * console.log(signature(sum)); // f64(*f64,usize)
 * ```
 */
export const constPtr = (to: Pointer['to']): Pointer => ({ kind: 'pointer', const: true, to });

/**
 * A pointer to memory that may be written: `mutPtr(f64)` is `double *`.
 *
 * @example
 * ```ts
 * import { f64, fn, mutPtr, nothing, signature, usize } from '@capsule/contract';
 *
 * // void scale(double a, double *x, size_t n);
 * const args = { a: f64, x: mutPtr(f64), n: usize };
 * const scale = fn(nothing, args, { since: '1.0', thread: 'any', doc: 'x[i] = a*x[i]' });
 * console.log(signature(scale)); // void(f64,*f64,usize)
 * ```
 */
export const mutPtr = (to: Pointer['to']): Pointer => ({ kind: 'pointer', const: false, to });

/**
 * A struct, to be passed by pointer: `mutPtr(struct('range', { min: f64, max: f64 }, { doc: 'Two ends.' }))`.
 *
 * @param name - without the package's prefix: `range` becomes `fastmath_range`
 * @param about - its documentation, and optionally that of its fields
 * @example
 * ```ts
 * import { constPtr, f64, fn, mutPtr, nothing, signature, struct, usize } from '@capsule/contract';
 *
 * const range = struct('range', { min: f64, max: f64 }, { doc: 'Two ends.', fields: { min: 'the lower end' } });
 * // void ends(const double *x, size_t n, acme_range *out);
 * const args = { x: constPtr(f64), n: usize, out: mutPtr(range) };
 * const ends = fn(nothing, args, { since: '1.0', thread: 'any', doc: 'Finds both ends.' });
 * console.log(signature(ends)); // void(*f64,usize,*{f64,f64})
 * ```
 */
export function struct<const Fields extends Struct['fields']>(
  name: string,
  fields: Fields,
  about: { doc: string; fields?: { readonly [Field in keyof Fields]?: string }; example?: string },
): Struct {
  return { kind: 'struct', name, fields, about: about as Struct['about'] };
}

/**
 * A struct whose fields callers do not know, passed by pointer: `mutPtr(opaque('plan', { doc: 'A plan.' }))`. Opaque
 * structs of different names are different types.
 *
 * @param name - without the package's prefix: `plan` becomes `fastmath_plan`
 * @param about - its documentation; with `end`, the function that ends it, a pointer to it is a handle
 * @example
 * ```ts
 * import { fn, mutPtr, nothing, opaque, signature } from '@capsule/contract';
 *
 * const plan = opaque('plan', { doc: 'A plan that only the producer can read.' });
 * // void run(acme_plan *plan);
 * const run = fn(nothing, { plan: mutPtr(plan) }, { since: '1.0', thread: 'one', doc: 'Runs a plan.' });
 * console.log(signature(run)); // void(*<plan>)
 * ```
 */
export function opaque(name: string, about: Opaque['about']): Opaque {
  return { kind: 'opaque', name, about };
}

/**
 * A C function that the caller passes: `callback('integrand', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' })`.
 * It must not throw. The function that takes it documents the threads on which it runs, and calls it with `context`, a
 * pointer that the caller passes for this purpose.
 *
 * @param name - without the package's prefix: `integrand` becomes `fastmath_integrand_fn`
 * @param about - its documentation, and optionally that of its arguments
 * @example
 * ```ts
 * import { callback, f64, fn, mutPtr, nothing, signature } from '@capsule/contract';
 *
 * const integrand = callback('integrand', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
 * // double integrate(acme_integrand_fn *f, void *context, double a, double b);
 * const args = { f: integrand, context: mutPtr(nothing), a: f64, b: f64 };
 * const integrate = fn(f64, args, { since: '1.0', thread: 'any', doc: 'The integral of f from a to b.' });
 * console.log(signature(integrate)); // f64((f64(f64,*void)),*void,f64,f64)
 * ```
 */
export function callback<const Args extends Callback['args']>(
  name: string,
  result: Result,
  args: Args,
  about: { doc: string; args?: { readonly [Name in keyof Args]?: string } },
): Callback {
  return { kind: 'callback', name, result, args, about: about as Callback['about'] };
}
