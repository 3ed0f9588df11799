import { type Capsule, loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';

/** The number of calls of each function of a table; functions without calls are absent. */
type Arithmetic = 'sum' | 'dot' | 'min_max' | 'moments' | 'comoments' | 'deviations' | 'axpy' | 'scale';
type Order = 'sort' | 'select' | 'rank' | 'search_sorted' | 'histogram';
export type Calls = Partial<Record<Arithmetic | Order, number>>;

interface Forge {
  open(capsule: Capsule<'@capsule/fastmath'>): void;
  /** One of two tables that count their calls, and pass them to the real table. */
  seal(table: 0 | 1): Capsule<'@capsule/fastmath'>;
  /** The calls of a table since the last take(). */
  take(table: 0 | 1): Calls;
  /** Whether select and rank of both tables fail as without memory. */
  fail(on: boolean): void;
}

interface Callbacks {
  /** A function of callbacks.c; `context` is the parameter of those that have one. */
  seal(name: string, context?: number): Capsule;
}

interface Repeated {
  /**
   * A data capsule of a piece repeated `times` times, with another last value. The bytes of a piece are whole pages. They
   * are mapped repeatedly, so that only one piece and the page tables take memory; undefined without memory, and on
   * other systems than Linux.
   */
  repeat(piece: Float64Array, times: number, last: number): Capsule | undefined;
}

export const { repeat } = loadAddon<Repeated>(__dirname, 'repeated');

export const callbacks = loadAddon<Callbacks>(__dirname, 'callbacks');

export const forge = loadAddon<Forge>(__dirname, 'counting');
forge.open(capsule);
