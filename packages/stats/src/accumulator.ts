// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { types } from 'node:util';
import { capsuleError, describeValue, isCapsule } from '@capsule/core';
import { type AccumulatorState, readNulls, readState, writeState } from './accumulator-state.js';
import { rejectAfterOptions, rejectMore, rejectMoreThanMap } from './arguments.js';
import { arrayOf } from './array-of.js';
import { type ArrowSource, eachBatch, isArrow } from './arrow.js';
import { isDeferred, sum } from './fast-path/lanes.js';
import { describe } from './fast-path/moments.js';
import { variance } from './fast-path/variance.js';
import { arrow, type Backend, resultArray, type Sample } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { type ArrowOptions, readOptions } from './read-arrow.js';
import { type KurtosisOptions, readKurtosis, readSkewness, type ShapeOptions } from './shape.js';
import {
  emptySummary,
  kurtosisFrom,
  merge,
  type Summary,
  skewnessFrom,
  stdFrom,
  summaryOf,
  varianceFrom,
} from './summary.js';
import { isVector, vectorLength } from './typed-arrays.js';
import { type Description, descriptionOf, withNulls } from './univariate.js';
import { checkLength, lengthOfSample, toVector, type Values } from './values.js';

/**
 * Describes values that arrive one by one or in pieces, without storing them. Results agree with describe() to 14
 * digits, independent of the pieces and of the order in which accumulators are merged. A method with the name of a
 * function accepts the same options, and has the same results and errors.
 */
export interface Accumulator {
  /** Number of values. */
  readonly n: number;
  /** Number of nulls in the Arrow columns that were added. They are not among the values. */
  readonly nulls: number;
  /**
   * Adds a value, or all values of a sample. An Arrow stream is read batch by batch; if one of them is rejected, none is
   * added.
   *
   * @param values - a number, or a sample of any length
   * @param options - for an Arrow column: `column`, `nulls`, as for readArrow()
   * @returns this accumulator
   * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`, `ERR_STATS_TOO_MANY_ARGUMENTS`; for an Arrow column
   *   as readArrow()
   */
  push(values: number | Values, options?: ArrowOptions): this;
  /**
   * Adds all values of another accumulator, which does not change.
   *
   * @param other - an accumulator, also one of another createStats()
   * @returns this accumulator
   * @throws TypeError `ERR_STATS_NOT_AN_ACCUMULATOR`, `ERR_STATS_TOO_MANY_ARGUMENTS`
   */
  merge(other: Accumulator): this;
  /** Arithmetic mean. */
  mean(): number;
  /** Variance, with divisor `n - ddof`. */
  variance(options?: DdofOptions): number;
  /** Standard deviation, with divisor `n - ddof`. */
  std(options?: DdofOptions): number;
  /** Smallest value. */
  min(): number;
  /** Largest value. */
  max(): number;
  /** Skewness g1; G1 if `bias` is false. */
  skewness(options?: ShapeOptions): number;
  /** Kurtosis g2; G2 if `bias` is false. */
  kurtosis(options?: KurtosisOptions): number;
  /** Size, mean, deviation, extremes and shape. */
  describe(options?: DdofOptions): Description;
  /** The state that JSON.stringify() writes, and Accumulator.fromJSON() reads. */
  toJSON(): AccumulatorState;
}

/**
 * The class of accumulators.
 *
 * @example
 * ```ts
 * import { capsule } from '@capsule/fastmath';
 * import { type AccumulatorConstructor, createStats } from '@capsule/stats';
 *
 * const Class: AccumulatorConstructor = createStats(capsule).Accumulator;
 * console.log(new Class().push([1, 2, 6]).mean()); // 3
 * ```
 */
export interface AccumulatorConstructor {
  /** An accumulator without values. */
  new (): Accumulator;
  /**
   * Restores an accumulator from its state.
   *
   * @param state - an object, as JSON.parse() returns it
   * @returns a new accumulator
   * @throws TypeError `ERR_STATS_STATE_UNUSABLE`
   */
  fromJSON(state: AccumulatorState): Accumulator;
}

/** Capacities of the buffer. It grows twice, so that an accumulator of a few values takes little memory. */
const smallCapacity = 8;
const mediumCapacity = 64;
const capacity = 512;

/** From this length on the kernels use more than 8 lanes; the fast path always uses 8. */
const fastPathEnd = 128;

/** Results are computed from a copy of the buffer in this array. Its contents are not used after the call. */
const scratch = new Float64Array(capacity);
const memory = scratch.buffer;
const out = resultArray();

const { isArray } = Array;
const { sqrt } = Math;
const Vector = Float64Array;

/**
 * Views of the first `count` values of the scratch array. They are cached, because the first call into C with a new
 * view takes 300 ns more.
 */
const views = arrayOf<Float64Array | undefined>(capacity + 1, () => undefined);
const scratchView = (count: number): Float64Array => {
  const view = views[count] ?? new Vector(memory, 0, count);
  views[count] = view;
  return view;
};

/**
 * Up to 64 elements are allocated as an array literal, in a tenth of the time of a Float64Array or of fill(). No
 * element is a hole, because a script could put a setter for it on Array.prototype. None is an integer, because V8
 * would then represent the array in another way.
 */
type Buffer = number[] | Float64Array;

const smallBuffer = (): Buffer => [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];

// biome-ignore format: 4 rows of 16
const mediumBuffer = (): Buffer => [
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
];

/** Summaries, the smallest first. A list, because a script can define setters for indices on Array.prototype. */
interface SummaryList {
  readonly summary: Summary;
  readonly larger: SummaryList | undefined;
}

/** Adds a summary to an accumulator. Code outside of the class uses it, because #add is private. */
export let addSummary: (to: Accumulator, summary: Summary, nulls?: number) => void;

/**
 * Values are buffered, and summarized when the buffer is full or a result needs it. As long as there are no summaries
 * and the buffer is small, the fast path computes mean, variance, std and describe() from the buffer. Results that it
 * defers are computed from summaries.
 */
class BufferedAccumulator implements Accumulator {
  readonly #compute: Backend;
  #buffer = smallBuffer();
  #capacity = smallCapacity;
  #count = 0;
  /** As in a binary counter, summaries of similar size are merged, so that their number is logarithmic. */
  #summaries: SummaryList | undefined;
  /** Undefined as long as no Arrow column was added. */
  #nulls: number | undefined;

  static {
    addSummary = (to, summary, nulls) => {
      (to as BufferedAccumulator).#add(summary);
      (to as BufferedAccumulator).#addNulls(nulls);
    };
  }

  constructor(compute: Backend) {
    this.#compute = compute;
  }

  get n(): number {
    let n = this.#count;
    for (let list = this.#summaries; list !== undefined; list = list.larger) n += list.summary.n;
    return n;
  }

  get nulls(): number {
    return this.#nulls ?? 0;
  }

  push(values: number | Values, ...more: unknown[]): this {
    if (more.length > 0) return this.#pushWithOptions(values, more);
    if (typeof values !== 'number') return this.#pushSample(values);
    if (this.#count === this.#capacity) this.#makeRoom();
    this.#buffer[this.#count++] = values;
    return this;
  }

  merge(other: Accumulator, ...more: unknown[]): this {
    if (more.length > 0)
      refuseArguments('merge(other)', 'one accumulator', more.length + 1, 'Merge one after the other.');
    if (typeof other !== 'object' || other === null || !(#summaries in other)) {
      throw capsuleError(TypeError, 'ERR_STATS_NOT_AN_ACCUMULATOR', 'merge(other)', {
        expected: 'an Accumulator',
        found: describeValue(other),
      });
    }
    this.#add((other as BufferedAccumulator).#total());
    this.#addNulls((other as BufferedAccumulator).#nulls);
    return this;
  }

  mean(...more: unknown[]): number {
    if (more.length > 0) rejectMore('mean()', more);
    const count = this.#copySmallBuffer();
    const result = sum(scratch, count) / count;
    return isDeferred(result) ? this.#totalOf('mean()', 0).mean : result;
  }

  variance(options?: DdofOptions, ...more: unknown[]): number {
    const ddof = options === undefined && more.length === 0 ? 1 : readDdof('variance()', options, more);
    const result = variance(scratch, this.#copySmallBuffer(), ddof);
    return isDeferred(result) ? varianceFrom(this.#totalOf('variance()', ddof), ddof) : result;
  }

  std(options?: DdofOptions, ...more: unknown[]): number {
    const ddof = options === undefined && more.length === 0 ? 1 : readDdof('std()', options, more);
    const result = sqrt(variance(scratch, this.#copySmallBuffer(), ddof));
    return isDeferred(result) ? stdFrom(this.#totalOf('std()', ddof), ddof) : result;
  }

  min(...more: unknown[]): number {
    if (more.length > 0) rejectMore('min()', more);
    return this.#totalOf('min()', 0).min;
  }

  max(...more: unknown[]): number {
    if (more.length > 0) rejectMore('max()', more);
    return this.#totalOf('max()', 0).max;
  }

  skewness(options?: ShapeOptions, ...more: unknown[]): number {
    if (more.length > 0) rejectAfterOptions('skewness()', more);
    const { bias, moreThan } = readSkewness('skewness()', options);
    return skewnessFrom(this.#totalOf('skewness()', moreThan), bias);
  }

  kurtosis(options?: KurtosisOptions, ...more: unknown[]): number {
    if (more.length > 0) rejectAfterOptions('kurtosis()', more);
    const { bias, moreThan, normal } = readKurtosis('kurtosis()', options);
    return normal + kurtosisFrom(this.#totalOf('kurtosis()', moreThan), bias);
  }

  describe(options?: DdofOptions, ...more: unknown[]): Description {
    const ddof = options === undefined && more.length === 0 ? 1 : readDdof('describe()', options, more);
    const count = this.#copySmallBuffer();
    if (describe(scratch, count, ddof, out)) return withNulls(descriptionOf(count, out), this.#nulls);
    const total = this.#totalOf('describe()', ddof);
    const description = {
      n: total.n,
      mean: total.mean,
      std: stdFrom(total, ddof),
      variance: varianceFrom(total, ddof),
      min: total.min,
      max: total.max,
      skewness: skewnessFrom(total, true),
      kurtosis: kurtosisFrom(total, true),
    };
    return withNulls(description, this.#nulls);
  }

  toJSON(): AccumulatorState {
    return writeState(this.#total(), this.#nulls);
  }

  /** Buffers the values of a small sample like single values; summarizes a large one without a copy. */
  #pushSample(values: Values): this {
    if (!isVector(values) && (types.isProxy(values) || !isArray(values)) && isArrow(values))
      return this.#pushArrow(values, undefined);
    const x = toVector('push(values)', 'values', values);
    const n = vectorLength(x);
    if (n === 0 || n >= capacity) {
      this.#summarize(x, lengthOfSample(x));
      return this;
    }
    for (let i = 0; i < n; i++) {
      if (this.#count === this.#capacity) this.#makeRoom();
      this.#buffer[this.#count++] = (x as Float64Array)[i]!;
    }
    return this;
  }

  #pushWithOptions(values: number | Values, more: readonly unknown[]): this {
    if (more.length === 1 && isArrow(values)) return this.#pushArrow(values, more[0] as ArrowOptions | undefined);
    return refuseArguments('push(values)', 'one value or one sample', more.length + 1);
  }

  /** Adds the batches one after the other, so that a stream of any length takes the memory of one batch. */
  #pushArrow(values: ArrowSource, options: ArrowOptions | undefined): this {
    const { column, nulls } = readOptions('push(values)', options);
    const batches = new BufferedAccumulator(this.#compute);
    let count = 0;
    const reading = { column, keep: nulls === 'nan', reject: nulls === 'reject', areChosen: true };
    eachBatch('push(values)', 'values', values, true, reading, (batch, _, missing) => {
      try {
        batches.#pushSample(batch);
      } finally {
        if (isCapsule(batch)) arrow.endColumn(batch);
      }
      count += missing;
    });
    this.#add(batches.#total());
    this.#addNulls(count);
    return this;
  }

  #addNulls(nulls: number | undefined): void {
    if (nulls !== undefined) this.#nulls = (this.#nulls ?? 0) + nulls;
  }

  #makeRoom(): void {
    if (this.#capacity === capacity) {
      this.#flush();
      return;
    }
    const larger = this.#capacity === smallCapacity ? mediumBuffer() : new Vector(capacity);
    for (let i = 0; i < this.#count; i++) larger[i] = this.#buffer[i]!;
    this.#capacity = this.#capacity === smallCapacity ? mediumCapacity : capacity;
    this.#buffer = larger;
  }

  #copyBuffer(): void {
    const count = this.#count;
    const buffer = this.#buffer;
    for (let i = 0; i < count; i++) scratch[i] = buffer[i]!;
  }

  /**
   * Copies the buffer and returns its length. Returns 0 if the buffer is too long for the fast path, or if there are
   * summaries.
   */
  #copySmallBuffer(): number {
    if (this.#count >= fastPathEnd || this.#summaries !== undefined) return 0;
    this.#copyBuffer();
    return this.#count;
  }

  #flush(): void {
    const count = this.#count;
    if (count === capacity) this.#summarize(this.#buffer as Float64Array, count);
    else {
      this.#copyBuffer();
      this.#summarize(scratchView(count), count);
    }
    this.#count = 0;
  }

  #summarize(x: Sample, n: number): void {
    if (n === 0) return;
    this.#compute.summary(x, out);
    this.#add(summaryOf(n, out));
  }

  #add(summary: Summary): void {
    let last = summary;
    let list = this.#summaries;
    for (; list !== undefined && list.summary.n <= last.n; list = list.larger) last = merge(list.summary, last);
    this.#summaries = last.n > 0 ? { summary: last, larger: list } : list;
  }

  #total(): Summary {
    this.#flush();
    let total: Summary = emptySummary;
    for (let list = this.#summaries; list !== undefined; list = list.larger) total = merge(list.summary, total);
    return total;
  }

  /** Returns the summary of all values. Rejects it if there are not more than `moreThan` values. */
  #totalOf(operation: string, moreThan: number): Summary {
    const total = this.#total();
    checkLength(operation, moreThan, total.n);
    return total;
  }
}

/** Without this error, further arguments would be ignored. */
function refuseArguments(
  operation: string,
  expected: string,
  found: number,
  advice = 'Push an Array of values.',
): never {
  throw capsuleError(TypeError, 'ERR_STATS_TOO_MANY_ARGUMENTS', operation, {
    expected,
    found: `${found} argument${found === 1 ? '' : 's'}`,
    advice,
  });
}

/** Returns the class Accumulator for one table of kernels. */
export function accumulators(compute: Backend): { Accumulator: AccumulatorConstructor } {
  return {
    Accumulator: class Accumulator extends BufferedAccumulator {
      constructor(...given: unknown[]) {
        if (given.length > 0) refuseArguments('new Accumulator()', 'no arguments', given.length);
        super(compute);
      }

      static fromJSON(state: AccumulatorState, ...more: unknown[]): Accumulator {
        rejectMoreThanMap('Accumulator.fromJSON(state)', state, more);
        const accumulator = new Accumulator();
        const summary = readState(state);
        addSummary(accumulator, summary, readNulls(state));
        return accumulator;
      }
    },
  };
}
