import { type Binaries, type Capsule, loadAddon, type OwnedCapsule } from '@capsule/core';
import type { FastmathFunction } from '../bindings/fastmath.js';

type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** Values at equal distances: a vector, the index of the first value, and the distance from one to the next. */
type Strided = [x: Float64Array, start: number, stride: number];

/** The signatures of the functions of native/node. Results of several numbers are written to `out`. */
interface Signatures {
  sum(x: Float64Array): number;
  dot(x: Float64Array, y: Float64Array): number;
  minMax(x: Float64Array, out: Float64Array): Float64Array;
  moments(x: Float64Array, out: Float64Array): Float64Array;
  comoments(x: Float64Array, y: Float64Array, out: Float64Array): Float64Array;
  sumExact(x: Float64Array): number;
  argMinMax(x: Float64Array, out: Float64Array): Float64Array;
  momentsWeighted(x: Float64Array, w: Float64Array, out: Float64Array): Float64Array;
  deviations(x: Float64Array, out: Float64Array): Float64Array;

  /** The functions that return a boolean return false, and do nothing, when `out` partly overlaps an input. */
  axpy(a: number, x: Float64Array, out: Float64Array): boolean;
  scale(a: number, x: Float64Array): Float64Array;
  add(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  subtract(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  multiply(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  divide(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  abs(x: Float64Array, out: Float64Array): boolean;
  sqrt(x: Float64Array, out: Float64Array): boolean;
  cumsum(x: Float64Array, out: Float64Array): boolean;
  widenF32(x: Float32Array, out: Float64Array): boolean;

  sort(x: Float64Array): Float64Array;
  /** Returns false when there is no memory, when k is not ascending, or when an index is too large. */
  select(x: Float64Array, k: Float64Array, out: Float64Array): boolean;
  /** Returns false when there is no memory, as searchSorted does. */
  rank(x: Float64Array, out: Float64Array): boolean;
  searchSorted(x: Float64Array, values: Float64Array, right: boolean, out: Float64Array): boolean;
  /** Returns how many values were counted; -1 when there is no memory. */
  histogram(x: Float64Array, low: number, high: number, counts: Float64Array): number;

  /** Returns false, and does nothing, when `out` overlaps x. */
  gather(...args: [...x: Strided, out: Float64Array]): boolean;
  sumStrided(...args: [...x: Strided, n: number]): number;
  dotStrided(...args: [...x: Strided, ...y: Strided, n: number]): number;
  minMaxStrided(...args: [...x: Strided, n: number, out: Float64Array]): Float64Array;
  momentsStrided(...args: [...x: Strided, n: number, out: Float64Array]): Float64Array;
  comomentsStrided(...args: [...x: Strided, ...y: Strided, n: number, out: Float64Array]): Float64Array;
}

/**
 * The sealed table of a variant, and a function for each of the contract. These functions only ensure that memory is
 * safe; check.ts checks arguments first.
 */
export type Kernels = { readonly capsule: Capsule<'@capsule/fastmath', 'table'> } & {
  readonly [Name in CamelCase<FastmathFunction>]: Name extends keyof Signatures
    ? Signatures[Name]
    : (...args: never[]) => unknown;
};

interface Addon {
  /** The variants that this CPU can run, the fastest first. */
  variants(): string[];
  load(variant: string): Kernels;
  /** Returns the number of threads that is in effect, which the first call in the process decides. */
  useThreads(threads: number, cores: number): number;
  /** For tests: changes the number of threads. With `always`, also divides short calls. Returns `always`. */
  forceThreads(threads: number, always: boolean): boolean;
  /** Returns null when there is no memory for the vector. */
  vector(n: number, values: Float64Array | undefined): OwnedCapsule<'@capsule/fastmath:vector', 'data'> | null;
}

const binaries: Binaries = require('../binaries.cjs');

export const addon = loadAddon<Addon>(binaries, 'fastmath');
