import { loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import { histogram } from '@capsule/stats';
import { uniform } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import * as short from '../src/fast-path/order.js';
import type { Native } from '../src/native.js';

// C, without the short way in front of it.
const native = loadAddon<{ open(given: typeof capsule): Native }>(__dirname, 'stats').open(capsule);

const { sorted, mode, ranks, pairs } = short.orderCrossing;
type OfPairs = (x: Float64Array, y: Float64Array, n: number) => number;

/** The numbers at positions, in C. */
const at = (x: Float64Array, ...positions: number[]) => {
  const found = Float64Array.from(positions);
  native.quantiles(x, found);
  return found;
};
const far = (n: number, part: number) => (n - 1) * part;

const statistics: [name: string, crossing: number, short: OfPairs, native: OfPairs][] = [
  ['median', sorted, (x, _, n) => short.median(x, n), native.median],
  ['quantile', sorted, (x, _, n) => short.quantile(x, n, far(n, 0.3)), (x, _, n) => at(x, far(n, 0.3))[0] ?? 0],
  [
    'iqr',
    sorted,
    (x, _, n) => short.range(x, n, far(n, 0.2), far(n, 0.9)),
    (x, _, n) => {
      const [low = 0, high = 0] = at(x, far(n, 0.2), far(n, 0.9));
      return high - low;
    },
  ],
  ['mad', sorted, (x, _, n) => short.mad(x, n), native.mad],
  ['mode', mode, (x, _, n) => short.mode(x, n), native.mode],
  ['spearman', ranks, short.spearman, native.spearman],
  ['kendall', pairs, short.kendall, native.kendall],
];

const next = uniform(3);
const special = [0, -0, 5e-324, -5e-324, 2 ** -1022, 1e308, -1e308, Infinity, -Infinity, Number.NaN, 1e-160, 1e160];
const makers: [what: string, make: () => number][] = [
  ['numbers around 0', () => next() - 0.5],
  ['numbers of every size', () => (next() - 0.5) * 2 ** Math.floor(next() * 200 - 100)],
  ['few different numbers', () => Math.floor(next() * 5) + 1],
  ['counts', () => Math.floor(next() * 4)],
  ['zeros of both signs', () => (next() < 0.5 ? 0 : -0)],
  ['subnormal numbers', () => Math.round(next() * 100 - 50) * 5e-324],
  ['huge numbers', () => (next() * 3.5 - 1.75) * 1e308],
  ['specials now and then', () => (next() < 0.02 ? (special[Math.floor(next() * special.length)] ?? 0) : next())],
  ['specials only', () => special[Math.floor(next() * special.length)] ?? 0],
];

/** n numbers, somewhere in a larger array. */
function sample(n: number, offset: number, make: () => number): Float64Array {
  return Float64Array.from({ length: n + offset + 1 }, make).subarray(offset, offset + n);
}

describe.each(statistics)('%s of a short sample', (_, crossing, quick, exact) => {
  test.each(makers)('has the bits of C, for %s', (__, make) => {
    let decided = 0;
    for (let n = 1; n < crossing; n++) {
      for (let offset = 0; offset < 8; offset++) {
        const [x, y] = [sample(n, offset, make), sample(n, offset, make)];
        const result = quick(x, y, n);
        if (Number.isNaN(result)) continue; // left to C
        decided++;
        expect([n, result]).toEqual([n, exact(x, y, n)]);
      }
    }
    const ordinary = makers.findIndex(([, each]) => each === make) < 2;
    // Two pairs are the fewest that have a correlation.
    if (ordinary) expect(decided).toBeGreaterThanOrEqual(8 * (crossing - 2));
  });
});

describe('rank and histogram of a short sample', () => {
  test.each(makers)('have the numbers of C, for %s', (_, make) => {
    for (let n = 1; n < short.orderCrossing.bins; n++) {
      const x = sample(n, n % 4, make);
      if (n < ranks) {
        const [quick, exact] = [new Float64Array(n), new Float64Array(n)];
        native.rank(x, exact);
        if (short.rank(x, n, quick)) expect(quick).toEqual(exact);
        else expect(exact).toEqual(new Float64Array(n).fill(Number.NaN));
      }
      for (const range of [
        [0, 1],
        [-0.3, 0.4],
        [-1e308, 1e308],
      ] as const) {
        const { counts, edges } = histogram(x, { bins: 6, range });
        const exact = new Float64Array(6);
        native.histogram(x, edges, exact);
        expect([n, counts]).toEqual([n, exact]);
      }
    }
  });
});
