import { type Binaries, type Capsule, capsuleError, loadAddon, type OwnedCapsule } from '@capsule/core';

interface Addon {
  /** The variants that this CPU can run, the fastest first. */
  variants(): string[];
  /** The sealed table of a variant, and its functions for `createFunctions` of bindings/fastmath.functions.cjs. */
  load(variant: string): { readonly capsule: Capsule<'@capsule/fastmath', 'table'> };
  /** Returns the number of threads that is in effect, which the first call in the process decides. */
  useThreads(threads: number, cores: number): number;
  /** For tests: changes the number of threads. With `always`, also divides short calls. Returns `always`. */
  forceThreads(threads: number, always: boolean): boolean;
  /** Returns null when there is no memory for the vector. */
  vector(n: number, values: Float64Array | undefined): OwnedCapsule<'@capsule/fastmath:vector', 'data'> | null;
}

const binaries: Binaries = require('../binaries.cjs');

export const addon = loadAddon<Addon>(binaries, 'fastmath');

/** The variant that FASTMATH_CPU names, or the fastest that this CPU can run. */
function choose(available: readonly string[]): string {
  const name = process.env['FASTMATH_CPU'] || available[0];
  if (name !== undefined && available.includes(name)) return name;
  throw capsuleError(Error, 'ERR_FASTMATH_CPU_UNKNOWN', 'Loading @capsule/fastmath', {
    expected: `FASTMATH_CPU to name a variant this CPU can run (${available.join(', ')})`,
    found: `'${JSON.stringify(name).slice(1, -1)}'`,
    advice: 'Unset it to get the fastest.',
  });
}

export const native = addon.load(choose(addon.variants()));
