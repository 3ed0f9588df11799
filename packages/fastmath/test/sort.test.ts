import { uniform } from '@capsule/test-support/samples';
import { afterEach, describe, expect, test } from 'vitest';
import { addon, into, load, sameBits, variants } from './addon.js';
import { kindNames, lengths, longer, make, range } from './data.js';
import { forge } from './forge/index.js';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const all = [...lengths, ...range(132, 200), ...longer, 100_003];

/** Arrays in orders that are difficult to partition. */
const orders: Record<string, (i: number, n: number, next: () => number) => number> = {
  rising: (i) => i,
  falling: (i) => -i,
  'rising and falling': (i, n) => Math.min(i, n - i),
  'rising, except the last': (i, n) => (i === n - 1 ? -1 : i),
  'two values': (_i, _n, next) => (next() < 0.5 ? 1 : 2),
  'nearly all equal': (i) => (i % 100 === 7 ? -i : 5),
  'saw teeth': (i) => i % 17,
  'the greatest and infinity': (i) => (i % 2 === 0 ? infinity : Number.MAX_VALUE),
};

/**
 * Returns numbers for which every pivot is among the least, if samples are taken at equal distances. Partitions as the
 * scalar kernel does, and chooses each value only when sort.c would take it into its sample (after McIlroy, "A killer
 * adversary for quicksort", 1999). 60 rounds are more than the maximum depth.
 */
function worst(n: number): Float64Array {
  const x = new Float64Array(n).fill(infinity);
  const places = Array.from(x.keys());
  let next = 0;
  for (let start = 0, round = 0; round < 60; round++) {
    const step = Math.floor((n - start) / 32);
    const sample = range(0, 15).map((i) => {
      const place = places[start + (2 * i + 1) * step] as number;
      if (x[place] === infinity) x[place] = next++;
      return x[place] as number;
    });
    const pivot = sample.sort((a, b) => a - b)[7] as number;
    for (let i = start; i < n; i++) {
      const place = places[i] as number;
      places[i] = places[start] as number;
      places[start] = place;
      if ((x[place] as number) <= pivot) start++;
    }
  }
  const fraction = uniform(n);
  return x.map((value) => (value === infinity ? n + fraction() : value));
}

/** Returns the indices from which select.c takes its sample. */
function sampled(n: number): number[] {
  let size = 1024;
  while (size ** 3 < n ** 2) size *= 2;
  let state = 1n;
  return range(0, size - 1).map((i) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Math.floor((i + Number(state >> 40n) * 2 ** -24) * (n / size));
  });
}

test('heapsort, the fallback for bad pivots, sorts all kinds of arrays', () => {
  for (const n of [...range(0, 40), 1000, 5000]) {
    for (const x of [make('uniform numbers', n), make('equal numbers', n), worst(n)])
      expect(sameBits(forge.sortByHeap(x.slice()), x.slice().sort())).toBe(true);
  }
});

describe.each(variants)('%s', (variant) => {
  const math = load(variant);
  afterEach(() => addon.forceThreads(1, false));

  describe('sort', () => {
    test.each(kindNames)('returns the order of TypedArray.prototype.sort: %s', (kind) => {
      const wrong = all.filter((n) => {
        const x = make(kind, n);
        return !sameBits(math.sort(x.slice()), x.slice().sort());
      });
      expect(wrong).toEqual([]);
    });

    test.each(Object.entries(orders))('sorts %s', (_, value) => {
      const wrong = all.filter((n) => {
        const next = uniform(n);
        const x = Float64Array.from({ length: n }, (_, i) => value(i, n, next));
        return !sameBits(math.sort(x.slice()), x.slice().sort());
      });
      expect(wrong).toEqual([]);
    });

    test.each(Object.entries(orders))('sorts %s in threads', (_, value) => {
      addon.forceThreads(3, true);
      // Around the lengths with another number of parts: each has at least 1024 numbers, and there are 32 at most.
      const wrong = [2047, 2048, 4097, 32_769, 100_003].filter((n) => {
        const next = uniform(n);
        const x = Float64Array.from({ length: n }, (_, i) => value(i, n, next));
        return !sameBits(math.sort(x.slice()), x.slice().sort());
      });
      expect(wrong).toEqual([]);
    });

    test('sorts numbers that make every pivot bad', () => {
      const x = worst(5000);
      expect(sameBits(math.sort(x.slice()), x.slice().sort())).toBe(true);
    });

    test('moves NaN of both signs to the end, and nothing else', () => {
      const bits = ['7ff8000000000000', 'fff8000000000000', '7ff0000000000001', 'ffffffffffffffff'];
      const nans = new Float64Array(BigUint64Array.from(bits, (each) => BigInt(`0x${each}`)).buffer);
      for (const n of range(5, 131)) {
        const x = new Float64Array(n).fill(infinity);
        x.set(nans, n >> 3);
        x.set([-infinity], n - 1);
        expect([...math.sort(x)]).toEqual([-infinity, ...Array(n - 5).fill(infinity), nan, nan, nan, nan]);
      }
    });
  });

  describe('select', () => {
    const select = (x: Float64Array, k: readonly number[]) =>
      into(k.length, (out) => math.select(x, Float64Array.from(k), out));

    test.each([
      ['an index past the end', [3]],
      ['an index past the end among others', [0, 5]],
      ['indices that are not in ascending order', [1, 0]],
      ['a negative index', [-1]],
    ])('rejects %s, and writes nothing', (_, k) => {
      const out = Float64Array.of(7, 7);
      expect(() => math.select(Float64Array.of(1, 2, 3), Float64Array.from(k), out.subarray(0, k.length))).toThrow();
      expect([...out]).toEqual([7, 7]);
      expect(() => math.select(new Float64Array(), Float64Array.of(0), out.subarray(1))).toThrow();
    });

    test('accepts no indices', () => {
      expect(math.select(new Float64Array(), new Float64Array(), new Float64Array())).toHaveLength(0);
    });

    test.each(kindNames)('returns the values of the sorted array, and does not modify x: %s', (kind) => {
      // From 16,384 values on it samples.
      const wrong = [...all, 16_391, 40_000, 300_001].filter((n) => {
        if (n === 0) return false;
        const x = make(kind, n);
        const kept = x.slice();
        const sorted = x.slice().sort();
        const severalRanks = [0, n >> 3, n >> 3, n >> 2, n >> 1, n - 1 - (n >> 4), n - 1].sort((a, b) => a - b);
        return ![[n >> 1], severalRanks, range(0, Math.min(n, 200) - 1)].every(
          (k) =>
            sameBits(
              select(x, k),
              Float64Array.from(k, (place) => sorted[place] as number),
            ) && sameBits(x, kept),
        );
      });
      expect(wrong).toEqual([]);
    });

    const median = (x: Float64Array) => select(x, [x.length >> 1])[0];
    const many = [16_384, 50_000, 200_000];

    test.each(Object.entries(orders))('finds the median of %s', (_, value) => {
      const wrong = many.filter((n) => {
        const next = uniform(n);
        const x = Float64Array.from({ length: n }, (_, i) => value(i, n, next));
        return median(x) !== x.slice().sort()[n >> 1];
      });
      expect(wrong).toEqual([]);
    });

    test.each<[string, (next: () => number) => number]>([
      ['above all others', (next) => 1 + next()],
      ['equal to one another', () => 0.25],
      ['no numbers', () => nan],
    ])('finds the median when all values of its sample are %s', (_, value) => {
      const wrong = many.filter((n) => {
        const next = uniform(n);
        const x = Float64Array.from({ length: n }, next);
        for (const place of sampled(n)) x[place] = value(next);
        return median(x) !== x.slice().sort()[n >> 1];
      });
      expect(wrong).toEqual([]);
    });

    // The bracket begins and ends at that value, and has capacity for all that are equal to it. The sample has no NaN.
    test.each([infinity, -infinity, Number.MAX_VALUE, -Number.MAX_VALUE, 0, -0, 5e-324, -5e-324, 0.5])(
      'returns the values of the sorted array at each rank around many %f and one NaN',
      (value) => {
        for (const n of [16_384, 16_385, 50_000]) {
          const next = uniform(n);
          const places = sampled(n);
          const part = 3 / Math.sqrt(places.length);
          const x = Float64Array.from({ length: n }, () => (next() < part ? value : next()));
          x[range(0, n - 1).findLast((i) => !places.includes(i)) as number] = nan;
          const sorted = x.slice().sort();
          const [first, last] = [sorted.indexOf(value), sorted.lastIndexOf(value)];
          const ranks = [0, first - 1, first, first + 1, last - 1, last, last + 1, n - 2, n - 1];
          const valid = ranks.filter((rank) => rank >= 0 && rank < n);
          expect(valid.filter((rank) => !Object.is(select(x, [rank])[0], sorted[rank]))).toEqual([]);
        }
      },
    );

    // All ranks belong to the number that is the upper end of the bracket. A pass for each would take half a minute.
    test('finds many ranks of equal numbers', { timeout: 10_000 }, () => {
      const n = 2_000_000;
      const next = uniform(n);
      const x = Float64Array.from({ length: n }, (_, i) => (i % 10 < 3 ? next() : 2));
      const k = range(0, 19_999).map((i) => Math.floor(0.302 * n) + i);
      expect(select(x, k).every((value) => value === 2)).toBe(true);
    });

    test('accepts an out that lies in x', () => {
      for (const n of [100, 20_000]) {
        const x = make('uniform numbers', n);
        const k = Float64Array.of(0, n >> 1, n - 1);
        const expected = x.slice().sort();
        const out = x.subarray(n >> 1, (n >> 1) + 3);
        math.select(x, k, out);
        expect([...out]).toEqual([expected[0], expected[n >> 1], expected[n - 1]]);
      }
    });
  });
});
