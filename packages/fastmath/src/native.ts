import { type Capsule, loadAddon } from '@capsule/core';

/** What the addon offers for a variant: the sealed table, and its kernels. check.ts checks for them. */
export interface Kernels {
  readonly capsule: Capsule<'@capsule/fastmath'>;
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
}

interface Addon {
  variants(): string[];
  load(variant: string): Kernels;
  /** Null when there is no memory for it. */
  vector(n: number, values: Float64Array | undefined): Capsule<'@capsule/fastmath:vector'> | null;
}

export const addon = loadAddon<Addon>(__dirname, 'fastmath');
