import { type Capsule, capsuleError, loadAddon } from '@capsule/core';

/**
 * What the addon offers for a variant: the sealed table, and its kernels. vectors.ts checks for them.
 *
 * @internal
 */
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
}

/** @internal */
export interface Addon {
  variants(): string[];
  load(variant: string): Kernels;
}

/** The variant that FASTMATH_CPU asks for, else the fastest this CPU can run. */
function choose(available: readonly string[]): string {
  const wanted = process.env['FASTMATH_CPU'] || available[0];
  if (wanted !== undefined && available.includes(wanted)) return wanted;
  throw capsuleError(Error, 'ERR_FASTMATH_CPU_UNKNOWN', 'Loading @capsule/fastmath', {
    expected: `FASTMATH_CPU to name a variant this CPU can run (${available.join(', ')})`,
    found: `'${JSON.stringify(wanted).slice(1, -1)}'`,
    advice: 'Unset it to get the fastest.',
  });
}

const addon = loadAddon<Addon>(__dirname, 'fastmath');

/** @internal */
export const kernels = addon.load(choose(addon.variants()));

/**
 * The table of kernels, sealed. Hand it to a consumer, such as `createStats` of `@capsule/stats`.
 */
export const { capsule } = kernels;
