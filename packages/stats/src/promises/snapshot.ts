import { types } from 'node:util';
import { type Capsule, hasMemory, isCapsule, isPlainObject, typedArrayKind, typedArrayLength } from '@capsule/core';
import { allocate } from '../allocate.js';
import { arrayOf } from '../array-of.js';
import { completeRows, isArrow, isIncomplete, nullsOf, readColumn, setNulls } from '../arrow.js';
import { lengthOfCapsule, type Sample } from '../native.js';
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

/**
 * Copies an argument, so that later changes of it have no effect. Samples become Float64Arrays. A Float64Array over a
 * SharedArrayBuffer is not copied: its memory cannot be detached or shrunk. Capsules and unusable values are returned
 * unchanged; a statistic rejects the latter.
 *
 * @param mayBeOptions - whether a plain object is copied, which lists all of its keys
 */
export function snapshot(operation: string, value: unknown, mayBeOptions = false): unknown {
  if (types.isProxy(value) || typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return copyOfArray(operation, value);
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
    defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

/** Copies a Float64Array or a Float32Array that has its memory; returns any other value. */
function copyOfTyped(operation: string, value: object): unknown {
  const kind = typedArrayKind(value);
  const values = value as Float64Array;
  if (kind === undefined && !isCapsule(value) && isArrow(value))
    return readColumn(operation, 'values', value, { keep: false, areChosen: false }).values;
  if ((kind !== 'Float64Array' && kind !== 'Float32Array') || !hasMemory(values)) return value;
  const n = typedArrayLength(values);
  const buffer = apply(bufferOf, values, []);
  // A view of fixed length: a growable SharedArrayBuffer may become larger.
  if (kind === 'Float64Array' && types.isSharedArrayBuffer(buffer))
    return new Vector(buffer, apply(offsetOf, values, []), n);
  return allocate(operation, n, 'values', values as unknown as Float32Array);
}

/**
 * Replaces Arrow columns whose values belong together by samples: without the rows that have a null in any of them.
 *
 * @param samples - the arguments that are samples, or the columns of correlationMatrix()
 */
export function withCompleteRows(operation: string, samples: readonly unknown[]): readonly unknown[] {
  let hasNulls = false;
  const read = arrayOf(samples.length, (i) => {
    const value = samples[i];
    if (types.isProxy(value) || isView(value) || isArray(value) || isCapsule(value) || !isArrow(value)) return value;
    const { values } = readColumn(operation, 'values', value, { keep: true, areChosen: false });
    hasNulls ||= isIncomplete(values);
    return values;
  });
  if (!hasNulls) return read;
  const rows = arrayOf(
    read.length,
    (i): Sample => (isIncomplete(read[i]) ? (read[i] as Sample) : toVector(operation, 'values', read[i] as Values)),
  );
  for (let i = 0; i < rows.length; i++) commonLength(operation, rows[0] as Sample, rows[i] as Sample, 'samples');
  return completeRows(operation, rows).samples;
}

/** Copies an Array of numbers to a Float64Array, and an Array of samples to an Array of their copies. */
function copyOfArray(operation: string, values: readonly unknown[]): unknown {
  const n = values.length;
  if (n === 0 || !hasOwn(values, n - 1)) return values;
  if (typeof values[0] !== 'number') return arrayOf(n, (i) => copyOfColumn(operation, values[i]));
  const copy = allocate(operation, n, 'values');
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (typeof value !== 'number') return values;
    copy[i] = value;
  }
  return copy;
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
  if (isArray(value)) return arrayOf(value.length, (i) => withoutCapsules(operation, value[i]));
  if (!isCapsule(value)) return value;
  const zeros = allocate(operation, lengthOfCapsule(value), 'values');
  const nulls = nullsOf(value);
  if (nulls !== undefined) setNulls(zeros, nulls);
  apply(set, capsules, [zeros, value]);
  return zeros;
}

/** Returns the capsule that an array of zeros stands for, and any other value unchanged. */
export const withCapsule = (value: unknown): unknown => apply(get, capsules, [value]) ?? value;
