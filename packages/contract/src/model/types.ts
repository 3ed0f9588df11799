/** A C scalar, by its name in signatures. */
export interface Scalar {
  readonly kind: 'scalar';
  readonly name: string;
  /** How C spells it. */
  readonly c: string;
  /** Bytes, and alignment, on a 64-bit machine. */
  readonly size: 1 | 2 | 4 | 8;
}

/** A pointer; `const` says that what it points to is only read. */
export interface Pointer {
  readonly kind: 'pointer';
  readonly const: boolean;
  readonly to: Scalar | Struct | Opaque | Callback | Pointer | Nothing;
}

/** A struct, passed by pointer. It never grows within a major, and the caller allocates it. */
export interface Struct {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: Readonly<Record<string, Argument>>;
  readonly about: { readonly doc: string; readonly fields?: Readonly<Record<string, string>> };
}

/** A struct that only the producer knows, passed by pointer: a handle. */
export interface Opaque {
  readonly kind: 'opaque';
  readonly name: string;
  readonly about: { readonly doc: string };
}

/** A C function of the caller's, passed as what it is in C: a function pointer. */
export interface Callback {
  readonly kind: 'callback';
  readonly name: string;
  readonly result: Result;
  readonly args: Readonly<Record<string, Argument>>;
  readonly about: { readonly doc: string; readonly args?: Readonly<Record<string, string>> };
}

/** A type that C declares before it is used. */
export type Named = Struct | Opaque | Callback;

/** No value: a result that is none, or what an untyped pointer points to. */
export interface Nothing {
  readonly kind: 'nothing';
}

/** What a function takes. */
export type Argument = Scalar | Pointer | Callback;
/** What a function gives. */
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

/** A pointer to what is only read: `constPtr(f64)` is `const double *`. */
export const constPtr = (to: Pointer['to']): Pointer => ({ kind: 'pointer', const: true, to });

/** A pointer to what is written: `mutPtr(f64)` is `double *`. */
export const mutPtr = (to: Pointer['to']): Pointer => ({ kind: 'pointer', const: false, to });

/**
 * A struct, to be passed by pointer: `mutPtr(struct('range', { min: f64, max: f64 }, { doc: 'Two ends.' }))`.
 *
 * @param name - without the package's prefix: `range` becomes `fastmath_range`
 * @param about - what it is, and optionally what each field is
 */
export function struct<const Fields extends Struct['fields']>(
  name: string,
  fields: Fields,
  about: { doc: string; fields?: { readonly [Field in keyof Fields]?: string } },
): Struct {
  return { kind: 'struct', name, fields, about: about as Struct['about'] };
}

/**
 * A struct that callers cannot look into, and hold by pointer: `mutPtr(opaque('plan', { doc: 'A plan.' }))`.
 * Another opaque struct never passes for it.
 *
 * @param name - without the package's prefix: `plan` becomes `fastmath_plan`
 */
export function opaque(name: string, about: Opaque['about']): Opaque {
  return { kind: 'opaque', name, about };
}

/**
 * A C function that the caller passes: `callback('integrand', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' })`.
 * It throws nothing, and runs on the threads which the function that takes it names. What it needs to know it gets
 * as `context`, which goes along with it.
 *
 * @param name - without the package's prefix: `integrand` becomes `fastmath_integrand_fn`
 * @param about - what it has to do, and optionally what each argument is
 */
export function callback<const Args extends Callback['args']>(
  name: string,
  result: Result,
  args: Args,
  about: { doc: string; args?: { readonly [Name in keyof Args]?: string } },
): Callback {
  return { kind: 'callback', name, result, args, about: about as Callback['about'] };
}
