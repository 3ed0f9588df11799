import { randomBytes } from 'node:crypto';
import { types } from 'node:util';
import { capsuleError } from '@capsule/core';
import { shown } from './shown.js';

/**
 * A seed: an integer of any size, or several. The same seed gives the same numbers as in NumPy.
 *
 * @example
 * ```ts
 * import { PCG64, type Seed } from '@capsule/random';
 *
 * const seeds: Seed[] = [42, 2n ** 100n, [2026, 1]];
 * console.log(seeds.map((seed) => new PCG64(seed).nextUint32() < 2 ** 32)); // [ true, true, true ]
 * ```
 */
export type Seed = number | bigint | readonly (number | bigint)[];

// The constants of "Developing a seed_seq Alternative", M. E. O'Neill, 2015, which NumPy uses too.
const POOL_SIZE = 4;
const INIT_A = 0x43b0d7e5;
const MULT_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULT_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

/** The most words of a seed and of its spawn key: more is a mistake, and would take long. */
const MAX_WORDS = 4096;

/**
 * Turns a seed into well-mixed bits for the state of a generator, as NumPy's SeedSequence does; and spawns others, for
 * generators whose streams are independent.
 *
 * @example
 * ```ts
 * import { PCG64, SeedSequence } from '@capsule/random';
 *
 * const [first, second] = new SeedSequence(42).spawn(2);
 * console.log(new PCG64(first).nextDouble()); // 0.9167441575549085
 * console.log(new PCG64(second).nextDouble()); // 0.4674907799518424
 * ```
 */
export class SeedSequence {
  readonly #entropy: readonly number[];
  readonly #key: readonly number[];
  readonly #pool: Uint32Array;
  #spawned = 0;

  /** @param seed - by default 128 random bits of the system */
  constructor(seed?: Seed, ...internal: [key?: readonly number[]]) {
    this.#entropy = seed === undefined ? wordsOfBytes(randomBytes(16)) : wordsOf(seed);
    this.#key = internal[0] ?? [];
    if (this.#entropy.length > MAX_WORDS) throw seedError(`a seed of at most ${32 * MAX_WORDS} bits`, 'a longer one');
    // A seed that is padded has another length than one without a key, so that both are different sequences.
    const padding = this.#key.length === 0 ? 0 : Math.max(0, POOL_SIZE - this.#entropy.length);
    this.#pool = mix([...this.#entropy, ...Array<number>(padding).fill(0), ...this.#key]);
  }

  /** The words of a state: `count` numbers of 64 bits. */
  generate(count: number): BigUint64Array {
    if (!Number.isSafeInteger(count) || count < 0 || count > MAX_WORDS) {
      throw capsuleError(RangeError, 'ERR_RANDOM_ARGUMENT_UNUSABLE', 'generate(count)', {
        expected: `count to be an integer from 0 to ${MAX_WORDS}`,
        found: shown(count),
      });
    }
    const words = new BigUint64Array(count);
    let constant = INIT_B;
    const next = (i: number): bigint => {
      let word = (this.#pool[i % POOL_SIZE] ?? 0) ^ constant;
      constant = Math.imul(constant, MULT_B);
      word = Math.imul(word, constant);
      return BigInt((word ^ (word >>> 16)) >>> 0);
    };
    for (let i = 0; i < count; i++) words[i] = next(2 * i) | (next(2 * i + 1) << 32n);
    return words;
  }

  /** Sequences that differ from this one, from each other, and from those that were spawned before. */
  spawn(count: number): SeedSequence[] {
    if (!Number.isSafeInteger(count) || count < 0 || count > 2 ** 20) {
      throw capsuleError(RangeError, 'ERR_RANDOM_ARGUMENT_UNUSABLE', 'spawn(count)', {
        expected: 'count to be an integer from 0 to 1048576',
        found: shown(count),
      });
    }
    const first = this.#spawned;
    this.#spawned += count;
    const entropy = this.#entropy.map(BigInt);
    return Array.from({ length: count }, (_, i) => new SeedSequence(entropy, [...this.#key, first + i]));
  }
}

function mix(entropy: readonly number[]): Uint32Array {
  const pool = new Uint32Array(POOL_SIZE);
  let constant = INIT_A;
  const hash = (value: number): number => {
    let word = value ^ constant;
    constant = Math.imul(constant, MULT_A);
    word = Math.imul(word, constant);
    return word ^ (word >>> 16);
  };
  const merge = (into: number, word: number): void => {
    const merged = Math.imul(MIX_LEFT, pool[into] ?? 0) - Math.imul(MIX_RIGHT, word);
    pool[into] = merged ^ ((merged >>> 0) >>> 16);
  };
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash(entropy[i] ?? 0);
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let into = 0; into < POOL_SIZE; into++) if (from !== into) merge(into, hash(pool[from] ?? 0));
  }
  for (const word of entropy.slice(POOL_SIZE)) {
    for (let into = 0; into < POOL_SIZE; into++) merge(into, hash(word));
  }
  return pool;
}

const wordsOfBytes = (bytes: Buffer): number[] =>
  Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(4 * i));

/** A seed as words of 32 bits; each integer begins with its lowest word. */
function wordsOf(seed: unknown): number[] {
  if (!types.isProxy(seed) && Array.isArray(seed)) {
    if (seed.length === 0) throw seedError('a seed', 'an empty Array');
    if (seed.length > MAX_WORDS) throw seedError(`a seed of at most ${MAX_WORDS} integers`, `${seed.length} of them`);
    return Array.from(seed, wordsOfInteger).flat();
  }
  return wordsOfInteger(seed);
}

function wordsOfInteger(value: unknown): number[] {
  const isInteger = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
  if (!isInteger || value < 0) throw seedError('integers from 0: numbers up to 2^53 - 1, or BigInts', shown(value));
  let rest = BigInt(value);
  if (rest >> BigInt(32 * MAX_WORDS) > 0n) throw seedError(`a seed of at most ${32 * MAX_WORDS} bits`, 'a longer one');
  const words: number[] = [];
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}

const seedError = (expected: string, found: string) =>
  capsuleError(TypeError, 'ERR_RANDOM_SEED_UNUSABLE', 'Seeding a generator', { expected, found });
