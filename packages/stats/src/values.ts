import { types } from 'node:util';
import {
  type Capsule,
  capsuleError,
  describeValue,
  hasMemory,
  inspect,
  isCapsule,
  isPlainObject,
  typedArrayKind,
  typedArrayLength,
} from '@capsule/core';
import { adviceForElement, adviceForSample, describeSample, isConvertible } from './conversions.js';
import { lengthOf, type Sample } from './native.js';
import { isVector, sampleLength, vectorLength } from './typed-arrays.js';

/** A sample: an array of numbers, or a data capsule of float64 or float32 in one dimension. */
export type Values = Float64Array | Float32Array | readonly number[] | Capsule;

// Captured at load; later monkey-patching has no effect.
const { isArray } = Array;
const { hasOwn } = Object;
const { floor } = Math;
const Vector = Float64Array;

/**
 * Returns n zeros, or a copy of floats.
 *
 * @throws Error `ERR_STATS_OUT_OF_MEMORY`: a data capsule can describe more values than memory has room for results
 */
export function allocate(operation: string, n: number, what: 'results' | 'bins' | 'values', floats?: Float32Array) {
  try {
    return new Vector((floats ?? n) as number);
  } catch (cause) {
    throw capsuleError(Error, 'ERR_STATS_OUT_OF_MEMORY', operation, {
      expected: `memory for ${n} ${what}`,
      found: 'none',
      cause,
    });
  }
}

// A Float64Array is checked in a function of its own, which is short enough for V8 to inline it into statistics.

/** Returns a sample of more than `count` values. */
export function toSample(operation: string, count: number, values: Values): Sample {
  return vectorLength(values) > count ? (values as Float64Array) : convertSample(operation, count, values);
}

function convertSample(operation: string, count: number, values: Values): Sample {
  const x = toVector(operation, 'values', values);
  checkLength(operation, count, sizeOf(x));
  return x;
}

/** A sample in a form that the kernels read: a Float64Array or a data capsule as it is, everything else as a copy. */
export function toVector(operation: string, name: string, values: Values): Sample {
  return isVector(values) ? values : convert(operation, name, values);
}

function convert(operation: string, name: string, values: Values): Sample {
  const kind = typedArrayKind(values);
  if (kind === 'Float64Array' || kind === 'Float32Array') {
    if (!hasMemory(values as Float64Array)) refuseDetached(operation, name);
    // The constructor copies elements; Float64Array.from would use an iterator, which can be replaced.
    return allocate(operation, typedArrayLength(values as Float64Array), 'values', values as Float32Array);
  }
  // isArray() throws for a revoked Proxy.
  if (!types.isProxy(values) && isArray(values)) return fromArray(operation, name, values);
  if (isCapsule(values)) return checkCapsule(operation, name, values);
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
    expected: `${accepted} as ${name}`,
    found: describeSample(values),
    ...adviceForSample(name, values, kind),
  });
}

const accepted = 'a Float64Array, a Float32Array, an Array of numbers or a data capsule of numbers';

/** The number of pairs in two samples, which is more than `count`. */
export function pairsOf(operation: string, count: number, x: Sample, y: Sample, names?: string): number {
  const n = sampleLength(x);
  return n > count && sampleLength(y) === n ? n : checkPairs(operation, count, x, y, names);
}

function checkPairs(operation: string, count: number, x: Sample, y: Sample, names?: string): number {
  const n = commonLength(operation, x, y, names);
  checkLength(operation, count, n, 'pair');
  return n;
}

/** The length of both samples. */
export function commonLength(operation: string, x: Sample, y: Sample, names = 'x and y'): number {
  const first = sizeOf(x);
  const second = sizeOf(y);
  if (first !== second) {
    throw capsuleError(RangeError, 'ERR_STATS_LENGTH_MISMATCH', operation, {
      expected: `${names} of the same length`,
      found: `${first} and ${second} values`,
    });
  }
  return first;
}

function refuseDetached(operation: string, name: string): never {
  throw capsuleError(TypeError, 'ERR_STATS_DETACHED', operation, {
    expected: `the memory behind ${name}`,
    found: 'a typed array whose buffer was transferred or shrunk',
  });
}

/** The length is not kept: it is read again when the capsule is opened in C. */
function checkCapsule(operation: string, name: string, capsule: Capsule): Capsule {
  const label = inspect(capsule);
  if (label.kind === 'data' && lengthOf(capsule) >= 0) return capsule;
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
    expected: `a data capsule of float64 or float32 in one dimension as ${name}`,
    found: label.kind === 'data' ? shapeOf(label) : `a ${label.kind}`,
    ...(label.kind === 'data' &&
      label.dtype.startsWith('f') && {
        advice: `Pass asTypedArray(${name}) of @capsule/core: its elements, row after row.`,
      }),
  });
}

/** As in `f32[3][4]`. */
function shapeOf({ dtype, shape }: { dtype: string; shape: readonly number[] }): string {
  const shown = shape.slice(0, 8).map((n) => `[${n}]`);
  return `${dtype}${shown.join('')}${shape.length > 8 ? `... (${shape.length} dimensions)` : ''}`;
}

/** The length of a sample. */
export function sizeOf(sample: Sample): number {
  const n = sampleLength(sample);
  return n > 0 ? n : sizeOfOther(sample);
}

const sizeOfOther = (sample: Sample): number => (isCapsule(sample) ? lengthOf(sample) : 0);

/** Rejects a length that is not more than `count`. */
export function checkLength(operation: string, count: number, found: number, what = 'value'): void {
  if (found > count) return;
  const least = floor(count) + 1;
  throw capsuleError(RangeError, 'ERR_STATS_TOO_FEW_VALUES', operation, {
    expected: `at least ${least} ${what}${least === 1 ? '' : 's'}`,
    found: String(found),
    ...adviceForLength(operation, count, found),
  });
}

/** Names the argument for which there are too few values. A count above 1 is due to `ddof`, or to `bias: false`. */
function adviceForLength(operation: string, count: number, found: number): { advice?: string } {
  if (found === 0) return {};
  if (operation.endsWith(' window)')) return { advice: `Use a window of at most ${found}, not ${count + 1}.` };
  if (operation.endsWith(' lag)')) return { advice: `Use a lag of at most ${found - 1}, not ${count}.` };
  if (count <= 1 || operation.startsWith('skewness(') || operation.startsWith('kurtosis(')) return {};
  return { advice: `Use a ddof below ${found}, not ${count}.` };
}

/** Rejects everything but numbers; nothing is converted. */
export function checkNumber(operation: string, name: string, value: unknown): asserts value is number {
  if (typeof value === 'number') return;
  refuseNumber(operation, name, 'a number', value);
}

/** Rejects a value where a number was expected. */
export function refuseNumber(operation: string, name: string, expected: string, value: unknown): never {
  throw capsuleError(TypeError, 'ERR_STATS_NOT_A_NUMBER', operation, {
    expected: `${expected} as ${name}`,
    found: describeValue(value),
    ...(isConvertible(value) && { advice: `Convert it: Number(${name}).` }),
    ...(isPlainObject(value) && { advice: 'Pass the number itself, not an object.' }),
  });
}

function fromArray(operation: string, name: string, values: readonly unknown[]): Float64Array {
  // An array whose last element is a hole may have any length: reject it before allocating.
  if (values.length > 0 && !hasOwn(values, values.length - 1))
    refuseElement(operation, name, values, values.length - 1);
  const n = values.length;
  const vector = allocate(operation, n, 'values');
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (typeof value !== 'number') refuseElement(operation, name, values, i, value);
    vector[i] = value;
  }
  return vector;
}

function refuseElement(operation: string, name: string, values: object, index: number, value?: unknown): never {
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
    expected: `only numbers in ${name}`,
    found: `${hasOwn(values, index) ? describeSample(value) : 'a hole'} at index ${index}`,
    ...adviceForElement(name, value),
  });
}
