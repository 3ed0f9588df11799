import {
  type ArrayParameter,
  type Call,
  type LengthArgument,
  type Output,
  type Parameter,
  type StridedParameter,
  valuesOf,
} from '../model/call.js';
import { type JavaScriptArgument, reservedWords } from '../model/javascript.js';
import type { Scalar } from '../model/types.js';
import { pascalCase } from './text.js';

// A call as JavaScript sees it, for the C side and for the JavaScript side of a function.

/** The name in JavaScript: `minMax` for `min_max`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  const camel = `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`;
  return reservedWords.has(camel) ? `${camel}_` : camel;
}

/** Whether a length follows from an array that is read. If only results have it, it is an explicit argument. */
export const isImplied = ({ arrays }: LengthArgument): boolean => arrays.some(({ use }) => use !== 'outArray');

/** The name of a function in JavaScript. */
export const scriptName = ({ fn, binding }: Call): string => binding.name ?? camelCase(fn.name);

/** How an argument looks in JavaScript where that does not follow from C. */
export const bindingOf = ({ binding }: Call, name: string): JavaScriptArgument =>
  (binding.args !== undefined && Object.hasOwn(binding.args, name) ? binding.args[name] : undefined) ?? {};

/**
 * The arguments of the native function, results last. Elements at equal distances are three: an array, the index of the
 * first element, and the distance.
 */
export function nativeParameters(call: Call): (Parameter | StridedParameter)[] {
  const all = Object.keys(call.fn.args).flatMap((name) =>
    [...call.parameters, ...call.strided].filter((each) => each.name === name),
  );
  const passed = all.filter(({ kind, name }) => {
    const length = call.lengths.find((each) => each.name === name);
    const isStride = call.strided.some(({ stride }) => stride === name);
    return kind !== 'context' && !isStride && !(kind === 'scalar' && length !== undefined && isImplied(length));
  });
  return [...passed.filter((each) => !isResultArray(each)), ...passed.filter(isResultArray)];
}

/** Whether C fills an array, so that callers can omit it. */
export const isResultArray = (parameter: Parameter | StridedParameter): parameter is ArrayParameter =>
  parameter.kind === 'array' && parameter.use === 'outArray';

/** The position of each argument of the native function: a strided array has three. */
export function positionsOf(call: Call): { parameter: Parameter | StridedParameter; at: number; count: number }[] {
  let next = 0;
  return nativeParameters(call).map((parameter) => {
    const count = parameter.kind === 'strided' ? 3 : 1;
    const at = next;
    next += count;
    return { parameter, at, count };
  });
}

/** The arguments that callers pass one by one: results last, because they can be omitted. */
export function scriptParameters(call: Call): (Parameter | StridedParameter)[] {
  return nativeParameters(call).filter((each) => {
    const isCount = call.strided.some(({ count }) => count === each.name);
    return (
      !isCount && bindingOf(call, each.name).option === undefined && !(call.binding.newResults && isResultArray(each))
    );
  });
}

/** A property of the last argument, an object of options. */
export interface ScriptOption {
  readonly key: string;
  /** The argument of C that it sets; undefined for the index of the first of strided elements. */
  readonly argument: string | undefined;
  /** The array to which an index or a distance belongs. */
  readonly of: string | undefined;
  readonly choices: Readonly<Record<string, number | boolean>> | undefined;
}

/** The options of a call; none if it has no such argument. */
export function optionsOf(call: Call): ScriptOption[] {
  const strided = call.strided.flatMap(({ name, stride }) => [
    { key: camelCase(stride.replace(/stride$/, 'offset')), argument: undefined, of: name, choices: undefined },
    { key: camelCase(stride), argument: stride, of: name, choices: undefined },
  ]);
  const counts = [...new Set(call.strided.map(({ count }) => count))].map((count) => ({
    key: camelCase(count),
    argument: count,
    of: undefined,
    choices: undefined,
  }));
  const chosen = nativeParameters(call).flatMap(({ name }) => {
    const { option, choices } = bindingOf(call, name);
    return option === undefined ? [] : [{ key: option, argument: name, of: undefined, choices }];
  });
  return [...strided, ...counts, ...chosen];
}

/** The names of all arguments of a function, the options last. */
export const scriptNames = (call: Call): string[] => [
  ...scriptParameters(call).map(({ name }) => camelCase(name)),
  ...(optionsOf(call).length === 0 ? [] : ['options']),
];

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
  isize: 'Float64Array',
  u8: 'Uint8Array',
  u16: 'Uint16Array',
  u32: 'Uint32Array',
  u64: 'BigUint64Array',
  usize: 'Float64Array',
  f32: 'Float32Array',
  f64: 'Float64Array',
};

/** Whether elements of an array are sizes. They are numbers in JavaScript, and copied to integers for C. */
export const isSizes = ({ name }: Scalar): boolean => name === 'usize' || name === 'isize';

/** The typed array that holds elements of a type. */
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

/** How many numbers the array `results` of the JavaScript side has. */
export const slotCount = (calls: readonly Call[]): number =>
  Math.max(16, ...calls.map((call) => slotsOf(call).length), ...calls.map((call) => valuesOf(call).length));
