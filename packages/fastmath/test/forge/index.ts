import { type Capsule, loadAddon } from '@capsule/core';

/** Where the arrays of a call lie: see calls.h. */
export type Place = 'a page start' | 'a page end' | 'nowhere';

/** As the contract names them. */
export const kernelNames = [
  ...(['sum', 'dot', 'min_max', 'moments', 'comoments', 'axpy', 'scale', 'sum_exact', 'arg_min_max'] as const),
  ...(['add', 'subtract', 'multiply', 'divide', 'abs', 'sqrt', 'cumsum', 'widen_f32'] as const),
  ...(['sort', 'select', 'rank', 'search_sorted', 'histogram', 'moments_weighted'] as const),
  ...(['gather', 'sum_strided', 'dot_strided', 'min_max_strided'] as const),
  ...(['moments_strided', 'comoments_strided', 'deviations'] as const),
];

export type KernelName = (typeof kernelNames)[number];

interface Forge {
  /**
   * Calls a kernel with n elements, or tells it of more.
   *
   * @returns a hash of all it has written
   */
  call(capsule: Capsule, name: KernelName, n: number, place?: Place, beyond?: number): string;
  keepsEnvironment(capsule: Capsule, name: KernelName, n: number): boolean;
  /** Calls while results are rounded upwards, and subnormal numbers are zero where the machine can do that. */
  callRoundingUp(capsule: Capsule, name: KernelName, n: number): string;
  /** Whether children that are forked, while another thread calls, get what this process gets. */
  callInChild(capsule: Capsule, name: KernelName, n: number): boolean;
  /** Calls from four threads, and says whether all write what one alone writes. */
  callAtOnce(capsule: Capsule, name: KernelName, n: number): boolean;
  /** Keeps the table in a static of the process. */
  keep(capsule: Capsule): void;
  sumKept(x: Float64Array): number;
}

export const forge = loadAddon<Forge>(__dirname, 'forge');
