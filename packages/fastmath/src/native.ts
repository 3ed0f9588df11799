import { type Capsule, loadAddon } from '@capsule/core';

/** What the addon offers for a variant: the sealed table, and its kernels. check.ts checks for them. */
export interface Kernels {
  readonly capsule: Capsule<'@capsule/fastmath', 'table'>;
  sum(x: Float64Array): number;
  dot(x: Float64Array, y: Float64Array): number;
  minMax(x: Float64Array, out: Float64Array): Float64Array;
  moments(x: Float64Array, out: Float64Array): Float64Array;
  comoments(x: Float64Array, y: Float64Array, out: Float64Array): Float64Array;
  /** False, and nothing is done, when x and y overlap in part. */
  axpy(a: number, x: Float64Array, y: Float64Array): boolean;
  scale(a: number, x: Float64Array): void;

  sumExact(x: Float64Array): number;
  argMinMax(x: Float64Array, out: Float64Array): Float64Array;
  /** These are false, and do nothing, when out overlaps x or y in part. */
  add(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  subtract(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  multiply(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  divide(x: Float64Array, y: Float64Array, out: Float64Array): boolean;
  abs(x: Float64Array, out: Float64Array): boolean;
  sqrt(x: Float64Array, out: Float64Array): boolean;
  cumsum(x: Float64Array, out: Float64Array): boolean;
  widenF32(x: Float32Array, out: Float64Array): boolean;
  sort(x: Float64Array): Float64Array;
  /** False when there is no memory, or k is not in ascending order, or reaches the length of x. */
  select(x: Float64Array, k: Float64Array, out: Float64Array): boolean;
  /** False when there is no memory. */
  rank(x: Float64Array, out: Float64Array): boolean;
  searchSorted(x: Float64Array, values: Float64Array, right: boolean, out: Float64Array): boolean;
  /** How many were counted; -1 when there is no memory. */
  histogram(x: Float64Array, low: number, high: number, counts: Float64Array): number;
  momentsWeighted(x: Float64Array, w: Float64Array, out: Float64Array): Float64Array;
  deviations(x: Float64Array, out: Float64Array): Float64Array;

  /** Of n values from x[start] on, `stride` apart. False, and nothing is done, when out overlaps x. */
  gather(x: Float64Array, start: number, stride: number, out: Float64Array): boolean;
  sumStrided(x: Float64Array, start: number, stride: number, n: number): number;
  dotStrided(...columns: [...x: Column, ...y: Column, n: number]): number;
  minMaxStrided(x: Float64Array, start: number, stride: number, n: number, out: Float64Array): Float64Array;
  momentsStrided(x: Float64Array, start: number, stride: number, n: number, out: Float64Array): Float64Array;
  comomentsStrided(...columns: [...x: Column, ...y: Column, n: number, out: Float64Array]): Float64Array;
}

type Column = [x: Float64Array, start: number, stride: number];

interface Addon {
  variants(): string[];
  load(variant: string): Kernels;
  /** Gives the number of threads that holds: the first caller in the process decides. */
  useThreads(threads: number, cores: number): number;
  /** For tests: another number from now on; `always` for work however short. */
  forceThreads(threads: number, always: boolean): void;
  /** Null when there is no memory for it. */
  vector(n: number, values: Float64Array | undefined): Capsule<'@capsule/fastmath:vector', 'data'> | null;
}

export const addon = loadAddon<Addon>(__dirname, 'fastmath');
