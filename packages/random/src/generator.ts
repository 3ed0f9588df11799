import { types } from 'node:util';
import { capsuleError, isCapsule } from '@capsule/core';
import type { BitgenCapsule } from '../bindings/bitgen.js';
import { BitGenerator, PCG64 } from './bit-generators.js';
import { addon } from './native.js';
import type { Seed, SeedSequence } from './seed-sequence.js';
import { shown } from './shown.js';

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
  readonly capsule: BitgenCapsule;

  /** @param source - a generator, or the seed of a new PCG64; by default a PCG64 with a seed of the system */
  constructor(source?: Source | Seed | SeedSequence) {
    this.capsule = capsuleOf(source);
  }

  /**
   * Numbers of the interval [low, high), each with the same probability.
   *
   * @param size - how many; by default one number
   */
  uniform(low?: number, high?: number): number;
  uniform(low: number, high: number, size: Size): Float64Array;
  uniform(low = 0, high = 1, size?: Size): number | Float64Array {
    const operation = 'uniform(low, high, size)';
    checkNumbers(operation, { low, high });
    const range = high - low;
    if (!(Number.isFinite(range) && range >= 0))
      throw argumentError(operation, 'low <= high, with a finite range', { low, high });
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
  normal(mean = 0, deviation = 1, size?: Size): number | Float64Array {
    const operation = 'normal(mean, deviation, size)';
    checkNumbers(operation, { mean, deviation });
    if (!(deviation >= 0)) throw argumentError(operation, 'a deviation of 0 or more', { deviation });
    return draw(operation, size, (out) => addon.normal(this.capsule, out, mean, deviation));
  }

  /**
   * Integers from low to high - 1, each with exactly the same probability.
   *
   * @param size - how many; by default one number
   */
  integers(low: number, high: number): number;
  integers(low: number, high: number, size: Size): Float64Array;
  integers(low: number, high: number, size?: Size): number | Float64Array {
    const operation = 'integers(low, high, size)';
    const max = high - 1 - low;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || !(max >= 0 && max <= Number.MAX_SAFE_INTEGER)) {
      throw argumentError(operation, 'safe integers, low < high', { low, high });
    }
    return draw(operation, size, (out) => addon.integers(this.capsule, out, low, max));
  }

  /**
   * Shuffles an Array or a typed array in place: each order has the same probability.
   *
   * @returns the same array
   */
  shuffle<Values extends { readonly length: number; [index: number]: unknown }>(values: Values): Values {
    const isArray = !types.isProxy(values) && (Array.isArray(values) || types.isTypedArray(values));
    if (!isArray) throw argumentError('shuffle(values)', 'an Array or a typed array', { values });
    const swaps = new Float64Array(values.length);
    addon.swaps(this.capsule, swaps);
    for (let i = values.length - 1; i > 0; i--) {
      const j = swaps[i] as number;
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
    return values;
  }

  /** The integers from 0 to count - 1 in random order. */
  permutation(count: number): Float64Array {
    if (!Number.isSafeInteger(count) || count < 0 || count > MAX_SIZE) {
      throw argumentError('permutation(count)', `count to be an integer from 0 to ${MAX_SIZE}`, { count });
    }
    return this.shuffle(Float64Array.from({ length: count }, (_, i) => i));
  }
}

function capsuleOf(source: Source | Seed | SeedSequence | undefined): BitgenCapsule {
  if (isCapsule(source)) return checked(source as BitgenCapsule);
  if (typeof source === 'object' && source !== null && !types.isProxy(source)) {
    if (source instanceof BitGenerator) return source.capsule;
    if ('capsule' in source) return checked(source.capsule);
  }
  return new PCG64(source as Seed | SeedSequence | undefined).capsule;
}

/** Opens the capsule once, so that another one is rejected here and not by the first draw. */
function checked(capsule: BitgenCapsule): BitgenCapsule {
  addon.uniform(capsule, new Float64Array(0), 0, 1);
  return capsule;
}

function checkNumbers(operation: string, numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isFinite(value)) throw argumentError(operation, `${name} to be a finite number`, { [name]: value });
  }
}

/** Fills an array of the caller, or a new one; returns a number if there is no size. */
function draw(operation: string, size: Size | undefined, fill: (out: Float64Array) => void): number | Float64Array {
  if (size === undefined) {
    const one = new Float64Array(1);
    fill(one);
    return one[0] as number;
  }
  const isNew = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 && size <= MAX_SIZE;
  if (!isNew && !(size instanceof Float64Array && !isDetached(size))) {
    throw argumentError(operation, `size to be a Float64Array, or an integer from 0 to ${MAX_SIZE}`, { size });
  }
  const out = typeof size === 'number' ? new Float64Array(size) : size;
  fill(out);
  return out;
}

/** Whether the memory of an array is gone. Node 20 has no property for it. */
function isDetached({ buffer, length }: Float64Array): boolean {
  if (length > 0) return false;
  try {
    return new Uint8Array(buffer).length < 0;
  } catch {
    return true;
  }
}

function argumentError(operation: string, expected: string, found: Readonly<Record<string, unknown>>) {
  return capsuleError(RangeError, 'ERR_RANDOM_ARGUMENT_UNUSABLE', operation, {
    expected,
    found: Object.entries(found)
      .map(([name, value]) => `${name}: ${shown(value)}`)
      .join(', '),
  });
}
