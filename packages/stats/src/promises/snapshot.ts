import { types } from 'node:util';
import {
  type Capsule,
  hasMemory,
  inspect,
  isCapsule,
  isPlainObject,
  typedArrayKind,
  typedArrayLength,
} from '@capsule/core';
import { allocate } from '../allocate.js';
import { arrayOf } from '../array-of.js';
import { completeRows, forStatistic, isArrow, isIncomplete, nullsOf, readColumn, setNulls } from '../arrow.js';
import { arrow, lengthOfCapsule, type Sample } from '../native.js';
import { commonLength, toVector, type Values } from '../values.js';

// Captured at load; later monkey-patching has no effect.
const { apply, ownKeys } = Reflect;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { hasOwn, defineProperty } = Object;
const Vector = Float64Array;
const { prototype } = Object.getPrototypeOf(Uint8Array) as { prototype: object };
const bufferOf = Object.getOwnPropertyDescriptor(prototype, 'buffer')?.get as () => ArrayBufferLike;
const offsetOf = Object.getOwnPropertyDescriptor(prototype, 'byteOffset')?.get as () => number;

/** Whether an argument is a sample, an Array of samples, or neither. */
type Role = 'sample' | 'columns' | 'other';

/**
 * Copies an argument, so that later changes of it have no effect. Samples become Float64Arrays. A Float64Array over a
 * SharedArrayBuffer is not copied: its memory cannot be detached or shrunk. Data capsules are held: disposing of them has
 * no effect. Unusable values are returned unchanged; a statistic rejects them.
 *
 * @param mayBeOptions - whether a plain object is copied, which lists all of its keys
 * @param role - of the argument: one that is no sample keeps its type, so that errors show what was passed
 */
export function snapshot(operation: string, value: unknown, mayBeOptions = false, role: Role = 'sample'): unknown {
  if (types.isProxy(value) || typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return role === 'other' ? copyOfList(value) : copyOfArray(operation, value, role);
  if (role !== 'sample' && isCapsule(value)) return value;
  return mayBeOptions && isPlainObject(value) && !isCapsule(value)
    ? copyOfOptions(value)
    : copyOfTyped(operation, value);
}

/** Getters of options run once, here. */
function copyOfOptions(options: object): object {
  const copy = {};
  const keys = ownKeys(options);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as keyof typeof options;
    const given: unknown = options[key];
    const isRange = !types.isProxy(given) && isArray(given) && given.length === 2;
    const value = isRange ? [given[0], given[1]] : given;
    const property = { __proto__: null, value, enumerable: true, configurable: true, writable: true };
    defineProperty(copy, key, property);
  }
  return copy;
}

/** Copies a Float64Array or a Float32Array that has its memory; returns any other value. */
function copyOfTyped(operation: string, value: object): unknown {
  const kind = typedArrayKind(value);
  const values = value as Float64Array;
  if (isCapsule(value)) return hold(value);
  if (kind === undefined && isArrow(value))
    return ownColumn(readColumn(operation, 'values', value, forStatistic(false)).values);
  if ((kind !== 'Float64Array' && kind !== 'Float32Array') || !hasMemory(values)) return value;
  const n = typedArrayLength(values);
  const buffer = apply(bufferOf, values, []);
  // A view of fixed length: a growable SharedArrayBuffer may become larger.
  if (kind === 'Float64Array' && types.isSharedArrayBuffer(buffer))
    return new Vector(buffer, apply(offsetOf, values, []), n);
  return allocate(operation, n, 'values', values as unknown as Float32Array);
}

/** Capsules that only one call uses, until endHeld(). */
const held = new WeakSet<object>();
const { add, has, delete: remove } = WeakSet.prototype;

/** Holds the contents of a capsule that is a sample: it may be disposed of or revoked before a kernel reads it. */
function hold(capsule: Capsule): Capsule {
  if (apply(has, held, [capsule]) || inspect(capsule).kind !== 'data' || lengthOfCapsule(capsule) < 0) return capsule;
  const nulls = nullsOf(capsule);
  const own = arrow.holdSample(capsule);
  if (nulls !== undefined) setNulls(own, nulls);
  return ownColumn(own);
}

/** Notes that nothing else uses an Arrow column or a held capsule. */
function ownColumn<Values extends Sample>(values: Values): Values {
  if (isCapsule(values)) apply(add, held, [values]);
  return values;
}

/** Releases what snapshot() has held or read. Kernels that run have holds of their own. */
export function endHeld(args: readonly unknown[]): void {
  for (let i = 0; i < args.length; i++) {
    const value = args[i];
    if (typeof value !== 'object' || value === null || types.isProxy(value)) continue;
    if (isArray(value) && !hasHoles(value)) endHeld(value);
    else if (apply(remove, held, [value])) arrow.endColumn(value as Capsule);
  }
}

/**
 * Replaces Arrow columns whose values belong together by samples: without the rows that have a null in any of them.
 *
 * @param samples - the arguments that are samples, or the columns of correlationMatrix()
 */
export function withCompleteRows(operation: string, samples: readonly unknown[]): readonly unknown[] {
  if (hasHoles(samples)) return samples;
  let hasNulls = false;
  const read = arrayOf(samples.length, (i) => {
    const value = samples[i];
    if (types.isProxy(value) || isView(value) || isArray(value) || isCapsule(value) || !isArrow(value)) return value;
    const { values } = readColumn(operation, 'values', value, forStatistic(true));
    hasNulls ||= isIncomplete(values);
    return ownColumn(values);
  });
  if (!hasNulls) return read;
  const rows = arrayOf(
    read.length,
    (i): Sample => (isIncomplete(read[i]) ? (read[i] as Sample) : toVector(operation, 'values', read[i] as Values)),
  );
  for (let i = 0; i < rows.length; i++) commonLength(operation, rows[0] as Sample, rows[i] as Sample, 'samples');
  return completeRows(operation, rows).samples;
}

/** Copies an Array of numbers to a Float64Array, and an Array of columns to an Array of their copies. */
function copyOfArray(operation: string, values: readonly unknown[], role: Role): unknown {
  const n = values.length;
  if (n === 0 || !hasOwn(values, n - 1)) return values;
  if (role === 'columns') return hasHoles(values) ? values : arrayOf(n, (i) => copyOfColumn(operation, values[i]));
  if (typeof values[0] !== 'number') return copyOfList(values);
  const copy = allocate(operation, n, 'values');
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (typeof value !== 'number') return values;
    copy[i] = value;
  }
  return copy;
}

/** Copies the elements of an Array, but not what these contain. */
const copyOfList = (values: readonly unknown[]): readonly unknown[] =>
  hasHoles(values) ? values : arrayOf(values.length, (i) => values[i]);

/** Whether an Array has a hole. One with holes may have billions of them: statistics reject it, and none is copied. */
function hasHoles(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (!hasOwn(values, i)) return true;
  return false;
}

function copyOfColumn(operation: string, value: unknown): unknown {
  return !types.isProxy(value) && isArray(value) && typeof value[0] !== 'number' ? value : snapshot(operation, value);
}

/** The capsule that each array of zeros stands for. */
const capsules = new WeakMap<object, Capsule>();
const { get, set } = WeakMap.prototype;

/**
 * Replaces data capsules by arrays of zeros with their length. When a statistic runs again, it needs their length only,
 * and the capsule may have been revoked since.
 */
export function withoutCapsules(operation: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || isView(value)) return value;
  if (isArray(value))
    return hasHoles(value) ? value : arrayOf(value.length, (i) => withoutCapsules(operation, value[i]));
  if (!isCapsule(value)) return value;
  const zeros = allocate(operation, lengthOfCapsule(value), 'values');
  const nulls = nullsOf(value);
  if (nulls !== undefined) setNulls(zeros, nulls);
  apply(set, capsules, [zeros, value]);
  return zeros;
}

/** Returns the capsule that an array of zeros stands for, and any other value unchanged. */
export const withCapsule = (value: unknown): unknown => apply(get, capsules, [value]) ?? value;
