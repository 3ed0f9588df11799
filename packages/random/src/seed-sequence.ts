import { randomBytes } from 'node:crypto';
import { capsuleError, typedArrayKind } from '@capsule/core';
import { argumentError, arrayOf, isInteger, isSafeArray, rejectMore, shown } from './arguments.js';

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { charCodeAt } = String.prototype;
const { floor, imul, min } = Math;
const { isSafeInteger, MAX_SAFE_INTEGER } = Number;
const toBigInt = BigInt;
const toNumber = Number;
const Words = Uint32Array;
const LongWords = BigUint64Array;

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

/** The most sequences that are spawned at a time, and the most words that are mixed for them. */
const MAX_SPAWNED = 2 ** 20;
const MAX_MIXED = 2 ** 24;

/** Whether a value is a SeedSequence of this copy of the package. Runs no trap, unlike `instanceof`. */
export let isSequence: (value: unknown) => value is SeedSequence;

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
  #entropy: Uint32Array;
  /** Of a spawned sequence: for each generation its number, as words. */
  #key = new Words(0);
  #pool: Uint32Array;
  #spawned = 0;

  static {
    isSequence = (value): value is SeedSequence => typeof value === 'object' && value !== null && #entropy in value;
  }

  /** @param seed - by default 128 random bits of the system */
  constructor(seed?: Seed);
  constructor(seed?: Seed, ...more: unknown[]) {
    rejectMore('new SeedSequence(seed)', more);
    this.#entropy = seed === undefined ? randomWords() : wordsOf(seed);
    this.#pool = mix(this.#entropy, this.#key);
  }

  /** The words of a state: `count` numbers of 64 bits. */
  generate(count: number): BigUint64Array;
  generate(count: number, ...more: unknown[]): BigUint64Array {
    const operation = 'generate(count)';
    rejectMore(operation, more, count);
    if (!isInteger(count, MAX_WORDS))
      throw argumentError(operation, `count to be an integer from 0 to ${MAX_WORDS}`, shown(count));
    const words = new LongWords(count);
    let constant = INIT_B;
    const next = (i: number): bigint => {
      let word = (this.#pool[i % POOL_SIZE] ?? 0) ^ constant;
      constant = imul(constant, MULT_B);
      word = imul(word, constant);
      return toBigInt((word ^ (word >>> 16)) >>> 0);
    };
    for (let i = 0; i < count; i++) words[i] = next(2 * i) | (next(2 * i + 1) << 32n);
    return words;
  }

  /**
   * Sequences that differ from this one, from each other, and from those that were spawned before.
   *
   * @param count - up to 1048576; fewer if the seed is long, because each sequence mixes all of it
   */
  spawn(count: number): SeedSequence[];
  spawn(count: number, ...more: unknown[]): SeedSequence[] {
    const operation = 'spawn(count)';
    rejectMore(operation, more, count);
    const words = this.#entropy.length + this.#key.length;
    const most = words < MAX_WORDS ? min(MAX_SPAWNED, floor(MAX_MIXED / words)) : 0;
    if (!isInteger(count, most) || count > MAX_SAFE_INTEGER - this.#spawned)
      throw argumentError(operation, `count to be an integer from 0 to ${most}`, shown(count));
    const first = this.#spawned;
    this.#spawned += count;
    return arrayOf(count, (i) => {
      const child = new SeedSequence(0);
      child.#entropy = this.#entropy;
      child.#key = join(this.#key, wordsOfInteger(first + i));
      child.#pool = mix(child.#entropy, child.#key);
      return child;
    });
  }
}

function mix(seed: Uint32Array, key: Uint32Array): Uint32Array {
  // A seed that is padded has another length than one without a key, so that both are different sequences.
  const padding = key.length > 0 && seed.length < POOL_SIZE ? POOL_SIZE - seed.length : 0;
  const entropy = join(join(seed, new Words(padding)), key);
  const pool = new Words(POOL_SIZE);
  let constant = INIT_A;
  const hash = (value: number): number => {
    let word = value ^ constant;
    constant = imul(constant, MULT_A);
    word = imul(word, constant);
    return word ^ (word >>> 16);
  };
  const merge = (into: number, word: number): void => {
    const merged = imul(MIX_LEFT, pool[into] ?? 0) - imul(MIX_RIGHT, word);
    pool[into] = merged ^ ((merged >>> 0) >>> 16);
  };
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash(entropy[i] ?? 0);
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let into = 0; into < POOL_SIZE; into++) if (from !== into) merge(into, hash(pool[from] ?? 0));
  }
  for (let from = POOL_SIZE; from < entropy.length; from++) {
    for (let into = 0; into < POOL_SIZE; into++) merge(into, hash(entropy[from] ?? 0));
  }
  return pool;
}

function join(one: Uint32Array, other: Uint32Array): Uint32Array<ArrayBuffer> {
  const both = new Words(one.length + other.length);
  for (let i = 0; i < one.length; i++) both[i] = one[i] as number;
  for (let i = 0; i < other.length; i++) both[one.length + i] = other[i] as number;
  return both;
}

function randomWords(): Uint32Array {
  const bytes = randomBytes(16);
  const words = new Words(4);
  for (let i = 0; i < 16; i++) words[i >> 2] = ((words[i >> 2] as number) << 8) | (bytes[i] as number);
  return words;
}

/** A seed as words of 32 bits; each integer begins with its lowest word. */
function wordsOf(seed: unknown): Uint32Array {
  if (!isSafeArray(seed)) return wordsOfInteger(seed);
  if (seed.length === 0) throw seedError('a seed', 'an empty Array');
  if (seed.length > MAX_WORDS) throw seedError(`a seed of at most ${MAX_WORDS} integers`, `${seed.length} of them`);
  const words = new Words(MAX_WORDS);
  let count = 0;
  for (let i = 0; i < seed.length; i++) {
    const more = wordsOfInteger(seed[i]);
    if (count + more.length > MAX_WORDS) throw tooLong();
    for (let j = 0; j < more.length; j++) words[count++] = more[j] as number;
  }
  return copyOf(words, count);
}

function wordsOfInteger(value: unknown): Uint32Array<ArrayBuffer> {
  const isUsable = typeof value === 'bigint' || (typeof value === 'number' && isSafeInteger(value));
  if (!isUsable || value < 0)
    throw seedError('integers from 0: numbers up to 2^53 - 1, or BigInts', shown(value), adviceFor(value));
  let rest = toBigInt(value);
  if (rest >> toBigInt(32 * MAX_WORDS) > 0n) throw tooLong();
  const words = new Words(rest <= 0xffffffffn ? 1 : MAX_WORDS);
  let count = 0;
  do {
    words[count++] = toNumber(rest & 0xffffffffn);
    rest >>= 32n;
  } while (rest > 0n);
  return copyOf(words, count);
}

function copyOf(words: Uint32Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> {
  if (words.length === count) return words;
  const copy = new Words(count);
  for (let i = 0; i < count; i++) copy[i] = words[i] as number;
  return copy;
}

const tooLong = () => seedError(`a seed of at most ${32 * MAX_WORDS} bits`, 'a longer one');

const seedError = (expected: string, found: string, advice?: string) =>
  capsuleError(TypeError, 'ERR_RANDOM_SEED_UNUSABLE', 'Seeding a generator', {
    expected,
    found,
    advice,
  });

/** Whether a text has digits only. A regular expression could end the process near the end of the stack. */
function isDecimal(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit: number = apply(charCodeAt, text, [i]);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return text.length > 0;
}

/** Advises how to convert a seed. */
function adviceFor(seed: unknown): string | undefined {
  if (typeof seed === 'string' && isDecimal(seed)) return 'Convert it: BigInt(seed).';
  return typedArrayKind(seed) === undefined ? undefined : 'Convert it: Array.from(seed).';
}
