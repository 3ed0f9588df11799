// Turns options, numbers and keys into arguments of C.
import { types } from 'node:util';
import { inspect, isCapsule } from '../capsule.js';
import { describeValue } from '../describe-value.js';
import { checkOptions } from '../options.js';
import { hasMemory, typedArrayKind, typedArrayLength } from '../typed-arrays.js';
import {
  type AnyArray,
  type ArrayKind,
  type Call,
  count,
  fail,
  iterableName,
  type Parameter,
  typedArrays,
} from './call.js';
import { checkArray } from './check.js';

// Captured at load; later monkey-patching has no effect.
const { isArray } = Array;
const { isSafeInteger } = Number;
const { hasOwn, keys: keysOf } = Object;
const { ceil, floor, max } = Math;
const sort = Function.prototype.call.bind(Float64Array.prototype.sort) as (array: Float64Array) => Float64Array;

/** Allocates an array for a result; undefined if there is no memory. */
export function create(kind: ArrayKind, n: unknown, limit = Number.POSITIVE_INFINITY): AnyArray | undefined {
  if (typeof n !== 'number' || n > limit) return undefined;
  try {
    return new typedArrays[kind](n);
  } catch {
    return undefined;
  }
}

export function newArray(call: Call, name: string, n: number, kind: ArrayKind = 'Float64Array'): AnyArray {
  const array = create(kind, n);
  if (array !== undefined) return array;
  throw fail(call, RangeError, 'OUT_OF_MEMORY', `memory for ${count(n)} of ${name}`, 'less than that');
}

const newNumbers = (call: Call, name: string, n: number) => newArray(call, name, n) as Float64Array;

/** Reads the options that are own properties, so that a polluted prototype has no effect. */
export function readOptions(call: Call, options: unknown): Readonly<Record<string, unknown>> {
  const found = { __proto__: null } as unknown as Record<string, unknown>;
  if (options === undefined) return found;
  const { prefix, operation, keys = [] } = call;
  checkOptions(operation, `${prefix}OPTIONS_UNUSABLE`, keys, options);
  const given = options as Record<string, unknown>;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if (hasOwn(given, key)) found[key] = given[key];
  }
  return found;
}

/** The value of an option that is one of several words; the first by default. */
export function choose<Value>(
  call: Call,
  key: string,
  choices: Readonly<Record<string, Value>>,
  value: unknown,
): Value {
  const words = keysOf(choices);
  if (value === undefined) return choices[words[0] as string] as Value;
  if (typeof value === 'string' && hasOwn(choices, value)) return choices[value] as Value;
  const quoted = words.map((word) => `'${word}'`);
  const expected = `${key} to be ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
  throw fail(call, TypeError, 'OPTIONS_UNUSABLE', expected, describeValue(value));
}

/**
 * The places of elements at equal distances, by the options: for each array the index of the first element and the
 * distance to the next, then the number of elements, which is all that follow by default. They replace the elements of
 * `found`, and the lengths of the arrays those of `arrays`: a script can give Array.prototype a setter of an index,
 * which new elements would call.
 */
export function places(call: Call, options: unknown, arrays: unknown[], found: number[]): readonly number[] {
  // Options are read before arrays are checked: a getter among them could detach one.
  const given = readOptions(call, options);
  const { strided = [], count: counter = '' } = call;
  let isBounded = true;
  for (let i = 0; i < strided.length; i++) {
    const { offset, stride } = strided[i] as (typeof strided)[number];
    if (given[offset] !== undefined) found[2 * i] = integer(call, offset, given[offset], 0);
    if (given[stride] !== undefined) found[2 * i + 1] = integer(call, stride, given[stride]);
    if (found[2 * i + 1] === 0) isBounded = false;
  }
  let n = given[counter] === undefined && isBounded ? undefined : integer(call, counter, given[counter], 0);
  const lengths = arrays as number[];
  for (let i = 0; i < strided.length; i++) {
    const array = strided[i] as (typeof strided)[number];
    const length = checkArray(call, array, arrays[i]);
    lengths[i] = length;
    if (given[counter] !== undefined || !isBounded) continue;
    const first = found[2 * i] as number;
    const stride = found[2 * i + 1] as number;
    const all = first >= length ? 0 : stride > 0 ? ceil((length - first) / stride) : floor(first / -stride) + 1;
    if (n !== undefined && all !== n) {
      const names = `${strided[0]?.name} and ${array.name}`;
      const expected = `${names} with as many values at these distances, or ${counter}`;
      throw fail(call, RangeError, 'LENGTH_MISMATCH', expected, `${n} and ${count(all)}`);
    }
    n = all;
  }
  const number = n ?? 0;
  if (!isBounded) checkRepetition(call, number, lengths, found);
  for (let i = 0; i < strided.length; i++) {
    const first = found[2 * i] as number;
    const length = lengths[i] as number;
    const last = first + (number - 1) * (found[2 * i + 1] as number);
    if (number === 0 || (first < length && last >= 0 && last < length)) continue;
    const expected = `indices of ${strided[i]?.name}, which has ${count(length)}`;
    throw fail(call, RangeError, 'PLACE_UNUSABLE', expected, `${first} to ${last}`);
  }
  found[2 * strided.length] = number;
  return found;
}

/** A function that returns a number would repeat one element 2^53 times. A result array is bounded by the memory. */
function checkRepetition(call: Call, n: number, lengths: readonly number[], found: readonly number[]): void {
  const { strided = [], count: counter = '', parameters } = call;
  let most = 0;
  for (let i = 0; i < strided.length; i++) {
    if (found[2 * i + 1] !== 0) return;
    most = max(most, lengths[i] as number);
  }
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as Parameter;
    if (parameter.kind === 'array' && parameter.length === counter) return;
  }
  if (n <= most) return;
  const expected = `${counter} to be ${most} or less, because the same element is read each time`;
  throw fail(call, RangeError, 'PLACE_UNUSABLE', expected, `${n}`);
}

function integer(call: Call, name: string, value: unknown, min = Number.NEGATIVE_INFINITY): number {
  if (typeof value !== 'number') {
    throw fail(call, TypeError, 'NOT_A_NUMBER', `a number as ${name}`, describeValue(value));
  }
  if (isSafeInteger(value) && value >= min) return value;
  const expected = `${name} to be an integer${min === Number.NEGATIVE_INFINITY ? '' : `, ${min} or more`}`;
  throw fail(call, RangeError, 'NOT_AN_INTEGER', expected, describeValue(value));
}

/** The longest Array for which memory is allocated before its elements have been counted. */
const maxUnchecked = 65536;

/**
 * One number or several as a Float64Array: a given Float64Array or data capsule itself, otherwise a copy. Reads each
 * element once, by its index, because iterators can be replaced and getters may run.
 */
export function numbers(call: Call, name: string, value: unknown): unknown {
  if (typedArrayKind(value) === 'Float64Array') return value;
  const isList = typeof value === 'object' && value !== null && !types.isProxy(value) && isArray(value);
  if (!isList && typeof value !== 'number') {
    if (isCapsule(value) && inspect(value).kind === 'data') return value;
    const expected = `a number, an Array of numbers or a Float64Array as ${name}`;
    const iterable = iterableName(value);
    const advice = iterable === undefined ? undefined : `Convert it: Array.from(${name}).`;
    throw fail(call, TypeError, 'NOT_A_NUMBER', expected, iterable ?? describeValue(value), advice);
  }
  const list = (isList ? value : [value]) as readonly unknown[];
  const n = list.length;
  const element = (i: number): number => {
    const given = hasOwn(list, i) ? list[i] : undefined;
    if (typeof given === 'number') return given;
    throw fail(call, TypeError, 'NOT_A_NUMBER', `a number as ${name}[${i}]`, describeValue(given));
  };
  // An Array with holes can have any length, so its first hole is rejected before memory is allocated.
  if (n > 0 && !hasOwn(list, n - 1)) element(n - 1);
  for (let i = 0; n > maxUnchecked && i < n; i++) if (!hasOwn(list, i)) element(i);
  const copy = newNumbers(call, name, n);
  for (let i = 0; i < n; i++) copy[i] = element(i);
  return copy;
}

/** A copy of an array; the array itself if it has less than two elements or is unusable. */
export function copyOf(call: Call, name: string, x: unknown): unknown {
  if (typedArrayKind(x) !== 'Float64Array' || !hasMemory(x as Float64Array)) return x;
  const given = x as Float64Array;
  const n = typedArrayLength(given);
  if (n < 2) return x;
  const copy = newNumbers(call, name, n);
  for (let i = 0; i < n; i++) copy[i] = given[i] as number;
  return copy;
}

/** A sorted copy of an array; the array itself if it is sorted anyway, or unusable. */
export function ascend(call: Call, name: string, x: unknown): unknown {
  const copy = copyOf(call, name, x);
  return copy === x ? x : sort(copy as Float64Array);
}

/** Puts the results for sorted keys in the order of the keys. */
export function restore(call: Call, results: Float64Array, keys: Float64Array, sorted: Float64Array): Float64Array {
  if (keys === sorted) return results;
  const n = typedArrayLength(sorted);
  const ordered = newNumbers(call, 'results', n);
  for (let i = 0; i < n; i++) {
    const key = keys[i] as number;
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    ordered[i] = results[low] as number;
  }
  return ordered;
}
