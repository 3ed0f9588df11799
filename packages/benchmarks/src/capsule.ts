import { type Capsule, loadAddon } from '@capsule/core';

interface Producer {
  readonly capsule: Capsule<'@capsule/benchmarks'>;
}

/** What the addon exports: the capsule, and the same functions for the way through JavaScript. */
export const producer = loadAddon<Producer>(__dirname, 'producer');

/** The table that is called in benchmarks, sealed. */
export const { capsule } = producer;
