import { describe, expect, test } from 'vitest';
import { tTwoSided } from '../src/distributions.js';

/*
 * Exact p-values are computed in fixed-point numbers of 700 digits, far more than are compared. t / sqrt(df) is chosen
 * as (k^2 - 1) / (2 k), the tangent of an angle of a Pythagorean triangle, where k is a power of two. Then t is a
 * double, and sine and cosine are rational.
 */
const one = 10n ** 700n;

/** atan(1 / x), by Gregory's series. */
function atan(x: bigint): bigint {
  let [sum, power] = [0n, one / x];
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += (i % 4n === 1n ? power : -power) / i;
    power /= x * x;
  }
  return sum;
}

/** Pi, by the formula of Machin (1706). */
const pi = 16n * atan(5n) - 4n * atan(239n);

/** The p-value for an odd or an even df, by Abramowitz and Stegun, 26.7.3 and 26.7.4. */
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

/** Converts a fixed-point number to a double, using its first 30 digits. */
function toNumber(x: bigint): number {
  const digits = String(x);
  return Number(`${digits.slice(0, 30)}e${digits.length - Math.min(30, digits.length) - 700}`);
}

describe.each([2, 4, 8])('the p-value at the tangent of a triangle with k = %i', (k) => {
  test.each([4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 225, 400, 441, 900, 961])(
    'is correct to 13 digits with %i degrees of freedom, also if it is tiny',
    (df) => {
      const p = toNumber(exact(df, BigInt(k)));
      const t = Math.sqrt(df) * ((k * k - 1) / (2 * k));
      if (p < 1e-300) expect(Math.abs(tTwoSided(t, df) - p)).toBeLessThanOrEqual(Math.max(p * 1e-12, 5e-324));
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

// The values are from mpmath 1.3: betainc(df / 2, 1 / 2, 0, df / (df + t^2), regularized=True) with 50 digits.
test.each([
  [0.001, 1001, 0.9992023148192306],
  [0.5, 1001, 0.617184970957399],
  [1.7, 1001, 0.08944157632042384],
  [1.8, 1001, 0.07216163844300988],
  [3, 1001, 0.0027666417638946388],
  [12.5, 1001, 2.021317403321213e-33],
  [40, 1001, 8.838198963376609e-210],
  [1.5, 20000, 0.133630187337685],
  [5, 20000, 5.781514147658051e-7],
  [30, 20000, 1.8663190287966723e-193],
  [0.01, 1e5, 0.9920213073188232],
  [2, 1e5, 0.045502963457506464],
  [37, 1e5, 1.197462824342466e-297],
  [1, 1e7, 0.31731053205998594],
  [1.96, 1e7, 0.04999581802531419],
  [6, 1e7, 1.9732427333677836e-9],
  [20, 1e7, 5.529431206957701e-89],
  [38, 1e7, 6.0800693e-316],
  [2.5, 1e9, 0.012419330810402494],
  [10, 1e9, 1.5239744906091078e-23],
  [0.3, 2.5, 0.7873423714951973],
  [2, 2.5, 0.157391495757966],
  [1e20, 2.5, 1.4386794381663444e-50],
  [0.7, 0.5, 0.6854006625207665],
  [1e100, 0.5, 6.414019508284458e-51],
  [3, 30.5, 0.005338409096274692],
  [2, 999.5, 0.045770481665818596],
  [1e155, 2, 1e-310],
  [1.5e160, 2, 4.447e-321],
  [1e200, 1.5, 7.541704864032493e-301],
  [1e107, 3, 2.204e-321],
  [1e40, 8, 1.12e-317],
])('the p-value of t = %d with %d degrees of freedom is correct to 13 digits, to 12 below 1e-100', (t, df, p) => {
  const found = tTwoSided(t, df);
  if (p < 1e-300) expect(Math.abs(found - p)).toBeLessThanOrEqual(Math.max(p * 1e-12, Number.MIN_VALUE));
  else expect(Math.abs(found / p - 1)).toBeLessThan(p < 1e-100 ? 1e-12 : 1e-13);
  expect(tTwoSided(-t, df)).toBe(found);
});

test('the p-value falls from 1 to 0 as t grows, with any degrees of freedom', () => {
  for (const df of [0.3, 1, 1.5, 2, 3, 17, 99, 100, 1000, 1000.5, 1001, 1e5, 1e9, 1e300, Number.POSITIVE_INFINITY]) {
    expect(tTwoSided(0, df)).toBe(1);
    let last = 1;
    for (let t = 2 ** -40; t < Infinity; t *= 1.3) {
      const p = tTwoSided(t, df);
      // The formulas for neighbouring ranges of t have different rounding errors.
      expect(p).toBeLessThanOrEqual(last * (1 + 1e-13));
      last = p;
    }
    expect(last).toBeLessThan(df < 1 ? 1e-90 : 1e-307);
  }
});

// erfc(1) = 0.157299207050285130658779364917390740703933002034... (OEIS A099287)
test('the p-value with infinite degrees of freedom is that of a normal distribution', () => {
  expect(Math.abs(tTwoSided(Math.SQRT2, Number.POSITIVE_INFINITY) / 0.15729920705028513 - 1)).toBeLessThan(1e-14);
});

test('the p-value is 0 for an infinite t, and NaN for a NaN or 0 degrees of freedom', () => {
  expect([1, 2, 7, 5000].map((df) => tTwoSided(Number.POSITIVE_INFINITY, df))).toEqual([0, 0, 0, 0]);
  expect(tTwoSided(1, 0)).toBeNaN();
  expect(tTwoSided(Number.NaN, 3)).toBeNaN();
});
