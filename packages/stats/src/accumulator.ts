// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { capsuleError, describeValue } from '@capsule/core';
import { type AccumulatorState, readState, writeState } from './accumulator-state.js';
import { max, min } from './fast-path/extremes.js';
import { isLeft, LONG } from './fast-path/lanes.js';
import { mean } from './fast-path/means.js';
import * as short from './fast-path/moments.js';
import { variance } from './fast-path/variance.js';
import { type Native, results, type Sample } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { type KurtosisOptions, readKurtosis, readSkewness, type ShapeOptions } from './shape.js';
import { kurtosisOf, merge, nothing, type Part, skewnessOf, stdOf, varianceOf } from './summary.js';
import { type Description, describeShort } from './univariate.js';
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
   * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`, `ERR_STATS_TOO_MANY_ARGUMENTS`
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
const room = 512;
const few = 8;
const some = 64;

/** Where values are put to be looked at, and what is found out. Neither is in use between two calls. */
const seen = new Float64Array(room);
const memory = seen.buffer;
const out = results();

const { floor, sqrt } = Math;
const Vector = Float64Array;

/**
 * Where values wait. Arrays have their elements, so that no setter of a prototype is asked, and they are no integers, which
 * have another form. Up to 64 places a literal takes a tenth of the time of memory outside of the heap, or of fill().
 */
type Places = number[] | Float64Array;

const fewPlaces = (): Places => [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];

// biome-ignore format: 8 rows of 8
const somePlaces = (): Places => [
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
  0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
];

/** Adds to an accumulator what somebody else has found out. */
let add: (to: Accumulating, part: Part) => void;

class Accumulating implements Accumulator {
  readonly #native: Native;
  #waiting = fewPlaces();
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

  push(values: number | Values, ...more: unknown[]): this {
    if (more.length > 0) refuseMore('push(values)', 'one value or one sample', more.length + 1);
    if (typeof values !== 'number') return this.#pushAll(values);
    if (this.#count === this.#room) this.#makeRoom();
    this.#waiting[this.#count++] = values;
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
    const quick = mean(seen, this.#showFew());
    if (!isLeft(quick)) return quick;
    return this.#atLeast('mean()', 1).mean;
  }

  variance(options?: DdofOptions): number {
    const ddof = readDdof('variance()', options);
    const quick = variance(seen, this.#showFew(), ddof);
    if (!isLeft(quick)) return quick;
    return varianceOf(this.#atLeast('variance()', floor(ddof) + 1), ddof);
  }

  std(options?: DdofOptions): number {
    const ddof = readDdof('std()', options);
    const quick = sqrt(variance(seen, this.#showFew(), ddof));
    if (!isLeft(quick)) return quick;
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
    const quick = describeShort(seen, this.#showFew(), ddof, out);
    if (quick !== undefined) return quick;
    const part = this.#atLeast('describe()', floor(ddof) + 1);
    const { n, mean, min, max } = part;
    return {
      n,
      mean,
      std: stdOf(part, ddof),
      variance: varianceOf(part, ddof),
      min,
      max,
      skewness: skewnessOf(part),
      kurtosis: kurtosisOf(part),
    };
  }

  toJSON(): AccumulatorState {
    return writeState(this.#total());
  }

  /** Short samples wait like single values; long ones are looked at where they are. */
  #pushAll(values: Values): this {
    const x = toVector('push(values)', 'values', values);
    const n = vectorLength(x);
    if (n === 0 || n >= room) {
      this.#look(x, sizeOf(x));
      return this;
    }
    for (let i = 0; i < n; i++) {
      if (this.#count === this.#room) this.#makeRoom();
      this.#waiting[this.#count++] = (x as Float64Array)[i]!;
    }
    return this;
  }

  #makeRoom(): void {
    if (this.#room === room) {
      this.#flush();
      return;
    }
    const larger = this.#room === few ? somePlaces() : new Vector(room);
    for (let i = 0; i < this.#count; i++) larger[i] = this.#waiting[i]!;
    this.#room = this.#room === few ? some : room;
    this.#waiting = larger;
  }

  /** Shows the values that wait. */
  #show(): void {
    const count = this.#count;
    const waiting = this.#waiting;
    for (let i = 0; i < count; i++) seen[i] = waiting[i]!;
  }

  /** Shows all values, where they are few, and says how many; 0 where they are not. They go on waiting. */
  #showFew(): number {
    if (this.#count >= LONG || this.#parts.length > 0) return 0;
    this.#show();
    return this.#count;
  }

  #flush(): void {
    const count = this.#count;
    if (count === room) {
      this.#look(this.#waiting as Float64Array, room);
    } else {
      this.#show();
      // An array that is new to C costs it more than the values in it.
      if (count < LONG && short.part(seen, count, out)) {
        out[6] = min(seen, count);
        out[7] = max(seen, count);
        this.#keep(count);
      } else this.#look(new Vector(memory, 0, count), count);
    }
    this.#count = 0;
  }

  /** C says all about a sample. */
  #look(x: Sample, n: number): void {
    if (n === 0) return;
    this.#native.part(x, out);
    this.#keep(n);
  }

  /** Adds what was found out about n values. */
  #keep(n: number): void {
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

/** What is given and read by nobody would be lost. */
function refuseMore(doing: string, expected: string, found: number): never {
  throw capsuleError(TypeError, 'ERR_STATS_TOO_MANY_ARGUMENTS', doing, {
    expected,
    found: `${found} argument${found === 1 ? '' : 's'}`,
    advice: 'Push an Array of values.',
  });
}

/** The class whose accumulators call a table. */
export function accumulators(native: Native): { Accumulator: AccumulatorConstructor } {
  return {
    Accumulator: class Accumulator extends Accumulating {
      constructor(...given: unknown[]) {
        if (given.length > 0) refuseMore('new Accumulator()', 'no arguments', given.length);
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
