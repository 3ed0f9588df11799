import { type Capsule, loadAddon } from '@capsule/core';
import { PCG64, Philox, Xoshiro256 } from '@capsule/random';
import type { Competitor } from '../harness/competitor.js';

interface Drawing {
  uniform(generator: Capsule, count: number): number;
  normal(generator: Capsule, count: number): number;
  callback(draw: () => number, count: number): number;
}

const generators = { pcg64: PCG64, philox: Philox, xoshiro256: Xoshiro256 };

/** Draws n numbers in C, from an instance or from a JavaScript function. */
export async function load(way: keyof typeof generators | 'javascript'): Promise<Competitor> {
  const drawing = loadAddon<Drawing>(__dirname, 'drawing');
  const repeat = (draw: () => number) => ({
    batch: (count: number) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += draw();
      if (Number.isNaN(sum)) throw new Error('expected numbers, found NaN');
    },
  });
  if (way === 'javascript') {
    const { random } = Math;
    return { functions: { uniform: ({ n }) => repeat(() => drawing.callback(() => random(), n)) } };
  }
  const { capsule } = new generators[way](1);
  return {
    functions: {
      uniform: ({ n }) => repeat(() => drawing.uniform(capsule, n)),
      normal: ({ n }) => repeat(() => drawing.normal(capsule, n)),
    },
  };
}
