import { describe, expect, test } from 'vitest';
import { tTwoSided } from '../src/distributions.js';

/*
 * Fixed-point numbers of 700 digits: exact to far more than is compared. Where t / sqrt(df) is the tangent of an angle
 * of a Pythagorean triangle with a power of two as k, (k^2 - 1) / (2 k), t is a double, and sine and cosine are
 * rational.
 */
const one = 10n ** 700n;

/** atan(1 / x), of Gregory's series. */
function atan(x: bigint): bigint {
  let [sum, power] = [0n, one / x];
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += (i % 4n === 1n ? power : -power) / i;
    power /= x * x;
  }
  return sum;
}

/** Machin (1706). */
const pi = 16n * atan(5n) - 4n * atan(239n);

/** Of an odd and of an even df: Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function exact(df: number, k: bigint): bigint {
  const [square, odd] = [k * k + 1n, BigInt(df % 2)];
  const c = (x: bigint) => (x * 4n * k * k) / (square * square);
  let [sum, term] = [0n, one];
  for (let j = odd + 1n; j < BigInt(df); j += 2n) {
    sum += term;
    term = (c(term) * j) / (j + 1n);
  }
  const sine = (x: bigint) => (x * (k * k - 1n)) / square;
  if (odd === 0n) return one - sine(sum);
  // The angle is pi / 2 - 2 atan(1 / k).
  const angle = pi / 2n - 2n * atan(k);
  return one - (2n * (angle + (sine(sum) * 2n * k) / square) * one) / pi;
}

/** As a double, from its first 30 digits. */
function toNumber(x: bigint): number {
  const digits = String(x);
  return Number(`${digits.slice(0, 30)}e${digits.length - Math.min(30, digits.length) - 700}`);
}

describe.each([2, 4, 8])('the p-value at the tangent of a triangle of k = %i', (k) => {
  test.each([4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 225, 400, 441, 900, 961])(
    'has 13 digits with %i degrees of freedom, also where it is tiny',
    (df) => {
      const p = toNumber(exact(df, BigInt(k)));
      const t = Math.sqrt(df) * ((k * k - 1) / (2 * k));
      if (p < 1e-300) expect(tTwoSided(t, df)).toBeLessThan(1e-299);
      else expect(Math.abs(tTwoSided(t, df) / p - 1)).toBeLessThan(1e-13);
      expect(tTwoSided(-t, df)).toBe(tTwoSided(t, df));
    },
  );
});

test.each([3, 6, 62, 99, 101, 999, 1000])('all formulas of the p-value agree with %i degrees of freedom', (df) => {
  for (const t of [1, 2]) {
    const [below, above] = [tTwoSided(t * (1 - 1e-15), df), tTwoSided(t * (1 + 1e-15), df)];
    expect(Math.abs(below / above - 1)).toBeLessThan(1e-12);
  }
});

test.each([2.5, 1001, 20_000])('the library is used for %d degrees of freedom', (df) => {
  expect(tTwoSided(0, df)).toBe(1);
  // It is close to the p-value of the nearest integer degrees of freedom.
  expect(Math.abs(tTwoSided(1.3, df) / tTwoSided(1.3, df < 3 ? 2 : 1000) - 1)).toBeLessThan(0.1);
});

test('the p-value is 0 for an infinite t, and NaN for a NaN or 0 degrees of freedom', () => {
  expect([1, 2, 7, 5000].map((df) => tTwoSided(Number.POSITIVE_INFINITY, df))).toEqual([0, 0, 0, 0]);
  expect(tTwoSided(1, 0)).toBeNaN();
  expect(tTwoSided(Number.NaN, 3)).toBeNaN();
});
