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
import { allocate, allocateMask } from './allocate.js';
import { arrayOf } from './array-of.js';
import { type ArrowRefusal, arrow, IN_PLACE, type Sample } from './native.js';
import { hasTraps } from './traps.js';

export type ArrowSource = ArrowArraySource | ArrowStreamSource;

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { isArray } = Array;
const { get, set } = WeakMap.prototype;
const Bytes = Uint8Array;
const Vector = Float64Array;
const deviceArray = Symbol.for('arrow.c.device_array');

/** Whether a value has a method of the protocol. A Proxy, and what inherits from one, is not examined. */
export function isArrow(value: unknown): value is ArrowSource {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || hasTraps(value)) return false;
  return methodOf(value, arrowArray) !== undefined || isStream(value) || methodOf(value, deviceArray) !== undefined;
}

/** Whether a value offers its batches one after the other. */
const isStream = (value: unknown): boolean => methodOf(value, arrowStream) !== undefined;

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

/** Releases the columns of earlier calls: keepTemporary() has put those of the current call aside. */
function endTemporary(): void {
  const ended = temporary;
  temporary = undefined;
  release(ended);
}

const lastTemporary = (): Batches | undefined => temporary;

/** Whether a statistic that was called before, or that is being called, uses a column. */
export const hasTemporary = (): boolean => temporary !== undefined;

/**
 * Converts a sample after others of the same call. Code of the sample, such as a getter of an element, may call
 * statistics of other columns: these end with it, and those of this call stay.
 */
export function keepTemporary(convert: () => Sample): Sample {
  const ofThisCall = temporary;
  let converted: Sample | undefined;
  temporary = undefined;
  try {
    converted = convert();
    return converted;
  } finally {
    const last = lastTemporary();
    const added = last !== undefined && last.values === converted ? last : undefined;
    if (added === undefined) endTemporary();
    else added.previous = ofThisCall;
    temporary = added ?? ofThisCall;
  }
}

/**
 * Converts an Arrow column to a sample: without the nulls, or as rows that keep them.
 *
 * @param keep - whether nulls keep their rows
 */
export function arrowSample(operation: string, name: string, source: ArrowSource, keep: boolean): Sample {
  endTemporary();
  const { values } = readColumn(operation, name, source, forStatistic(keep));
  if (isCapsule(values)) temporary = { values, n: 0, mask: undefined, previous: temporary };
  return values;
}

/** Each property is set: a missing one would be looked up in a prototype, which scripts can pollute. */
export interface ReadOptions {
  /** The name of a column of a table. */
  readonly column: string | undefined;
  /** Whether a null becomes NaN, so that each row has a value. */
  readonly keep: boolean;
  /** See Nulls. */
  readonly areChosen: boolean;
  /** Whether nulls are rejected. */
  readonly reject: boolean;
}

/** The options of a statistic, which skips nulls; with `keep`, it removes the rows in which they are. */
export const forStatistic = (keep: boolean): ReadOptions => ({
  column: undefined,
  keep,
  areChosen: false,
  reject: false,
});

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
  let values: Sample | undefined;
  try {
    eachBatch(operation, name, source, false, options, (batch, length, missing, mask) => {
      last = { values: batch, n: length, mask, previous: last };
      count++;
      n += length;
      nulls += missing;
    });
    values = count === 1 ? (last as Batches).values : joined(operation, last, n);
  } finally {
    if (values !== last?.values) release(last);
  }
  setNulls(values, { nulls, areChosen: options.areChosen });
  const isIncomplete = options.keep && !options.areChosen && nulls > 0;
  return {
    values: isIncomplete ? (new Rows(values, joinedMask(operation, last, n)) as unknown as Sample) : values,
    n,
    nulls,
  };
}

/** Releases the batches that lie in the memory of the producer. */
function release(last: Batches | undefined): void {
  for (let batch = last; batch !== undefined; batch = batch.previous)
    if (isCapsule(batch.values)) arrow.endColumn(batch.values);
}

/** Copies batches into one array. */
function joined(operation: string, last: Batches | undefined, n: number): Float64Array {
  const all = allocate(operation, n, 'values');
  let end = n;
  for (let batch = last; batch !== undefined; batch = batch.previous) {
    end -= batch.n;
    arrow.copySample(batch.values, all, end);
  }
  return all;
}

function joinedMask(operation: string, last: Batches | undefined, n: number): Uint8Array {
  const all = allocateMask(operation, n);
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
  const chosen = isBatched ? stream : method;
  // A getter can return a method only once.
  if (chosen === undefined) refuseMethod(operation, name);
  const exported = exportOf(chosen, source);
  if (!isBatched) checkPair(operation, name, exported);
  const reader = arrow.openColumn(
    isBatched ? exported : (exported as unknown[])[0],
    // null, because undefined means that the first argument is a stream
    isBatched ? undefined : ((exported as unknown[])[1] ?? null),
    options.column,
  );
  if (!isCapsule(reader)) refuse(operation, name, reader);
  try {
    readBatches(operation, name, reader, options, receive);
  } finally {
    arrow.closeColumn(reader);
  }
}

/** Calls a method of the protocol. It may call statistics of other columns, which end with it. */
function exportOf(method: () => unknown, source: ArrowSource): unknown {
  const ofThisCall = temporary;
  temporary = undefined;
  try {
    return apply(method, source, []);
  } finally {
    endTemporary();
    temporary = ofThisCall;
  }
}

function refuseMethod(operation: string, name: string): never {
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
    expected: `${name} to keep its method [Symbol.for('arrow.c.array')] or [Symbol.for('arrow.c.stream')]`,
    found: 'none at the second look',
  });
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
      const mask = options.keep && nulls > 0 ? allocateMask(operation, n) : undefined;
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
    if (present === undefined) present = allocateMask(operation, sample.mask.length, sample.mask);
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
