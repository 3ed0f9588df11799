// What the functions of this package check before they call a kernel.
import { capsuleError, describeValue, hasMemory, typedArrayKind, typedArrayLength } from '@capsule/core';

/** A Float64Array whose memory is there. */
export function vector(doing: string, name: string, value: unknown): Float64Array {
  if (typedArrayKind(value) !== 'Float64Array') {
    throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_VECTOR', doing, {
      expected: `a Float64Array as ${name}`,
      found: describeValue(value),
    });
  }
  if (hasMemory(value as Float64Array)) return value as Float64Array;
  throw capsuleError(TypeError, 'ERR_FASTMATH_DETACHED', doing, {
    expected: `the memory behind ${name}`,
    found: 'a Float64Array whose buffer was transferred or shrunk',
  });
}

/** Refuses two that are not vectors of one length. */
export function checkPair(doing: string, x: unknown, y: unknown, name = 'y'): void {
  const first = typedArrayLength(vector(doing, 'x', x));
  const second = typedArrayLength(vector(doing, name, y));
  if (first === second) return;
  throw capsuleError(RangeError, 'ERR_FASTMATH_LENGTH_MISMATCH', doing, {
    expected: `x and ${name} of the same length`,
    found: `${first} and ${second} values`,
  });
}

export function factor(doing: string, a: unknown): number {
  if (typeof a === 'number') return a;
  throw capsuleError(TypeError, 'ERR_FASTMATH_NOT_A_NUMBER', doing, {
    expected: 'a number as a',
    found: describeValue(a),
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
