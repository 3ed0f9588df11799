import { loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import { describe, expect, test } from 'vitest';
import { uniform } from '../../benchmarks/src/samples.js';
import type { Native } from '../src/native.js';
import * as short from '../src/short.js';

// C, without the short way in front of it.
const native = loadAddon<{ open(given: typeof capsule): Native }>(__dirname, 'stats').open(capsule);

type OfPairs = (x: Float64Array, y: Float64Array) => number;
const statistics: [name: string, crossing: number, short: OfPairs, native: OfPairs][] = [
  ['mean', short.crossing.mean, (x) => short.mean(x, x.length), native.mean],
  ['sum', short.crossing.mean, (x) => short.total(x, x.length), native.sum],
  ['min', short.crossing.extreme, (x) => short.min(x, x.length), native.min],
  ['max', short.crossing.extreme, (x) => short.max(x, x.length), native.max],
  ['variance', short.crossing.variance, (x) => short.variance(x, x.length, 1), (x) => native.variance(x, 1)],
  [
    'covariance',
    short.crossing.pairs,
    (x, y) => short.covariance(x, y, x.length, 0.5),
    (x, y) => native.covariance(x, y, 0.5),
  ],
  ['correlation', short.crossing.pairs, (x, y) => short.correlation(x, y, x.length), native.correlation],
];

const next = uniform(3);
const special = [0, -0, 5e-324, -5e-324, 2 ** -1022, 1e308, -1e308, Infinity, -Infinity, Number.NaN, 1e-160, 1e160];
const makers: [what: string, make: () => number][] = [
  ['numbers around 0', () => next() - 0.5],
  ['numbers of every size', () => (next() - 0.5) * 2 ** Math.floor(next() * 200 - 100)],
  ['a large offset', () => 1e9 + next()],
  ['zeros of both signs', () => (next() < 0.5 ? 0 : -0)],
  ['negative zeros', () => -0],
  ['equal values', () => 0.1],
  ['subnormal numbers', () => Math.round(next() * 100) * 5e-324],
  ['huge numbers', () => (next() - 0.5) * 1e308],
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
    for (let n = 1; n < 128; n++) {
      for (let offset = 0; offset < 4; offset++) {
        const [x, y] = [sample(n, offset, make), sample(n, offset, make)];
        const result = quick(x, y);
        if (Number.isNaN(result)) continue; // left to C
        decided++;
        expect([n, result]).toEqual([n, exact(x, y)]);
      }
    }
    const ordinary = makers.findIndex(([, each]) => each === make) < 3;
    // Two pairs are the fewest that have a deviation.
    if (ordinary) expect(decided).toBeGreaterThanOrEqual(4 * (127 - 2));
  });

  test('ends where the order would have more than 8 lanes', () => expect(crossing).toBeLessThanOrEqual(128));
});
