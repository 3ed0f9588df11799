// What the functions of this package check before they call a kernel.
import { types } from 'node:util';
import { capsuleError, describeValue, hasMemory, typedArrayKind, typedArrayLength } from '@capsule/core';

// Kept from before anybody could replace them.
const Vector = Float64Array;
const { hasOwn } = Object;
const { isArray } = Array;
const { isSafeInteger } = Number;

function withMemory<Kind extends Float64Array | Float32Array>(
  doing: string,
  kind: 'Float64Array' | 'Float32Array',
  name: string,
  value: unknown,
): Kind {
  if (typedArrayKind(value) !== kind) {
    throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_VECTOR', doing, {
      expected: `a ${kind} as ${name}`,
      found: describeValue(value),
    });
  }
  if (hasMemory(value as Kind)) return value as Kind;
  throw capsuleError(TypeError, 'ERR_FASTMATH_DETACHED', doing, {
    expected: `the memory behind ${name}`,
    found: `a ${kind} whose buffer was transferred or shrunk`,
  });
}

/** A Float64Array whose memory is there. */
export function vector(doing: string, name: string, value: unknown): Float64Array {
  return withMemory(doing, 'Float64Array', name, value);
}

/** A Float32Array whose memory is there. */
export function floats(doing: string, name: string, value: unknown): Float32Array {
  return withMemory(doing, 'Float32Array', name, value);
}

/** Refuses two that are not vectors of one length. */
export function checkPair(doing: string, x: unknown, y: unknown, name = 'y'): void {
  checkLengths(doing, vector(doing, 'x', x), vector(doing, name, y), name);
}

export function checkLengths(doing: string, x: ArrayBufferView, y: ArrayBufferView, name: string): void {
  const first = typedArrayLength(x);
  const second = typedArrayLength(y);
  if (first === second) return;
  throw capsuleError(RangeError, 'ERR_FASTMATH_LENGTH_MISMATCH', doing, {
    expected: `x and ${name} of the same length`,
    found: `${first} and ${second} values`,
  });
}

/** Nothing is converted: an object's own valueOf could take the memory of a vector away. */
export function number(doing: string, name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_NUMBER', doing, {
    expected: `a number as ${name}`,
    found: describeValue(value),
  });
}

/** An integer that a double can tell from its neighbours, and no less than `least`. */
export function integer(doing: string, name: string, value: unknown, least?: number): number {
  const given = number(doing, name, value);
  if (isSafeInteger(given) && !(least !== undefined && given < least)) return given;
  throw capsuleError(RangeError, 'ERR_FASTMATH_NOT_AN_INTEGER', doing, {
    expected: `${name} to be an integer${least === undefined ? '' : `, ${least} or more`}`,
    found: describeValue(given),
  });
}

/**
 * One number or several: a Float64Array as it is, everything else in a copy. Elements are read by their index, each once:
 * an iterator is anybody's, and a getter may run.
 */
export function numbers(doing: string, name: string, value: unknown): Float64Array {
  if (typedArrayKind(value) === 'Float64Array') return vector(doing, name, value);
  const isList = typeof value === 'object' && !types.isProxy(value) && isArray(value);
  if (!isList && typeof value !== 'number') {
    throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_NUMBER', doing, {
      expected: `a number, an Array of numbers or a Float64Array as ${name}`,
      found: describeValue(value),
    });
  }
  const list: readonly unknown[] = isList ? value : [value];
  const n = list.length;
  // A hole at the end is a length that somebody made up: no memory is taken for it.
  if (n > 0 && !hasOwn(list, n - 1)) number(doing, `${name}[${n - 1}]`, undefined);
  const copy = allocate(doing, n);
  for (let i = 0; i < n; i++) copy[i] = element(doing, name, list, i);
  return copy;
}

function element(doing: string, name: string, list: readonly unknown[], i: number): number {
  return number(doing, `${name}[${i}]`, hasOwn(list, i) ? list[i] : undefined);
}

/** n zeros, for a result. */
export function allocate(doing: string, n: number): Float64Array {
  try {
    return new Vector(n);
  } catch (cause) {
    throw outOfMemory(doing, `${n} numbers`, cause);
  }
}

export function outOfMemory(doing: string, what: string, cause?: unknown): Error {
  return capsuleError(RangeError, 'ERR_FASTMATH_OUT_OF_MEMORY', doing, {
    expected: `memory for ${what}`,
    found: 'less than that',
    ...(cause !== undefined && { cause }),
  });
}

/** For `which` two that overlap, where one of them is written. */
export function overlap(doing: string, which: string): Error {
  return capsuleError(RangeError, 'ERR_FASTMATH_OVERLAP', doing, {
    expected: `${which} to be one array, or apart`,
    found: 'two that overlap in part',
    advice: 'Copy one: x.slice().',
  });
}
