import { type Binaries, loadAddon } from '@capsule/core';
import type { BitgenCapsule } from '../bindings/bitgen.js';

/** The generators of this package, in the order of `kinds` in native/addon.cc, and the number of their 64-bit words. */
export const kinds = { PCG64: 4, PCG64DXSM: 4, Philox: 11, Xoshiro256: 4 } as const;

/** The functions of the addon. They ensure that memory is safe; TypeScript checks arguments first. */
interface Addon {
  /** A state has the words of its kind, then whether half of a number is unused, and that half. */
  create(kind: number, state: BigUint64Array): BitgenCapsule | undefined;
  read(generator: BitgenCapsule, state: BigUint64Array): boolean;
  write(generator: BitgenCapsule, state: BigUint64Array): boolean;
  jump(generator: BitgenCapsule, count: number): boolean;

  nextUint64(generator: BitgenCapsule): bigint;
  nextUint32(generator: BitgenCapsule): number;
  nextDouble(generator: BitgenCapsule): number;
  uniform(generator: BitgenCapsule, out: Float64Array, low: number, range: number): void;
  normal(generator: BitgenCapsule, out: Float64Array, mean: number, deviation: number): void;
  /** Integers from `low` to `low + max`. */
  integers(generator: BitgenCapsule, out: Float64Array, low: number, max: number): void;
  /** For each index of `out`, an index from 0 to that one. */
  swaps(generator: BitgenCapsule, out: Float64Array): void;
}

const binaries: Binaries = require('../binaries.cjs');

export const addon: Addon = loadAddon<Addon>(binaries, 'random');
