import { type Capsule, loadAddon } from '@capsule/core';

interface Producer {
  readonly capsule: Capsule<'@capsule/benchmarks', 'table'>;
  empty(): void;
  add(a: number, b: number): number;
  dot(x: Float64Array, y: Float64Array): number;
}

/** What the addon exports: the capsule, and the same functions for the way through JavaScript. */
export const producer = loadAddon<Producer>(__dirname, 'producer');

/** The table that is called in benchmarks, sealed. */
export const { capsule } = producer;
