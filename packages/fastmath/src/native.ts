import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Capsule, capsuleError, loadAddon, type OwnedCapsule } from '@capsule/core';
import { loadVariant, type Variants } from '@capsule/core/generated';

interface Addon extends Variants<{ readonly capsule: Capsule<'@capsule/fastmath', 'table'> }> {
  /** Returns the number of threads that is in effect, which the first call in the process decides. */
  useThreads(threads: number, cores: number): number;
  /** For tests: changes the number of threads. With `always`, also divides short calls. Returns `always`. */
  forceThreads(threads: number, always: boolean): boolean;
  /** Returns null when there is no memory for the vector. */
  vector(n: number, values: Float64Array | undefined): OwnedCapsule<'@capsule/fastmath:vector', 'data'> | null;
}

export const addon = loadAddon<Addon>(require('../binaries.cjs'), 'fastmath');

/** What the generated modules call. Loading throws `ERR_FASTMATH_CPU_UNKNOWN` if FASTMATH_CPU names no variant. */
export const native = loadVariant(addon, '@capsule/fastmath', 'fastmath');

/** The value of MAX_THREADS in native/parallel/parallel.h. */
const maxThreads = 256;

/**
 * The CPU limit of the control group, rounded up; infinity without a limit. Older versions of Node ignore the limit.
 */
function quota(): number {
  try {
    const [time, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').split(' ').map(Number);
    return Math.ceil((time as number) / (period as number)) || Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** The number that FASTMATH_THREADS names, or the number of cores that this process may use. */
function choose(cores: number): number {
  const text = process.env['FASTMATH_THREADS'] || String(cores);
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= maxThreads) return Number(text);
  throw capsuleError(Error, 'ERR_FASTMATH_THREADS_UNKNOWN', 'Loading @capsule/fastmath', {
    expected: `FASTMATH_THREADS to be a whole number from 1 to ${maxThreads}`,
    found: `'${JSON.stringify(text).slice(1, -1)}'`,
    advice: 'Unset it to use all cores.',
  });
}

const cores = Math.min(availableParallelism(), quota(), maxThreads);

/**
 * The number of threads that a call on a large array uses, the calling thread included. `FASTMATH_THREADS` sets it; the
 * first Worker that loads this package decides for the process.
 *
 * @example
 * ```ts
 * import { threads } from '@capsule/fastmath';
 *
 * console.log(threads >= 1); // true
 * ```
 */
export const threads = addon.useThreads(choose(cores), cores);
