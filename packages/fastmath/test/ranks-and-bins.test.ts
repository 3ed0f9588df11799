import { describe, expect, test } from 'vitest';
import { into, load, sameBits, variants } from './addon.js';
import { kindNames, lengths, longer, make, range } from './data.js';
import { forge } from './forge/index.js';

const { MAX_VALUE, NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const all = [...lengths, ...longer];
const of = Float64Array.of.bind(Float64Array);

/** Returns ranks from 1. Equal values have the mean of their ranks. */
function ranks(x: Float64Array): Float64Array {
  if (x.some(Number.isNaN)) return x.map(() => nan);
  const sorted = x.slice().sort();
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  sorted.forEach((value, i) => {
    if (!first.has(value)) first.set(value, i + 1);
    last.set(value, i + 1);
  });
  return x.map((value) => ((first.get(value) as number) + (last.get(value) as number)) / 2);
}

describe.each(variants)('%s', (variant) => {
  const math = load(variant);

  describe('rank', () => {
    const rank = (x: Float64Array) => into(x.length, (out) => math.rank(x, out));

    test('assigns equal values the mean of their ranks (the example of SciPy rankdata)', () => {
      expect([...rank(of(0, 2, 3, 2))]).toEqual([1, 2.5, 4, 2.5]);
    });

    test('treats 0 and -0 as equal, and infinity as a number', () => {
      expect([...rank(of(0, infinity, -0, -infinity, infinity))]).toEqual([2.5, 4.5, 2.5, 1, 4.5]);
    });

    test.each(kindNames)('equals ranks found by counting: %s', (kind) => {
      const wrong = all.filter((n) => {
        const x = make(kind, n);
        const inPlace = x.slice();
        math.rank(inPlace, inPlace);
        return !sameBits(rank(x), ranks(x)) || !sameBits(inPlace, ranks(x));
      });
      expect(wrong).toEqual([]);
    });
  });

  describe('searchSorted', () => {
    const search = (x: Float64Array, values: Float64Array, right: boolean) => [
      ...into(values.length, (out) => math.searchSorted(x, values, right, out)),
    ];

    test('returns the indices of NumPy searchsorted, from both sides', () => {
      const x = of(11, 12, 13, 14, 15);
      expect([search(x, of(13), false), search(x, of(13), true)]).toEqual([[2], [3]]);
      expect(search(x, of(-10, 20, 12, 13), false)).toEqual([0, 5, 1, 2]);
    });

    test('treats NaN as greater than all numbers, and 0 as -0', () => {
      const x = of(-0, 0, 1, infinity, nan, nan);
      const values = of(-0, 0, infinity, nan);
      expect(search(x, values, false)).toEqual([0, 0, 3, 4]);
      expect(search(x, values, true)).toEqual([2, 2, 4, 6]);
    });

    test.each([false, true])('equals the count of smaller values, right: %s', (right) => {
      for (const n of range(0, 131)) {
        const x = make('integers', n)
          .map((value) => value % 50)
          .sort();
        const values = Float64Array.from(range(-52, 52));
        const counted = values.map((value) => x.filter((each) => (right ? each <= value : each < value)).length);
        expect(search(x, values, right)).toEqual([...counted]);
      }
    });

    test('stays within x when x is not sorted', () => {
      for (const n of range(0, 131)) {
        const found = search(make('NaN and infinities among numbers', n), make('uniform numbers', 50), n % 2 === 0);
        expect(found.every((place) => place >= 0 && place <= n)).toBe(true);
      }
    });
  });

  describe('histogram', () => {
    const histogram = (x: Float64Array, low: number, high: number, bins: number) => {
      let counted = -1;
      const counts = into(bins, (out) => {
        out.fill(77);
        counted = math.histogram(x, low, high, bins, out);
      });
      return { counted, counts: [...counts] };
    };

    test.each<[string, number, number]>([
      ['no width', 1, 1],
      ['less than no width', 2, 1],
      ['an infinite end', 0, infinity],
      ['an end that is NaN', nan, 1],
      ['a width that overflows', -MAX_VALUE, MAX_VALUE],
    ])('counts nothing in a range with %s', (_, low, high) => {
      // JavaScript rejects such a range.
      const counts = forge.histogram(math.capsule, of(0, 1, 2), low, high, new BigUint64Array(3).fill(7n));
      expect([...counts]).toEqual([0n, 0n, 0n]);
    });

    test('counts nothing without bins', () => {
      expect([...forge.histogram(math.capsule, of(0, 1), 0, 1, new BigUint64Array())]).toEqual([]);
    });

    test('includes the upper end in the last bin, and ignores NaN and values outside (the example of NumPy histogram)', () => {
      expect(histogram(of(1, 2, 1), 0, 3, 3)).toEqual({ counted: 3, counts: [0, 2, 1] });
      const x = of(0, 1, 2, 3, nan, -1e-300, 3.0000000000000004, infinity, -infinity);
      expect(histogram(x, 0, 3, 3)).toEqual({ counted: 4, counts: [1, 1, 2] });
    });

    test.each([
      [0, 1, 10],
      [-0.3, 0.7, 7],
      [1e9, 1e9 + 1, 49],
      [-1e-310, 1e-310, 6],
      [0, 5e-324, 4],
      // The rounding error of the step is large: positions that are computed from it are wrong by several bins.
      [0, 397 * 5e-324, 110],
      [-1000 * 5e-324, 7 * 5e-324, 80],
      [1, 1 + 3 * 2 ** -52, 1000],
      [1e9, 1e9 + 1e-6, 40],
    ])('assigns values at the edges correctly, from %f to %f in %i', (low, high, bins) => {
      const step = (high - low) / bins;
      const edges = [...range(0, bins - 1).map((j) => low + j * step), high];
      // Every edge and its neighbours on both sides.
      const near = edges.flatMap((edge) => [edge, edge - Math.abs(edge) * 2 ** -53, edge + Math.abs(edge) * 2 ** -52]);
      for (const value of near) {
        const { counted, counts } = histogram(of(value), low, high, bins);
        const inside = value >= low && value <= high;
        expect(counted).toBe(Number(inside));
        if (!inside || step === 0) continue;
        const bin = counts.indexOf(1);
        expect(value >= (edges[bin] as number)).toBe(true);
        expect(bin === bins - 1 || value < (edges[bin + 1] as number)).toBe(true);
      }
    });

    test.each(kindNames)('counts every value in the range once: %s', (kind) => {
      for (const n of all) {
        const x = make(kind, n);
        const { counted, counts } = histogram(x, -0.5, 0.75, 13);
        expect(counted).toBe(x.filter((value) => value >= -0.5 && value <= 0.75).length);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(counted);
      }
    });
  });
});
