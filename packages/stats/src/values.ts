import { types } from 'node:util';
import { type Capsule, capsuleError, describeValue, hasMemory, inspect, isCapsule } from '@capsule/core';
import { allocate } from './allocate.js';
import { lengthOf, type Sample } from './native.js';
import { typedArrayKind, typedArrayLength } from './typed-arrays.js';

/** A sample: numbers in an order. In a data capsule they are float64 or float32, in one dimension. */
export type Values = Float64Array | Float32Array | readonly number[] | Capsule;

// Kept from before anybody could replace them.
const { isArray } = Array;
const { hasOwn } = Object;

const accepted = 'a Float64Array, a Float32Array, an Array of numbers or a data capsule of numbers';

/**
 * A sample as the kernels read it. A Float64Array and a data capsule are used as they are; everything else is
 * copied, and every float32 is a float64 too, so nothing is lost.
 */
export function toVector(doing: string, name: string, values: Values): Sample {
  const kind = typedArrayKind(values);
  if (kind === 'Float64Array' && typedArrayLength(values as Float64Array) > 0) return values as Float64Array;
  if (kind === 'Float64Array' || kind === 'Float32Array') {
    if (!hasMemory(values as Float64Array)) refuseDetached(doing, name);
    // The constructor copies elements; Float64Array.from would ask an iterator that anybody can replace.
    return allocate(doing, typedArrayLength(values as Float64Array), 'values', values as Float32Array);
  }
  // Asking a Proxy whether it is an Array throws, once it was revoked.
  if (!types.isProxy(values) && isArray(values)) return fromArray(doing, name, values);
  if (isCapsule(values)) return checkCapsule(doing, name, values);
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', doing, {
    expected: `${accepted} as ${name}`,
    found: describeValue(values),
    ...(kind !== undefined && !kind.startsWith('Big') && { advice: `Convert it: Float64Array.from(${name}).` }),
  });
}

/** How many values a Float64Array has; 0 for everything else, and for one that has lost its memory. */
export function vectorLength(values: Values): number {
  return typedArrayKind(values) === 'Float64Array' ? typedArrayLength(values as Float64Array) : 0;
}

/**
 * How many values a short copy has, of numbers that were in no Float64Array: it takes the short way, as memory that is new
 * to C costs more than the values in it. 0 where C is to look at the sample.
 */
export function shortCopy(x: Sample, values: Values, crossing: number): number {
  const n = x === values ? 0 : vectorLength(x);
  return n < crossing ? n : 0;
}

/** How many pairs, where either sample is such a copy. */
export function shortCopies(x: Sample, xs: Values, y: Sample, ys: Values, crossing: number): number {
  const n = x === xs && y === ys ? 0 : vectorPairs(x, y);
  return n < crossing ? n : 0;
}

/** How many pairs two Float64Arrays make; 0 for everything else. */
export function vectorPairs(x: Values, y: Values): number {
  const n = vectorLength(x);
  return vectorLength(y) === n ? n : 0;
}

function refuseDetached(doing: string, name: string): never {
  throw capsuleError(TypeError, 'ERR_STATS_DETACHED', doing, {
    expected: `the memory behind ${name}`,
    found: 'a typed array whose buffer was transferred or shrunk',
  });
}

/** Whatever holds numbers in one dimension; how many is asked again when it is used. */
function checkCapsule(doing: string, name: string, capsule: Capsule): Capsule {
  const label = inspect(capsule);
  if (label.kind === 'data' && lengthOf(capsule) >= 0) return capsule;
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', doing, {
    expected: `a data capsule of float64 or float32 in one dimension as ${name}`,
    found: label.kind === 'data' ? shapeOf(label) : `a ${label.kind}`,
    ...(label.kind === 'data' &&
      label.dtype.startsWith('f') && {
        advice: `Pass asTypedArray(${name}) of @capsule/core: its elements, row after row.`,
      }),
  });
}

/** f32[3][4] */
function shapeOf({ dtype, shape }: { dtype: string; shape: readonly number[] }): string {
  const shown = shape.slice(0, 8).map((n) => `[${n}]`);
  return `${dtype}${shown.join('')}${shape.length > 8 ? `... (${shape.length} dimensions)` : ''}`;
}

/** How many values a sample has. */
export function sizeOf(sample: Sample): number {
  return typedArrayKind(sample) === undefined ? lengthOf(sample as Capsule) : typedArrayLength(sample as Float64Array);
}

/** How many pairs two samples make. */
export function pairsOf(doing: string, x: Sample, y: Sample, names = 'x and y'): number {
  const first = sizeOf(x);
  const second = sizeOf(y);
  if (first === second) return first;
  throw capsuleError(RangeError, 'ERR_STATS_LENGTH_MISMATCH', doing, {
    expected: `${names} of the same length`,
    found: `${first} and ${second} values`,
  });
}

/** A sample that is large enough. */
export function toSample(doing: string, least: number, values: Values): Sample {
  const x = toVector(doing, 'values', values);
  atLeast(doing, least, sizeOf(x));
  return x;
}

/** Refuses a sample that is too small. */
export function atLeast(doing: string, least: number, found: number, what = 'value'): void {
  if (found < least) refuseTooFew(doing, least, found, what);
}

function refuseTooFew(doing: string, least: number, found: number, what: string): never {
  throw capsuleError(RangeError, 'ERR_STATS_TOO_FEW_VALUES', doing, {
    expected: `at least ${least} ${what}${least === 1 ? '' : 's'}`,
    found: String(found),
  });
}

/** Refuses whatever is converted elsewhere: strings, objects, nothing. */
export function checkNumber(doing: string, name: string, value: unknown): asserts value is number {
  if (typeof value === 'number') return;
  throw capsuleError(TypeError, 'ERR_STATS_NOT_A_NUMBER', doing, {
    expected: `a number as ${name}`,
    found: describeValue(value),
  });
}

function fromArray(doing: string, name: string, values: readonly unknown[]): Float64Array {
  // A hole at the end is a length that somebody made up: no memory is taken for it.
  if (values.length > 0 && !hasOwn(values, values.length - 1)) refuseElement(doing, name, values.length - 1, 'a hole');
  const n = values.length;
  const vector = allocate(doing, n, 'values');
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (typeof value !== 'number') refuseElement(doing, name, i, hasOwn(values, i) ? describeValue(value) : 'a hole');
    vector[i] = value;
  }
  return vector;
}

function refuseElement(doing: string, name: string, index: number, found: string): never {
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', doing, {
    expected: `only numbers in ${name}`,
    found: `${found} at index ${index}`,
  });
}
