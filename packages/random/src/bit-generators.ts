import { types } from 'node:util';
import { capsuleError, isPlainObject } from '@capsule/core';
import type { BitgenCapsule } from '../bindings/bitgen.js';
import { addon, kinds } from './native.js';
import { type Seed, SeedSequence } from './seed-sequence.js';
import { shown } from './shown.js';

type Kind = keyof typeof kinds;

/** `instanceof` runs the traps of a Proxy. */
const isSequence = (value: unknown): value is SeedSequence => !types.isProxy(value) && value instanceof SeedSequence;

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

/** The index of the kind, and the number of words. */
const describe = (kind: Kind) => ({ index: Object.keys(kinds).indexOf(kind), count: kinds[kind] });

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
  readonly capsule: BitgenCapsule;
  readonly #kind: Kind;
  readonly #seeds: SeedSequence;

  /** @internal */
  protected constructor(kind: Kind, seed: Seed | SeedSequence | undefined, start: (seeds: SeedSequence) => bigint[]) {
    this.#kind = kind;
    this.#seeds = isSequence(seed) ? seed : new SeedSequence(seed);
    const capsule = addon.create(describe(kind).index, BigUint64Array.from([...start(this.#seeds), 0n, 0n]));
    if (capsule === undefined) throw stateError(kind, 'the zeros that a seed has given');
    this.capsule = capsule;
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
   * Advances this generator by about 2^128 numbers, as NumPy does.
   *
   * @param jumps - how many times
   */
  jump(jumps = 1): this {
    if (!Number.isSafeInteger(jumps) || jumps < 0 || jumps > 1_000_000) {
      throw capsuleError(RangeError, 'ERR_RANDOM_ARGUMENT_UNUSABLE', 'jump(jumps)', {
        expected: 'jumps to be an integer from 0 to 1000000',
        found: shown(jumps),
      });
    }
    addon.jump(this.capsule, jumps);
    return this;
  }

  /** Returns another generator, in the state in which this one would be after `jump(jumps)`. */
  jumped(jumps = 1): this {
    const other = new (this.constructor as new () => this)();
    other.state = this.state;
    return other.jump(jumps);
  }

  /** Returns generators whose streams are independent of this one and of each other. They follow from the seed. */
  spawn(count: number): this[] {
    return this.#seeds.spawn(count).map((seeds) => new (this.constructor as new (seed: SeedSequence) => this)(seeds));
  }

  /** The state, which can be stored as JSON and restored in a generator of the same kind. */
  get state(): BitGeneratorState {
    const { count } = describe(this.#kind);
    const state = new BigUint64Array(count + 2);
    addon.read(this.capsule, state);
    const words = Array.from(state.subarray(0, count), (word) => `0x${word.toString(16)}`);
    return { kind: this.#kind, words, uint32: state[count] === 0n ? null : Number(state[count + 1]) };
  }

  set state(state: BitGeneratorState) {
    if (!addon.write(this.capsule, readState(this.#kind, state))) {
      throw stateError(this.#kind, 'words that are the state of no generator');
    }
  }
}

/** Checks a state that may come from a file. */
function readState(kind: Kind, state: unknown): BigUint64Array {
  const { count } = describe(kind);
  if (!isPlainObject(state)) throw stateError(kind, shown(state));
  const { kind: of, words, uint32 = null } = state as Partial<Record<keyof BitGeneratorState, unknown>>;
  if (of !== kind) throw stateError(kind, `one of ${typeof of === 'string' ? `'${of.slice(0, 40)}'` : shown(of)}`);
  if (!Array.isArray(words) || words.length !== count) throw stateError(kind, `other words than ${count}`);
  const wrong = words.find((word) => typeof word !== 'string' || !/^0x[0-9a-f]{1,16}$/.test(word));
  if (wrong !== undefined) throw stateError(kind, shown(wrong));
  const isHalf = typeof uint32 === 'number' && Number.isInteger(uint32) && uint32 >= 0 && uint32 < 2 ** 32;
  if (uint32 !== null && !isHalf) throw stateError(kind, `uint32: ${shown(uint32)}`);
  return BigUint64Array.from([...words.map(BigInt), uint32 === null ? 0n : 1n, BigInt((uint32 as number | null) ?? 0)]);
}

const stateError = (kind: Kind, found: string) =>
  capsuleError(TypeError, 'ERR_RANDOM_STATE_UNUSABLE', `Setting the state of a ${kind}`, {
    expected: `a state as ${kind}.state returns it`,
    found,
  });

/** Restores a generator from its state. */
function restore<Generator extends BitGenerator>(create: new () => Generator, state: BitGeneratorState): Generator {
  const generator = new create();
  generator.state = state;
  return generator;
}

const mask = (1n << 128n) - 1n;
const multiplier = 0x2360ed051fc65da44385df649fccf645n;

/** The state of PCG64 after seeding: the increment is twice the stream, plus 1. */
function startPcg(seeds: SeedSequence): bigint[] {
  const [a = 0n, b = 0n, c = 0n, d = 0n] = seeds.generate(4);
  const increment = ((((c << 64n) | d) << 1n) | 1n) & mask;
  const state = ((increment + ((a << 64n) | b)) * multiplier + increment) & mask;
  return [state >> 64n, state & 0xffffffffffffffffn, increment >> 64n, increment & 0xffffffffffffffffn];
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
  constructor(seed?: Seed | SeedSequence) {
    super('PCG64', seed, startPcg);
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): PCG64 {
    return restore(PCG64, state);
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
  constructor(seed?: Seed | SeedSequence) {
    super('PCG64DXSM', seed, startPcg);
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): PCG64DXSM {
    return restore(PCG64DXSM, state);
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
  constructor(seed?: Seed | SeedSequence) {
    super('Philox', seed, (seeds) => [0n, 0n, 0n, 0n, ...seeds.generate(2), 0n, 0n, 0n, 0n, 4n]);
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): Philox {
    return restore(Philox, state);
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
  constructor(seed?: Seed | SeedSequence) {
    super('Xoshiro256', seed, (seeds) => [...seeds.generate(4)]);
  }

  /** A generator in a state that was stored. */
  static fromState(state: BitGeneratorState): Xoshiro256 {
    return restore(Xoshiro256, state);
  }
}
