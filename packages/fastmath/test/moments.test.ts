import { nearest } from '@capsule/test-support/exact-arithmetic';
import { centralSum, sample } from '@capsule/test-support/exact-statistics';
import { describe, expect, test } from 'vitest';
import { load, sameBits, variants } from './addon.js';
import { kindNames, lengths, longer, make, range } from './data.js';

const { MAX_VALUE, MIN_VALUE, NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const all = [...lengths, ...longer].filter((n) => n > 0);
const filled = (n: number, value: number) => new Float64Array(n).fill(value);

const data: Record<string, (n: number, seed: number) => Float64Array> = {
  integers: (n, seed) => make('integers', n, seed),
  'uniform numbers': (n, seed) => make('uniform numbers', n, seed),
  'numbers around 1e9': (n, seed) => make('numbers around 1e9', n, seed),
  'deviations of 1e-3 around 1e9': (n, seed) => make('uniform numbers', n, seed).map((e) => 1e9 + e * 1e-3),
  'blocks with different means': (n, seed) => make('uniform numbers', n, seed).map((e, i) => 1e6 + i + e),
};

/** The error of a sum, relative to the sum of absolute values. */
const error = (found: number, exact: { sum: number; size: number }) =>
  exact.size === 0 ? found : Math.abs(found - exact.sum) / exact.size;

const sampleLengths = [1, 2, 3, 8, 100, 128, 1000, 8192, 8193, 20_000];
const eps = 2 ** -50;

describe.each(variants)('%s', (variant) => {
  const math = load(variant);
  const moments = (x: Float64Array) => {
    const [n = -1, mean = -1, m2 = -1, m3 = -1, m4 = -1] = math.moments(x, new Float64Array(5));
    return { n, mean, m2, m3, m4 };
  };
  const comoments = (x: Float64Array, y: Float64Array) => {
    const [n = -1, meanX = -1, meanY = -1, mxx = -1, myy = -1, mxy = -1] = math.comoments(x, y, new Float64Array(6));
    return { n, meanX, meanY, mxx, myy, mxy };
  };

  describe('moments', () => {
    test('are 0 for no values', () => {
      expect(moments(filled(0, 1))).toEqual({ n: 0, mean: 0, m2: 0, m3: 0, m4: 0 });
    });

    test('are the sums of powers of deviations', () => {
      // Deviations of -3, -1, 1, 1, 2.
      expect(moments(Float64Array.of(0, 2, 4, 4, 5))).toEqual({ n: 5, mean: 3, m2: 16, m3: -18, m4: 100 });
    });

    test.each(Object.entries(data))('are precise: %s', (_, values) => {
      for (const n of sampleLengths) {
        const x = values(n, 1);
        const { mean, m2, m3, m4 } = moments(x);
        const size = x.reduce((sum, value) => sum + Math.abs(value), 0) / n;
        expect(error(mean, { sum: nearest(sample(x).mean), size })).toBeLessThan(eps);
        expect(error(m2, centralSum(x, 2))).toBeLessThan(eps);
        expect(error(m3, centralSum(x, 3))).toBeLessThan(eps);
        expect(error(m4, centralSum(x, 4))).toBeLessThan(eps);
      }
    });

    // A sum divided by n differs from every one of these values by several units of the last place.
    test.each([53, 127, 8146, 8193, 20_000, 100_003])('are precise for %i values, all but one equal', (n) => {
      for (const value of [0.1, 14.3, 1 / 3, 1e9 + 0.1, -0.7]) {
        const x = filled(n, value);
        const last = new BigInt64Array(x.buffer, 8 * (n - 1));
        last[0] = (last[0] as bigint) + 1n;
        // One value is a unit u away from the others: it deviates by u (n - 1) / n, and they by -u / n.
        const u = (x[n - 1] as number) - value;
        const m2 = u ** 2 * (1 - 1 / n);
        const found = moments(x);
        expect(Math.abs(found.m2 / m2 - 1)).toBeLessThan(eps);
        expect(Math.abs(found.m3 / (m2 * u * (1 - 2 / n)) - 1)).toBeLessThan(eps);
        expect(Math.abs(found.m4 / (m2 * u ** 2 * (1 - 3 / n + 3 / n ** 2)) - 1)).toBeLessThan(eps);
        const y = make('uniform numbers', n);
        const both = comoments(x, y);
        expect([both.mxx, both.mxy]).toEqual([found.m2, comoments(y, x).mxy]);
        expect(error(both.mxy, centralSum(x, y))).toBeLessThan(eps);
        expect(math.momentsStrided(x, n - 1, -1, n, new Float64Array(5))[2]).toBe(moments(x.slice().reverse()).m2);
        const weighted = math.momentsWeighted(x, filled(n, 2), new Float64Array(5));
        expect(Math.abs((weighted[4] as number) / (2 * m2) - 1)).toBeLessThan(eps);
      }
    });

    test.each(kindNames)('have the mean sum / n: %s', (kind) => {
      const wrong = all.filter((n) => {
        const x = make(kind, n);
        return !Object.is(moments(x).mean, math.sum(x) / n);
      });
      expect(wrong).toEqual([]);
    });

    test.each([0.1, -1 / 3, 1e9 + 0.1, 1e-300, 1e90, MIN_VALUE])('are 0 for equal numbers: %f', (value) => {
      const wrong = [...range(1, 1000), ...longer, 100_003].filter((n) => {
        const { m2, m3, m4 } = moments(filled(n, value));
        return m2 !== 0 || m3 !== 0 || m4 !== 0;
      });
      expect(wrong).toEqual([]);
    });

    test.each([MAX_VALUE, -MIN_VALUE, 0.1, 0, -0])('have the mean of a single number: %f', (value) => {
      expect(moments(Float64Array.of(value))).toEqual({ n: 1, mean: value, m2: 0, m3: 0, m4: 0 });
    });

    test.each([
      ['infinity', infinity, infinity],
      ['-infinity', -infinity, -infinity],
      ['NaN', nan, nan],
    ])('are NaN when one value is %s; the mean is NaN or infinite', (_, value, mean) => {
      for (const n of [1, 7, 127, 8192, 8193, 20_000]) {
        for (const i of [0, n >> 1, n - 1]) {
          const found = moments(filled(n, 1).fill(value, i, i + 1));
          expect(found).toEqual({ n, mean, m2: nan, m3: nan, m4: nan });
        }
      }
    });

    test('have the mean NaN when both infinities occur', () => {
      for (const n of [2, 127, 8192, 8193, 20_000]) {
        expect(
          moments(
            filled(n, 1)
              .fill(infinity, 0, 1)
              .fill(-infinity, n - 1),
          ).mean,
        ).toBeNaN();
      }
    });

    test('are not finite when a square overflows', () => {
      expect(moments(Float64Array.of(1e200, -1e200)).m2).toBe(infinity);
      expect(moments(Float64Array.of(1e100, -1e100))).toMatchObject({ m2: 2e200, m4: infinity });
    });

    test('do not flush subnormal squares, and are not negative after these are rounded', () => {
      expect(moments(Float64Array.of(0, 2 ** -536)).m2).toBe(2 * MIN_VALUE);
      const ulp = 2 ** -538;
      const rounded = Float64Array.of(...[1, 1, 1, 2].map((i) => (2 ** 52 + i) * ulp));
      expect(moments(rounded)).toMatchObject({ m2: 0, m4: 0 });
    });
  });

  describe('deviations', () => {
    const deviations = (x: Float64Array) => [...math.deviations(x, new Float64Array(3))];

    test('are 0 for no values', () => {
      expect(deviations(filled(0, 1))).toEqual([0, 0, 0]);
    });

    test('are the count, the mean and the sum of squares', () => {
      expect(deviations(Float64Array.of(0, 2, 4, 4, 5))).toEqual([5, 3, 16]);
    });

    test.each(kindNames)('have the bits of moments: %s', (kind) => {
      const wrong = all.filter((n) => {
        const x = make(kind, n);
        return !sameBits(math.deviations(x, new Float64Array(3)), math.moments(x, new Float64Array(5)).subarray(0, 3));
      });
      expect(wrong).toEqual([]);
    });
  });

  describe('comoments', () => {
    test('are 0 for no values', () => {
      const none = { n: 0, meanX: 0, meanY: 0, mxx: 0, myy: 0, mxy: 0 };
      expect(comoments(filled(0, 1), filled(0, 1))).toEqual(none);
    });

    test('are the sums of products of deviations', () => {
      // Deviations of -3, -1, 1, 1, 2 and -2, 0, -1, 2, 1.
      const found = comoments(Float64Array.of(0, 2, 4, 4, 5), Float64Array.of(1, 3, 2, 5, 4));
      expect(found).toEqual({ n: 5, meanX: 3, meanY: 3, mxx: 16, myy: 10, mxy: 9 });
    });

    test.each(Object.entries(data))('are precise: %s', (_, values) => {
      for (const n of sampleLengths) {
        const [x, y] = [values(n, 1), values(n, 2)];
        const { mxx, myy, mxy } = comoments(x, y);
        expect(error(mxx, centralSum(x, 2))).toBeLessThan(eps);
        expect(error(myy, centralSum(y, 2))).toBeLessThan(eps);
        expect(error(mxy, centralSum(x, y))).toBeLessThan(eps);
      }
    });

    test.each(kindNames)('have the means and M2 of moments: %s', (kind) => {
      const wrong = all.filter((n) => {
        const [x, y] = [make(kind, n, 1), make(kind, n, 2)];
        const [ofX, ofY, both, self] = [moments(x), moments(y), comoments(x, y), comoments(x, x)];
        const found = Float64Array.of(both.meanX, both.meanY, both.mxx, both.myy, self.mxx, self.myy);
        return !sameBits(found, Float64Array.of(ofX.mean, ofY.mean, ofX.m2, ofY.m2, ofX.m2, ofX.m2));
      });
      expect(wrong).toEqual([]);
    });

    test.each(kindNames)('have the same bits when x and y are exchanged: %s', (kind) => {
      const wrong = all.filter((n) => {
        const [x, y] = [make(kind, n, 1), make(kind, n, 2)];
        return !sameBits(Float64Array.of(comoments(x, y).mxy), Float64Array.of(comoments(y, x).mxy));
      });
      expect(wrong).toEqual([]);
    });

    test('have Mxy equal to M2 for x and x, when no square underflows', () => {
      const wrong = all.filter((n) => {
        const x = make('numbers around 1e9', n);
        const { mxx, mxy } = comoments(x, x);
        return mxx !== mxy;
      });
      expect(wrong).toEqual([]);
    });

    test('are the same for overlapping arrays as for copies', () => {
      for (const n of all) {
        const values = make('numbers around 1e9', n + 3);
        const [x, y] = [values.subarray(3), values.subarray(0, n)];
        expect(comoments(x, y)).toEqual(comoments(x.slice(), y.slice()));
      }
    });

    test('are NaN only if an infinite value contributes', () => {
      const found = comoments(Float64Array.of(1, infinity, 3), Float64Array.of(1, 2, 3));
      expect(found).toEqual({ n: 3, meanX: infinity, meanY: 2, mxx: nan, myy: 2, mxy: nan });
    });
  });
});
