// Reads Arrow columns: objects with a method of the protocol that docs/arrow.md describes.
import { types } from 'node:util';
import {
  type ArrowArraySource,
  type ArrowStreamSource,
  arrowArray,
  arrowStream,
  type Capsule,
  capsuleError,
  describeValue,
  isCapsule,
} from '@capsule/core';
import { allocate } from './allocate.js';
import { arrayOf } from './array-of.js';
import { type ArrowRefusal, arrow, IN_PLACE, type Sample } from './native.js';

export type ArrowSource = ArrowArraySource | ArrowStreamSource;

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { isArray } = Array;
const { get, set } = WeakMap.prototype;
const Bytes = Uint8Array;
const Vector = Float64Array;
const deviceArray = Symbol.for('arrow.c.device_array');

/** Whether a value has a method of the protocol. A Proxy is not examined. */
export function isArrow(value: unknown): value is ArrowSource {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || types.isProxy(value))
    return false;
  return methodOf(value, arrowArray) !== undefined || isStream(value) || methodOf(value, deviceArray) !== undefined;
}

/** Whether a value offers its batches one after the other. */
export const isStream = (value: unknown): boolean => methodOf(value, arrowStream) !== undefined;

function methodOf(value: unknown, key: symbol): ((...args: unknown[]) => unknown) | undefined {
  const method = (value as Record<symbol, unknown>)[key];
  return typeof method === 'function' ? (method as (...args: unknown[]) => unknown) : undefined;
}

/** What is known of the nulls of a sample that was an Arrow column. */
export interface Nulls {
  readonly nulls: number;
  /** Whether readArrow() was told what to do with them. */
  readonly areChosen: boolean;
}

/** Whether any Arrow column was read: without one, there is nothing to look up. */
export let mayHaveNulls = false;

const knownNulls = new WeakMap<object, Nulls>();

export const nullsOf = (sample: unknown): Nulls | undefined => apply(get, knownNulls, [sample]);

/** Notes that a sample stands for an Arrow column. */
export function setNulls(sample: object, nulls: Nulls): void {
  mayHaveNulls = true;
  apply(set, knownNulls, [sample, nulls]);
}

/**
 * Values of which some are null, for a statistic of several samples: completeRows() makes samples of them. It is no
 * typed array and no capsule, so that no other function mistakes it for one.
 */
class Rows {
  readonly values: Sample;
  /** 0 for a null. */
  readonly mask: Uint8Array;

  constructor(values: Sample, mask: Uint8Array) {
    this.values = values;
    this.mask = mask;
  }
}

/** Whether a sample has nulls that completeRows() has to remove. */
export const isIncomplete = (sample: unknown): boolean => sample instanceof Rows;

/** Returns the length of a sample with nulls; 0 for any other. */
export const lengthOfRows = (sample: unknown): number => (sample instanceof Rows ? sample.mask.length : 0);

/** A batch, or a column that a statistic may still use. A list, because scripts can put setters on Array.prototype. */
interface Batches {
  readonly values: Sample;
  readonly n: number;
  readonly mask: Uint8Array | undefined;
  previous: Batches | undefined;
}

/**
 * Columns that lie in the memory of a producer. A statistic uses them until it returns, and they are released by the
 * next one: waiting for the garbage collector would keep all columns of a loop that never yields.
 */
let temporary: Batches | undefined;

/** Releases the columns of earlier calls. The latest `count` belong to the current one. */
function endTemporary(count: number): void {
  let last: Batches | undefined;
  let batch = temporary;
  for (let i = 0; i < count && batch !== undefined; i++) {
    last = batch;
    batch = batch.previous;
  }
  if (last === undefined) temporary = undefined;
  else last.previous = undefined;
  for (; batch !== undefined; batch = batch.previous) arrow.endColumn(batch.values as Capsule);
}

/**
 * Converts an Arrow column to a sample: without the nulls, or as rows that keep them.
 *
 * @param position - of the sample among those that belong together; undefined for a single one
 */
export function arrowSample(operation: string, name: string, source: ArrowSource, position?: number): Sample {
  endTemporary(position ?? 0);
  const { values } = readColumn(operation, name, source, { keep: position !== undefined, areChosen: false });
  if (isCapsule(values)) temporary = { values, n: 0, mask: undefined, previous: temporary };
  return values;
}

export interface ReadOptions {
  /** The name of a column of a table. */
  readonly column?: string | undefined;
  /** Whether a null becomes NaN, so that each row has a value. */
  readonly keep: boolean;
  /** See Nulls. */
  readonly areChosen: boolean;
  /** Whether nulls are rejected. */
  readonly reject?: boolean;
}

/** Reads all batches of a column. */
export function readColumn(
  operation: string,
  name: string,
  source: ArrowSource,
  options: ReadOptions,
): { values: Sample; n: number; nulls: number } {
  let last: Batches | undefined;
  let count = 0;
  let n = 0;
  let nulls = 0;
  eachBatch(operation, name, source, false, options, (values, length, missing, mask) => {
    last = { values, n: length, mask, previous: last };
    count++;
    n += length;
    nulls += missing;
  });
  const values = count === 1 ? (last as Batches).values : joined(operation, last, n);
  setNulls(values, { nulls, areChosen: options.areChosen });
  const isIncomplete = options.keep && !options.areChosen && nulls > 0;
  return { values: isIncomplete ? (new Rows(values, joinedMask(last, n)) as unknown as Sample) : values, n, nulls };
}

/** Copies batches into one array, and releases them. */
function joined(operation: string, last: Batches | undefined, n: number): Float64Array {
  const all = allocate(operation, n, 'values');
  let end = n;
  for (let batch = last; batch !== undefined; batch = batch.previous) {
    end -= batch.n;
    arrow.copySample(batch.values, all, end);
    if (isCapsule(batch.values)) arrow.endColumn(batch.values);
  }
  return all;
}

function joinedMask(last: Batches | undefined, n: number): Uint8Array {
  const all = new Bytes(n);
  let end = n;
  for (let batch = last; batch !== undefined; batch = batch.previous) {
    end -= batch.n;
    for (let i = 0; i < batch.n; i++) all[end + i] = batch.mask === undefined ? 1 : (batch.mask[i] as number);
  }
  return all;
}

type Receive = (values: Sample, n: number, nulls: number, mask: Uint8Array | undefined) => void;

/**
 * Calls `receive` for each batch of a column: with a data capsule of the memory of the producer, or with a copy.
 *
 * @param preferStream - whether a column that offers both is read batch by batch
 */
export function eachBatch(
  operation: string,
  name: string,
  source: ArrowSource,
  preferStream: boolean,
  options: ReadOptions,
  receive: Receive,
): void {
  const method = methodOf(source, arrowArray) ?? methodOf(source, deviceArray);
  const stream = methodOf(source, arrowStream);
  const isBatched = stream !== undefined && (preferStream || method === undefined);
  // The method may call statistics of other columns: these end with it, and those of this call stay.
  const ofThisCall = temporary;
  temporary = undefined;
  let exported: unknown;
  try {
    exported = apply(isBatched ? stream : (method as () => unknown), source, []);
  } finally {
    endTemporary(0);
    temporary = ofThisCall;
  }
  if (!isBatched) checkPair(operation, name, exported);
  const reader = arrow.openColumn(
    isBatched ? exported : (exported as unknown[])[0],
    isBatched ? undefined : (exported as unknown[])[1],
    options.column,
  );
  if (!isCapsule(reader)) refuse(operation, name, reader);
  try {
    readBatches(operation, name, reader, options, receive);
  } finally {
    arrow.closeColumn(reader);
  }
}

/** The numbers of values and of nulls of a batch. */
const sizes = new Vector(2);

function readBatches(operation: string, name: string, reader: Capsule, options: ReadOptions, receive: Receive): void {
  for (;;) {
    const next = arrow.nextBatch(reader, sizes);
    if (next === 0) return;
    if (typeof next !== 'number') refuse(operation, name, next);
    const nulls = sizes[1] as number;
    const n = (sizes[0] as number) - (options.keep ? 0 : nulls);
    if (options.reject && nulls > 0) refuseNulls(operation, name, nulls);
    if (next === IN_PLACE) {
      receive(arrow.sealBatch(reader), n, nulls, undefined);
    } else {
      const values = allocate(operation, n, 'values');
      const mask = options.keep && nulls > 0 ? new Bytes(n) : undefined;
      arrow.copyBatch(reader, values, mask);
      receive(values, n, nulls, mask);
    }
  }
}

function refuse(operation: string, name: string, refusal: ArrowRefusal): never {
  const { type, code } = faults[refusal.fault] as Fault;
  throw capsuleError(type, code, operation, {
    expected: `${refusal.expected} as ${name}`,
    found: refusal.found,
    ...(refusal.advice !== '' && { advice: refusal.advice }),
  });
}

interface Fault {
  readonly type: new (message: string) => Error;
  readonly code: string;
}

/** By stats_arrow_fault. */
const faults: Readonly<Record<number, Fault>> = {
  1: { type: TypeError, code: 'ERR_STATS_NOT_NUMBERS' },
  2: { type: TypeError, code: 'ERR_STATS_ARROW_UNSOUND' },
  3: { type: RangeError, code: 'ERR_STATS_COLUMN_UNKNOWN' },
  4: { type: Error, code: 'ERR_STATS_ARROW_FAILED' },
  5: { type: Error, code: 'ERR_STATS_OUT_OF_MEMORY' },
};

function checkPair(operation: string, name: string, pair: unknown): void {
  if (!types.isProxy(pair) && isArray(pair) && pair.length === 2) return;
  throw capsuleError(TypeError, 'ERR_STATS_ARROW_UNSOUND', operation, {
    expected: `[Symbol.for('arrow.c.array')]() of ${name} to return [schema capsule, array capsule]`,
    found: describeValue(pair),
  });
}

function refuseNulls(operation: string, name: string, nulls: number): never {
  throw capsuleError(RangeError, 'ERR_STATS_NULLS', operation, {
    expected: `no nulls in ${name}`,
    found: `${nulls} in a batch`,
  });
}

/** Copies the rows that have a value in each sample. All samples have the same length. */
export function completeRows(operation: string, samples: readonly Sample[]): { n: number; samples: Float64Array[] } {
  let present: Uint8Array | undefined;
  for (let i = 0; i < samples.length; i++) {
    const sample: unknown = samples[i];
    if (!(sample instanceof Rows)) continue;
    if (present === undefined) present = new Bytes(sample.mask);
    else for (let row = 0; row < present.length; row++) (present[row] as number) &= sample.mask[row] as number;
  }
  const mask = present ?? new Bytes(0);
  let n = 0;
  for (let row = 0; row < mask.length; row++) n += mask[row] as number;
  const complete = arrayOf(samples.length, (i) => {
    const sample: unknown = samples[i];
    const values = allocate(operation, mask.length, 'values');
    arrow.copySample(sample instanceof Rows ? sample.values : (sample as Sample), values, 0);
    let end = 0;
    for (let row = 0; row < mask.length; row++) if (mask[row] === 1) values[end++] = values[row] as number;
    return new Vector(values.buffer, 0, n);
  });
  return { n, samples: complete };
}
