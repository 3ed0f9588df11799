// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { capsuleError, describeValue } from '@capsule/core';
import { type Native, results, type Sample } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { kurtosisOf, merge, nothing, type Part, skewnessOf, stdOf, varianceOf } from './part.js';
import { type KurtosisOptions, readKurtosis, readSkewness, type ShapeOptions } from './shape.js';
import { max, min } from './short/extremes.js';
import { LONG } from './short/lanes.js';
import * as short from './short/powers.js';
import { type AccumulatorState, readState, writeState } from './state.js';
import type { Description } from './univariate.js';
import { atLeast, sizeOf, toVector, type Values, vectorLength } from './values.js';

/**
 * Describes values that come little by little, and are not kept. In whatever pieces they come, and in whatever order pieces
 * are merged, the results agree with describe() to 14 digits.
 */
export interface Accumulator {
  /** How many values. */
  readonly n: number;
  /**
   * Adds a value, or all of a sample.
   *
   * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`
   */
  push(values: number | Values): this;
  /**
   * Adds all values of another accumulator, which stays as it is.
   *
   * @throws TypeError `ERR_STATS_NOT_AN_ACCUMULATOR`
   */
  merge(other: Accumulator): this;
  /** These are what the functions of the same names give, and refuse. */
  mean(): number;
  variance(options?: DdofOptions): number;
  std(options?: DdofOptions): number;
  min(): number;
  max(): number;
  skewness(options?: ShapeOptions): number;
  kurtosis(options?: KurtosisOptions): number;
  describe(options?: DdofOptions): Description;
  /** What JSON.stringify() writes, and Accumulator.fromJSON() reads. */
  toJSON(): AccumulatorState;
}

export interface AccumulatorConstructor {
  new (): Accumulator;
  /**
   * An accumulator as it was when its state was written.
   *
   * @param state - an object, as JSON.parse() gives it
   * @throws TypeError `ERR_STATS_STATE_UNUSABLE`
   */
  fromJSON(state: AccumulatorState): Accumulator;
}

/** So many values are collected before C looks at them; memory for more than a few is taken when they come. */
const room = 1024;
const few = 8;

/** Where values are put to be looked at. They wait in Arrays: memory outside of the heap would cost more than all else. */
const seen = new Float64Array(room);
const memory = seen.buffer;

const { floor } = Math;
const { apply } = Reflect;
const List = Array;
const { fill } = List.prototype;
const Vector = Float64Array;

/** An Array that has its elements, so that no setter of a prototype is asked. They are no integers: these have another form. */
const places = (n: number): number[] => apply(fill, new List(n), [0.5]);

/** The first n of these; subarray() would ask for a constructor that anybody can replace. */
const firstOf = (n: number): Float64Array => new Vector(memory, 0, n);

/** Adds to an accumulator what somebody else has found out. */
let add: (to: Accumulating, part: Part) => void;

class Accumulating implements Accumulator {
  readonly #native: Native;
  readonly #out = results();
  #waiting = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
  #room = few;
  #count = 0;
  /** Each is larger than the next, so that there are few, and all merge with their like. */
  readonly #parts: Part[] = [];

  static {
    add = (to, part) => to.#add(part);
  }

  constructor(native: Native) {
    this.#native = native;
  }

  get n(): number {
    let n = this.#count;
    for (let i = 0; i < this.#parts.length; i++) n += this.#parts[i]!.n;
    return n;
  }

  push(values: number | Values): this {
    if (typeof values === 'number') {
      this.#wait(values);
      return this;
    }
    const x = toVector('push(values)', 'values', values);
    const n = vectorLength(x);
    if (n === 0 || n >= room) this.#look(x, sizeOf(x));
    else for (let i = 0; i < n; i++) this.#wait((x as Float64Array)[i]!);
    return this;
  }

  merge(other: Accumulator): this {
    if (typeof other !== 'object' || other === null || !(#parts in other)) {
      throw capsuleError(TypeError, 'ERR_STATS_NOT_AN_ACCUMULATOR', 'merge(other)', {
        expected: 'an Accumulator',
        found: describeValue(other),
      });
    }
    this.#add((other as Accumulating).#total());
    return this;
  }

  mean(): number {
    return this.#atLeast('mean()', 1).mean;
  }

  variance(options?: DdofOptions): number {
    const ddof = readDdof('variance()', options);
    return varianceOf(this.#atLeast('variance()', floor(ddof) + 1), ddof);
  }

  std(options?: DdofOptions): number {
    const ddof = readDdof('std()', options);
    return stdOf(this.#atLeast('std()', floor(ddof) + 1), ddof);
  }

  min(): number {
    return this.#atLeast('min()', 1).min;
  }

  max(): number {
    return this.#atLeast('max()', 1).max;
  }

  skewness(options?: ShapeOptions): number {
    const { bias, least } = readSkewness('skewness()', options);
    return skewnessOf(this.#atLeast('skewness()', least), bias);
  }

  kurtosis(options?: KurtosisOptions): number {
    const { bias, least, normal } = readKurtosis('kurtosis()', options);
    return normal + kurtosisOf(this.#atLeast('kurtosis()', least), bias);
  }

  describe(options?: DdofOptions): Description {
    const ddof = readDdof('describe()', options);
    const part = this.#atLeast('describe()', floor(ddof) + 1);
    const { n, mean, min, max } = part;
    const std = stdOf(part, ddof);
    const variance = varianceOf(part, ddof);
    return { n, mean, std, variance, min, max, skewness: skewnessOf(part), kurtosis: kurtosisOf(part) };
  }

  toJSON(): AccumulatorState {
    return writeState(this.#total());
  }

  #wait(value: number): void {
    if (this.#count === this.#room) this.#makeRoom();
    this.#waiting[this.#count++] = value;
  }

  #makeRoom(): void {
    if (this.#room === room) {
      this.#flush();
      return;
    }
    const size = this.#room * 8 < room ? this.#room * 8 : room;
    const larger = places(size);
    for (let i = 0; i < this.#count; i++) larger[i] = this.#waiting[i]!;
    this.#waiting = larger;
    this.#room = size;
  }

  #flush(): void {
    const count = this.#count;
    this.#count = 0;
    const waiting = this.#waiting;
    for (let i = 0; i < count; i++) seen[i] = waiting[i]!;
    // An array that is new to C costs it more than the values in it.
    if (count < LONG && short.part(seen, count, this.#out)) {
      this.#out[6] = min(seen, count);
      this.#out[7] = max(seen, count);
      this.#keep(count);
    } else this.#look(count === room ? seen : firstOf(count), count);
  }

  /** C says all about a sample. */
  #look(x: Sample, n: number): void {
    if (n === 0) return;
    this.#native.part(x, this.#out);
    this.#keep(n);
  }

  /** Adds what was found out about n values. */
  #keep(n: number): void {
    const out = this.#out;
    this.#add({
      n,
      mean: out[0]!,
      rest: out[1]!,
      m2: out[2]!,
      m3: out[3]!,
      m4: out[4]!,
      exponent: out[5]!,
      min: out[6]!,
      max: out[7]!,
    });
  }

  #add(part: Part): void {
    const parts = this.#parts;
    let last = part;
    while (parts.length > 0 && parts[parts.length - 1]!.n <= last.n) last = merge(parts.pop()!, last);
    if (last.n > 0) parts[parts.length] = last;
  }

  #total(): Part {
    this.#flush();
    let total: Part = nothing;
    for (let i = this.#parts.length - 1; i >= 0; i--) total = merge(this.#parts[i]!, total);
    return total;
  }

  #atLeast(doing: string, least: number): Part {
    const total = this.#total();
    atLeast(doing, least, total.n);
    return total;
  }
}

/** The class whose accumulators call a table. */
export function accumulators(native: Native): { Accumulator: AccumulatorConstructor } {
  return {
    Accumulator: class Accumulator extends Accumulating {
      constructor() {
        super(native);
      }

      static fromJSON(state: AccumulatorState): Accumulator {
        const accumulator = new Accumulator();
        add(accumulator, readState(state));
        return accumulator;
      }
    },
  };
}
