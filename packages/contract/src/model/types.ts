import type { ArrayMeaning, ContextMeaning, OutMeaning, OwnedMeaning, StatusMeaning } from './meaning.js';

/** A C scalar. */
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

/** A pointer; `const` means that the function only reads through it. */
export interface Pointer {
  readonly kind: 'pointer';
  readonly const: boolean;
  readonly to: Scalar | Struct | Opaque | Callback | Pointer | Nothing;
  /** Of an argument or a result: what it points to. */
  readonly meaning?: ArrayMeaning | OutMeaning | ContextMeaning | OwnedMeaning;
}

/** A struct, passed by pointer. It never grows within a major, and the caller allocates it. */
export interface Struct {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: Readonly<Record<string, Argument>>;
  readonly about: { readonly doc: string; readonly fields?: Readonly<Record<string, string>> };
}

/** A struct that only the producer defines, passed by pointer. */
export interface Opaque {
  readonly kind: 'opaque';
  readonly name: string;
  /** `end` names the function of the contract that ends a handle: it takes the pointer and returns nothing. */
  readonly about: { readonly doc: string; readonly end?: string };
}

/** A function pointer that the caller passes. */
export interface Callback {
  readonly kind: 'callback';
  readonly name: string;
  readonly result: Result;
  readonly args: Readonly<Record<string, Argument>>;
  readonly about: { readonly doc: string; readonly args?: Readonly<Record<string, string>> };
}

/** A type that is declared in the header. */
export type Named = Struct | Opaque | Callback;

/** `void`: no result, or the target of an untyped pointer. */
export interface Nothing {
  readonly kind: 'nothing';
}

/** A type of an argument. */
export type Argument = Scalar | Pointer | Callback;
/** A type of a result. */
export type Result = Argument | Nothing;

const scalar = (name: string, c: string, size: Scalar['size']): Scalar => ({ kind: 'scalar', name, c, size });

/** `int8_t` */
export const i8: Scalar = scalar('i8', 'int8_t', 1);
/** `int16_t` */
export const i16: Scalar = scalar('i16', 'int16_t', 2);
/** `int32_t` */
export const i32: Scalar = scalar('i32', 'int32_t', 4);
/** `int64_t` */
export const i64: Scalar = scalar('i64', 'int64_t', 8);
/** `uint8_t` */
export const u8: Scalar = scalar('u8', 'uint8_t', 1);
/** `uint16_t` */
export const u16: Scalar = scalar('u16', 'uint16_t', 2);
/** `uint32_t` */
export const u32: Scalar = scalar('u32', 'uint32_t', 4);
/** `uint64_t` */
export const u64: Scalar = scalar('u64', 'uint64_t', 8);
/** `float` */
export const f32: Scalar = scalar('f32', 'float', 4);
/** `double` */
export const f64: Scalar = scalar('f64', 'double', 8);
/** `size_t` */
export const usize: Scalar = scalar('usize', 'size_t', 8);
/** `ptrdiff_t` */
export const isize: Scalar = scalar('isize', 'ptrdiff_t', 8);
/** `bool`: one byte */
export const bool: Scalar = scalar('bool', 'bool', 1);

/** `void` */
export const nothing: Nothing = { kind: 'nothing' };

/** A pointer to memory that is only read: `constPtr(f64)` is `const double *`. */
export const constPtr = (to: Pointer['to']): Pointer => ({ kind: 'pointer', const: true, to });

/** A pointer to memory that may be written: `mutPtr(f64)` is `double *`. */
export const mutPtr = (to: Pointer['to']): Pointer => ({ kind: 'pointer', const: false, to });

/**
 * A struct, to be passed by pointer: `mutPtr(struct('range', { min: f64, max: f64 }, { doc: 'Two ends.' }))`.
 *
 * @param name - without the package's prefix: `range` becomes `fastmath_range`
 * @param about - its documentation, and optionally that of its fields
 */
export function struct<const Fields extends Struct['fields']>(
  name: string,
  fields: Fields,
  about: { doc: string; fields?: { readonly [Field in keyof Fields]?: string } },
): Struct {
  return { kind: 'struct', name, fields, about: about as Struct['about'] };
}

/**
 * A struct whose fields callers do not know, passed by pointer: `mutPtr(opaque('plan', { doc: 'A plan.' }))`. Opaque
 * structs of different names are different types.
 *
 * @param name - without the package's prefix: `plan` becomes `fastmath_plan`
 * @param about - its documentation; with `end`, the function that ends it, a pointer to it is a handle
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
 */
export function callback<const Args extends Callback['args']>(
  name: string,
  result: Result,
  args: Args,
  about: { doc: string; args?: { readonly [Name in keyof Args]?: string } },
): Callback {
  return { kind: 'callback', name, result, args, about: about as Callback['about'] };
}
