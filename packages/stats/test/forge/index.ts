import { type Capsule, loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';

/** How often each function of a table was called. Those that were not are absent. */
type Counted = 'sum' | 'dot' | 'min_max' | 'moments' | 'comoments' | 'axpy' | 'scale';
type OfOrder = 'sort' | 'select' | 'rank' | 'search_sorted' | 'histogram';
export type Calls = Partial<Record<Counted | OfOrder | 'deviations', number>>;

interface Forge {
  open(capsule: Capsule<'@capsule/fastmath'>): void;
  /** One of two tables that count their calls, and hand them on to the real one. */
  seal(table: 0 | 1): Capsule<'@capsule/fastmath'>;
  /** The calls of a table since they were taken last. */
  take(table: 0 | 1): Calls;
  /** From now on select and rank of both find no memory; or as much as before. */
  fail(on: boolean): void;
}

interface Supplies {
  /** One of the functions of supplies.c, with a number as its context; of those that have none without. */
  seal(name: string, context?: number): Capsule;
}

interface Repeats {
  /**
   * So many times the numbers of a piece, whose bytes are whole pages, with another last one. They take the memory of
   * one piece, and 8 bytes for each page of 4096; undefined where that cannot be had, as on other systems than Linux.
   */
  repeat(piece: Float64Array, times: number, last: number): Capsule | undefined;
}

export const { repeat } = loadAddon<Repeats>(__dirname, 'repeats');

export const supplies = loadAddon<Supplies>(__dirname, 'supplies');

export const forge = loadAddon<Forge>(__dirname, 'counting');
forge.open(capsule);
