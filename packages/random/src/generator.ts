import { types } from 'node:util';
import { hasMemory, isCapsule, typedArrayKind, typedArrayLength } from '@capsule/core';
import type { BitgenCapsule } from '../bindings/bitgen.js';
import { allocate, argumentError, capsuleIn, isInteger, isSafeArray, rejectMore, shown } from './arguments.js';
import { isBitGenerator, PCG64 } from './bit-generators.js';
import { addon } from './native.js';
import type { Seed, SeedSequence } from './seed-sequence.js';

// Captured at load; later monkey-patching has no effect.
const { isFinite: isFiniteNumber, isSafeInteger, MAX_SAFE_INTEGER } = Number;
const { defineProperty, hasOwn, isFrozen } = Object;

/** A generator of this or of any other package: its capsule, or an object that has it. */
type Source = BitgenCapsule | { readonly capsule: BitgenCapsule };

/** How many numbers to draw, or the array that receives them. */
type Size = number | Float64Array;

/** The most numbers that a new array may have. */
const MAX_SIZE = 2 ** 32 - 1;

/**
 * Draws numbers of several distributions in C, from any generator: of this package, or of another addon. With the same
 * generator, it returns the numbers of NumPy's `Generator`.
 *
 * @example
 * ```ts
 * import { Generator, PCG64, Xoshiro256 } from '@capsule/random';
 *
 * const random = new Generator(new PCG64(42)); // as numpy.random.default_rng(42)
 * console.log(random.normal(0, 1, 2)); // Float64Array(2) [ 0.30471707975443135, -1.0399841062404955 ]
 * console.log(random.integers(0, 10, 3)); // Float64Array(3) [ 4, 8, 0 ]
 * console.log(new Generator(new Xoshiro256(1)).shuffle(['a', 'b', 'c']).length); // 3
 * ```
 */
export class Generator {
  /** The generator from which this draws. */
  declare readonly capsule: BitgenCapsule;

  /** @param source - a generator, or the seed of a new PCG64; by default a PCG64 with a seed of the system */
  constructor(source?: Source | Seed | SeedSequence);
  constructor(source?: Source | Seed | SeedSequence, ...more: unknown[]) {
    rejectMore('new Generator(source)', more);
    const value = capsuleOf(source);
    defineProperty(this, 'capsule', { __proto__: null, value, enumerable: true } as PropertyDescriptor);
  }

  /**
   * Numbers of the interval [low, high), each with the same probability. If `high - low` is so small that few doubles
   * lie between them, rounding can return `high`, as in NumPy.
   *
   * @param size - how many; by default one number
   */
  uniform(low?: number, high?: number): number;
  uniform(low: number, high: number, size: Size): Float64Array;
  uniform(low = 0, high = 1, size?: Size, ...more: unknown[]): number | Float64Array {
    const operation = 'uniform(low, high, size)';
    rejectMore(operation, more);
    checkFinite(operation, 'low', low);
    checkFinite(operation, 'high', high);
    const range = high - low;
    if (!(isFiniteNumber(range) && range >= 0))
      throw argumentError(
        operation,
        'low <= high, with a finite range',
        `low: ${low}, high: ${high}`,
        low > high ? 'Pass both, the smaller one first.' : undefined,
      );
    return draw(operation, size, (out) => addon.uniform(this.capsule, out, low, range));
  }

  /**
   * Numbers of the normal distribution.
   *
   * @param mean - by default 0
   * @param deviation - the standard deviation; by default 1
   * @param size - how many; by default one number
   */
  normal(mean?: number, deviation?: number): number;
  normal(mean: number, deviation: number, size: Size): Float64Array;
  normal(mean = 0, deviation = 1, size?: Size, ...more: unknown[]): number | Float64Array {
    const operation = 'normal(mean, deviation, size)';
    rejectMore(operation, more);
    checkFinite(operation, 'mean', mean);
    checkFinite(operation, 'deviation', deviation);
    if (!(deviation >= 0)) throw argumentError(operation, 'a deviation of 0 or more', `deviation: ${deviation}`);
    return draw(operation, size, (out) => addon.normal(this.capsule, out, mean, deviation));
  }

  /**
   * Integers from low to high - 1, each with exactly the same probability.
   *
   * @param size - how many; by default one number
   */
  integers(low: number, high: number): number;
  integers(low: number, high: number, size: Size): Float64Array;
  integers(low: number, high: number, size?: Size, ...more: unknown[]): number | Float64Array {
    const operation = 'integers(low, high, size)';
    rejectMore(operation, more);
    const found = () => `low: ${shown(low)}, high: ${shown(high)}`;
    if (!isSafeInteger(low) || !isSafeInteger(high) || low >= high)
      throw argumentError(operation, 'safe integers, low < high', found(), adviceForIntegers(low, high));
    const max = high - 1 - low;
    if (max > MAX_SAFE_INTEGER) throw argumentError(operation, 'high - low to be at most 2^53', found());
    return draw(operation, size, (out) => addon.integers(this.capsule, out, low, max));
  }

  /**
   * Shuffles an Array without holes or a typed array in place: each order has the same probability.
   *
   * @returns the same array
   */
  shuffle<Values extends { readonly length: number; [index: number]: unknown }>(values: Values): Values;
  shuffle<Values extends { readonly length: number; [index: number]: unknown }>(
    values: Values,
    ...more: unknown[]
  ): Values {
    const operation = 'shuffle(values)';
    rejectMore(operation, more, values);
    const swaps = allocate(operation, lengthToShuffle(operation, values));
    addon.swaps(this.capsule, swaps);
    for (let i = swaps.length - 1; i > 0; i--) swap(values, i, swaps[i] as number);
    return values;
  }

  /** The integers from 0 to count - 1 in random order. */
  permutation(count: number): Float64Array;
  permutation(count: number, ...more: unknown[]): Float64Array {
    const operation = 'permutation(count)';
    rejectMore(operation, more, count);
    if (!isInteger(count, MAX_SIZE))
      throw argumentError(
        operation,
        `count to be an integer from 0 to ${MAX_SIZE}`,
        `count: ${shown(count)}`,
        isSafeArray(count) || typedArrayKind(count) !== undefined ? 'For an array there is shuffle().' : undefined,
      );
    const integers = allocate(operation, count);
    for (let i = 0; i < count; i++) integers[i] = i;
    return this.shuffle(integers);
  }
}

/** Advice for two numbers that contain no integer, or for one that is meant as `high`. */
function adviceForIntegers(low: unknown, high: unknown): string | undefined {
  if (!isSafeInteger(low)) return undefined;
  if (high === undefined && (low as number) > 0) return `Write integers(0, ${low}).`;
  if (!isSafeInteger(high)) return undefined;
  return low === high ? 'high itself is not drawn.' : 'Pass the smaller one first.';
}

/** The length of an array that can be shuffled: of which each element can be read and written. */
function lengthToShuffle(operation: string, values: unknown): number {
  const copy = 'Shuffle a copy: Array.from(values).';
  const reject = (expected: string, found: string, advice?: string) =>
    argumentError(operation, expected, `values: ${found}`, advice);
  if (typedArrayKind(values) !== undefined) {
    if (hasMemory(values as Float64Array)) return typedArrayLength(values as Float64Array);
    throw reject('an array with its memory', 'one whose buffer was transferred or shrunk');
  }
  if (!isSafeArray(values)) {
    const isIterable = types.isSet(values) || types.isMap(values) || types.isProxy(values);
    throw reject('an Array or a typed array', shown(values), isIterable ? copy : undefined);
  }
  // A long Array of holes has its first hole at once.
  for (let i = 0; i < values.length; i++)
    if (!hasOwn(values, i)) throw reject('an Array without holes', `a hole at index ${i}`);
  if (values.length > 0 && isFrozen(values)) throw reject('an Array that can be changed', 'one that is frozen', copy);
  return values.length;
}

/** Exchanges two elements. If one of them cannot be written, both stay. */
function swap(values: { [index: number]: unknown }, i: number, j: number): void {
  const kept = values[i];
  values[i] = values[j];
  try {
    values[j] = kept;
  } catch (error) {
    values[i] = kept;
    throw error;
  }
}

function capsuleOf(source: Source | Seed | SeedSequence | undefined): BitgenCapsule {
  if (isCapsule(source)) return checked(source as BitgenCapsule);
  if (isBitGenerator(source)) return source.capsule;
  if (typeof source === 'object' && source !== null) {
    const capsule = capsuleIn(source);
    if (capsule !== undefined) return checked(capsule as BitgenCapsule);
  }
  return new PCG64(source as Seed | SeedSequence | undefined).capsule;
}

/** Opens the capsule once, so that another one is rejected here and not by the first draw. */
function checked(capsule: BitgenCapsule): BitgenCapsule {
  addon.uniform(capsule, allocate('new Generator(source)', 0), 0, 1);
  return capsule;
}

function checkFinite(operation: string, name: string, value: unknown): void {
  if (!isFiniteNumber(value))
    throw argumentError(operation, `${name} to be a finite number`, `${name}: ${shown(value)}`);
}

/** Fills an array of the caller, or a new one; returns a number if there is no size. */
function draw(operation: string, size: Size | undefined, fill: (out: Float64Array) => void): number | Float64Array {
  if (size === undefined) {
    const one = allocate(operation, 1);
    fill(one);
    return one[0] as number;
  }
  const isNew = isInteger(size, MAX_SIZE);
  if (!isNew && !(typedArrayKind(size) === 'Float64Array' && hasMemory(size))) {
    const expected = `size to be a Float64Array, or an integer from 0 to ${MAX_SIZE}`;
    const isDetached = typedArrayKind(size) === 'Float64Array';
    const found = isDetached ? 'a Float64Array whose buffer was transferred or shrunk' : shown(size);
    throw argumentError(operation, expected, `size: ${found}`);
  }
  const out = isNew ? allocate(operation, size) : size;
  fill(out);
  return out;
}
