import { describe, expect, test } from 'vitest';
import { load, sameBits, variants } from './addon.js';
import { lengths, longer, make, range } from './data.js';

const { MAX_VALUE, MIN_VALUE, NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const all = [...lengths, ...longer].filter((n) => n > 0);
const short = range(1, 131);
const filled = (n: number, value: number) => new Float64Array(n).fill(value);

/** Returns n values, of which all but one are equal. */
const except = (n: number, value: number, i: number, other: number) => filled(n, value).fill(other, i, i + 1);

/** Pairs of a length and an index: every index of short arrays, some of long ones. */
const places = all.flatMap((n) =>
  (n < 132 ? range(0, n - 1) : [0, 1, 31, 32, n >> 1, n - 1]).map((i) => [n, i] as const),
);

/** NaN with the least and the greatest payload, quiet and signalling, of both signs. */
const payloads = ['7ff0000000000001', '7ff8000000000000', '7fffffffffffffff', 'fff0000000000001', 'ffffffffffffffff'];
const nans = new Float64Array(BigUint64Array.from(payloads, (bits) => BigInt(`0x${bits}`)).buffer);

/** Returns n values, one of which is NaN. Only a copy from array to array preserves the bits of a NaN. */
function exceptNaN(n: number, value: number, i: number): Float64Array {
  const x = filled(n, value);
  x.set(nans.subarray(i % 5, (i % 5) + 1), i);
  return x;
}

const special = [0, -0, 1, -1, infinity, -infinity, nan, MIN_VALUE, -MIN_VALUE, MAX_VALUE, -1.5 * 2 ** -1022, 0.1];

// (1 + 2^-30)^2 is 1 + 2^-29 + 2^-60: the last term is lost when the product is rounded.
const factor = 1 + 2 ** -30;
const product = 1 + 2 ** -29;

describe.each(variants)('%s', (variant) => {
  const math = load(variant);

  describe('sum', () => {
    test('is 0 for no values', () => expect(math.sum(filled(0, 1))).toBe(0));

    test('is -0 when all values are -0, and 0 when one zero is positive', () => {
      expect(all.filter((n) => !Object.is(math.sum(filled(n, -0)), -0))).toEqual([]);
      expect(places.filter(([n, i]) => !Object.is(math.sum(except(n, -0, i, 0)), 0))).toEqual([]);
    });

    test('is exact when all partial sums are exact', () => {
      const wrong = all.filter((n) => {
        const x = make('integers', n);
        return math.sum(x) !== x.reduce((sum, value) => sum + value, 0); // exact in any order
      });
      expect(wrong).toEqual([]);
    });

    test('is NaN when a value is NaN or both infinities occur', () => {
      expect(places.filter(([n, i]) => !Number.isNaN(math.sum(exceptNaN(n, 1, i))))).toEqual([]);
      expect(math.sum(Float64Array.of(infinity, 1, -infinity))).toBeNaN();
    });

    test.each([infinity, -infinity])('is %f when one value is', (value) => {
      expect(places.filter(([n, i]) => math.sum(except(n, 1, i, value)) !== value)).toEqual([]);
    });

    test('overflows only when a partial sum does', () => {
      expect(math.sum(filled(2, MAX_VALUE))).toBe(infinity);
      expect(math.sum(filled(2, -MAX_VALUE))).toBe(-infinity);
      expect(all.filter((n) => n > 1 && math.sum(filled(n, MAX_VALUE)) !== infinity)).toEqual([]);
      expect(math.sum(Float64Array.of(MAX_VALUE, -MAX_VALUE))).toBe(0);
      expect(math.sum(filled(8192, MAX_VALUE / 8192))).toBe(MAX_VALUE);
      // Elements 0 and 8 meet in a lane before element 1 can cancel either.
      const partial = [MAX_VALUE, -MAX_VALUE, 0, 0, 0, 0, 0, 0, MAX_VALUE];
      expect(math.sum(Float64Array.from(partial))).toBe(infinity);
    });

    test('does not flush subnormal numbers', () => {
      expect(all.filter((n) => math.sum(filled(n, MIN_VALUE)) !== n * MIN_VALUE)).toEqual([]);
    });
  });

  describe('dot', () => {
    test('is 0 for no values', () => expect(math.dot(filled(0, 1), filled(0, 1))).toBe(0));

    test('is exact when all products and partial sums are exact, also for the same or overlapping arrays', () => {
      const wrong = all.filter((n) => {
        const both = make('integers', n + 3);
        const [x, y] = [both.subarray(0, n), both.subarray(3)];
        const exact = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
        return (
          math.dot(x, y) !== exact(x, y) || math.dot(x, x) !== exact(x, x) || math.dot(x, y.slice()) !== exact(x, y)
        );
      });
      expect(wrong).toEqual([]);
    });

    test('rounds each product before it adds it', () => {
      const fused = all.flatMap((n) =>
        [8, 32].flatMap((lanes) => {
          const [x, y] = [filled(n, -0), filled(n, 0)];
          // Two elements of one lane: first the negated rounded product, then the product.
          const [i, j] = [n - 1 - lanes, n - 1];
          if (i < 0) return [];
          x.set([-product], i);
          x.set([factor], j);
          y.set([1], i);
          y.set([factor], j);
          return math.dot(x, y) === 0 ? [] : [{ n, lanes }];
        }),
      );
      expect(fused).toEqual([]);
    });

    test.each<[string, (n: number, i: number) => [Float64Array, Float64Array]]>([
      ['an x', (n, i) => [exceptNaN(n, 1, i), filled(n, 1)]],
      ['a y', (n, i) => [filled(n, 1), exceptNaN(n, 1, i)]],
      ['a product', (n, i) => [except(n, 1, i, 0), except(n, 1, i, infinity)]],
    ])('is NaN when %s is', (_, make) => {
      expect(places.filter(([n, i]) => !Number.isNaN(math.dot(...make(n, i))))).toEqual([]);
    });

    test('is infinite when a product is', () => {
      expect(places.filter(([n, i]) => math.dot(except(n, 1, i, -infinity), filled(n, 2)) !== -infinity)).toEqual([]);
      expect(places.filter(([n, i]) => math.dot(except(n, 1, i, 1e200), filled(n, 1e200)) !== infinity)).toEqual([]);
    });

    test('does not flush subnormal products, and keeps the sign of zero', () => {
      expect(all.filter((n) => math.dot(filled(n, 2 ** -537), filled(n, 2 ** -537)) !== n * MIN_VALUE)).toEqual([]);
      expect(all.filter((n) => !Object.is(math.dot(filled(n, -0), filled(n, 1)), -0))).toEqual([]);
    });
  });

  describe('minMax', () => {
    const minMax = (x: Float64Array) => math.minMax(x, filled(2, 5));
    const wrong = (value: number, other: number, ...expected: number[]) =>
      places.filter(([n, i]) => n > 1 && !sameBits(minMax(except(n, value, i, other)), Float64Array.from(expected)));

    test('are infinity and -infinity for no values', () =>
      expect([...minMax(filled(0, 1))]).toEqual([infinity, -infinity]));

    test('find the one value that differs, at every index', () => {
      expect(wrong(1, 2, 1, 2)).toEqual([]);
      expect(wrong(1, -2, -2, 1)).toEqual([]);
      expect(wrong(MIN_VALUE, 0, 0, MIN_VALUE)).toEqual([]);
      expect(wrong(infinity, -infinity, -infinity, infinity)).toEqual([]);
    });

    test.each([3, infinity, -infinity, MAX_VALUE, -MIN_VALUE, 0, -0])('are both %f when all values are', (value) => {
      expect(all.filter((n) => !sameBits(minMax(filled(n, value)), filled(2, value)))).toEqual([]);
    });

    test('order -0 before 0', () => {
      expect(wrong(0, -0, -0, 0)).toEqual([]);
      expect(wrong(-0, 0, -0, 0)).toEqual([]);
    });

    test.each([1, -1, infinity, -infinity])('are both NaN when one value is NaN and the others are %f', (other) => {
      const wrong = places.filter(([n, i]) => !sameBits(minMax(exceptNaN(n, other, i)), filled(2, nan)));
      expect(wrong).toEqual([]);
    });
  });

  describe('axpy', () => {
    test('does nothing for no values', () => expect(math.axpy(2, filled(0, 1), filled(0, 1))).toHaveLength(0));

    test.each(special)('with a = %f computes a*x + y for every x and y', (a) => {
      const x = Float64Array.from(special.flatMap((value) => special.map(() => value)));
      const y = Float64Array.from(special.flatMap(() => special));
      const expected = y.map((value, i) => a * (x[i] ?? 0) + value);
      expect(x).toHaveLength(special.length ** 2);
      expect(sameBits(math.axpy(a, x, y.slice()), expected)).toBe(true);
    });

    test('rounds each product before it adds it', () => {
      const fused = short.filter((n) => math.axpy(factor, filled(n, factor), filled(n, -product)).some(Boolean));
      expect(fused).toEqual([]);
    });

    test('accepts the same array as x and y', () => {
      const wrong = all.filter((n) => {
        const x = make('uniform numbers', n);
        const expected = x.map((value) => 0.7 * value + value);
        return !sameBits(math.axpy(0.7, x, x), expected);
      });
      expect(wrong).toEqual([]);
    });
  });

  describe('scale', () => {
    test('does nothing for no values', () => expect(math.scale(2, filled(0, 1))).toHaveLength(0));

    test.each(special)('with a = %f computes a*x for every x', (a) => {
      for (const n of range(1, 2 * special.length)) {
        const x = Float64Array.from({ length: n }, (_, i) => special[i % special.length] ?? 0);
        expect(
          sameBits(
            math.scale(a, x.slice()),
            x.map((value) => a * value),
          ),
        ).toBe(true);
      }
    });

    test('returns subnormal numbers', () => {
      expect(short.filter((n) => math.scale(0.5, filled(n, 2 ** -1022)).some((value) => value !== 2 ** -1023))).toEqual(
        [],
      );
    });
  });
});
