// Checks of arguments. `operation` is the call that an error message names.
import { types } from 'node:util';
import { capsuleError, describeValue, hasMemory, typedArrayKind, typedArrayLength } from '@capsule/core';

// Captured at load; later monkey-patching has no effect.
const Vector = Float64Array;
const { hasOwn } = Object;
const { isArray } = Array;
const { isSafeInteger } = Number;

function attached<Kind extends Float64Array | Float32Array>(
  operation: string,
  kind: 'Float64Array' | 'Float32Array',
  name: string,
  value: unknown,
): Kind {
  if (typedArrayKind(value) !== kind) {
    throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_VECTOR', operation, {
      expected: `a ${kind} as ${name}`,
      ...describeIterable(value, `${kind}.from(${name})`),
    });
  }
  if (hasMemory(value as Kind)) return value as Kind;
  throw capsuleError(TypeError, 'ERR_FASTMATH_DETACHED', operation, {
    expected: `the memory behind ${name}`,
    found: `a ${kind} whose buffer was transferred or shrunk`,
  });
}

const iterables: readonly [isOfKind: (value: unknown) => boolean, found: string][] = [
  [types.isSet, 'a Set'],
  [types.isMap, 'a Map'],
  [types.isGeneratorObject, 'a generator'],
  [types.isSetIterator, 'an iterator'],
  [types.isMapIterator, 'an iterator'],
];

/** Describes a value; if it is iterable, says how to convert it. Runs no code of the value. */
function describeIterable(value: unknown, conversion: string): { found: string; advice?: string } {
  for (let i = 0; i < iterables.length; i++) {
    const [isOfKind, found] = iterables[i] as (typeof iterables)[number];
    if (isOfKind(value)) return { found, advice: `Convert it: ${conversion}.` };
  }
  return { found: describeValue(value) };
}

/** Returns the value, a Float64Array whose buffer is attached. */
export function vector(operation: string, name: string, value: unknown): Float64Array {
  return attached(operation, 'Float64Array', name, value);
}

/** Returns the value, a Float32Array whose buffer is attached. */
export function floats(operation: string, name: string, value: unknown): Float32Array {
  return attached(operation, 'Float32Array', name, value);
}

/** Throws unless both are vectors of the same length. */
export function checkPair(operation: string, x: unknown, y: unknown, name = 'y'): void {
  checkLengths(operation, vector(operation, 'x', x), vector(operation, name, y), name);
}

export function checkLengths(operation: string, x: ArrayBufferView, y: ArrayBufferView, name: string): void {
  const first = typedArrayLength(x);
  const second = typedArrayLength(y);
  if (first === second) return;
  throw capsuleError(RangeError, 'ERR_FASTMATH_LENGTH_MISMATCH', operation, {
    expected: `x and ${name} of the same length`,
    found: `${first} and ${second} values`,
  });
}

/** Returns the value, a number. Does not convert: the valueOf of an object could detach a vector. */
export function number(operation: string, name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_NUMBER', operation, {
    expected: `a number as ${name}`,
    found: describeValue(value),
  });
}

/** Returns the value, a safe integer of at least `min`. */
export function integer(operation: string, name: string, value: unknown, min?: number): number {
  const given = number(operation, name, value);
  if (isSafeInteger(given) && !(min !== undefined && given < min)) return given;
  throw notAnInteger(operation, `${name} to be an integer${min === undefined ? '' : `, ${min} or more`}`, given);
}

export function notAnInteger(operation: string, expected: string, found: number): Error {
  return capsuleError(RangeError, 'ERR_FASTMATH_NOT_AN_INTEGER', operation, { expected, found: describeValue(found) });
}

/**
 * Returns one number or several as a Float64Array: a given Float64Array itself, otherwise a copy. Reads each element
 * once, by its index, because iterators can be replaced and getters may run.
 */
export function numbers(operation: string, name: string, value: unknown): Float64Array {
  if (typedArrayKind(value) === 'Float64Array') return vector(operation, name, value);
  const isList = typeof value === 'object' && !types.isProxy(value) && isArray(value);
  if (!isList && typeof value !== 'number') {
    throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_NUMBER', operation, {
      expected: `a number, an Array of numbers or a Float64Array as ${name}`,
      ...describeIterable(value, `Array.from(${name})`),
    });
  }
  const list: readonly unknown[] = isList ? value : [value];
  const n = list.length;
  // An Array with holes can have any length, so its first hole is rejected before memory is allocated.
  if (n > 0 && !hasOwn(list, n - 1)) element(operation, name, list, n - 1);
  for (let i = 0; n > maxUnchecked && i < n; i++) if (!hasOwn(list, i)) element(operation, name, list, i);
  const copy = allocate(operation, n);
  for (let i = 0; i < n; i++) copy[i] = element(operation, name, list, i);
  return copy;
}

/** The longest Array for which memory is allocated before its elements have been counted. */
const maxUnchecked = 65_536;

function element(operation: string, name: string, list: readonly unknown[], i: number): number {
  return number(operation, `${name}[${i}]`, hasOwn(list, i) ? list[i] : undefined);
}

/** Allocates n zeros for a result. */
export function allocate(operation: string, n: number): Float64Array {
  try {
    return new Vector(n);
  } catch (cause) {
    throw outOfMemory(operation, `${n} numbers`, cause);
  }
}

export function outOfMemory(operation: string, what: string, cause?: unknown): Error {
  return capsuleError(RangeError, 'ERR_FASTMATH_OUT_OF_MEMORY', operation, {
    expected: `memory for ${what}`,
    found: 'less than that',
    ...(cause !== undefined && { cause }),
  });
}

/** The error for an output that partly overlaps another array. */
export function overlap(operation: string, which: string): Error {
  return capsuleError(RangeError, 'ERR_FASTMATH_OVERLAP', operation, {
    expected: `${which} to be equal or disjoint`,
    found: 'arrays that partly overlap',
    advice: 'Copy one: x.slice().',
  });
}
