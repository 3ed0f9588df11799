import { types } from 'node:util';
import {
  type ArrowArraySource,
  type ArrowStreamSource,
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
import { allocate } from './allocate.js';
import {
  arrowSample,
  completeRows,
  hasTemporary,
  isArrow,
  isIncomplete,
  keepTemporary,
  lengthOfRows,
  mayHaveNulls,
  nullsOf,
} from './arrow.js';
import { adviceForElement, adviceForSample, describeSample, isConvertible } from './conversions.js';
import { lengthOfCapsule, type Sample } from './native.js';
import * as typedArrays from './typed-arrays.js';

// Bound once: each use of an import looks it up in the exports of its module, which takes more of V8's inlining budget.
const { isVector, float64Length, vectorLength } = typedArrays;

/**
 * A sample: an array of numbers, a data capsule of float64 or float32 in one dimension, or an Arrow column of numbers.
 *
 * @example
 * ```ts
 * import { createVector } from '@capsule/fastmath';
 * import { mean, type Values } from '@capsule/stats';
 *
 * const samples: Values[] = [[1, 2, 6], Float64Array.of(1, 2, 6), createVector(Float64Array.of(1, 2, 6))];
 * console.log(samples.map((values) => mean(values))); // [ 3, 3, 3 ]
 * ```
 */
export type Values = Float64Array | Float32Array | readonly number[] | Capsule | ArrowArraySource | ArrowStreamSource;

// Captured at load; later monkey-patching has no effect.
const { isArray } = Array;
const { hasOwn } = Object;
const { floor } = Math;

// A Float64Array is checked in a separate function, which is short enough for V8 to inline it into statistics.

/** Checks and converts a sample. Rejects it if it does not have more than `moreThan` values. */
export function toSample(operation: string, moreThan: number, values: Values): Sample {
  return vectorLength(values) > moreThan ? (values as Float64Array) : convertSample(operation, moreThan, values);
}

function convertSample(operation: string, moreThan: number, values: Values): Sample {
  const x = toVector(operation, 'values', values);
  checkLength(operation, moreThan, lengthOfSample(x));
  return x;
}

/** Checks a sample. Returns a Float64Array or a data capsule unchanged, and converts all other kinds. */
export function toVector(operation: string, name: string, values: Values): Sample {
  return isVector(values) ? values : convert(operation, name, values);
}

/**
 * As toVector(), for one of several samples whose values belong together: a null of Arrow keeps its row.
 *
 * @param position - of the sample among those of the call
 */
export function toRows(operation: string, name: string, values: Values, position: number): Sample {
  if (isVector(values)) return values;
  return position > 0 && hasTemporary()
    ? keepTemporary(() => convert(operation, name, values, true))
    : convert(operation, name, values, true);
}

function convert(operation: string, name: string, values: Values, keepsRows = false): Sample {
  const kind = typedArrayKind(values);
  if (kind === 'Float64Array' || kind === 'Float32Array') {
    if (!hasMemory(values as Float64Array)) refuseDetached(operation, name);
    // The constructor copies elements; Float64Array.from would use an iterator, which can be replaced.
    return allocate(operation, typedArrayLength(values as Float64Array), 'values', values as Float32Array);
  }
  // isArray() throws for a revoked Proxy.
  if (!types.isProxy(values) && isArray(values)) return fromArray(operation, name, values, keepsRows);
  if (isCapsule(values)) return checkCapsule(operation, name, values);
  if (isArrow(values)) return arrowSample(operation, name, values, keepsRows);
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
    expected: `${accepted} as ${name}`,
    found: describeSample(values),
    ...adviceForSample(name, values, kind),
  });
}

const accepted = 'a Float64Array, a Float32Array, an Array of numbers, a data capsule of numbers or an Arrow column';

/**
 * Returns the number of pairs in two samples. Rejects them if there are not more than `moreThan` pairs. Returns -1 if a
 * value is null: completePairs() removes these pairs.
 */
export function pairsOf(operation: string, moreThan: number, x: Sample, y: Sample, names?: string): number {
  const n = float64Length(x);
  return n > moreThan && float64Length(y) === n ? n : checkPairs(operation, moreThan, x, y, names);
}

function checkPairs(operation: string, moreThan: number, x: Sample, y: Sample, names?: string): number {
  const n = commonLength(operation, x, y, names);
  if (isIncomplete(x) || isIncomplete(y)) return -1;
  checkLength(operation, moreThan, n, 'pair');
  return n;
}

/** Copies the pairs of which no value is null. Rejects them if there are not more than `moreThan`. */
export function completePairs(operation: string, moreThan: number, x: Sample, y: Sample): CompletePairs {
  const rows = completeRows(operation, [x, y]);
  checkLength(operation, moreThan, rows.n, 'pair');
  return { n: rows.n, x: rows.samples[0] as Float64Array, y: rows.samples[1] as Float64Array };
}

export interface CompletePairs {
  readonly n: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * As toSample(), for a statistic of neighbouring values. It rejects nulls, unless readArrow() was told what to do with
 * them: skipping them would make values neighbours that are none.
 */
export function toSeries(operation: string, moreThan: number, values: Values): Sample {
  const x = toSample(operation, moreThan, values);
  if (mayHaveNulls) checkGaps(operation, x);
  return x;
}

function checkGaps(operation: string, x: Sample): void {
  const found = nullsOf(x);
  if (found === undefined || found.nulls === 0 || found.areChosen) return;
  throw capsuleError(RangeError, 'ERR_STATS_NULLS', operation, {
    expected: 'values without nulls, because neighbours matter',
    found: `${found.nulls} null${found.nulls === 1 ? '' : 's'}`,
    advice: "Choose: readArrow(values, { nulls: 'nan' }).values keeps their places, { nulls: 'skip' } closes them.",
  });
}

/** Returns the length of both samples. Rejects different lengths. */
export function commonLength(operation: string, x: Sample, y: Sample, names = 'x and y'): number {
  const first = lengthOfSample(x);
  const second = lengthOfSample(y);
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

/** Rejects capsules that are not samples. The length is not kept, because C reads it again. */
function checkCapsule(operation: string, name: string, capsule: Capsule): Capsule {
  const label = inspect(capsule);
  if (label.kind === 'data' && lengthOfCapsule(capsule) >= 0) return capsule;
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
    expected: `a data capsule of float64 or float32 in one dimension as ${name}`,
    found: label.kind === 'data' ? shapeOf(label) : `a ${label.kind}`,
    ...(label.kind === 'data' &&
      label.dtype.startsWith('f') && {
        advice: `Pass asTypedArray(${name}) of @capsule/core: its elements, row after row.`,
      }),
  });
}

/** Formats a shape, as in `f32[3][4]`. */
function shapeOf({ dtype, shape }: { dtype: string; shape: readonly number[] }): string {
  const shown = shape.slice(0, 8).map((n) => `[${n}]`);
  return `${dtype}${shown.join('')}${shape.length > 8 ? `... (${shape.length} dimensions)` : ''}`;
}

export function lengthOfSample(sample: Sample): number {
  const n = float64Length(sample);
  return n > 0 ? n : lengthOfOther(sample);
}

const lengthOfOther = (sample: Sample): number => (isCapsule(sample) ? lengthOfCapsule(sample) : lengthOfRows(sample));

/** Rejects a length that is not more than `moreThan`. */
export function checkLength(operation: string, moreThan: number, found: number, what = 'value'): void {
  if (found > moreThan) return;
  const least = floor(moreThan) + 1;
  throw capsuleError(RangeError, 'ERR_STATS_TOO_FEW_VALUES', operation, {
    expected: `at least ${least} ${what}${least === 1 ? '' : 's'}`,
    found: String(found),
    ...adviceForLength(operation, moreThan, found),
  });
}

/** Advises which argument to change. A minimum above 2 is due to `window`, `lag`, `ddof` or `bias: false`. */
function adviceForLength(operation: string, moreThan: number, found: number): { advice?: string } {
  if (found === 0) return {};
  if (operation.endsWith(' window)')) return { advice: `Use a window of at most ${found}, not ${moreThan + 1}.` };
  if (operation.endsWith(' lag)')) return { advice: `Use a lag of at most ${found - 1}, not ${moreThan}.` };
  if (moreThan <= 1 || operation.startsWith('skewness(') || operation.startsWith('kurtosis(')) return {};
  return { advice: `Use a ddof below ${found}, not ${moreThan}.` };
}

/** Rejects everything but numbers. It does not convert values. */
export function checkNumber(operation: string, name: string, value: unknown): asserts value is number {
  if (typeof value === 'number') return;
  refuseNumber(operation, name, 'a number', value);
}

/** Rejects a value that is not a number. */
export function refuseNumber(operation: string, name: string, expected: string, value: unknown): never {
  throw capsuleError(TypeError, 'ERR_STATS_NOT_A_NUMBER', operation, {
    expected: `${expected} as ${name}`,
    found: describeValue(value),
    ...(isConvertible(value) && { advice: `Convert it: Number(${name}).` }),
    ...(isPlainObject(value) && { advice: 'Pass the number itself, not an object.' }),
  });
}

function fromArray(operation: string, name: string, values: readonly unknown[], hasRows: boolean): Float64Array {
  const n = values.length;
  // An array that ends or begins with a hole may have any length: reject it before allocating.
  if (n > 0 && !hasOwn(values, n - 1)) refuseElement(operation, name, values, n - 1, hasRows);
  if (n > 0 && !hasOwn(values, 0)) refuseElement(operation, name, values, 0, hasRows);
  const vector = allocate(operation, n, 'values');
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (typeof value !== 'number') refuseElement(operation, name, values, i, hasRows, value);
    vector[i] = value;
  }
  return vector;
}

function refuseElement(
  operation: string,
  name: string,
  values: object,
  index: number,
  hasRows: boolean,
  value?: unknown,
): never {
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
    expected: `only numbers in ${name}`,
    found: `${hasOwn(values, index) ? describeSample(value) : 'a hole'} at index ${index}`,
    ...adviceForElement(name, value, hasRows),
  });
}
