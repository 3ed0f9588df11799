import {
  type ArrayParameter,
  type Call,
  type LengthArgument,
  type Output,
  type Parameter,
  valuesOf,
} from '../model/call.js';
import type { Scalar } from '../model/types.js';
import { pascalCase } from './text.js';

// A call as JavaScript sees it, for the C side and for the JavaScript side of a function.

/** The name in JavaScript: `minMax` for `min_max`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  const camel = `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`;
  return reserved.has(camel) ? `${camel}_` : camel;
}

/** Words that are no names of variables in a strict module of JavaScript, and are valid names in a contract. */
const reserved = new Set(
  `arguments await debugger eval extends finally function implements import in instanceof let null package super
  undefined var with yield`.split(/\s+/),
);

/** Whether a length follows from an array that is read. If only results have it, it is an explicit argument. */
export const isImplied = ({ arrays }: LengthArgument): boolean => arrays.some(({ use }) => use !== 'outArray');

/** The arguments in JavaScript: results last, because they can be omitted. */
export function scriptParameters(call: Call): Parameter[] {
  const shown = call.parameters.filter(({ kind, name }) => {
    const length = call.lengths.find((each) => each.name === name);
    return kind !== 'context' && !(kind === 'scalar' && length !== undefined && isImplied(length));
  });
  const isResult = (parameter: Parameter) => parameter.kind === 'array' && parameter.use === 'outArray';
  return [...shown.filter((each) => !isResult(each)), ...shown.filter(isResult)];
}

/** The arrays that are results: they are written without being read, and callers may omit them. */
export const resultArrays = (call: Call): ArrayParameter[] =>
  call.parameters.filter((each): each is ArrayParameter => each.kind === 'array' && each.use === 'outArray');

/** One number that is passed back in the array `results`. */
export interface Slot {
  /** The value, and the field of its struct. */
  readonly value: Output;
  readonly field: string | undefined;
  readonly type: Scalar;
}

const slotsOfValue = (value: Output): Slot[] =>
  value.type.kind === 'scalar'
    ? [{ value, field: undefined, type: value.type }]
    : Object.entries(value.type.fields).map(([field, type]) => ({ value, field, type: type as Scalar }));

/** The numbers that a call passes back in the array; none if it returns its only number directly. */
export function slotsOf(call: Call): Slot[] {
  const slots = valuesOf(call).flatMap(slotsOfValue);
  const isDirect = slots.length === 1 && slots[0]?.field === undefined && call.returned.kind !== 'status';
  return isDirect ? [] : slots;
}

/** The number that a call returns directly. */
export function directValue(call: Call): Output | undefined {
  return slotsOf(call).length === 0 ? valuesOf(call)[0] : undefined;
}

const typedArrays: Readonly<Record<string, string>> = {
  i8: 'Int8Array',
  i16: 'Int16Array',
  i32: 'Int32Array',
  i64: 'BigInt64Array',
  isize: 'BigInt64Array',
  u8: 'Uint8Array',
  u16: 'Uint16Array',
  u32: 'Uint32Array',
  u64: 'BigUint64Array',
  usize: 'BigUint64Array',
  f32: 'Float32Array',
  f64: 'Float64Array',
};

/** The typed array that holds elements of a type on a 64-bit machine. */
export const typedArrayOf = ({ name }: Scalar): string => typedArrays[name] as string;

/** The type parameter of result number i: `Out`, `Out2`. */
export const typeParameter = (i: number): string => `Out${i === 0 ? '' : i + 1}`;

/**
 * Names that the generated module and its types use, where a class or a function of the same name would hide them. The
 * module has captured all others under names with a dollar sign.
 */
export const usedNames: readonly string[] = [
  ...new Set(Object.values(typedArrays)),
  ...['BigInt', 'Capsule', 'Changed', 'Data', 'Object', 'Symbol', 'SymbolConstructor', 'TypeError', 'capsule'],
];

/** Whether a number is a BigInt in JavaScript. Sizes and differences are numbers: they are less than 2^53. */
export const isBigInt = ({ name }: Scalar): boolean => name === 'i64' || name === 'u64';

/** The bounds of an integer that is a number in JavaScript. */
export function boundsOf({ name, size }: Scalar): [low: number, high: number] {
  const bits = size === 8 ? 54 : size * 8;
  const signed = name.startsWith('i');
  const high = 2 ** (signed || size === 8 ? bits - 1 : bits) - 1;
  return [signed ? -(size === 8 ? high : high + 1) : 0, high];
}
