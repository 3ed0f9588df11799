import { type Capsule, loadAddon } from '@capsule/core';
import type { FastmathFunction } from '../../bindings/fastmath.js';

/** The place of the arrays of a call: see calls.h. */
export type Place = 'a page start' | 'a page end' | 'nowhere';

interface Forge {
  /** The names of the functions in the table, in its order. */
  readonly kernelNames: readonly FastmathFunction[];
  /**
   * Calls a kernel with n elements, and `beyond` more that do not exist.
   *
   * @returns a hash of all results and arrays
   */
  call(capsule: Capsule, name: FastmathFunction, n: number, place?: Place, beyond?: number): string;
  /** Returns whether the kernel preserves the floating-point environment. */
  keepsEnvironment(capsule: Capsule, name: FastmathFunction, n: number): boolean;
  /** Calls in upward rounding mode, with subnormal numbers flushed to zero if the machine can do that. */
  callRoundingUp(capsule: Capsule, name: FastmathFunction, n: number): string;
  /** Returns whether child processes, forked while another thread calls, compute the same result as this process. */
  callInChild(capsule: Capsule, name: FastmathFunction, n: number): boolean;
  /**
   * Returns whether a child process that can map only this many bytes more computes the result that call() returned.
   */
  callWithMemory(capsule: Capsule, name: FastmathFunction, n: number, bytes: number, expected: string): boolean;
  /** Returns whether four threads that call at the same time compute the same result as one. */
  callAtOnce(capsule: Capsule, name: FastmathFunction, n: number): boolean;
  /** Sorts numbers by heapsort, in place; returns x. */
  sortByHeap(x: Float64Array): Float64Array;
  /** Counts in bins of equal width; returns `counts`. */
  histogram(capsule: Capsule, x: Float64Array, low: number, high: number, counts: BigUint64Array): BigUint64Array;
  /** Stores the table in a static variable of the process. */
  keep(capsule: Capsule): void;
  /** Calls sum() of the stored table. */
  sumKept(x: Float64Array): number;
}

export const forge = loadAddon<Forge>(__dirname, 'forge');
export const { kernelNames } = forge;
