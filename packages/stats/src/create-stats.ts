import { type Capsule, loadAddon } from '@capsule/core';

export interface Stats {
  mean(values: Float64Array): number;
}

interface Addon {
  open(capsule: Capsule<'@capsule/fastmath'>): Stats;
}

const addon = loadAddon<Addon>(__dirname, 'stats');

/** Opens fastmath's table, once, and gives the statistics that call it. */
export function createStats(capsule: Capsule<'@capsule/fastmath'>): Stats {
  return addon.open(capsule);
}
