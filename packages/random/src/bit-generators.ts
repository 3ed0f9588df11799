import { capsuleError, isPlainObject } from '@capsule/core';
import type { BitgenCapsule } from '../bindings/bitgen.js';
import { argumentError, arrayOf, isInteger, isSafeArray, rejectMore, shown } from './arguments.js';
import { addon, kinds } from './native.js';
import { isSequence, type Seed, SeedSequence } from './seed-sequence.js';

type Kind = keyof typeof kinds;

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { defineProperty, hasOwn } = Object;
const { toString: toText } = BigInt.prototype;
const { charCodeAt, slice } = String.prototype;
const toBigInt = BigInt;
const toNumber = Number;
const Words = BigUint64Array;

/**
 * The state of a generator, as JSON can store it.
 *
 * @example
 * ```ts
 * import { type BitGeneratorState, PCG64 } from '@capsule/random';
 *
 * const stored: BitGeneratorState = JSON.parse(JSON.stringify(new PCG64(1).state));
 * console.log(PCG64.fromState(stored).nextDouble() === new PCG64(1).nextDouble()); // true
 * ```
 */
export interface BitGeneratorState {
  /** The kind of the generator: `PCG64`. */
  readonly kind: string;
  /** The words of 64 bits that are its state, as hexadecimal numbers; their meaning depends on the kind. */
  readonly words: readonly string[];
  /** The unused half of a number that `nextUint32` has split; null if there is none. */
  readonly uint32: number | null;
}

/** The kinds in their order. */
const order = Object.keys(kinds);

/** The index of a kind. */
function indexOf(kind: Kind): number {
  for (let i = 0; i < order.length; i++) if (order[i] === kind) return i;
  throw stateError('BitGenerator', 'a kind that this package does not have');
}

/** Whether a value is a generator of this copy of the package. Runs no trap, unlike `instanceof`. */
export let isBitGenerator: (value: unknown) => value is BitGenerator;

/**
 * A generator of random bits. Its capsule is an instance of the contract `@capsule/random/bitgen`: pass it to any
 * addon that draws from one. Only its subclasses create generators.
 *
 * @example
 * ```ts
 * import { inspect } from '@capsule/core';
 * import { type BitGenerator, Philox } from '@capsule/random';
 *
 * const generator: BitGenerator = new Philox(42);
 * console.log(inspect(generator.capsule).variant); // philox
 * ```
 */
export abstract class BitGenerator {
  /** The generator itself, for C code. */
  declare readonly capsule: BitgenCapsule;
  readonly #kind: Kind;
  readonly #type: new (
    seed?: SeedSequence,
  ) => this;
  readonly #seeds: SeedSequence;

  static {
    isBitGenerator = (value): value is BitGenerator => typeof value === 'object' && value !== null && #kind in value;
  }

  /** @internal */
  protected constructor(
    kind: Kind,
    seed: Seed | SeedSequence | undefined,
    more: readonly unknown[],
    start: (seeds: SeedSequence, state: BigUint64Array) => void,
  ) {
    rejectMore(`new ${kind}(seed)`, more);
    this.#kind = kind;
    this.#type = new.target as unknown as new (seed?: SeedSequence) => this;
    this.#seeds = isSequence(seed) ? seed : new SeedSequence(seed);
    const index = indexOf(kind);
    const state = new Words(kinds[kind] + 2);
    start(this.#seeds, state);
    const capsule = addon.create(index, state);
    if (capsule === undefined) throw stateError(kind, 'the zeros that a seed has given');
    // Not writable: with the capsule of another kind, the state could not be read.
    defineProperty(this, 'capsule', { __proto__: null, value: capsule, enumerable: true } as PropertyDescriptor);
  }

  /** The next 64 random bits. */
  nextUint64(): bigint {
    return addon.nextUint64(this.capsule);
  }

  /** The next 32 random bits; the other half of a number of 64 bits is kept for the next call. */
  nextUint32(): number {
    return addon.nextUint32(this.capsule);
  }

  /** The next number of the interval [0, 1), with 53 random bits. */
  nextDouble(): number {
    return addon.nextDouble(this.capsule);
  }

  /**
   * Advances this generator by more numbers than a program can draw: PCG64 and PCG64DXSM by 2^128 divided by the golden
   * ratio and Philox by 2^130, as NumPy does, and xoshiro256++ by 2^128.
   *
   * @param jumps - how many times
   */
  jump(jumps?: number): this;
  jump(jumps = 1, ...more: unknown[]): this {
    const operation = 'jump(jumps)';
    rejectMore(operation, more, jumps);
    if (!isInteger(jumps, MAX_JUMPS))
      throw argumentError(operation, `jumps to be an integer from 0 to ${MAX_JUMPS}`, shown(jumps));
    addon.jump(this.capsule, jumps);
    return this;
  }

  /**
   * Returns another generator, in the state in which this one would be after `jump(jumps)`. Both spawn from the same
   * seed, so that no two spawned streams are the same.
   */
  jumped(jumps?: number): this;
  jumped(jumps?: number, ...more: unknown[]): this {
    rejectMore('jumped(jumps)', more, jumps);
    const other = new this.#type(this.#seeds);
    other.state = this.state;
    return other.jump(jumps);
  }

  /**
   * Returns generators whose streams are independent of this one and of each other. They follow from the seed. A state
   * does not contain the seed: a generator that `fromState()` returns spawns from random bits of the system.
   */
  spawn(count: number): this[];
  spawn(count: number, ...more: unknown[]): this[] {
    rejectMore('spawn(count)', more, count);
    const seeds = this.#seeds.spawn(count);
    return arrayOf(seeds.length, (i) => new this.#type(seeds[i]));
  }

  /** The state, which can be stored as JSON and restored in a generator of the same kind. */
  get state(): BitGeneratorState {
    const count = kinds[this.#kind];
    const state = new Words(count + 2);
    addon.read(this.capsule, state);
    const words = arrayOf(count, (i) => `0x${apply(toText, state[i], [16])}`);
    return { kind: this.#kind, words, uint32: state[count] === 0n ? null : toNumber(state[count + 1]) };
  }

  set state(state: BitGeneratorState) {
    if (!addon.write(this.capsule, readState(this.#kind, state))) {
      throw stateError(this.#kind, 'words that are the state of no generator');
    }
  }
}

/** The most jumps of one call. */
const MAX_JUMPS = 1_000_000;

/** Whether a text is `0x` and 1 to 16 digits. A regular expression could end the process near the end of the stack. */
function isHexadecimal(text: string): boolean {
  if (text.length < 3 || text.length > 18 || text[0] !== '0' || text[1] !== 'x') return false;
  for (let i = 2; i < text.length; i++) {
    const unit: number = apply(charCodeAt, text, [i]);
    if (!((unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x66))) return false;
  }
  return true;
}

/** Checks a state that may come from a file. Each property is read once, and only if it is the object's own. */
function readState(kind: Kind, state: unknown): BigUint64Array {
  const count = kinds[kind];
  if (!isPlainObject(state)) {
    throw stateError(kind, shown(state), typeof state === 'string' ? 'Parse it: JSON.parse(state).' : undefined);
  }
  const own = (key: keyof BitGeneratorState): unknown =>
    hasOwn(state, key) ? (state as BitGeneratorState)[key] : undefined;
  const of = own('kind');
  if (of === undefined) throw stateError(kind, 'one without a kind');
  if (of !== kind)
    throw stateError(kind, `one of ${typeof of === 'string' ? `'${apply(slice, of, [0, 40])}'` : shown(of)}`);
  const words = own('words');
  if (!isSafeArray(words) || words.length !== count) throw stateError(kind, `other words than ${count}`);
  const read = new Words(count + 2);
  for (let i = 0; i < count; i++) {
    const word = words[i];
    if (typeof word !== 'string' || !isHexadecimal(word)) throw stateError(kind, shown(word));
    read[i] = toBigInt(word);
  }
  const uint32 = own('uint32');
  if (uint32 === null) return read;
  if (!isInteger(uint32, 2 ** 32 - 1)) throw stateError(kind, `uint32: ${shown(uint32)}`);
  read[count] = 1n;
  read[count + 1] = toBigInt(uint32);
  return read;
}

const stateError = (kind: string, found: string, advice?: string) =>
  capsuleError(TypeError, 'ERR_RANDOM_STATE_UNUSABLE', `Setting the state of a ${kind}`, {
    expected: `a state as ${kind}.state returns it`,
    found,
    advice,
  });

/** Restores a generator from its state. */
function restore<Generator extends BitGenerator>(
  create: new () => Generator,
  state: BitGeneratorState,
  more: readonly unknown[],
): Generator {
  rejectMore('fromState(state)', more, state);
  const generator = new create();
  generator.state = state;
  return generator;
}

/** Stores words that a seed gives, from the index `first` on. */
function seedWords(seeds: SeedSequence, count: number, state: BigUint64Array, first = 0): void {
  const words = seeds.generate(count);
  for (let i = 0; i < count; i++) state[first + i] = words[i] as bigint;
}

const mask = (1n << 128n) - 1n;
const multiplier = 0x2360ed051fc65da44385df649fccf645n;

/** The state of PCG64 after seeding: the increment is twice the stream, plus 1. */
function startPcg(seeds: SeedSequence, state: BigUint64Array): void {
  seedWords(seeds, 4, state);
  const long = (i: number) => ((state[i] as bigint) << 64n) | (state[i + 1] as bigint);
  const increment = ((long(2) << 1n) | 1n) & mask;
  const first = ((increment + long(0)) * multiplier + increment) & mask;
  state[0] = first >> 64n;
  state[1] = first & 0xffffffffffffffffn;
  state[2] = increment >> 64n;
  state[3] = increment & 0xffffffffffffffffn;
}

/** The counter of Philox is 0; then come the key, four numbers, and the index of the next one: all are used. */
function startPhilox(seeds: SeedSequence, state: BigUint64Array): void {
  seedWords(seeds, 2, state, 4);
  state[10] = 4n;
}

/**
 * PCG64: a linear congruential generator of 128 bits with a permuted output, the default of NumPy. Its period is 2^128.
 *
 * @example
 * ```ts
 * import { PCG64 } from '@capsule/random';
 *
 * const generator = new PCG64(42); // as numpy.random.PCG64(42)
 * console.log(generator.nextDouble()); // 0.7739560485559633
 * console.log(generator.nextUint64()); // 8095878257575067585n
 * ```
 */
export class PCG64 extends BitGenerator {
  constructor(seed?: Seed | SeedSequence);
  constructor(seed?: Seed | SeedSequence, ...more: unknown[]) {
    super('PCG64', seed, more, startPcg);
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): PCG64;
  static fromState(state: BitGeneratorState, ...more: unknown[]): PCG64 {
    return restore(PCG64, state, more);
  }
}

/**
 * PCG64DXSM: PCG64 with a stronger output function, for thousands of generators in parallel.
 *
 * @example
 * ```ts
 * import { PCG64DXSM } from '@capsule/random';
 *
 * const [first, second] = new PCG64DXSM(42).spawn(2);
 * console.log(first?.nextUint64() === second?.nextUint64()); // false
 * ```
 */
export class PCG64DXSM extends BitGenerator {
  constructor(seed?: Seed | SeedSequence);
  constructor(seed?: Seed | SeedSequence, ...more: unknown[]) {
    super('PCG64DXSM', seed, more, startPcg);
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): PCG64DXSM;
  static fromState(state: BitGeneratorState, ...more: unknown[]): PCG64DXSM {
    return restore(PCG64DXSM, state, more);
  }
}

/**
 * Philox 4x64 with 10 rounds: encrypts a counter, so that any position of a stream can be reached directly. Its period
 * is 2^258 numbers for each of 2^128 keys.
 *
 * @example
 * ```ts
 * import { Philox } from '@capsule/random';
 *
 * console.log(new Philox(42).nextUint64()); // 1587852024645073290n
 * console.log(new Philox(42).jump().state.words[2]); // 0x1
 * ```
 */
export class Philox extends BitGenerator {
  constructor(seed?: Seed | SeedSequence);
  constructor(seed?: Seed | SeedSequence, ...more: unknown[]) {
    super('Philox', seed, more, startPhilox);
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): Philox;
  static fromState(state: BitGeneratorState, ...more: unknown[]): Philox {
    return restore(Philox, state, more);
  }
}

/**
 * xoshiro256++: shifts and rotations, the fastest of these. Its period is 2^256 - 1.
 *
 * @example
 * ```ts
 * import { Xoshiro256 } from '@capsule/random';
 *
 * const state = { kind: 'Xoshiro256', words: ['0x1', '0x2', '0x3', '0x4'], uint32: null };
 * console.log(Xoshiro256.fromState(state).nextUint64()); // 41943041n
 * ```
 */
export class Xoshiro256 extends BitGenerator {
  constructor(seed?: Seed | SeedSequence);
  constructor(seed?: Seed | SeedSequence, ...more: unknown[]) {
    super('Xoshiro256', seed, more, (seeds, state) => seedWords(seeds, 4, state));
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): Xoshiro256;
  static fromState(state: BitGeneratorState, ...more: unknown[]): Xoshiro256 {
    return restore(Xoshiro256, state, more);
  }
}
