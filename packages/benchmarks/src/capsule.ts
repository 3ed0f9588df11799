import { type Capsule, loadAddon } from '@capsule/core';

interface Producer {
  readonly capsule: Capsule<'@capsule/benchmarks', 'table'>;
  empty(): void;
  add(a: number, b: number): number;
  dot(x: Float64Array, y: Float64Array): number;
}

/** The exports of the addon: the capsule, and the same functions for calls through JavaScript. */
export const producer = loadAddon<Producer>(__dirname, 'producer');

/** The table that the benchmarks call. */
export const { capsule } = producer;
