import { type Capsule, loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';

/** How often each function of a table was called. Those that were not are absent. */
export type Calls = Partial<Record<'sum' | 'dot' | 'min_max' | 'moments' | 'comoments' | 'axpy' | 'scale', number>>;

interface Forge {
  open(capsule: Capsule<'@capsule/fastmath'>): void;
  /** One of two tables that count their calls, and hand them on to the real one. */
  seal(table: 0 | 1): Capsule<'@capsule/fastmath'>;
  /** The calls of a table since they were taken last. */
  take(table: 0 | 1): Calls;
}

export const forge = loadAddon<Forge>(__dirname, 'counting');
forge.open(capsule);
