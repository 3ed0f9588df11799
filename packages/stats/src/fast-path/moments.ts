// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { kurtosisOf, skewnessOf } from '../moment-formulas.js';
import { max, min } from './extremes.js';
import { DEFER_TO_NATIVE, fold, foldLaneSums, inRange, isNearlyConstant, LANES, laneSums, sum } from './lanes.js';

const { sqrt } = Math;

/** powers[0] is the mean or another center; powers[1] to powers[4] are sums of powers of deviations from it. */
const powers = new Float64Array(5);

export function skewness(x: Float64Array, n: number): number {
  return moments(x, n) ? skewnessOf(n, powers[2]!, powers[3]!) : DEFER_TO_NATIVE;
}

export function kurtosis(x: Float64Array, n: number): number {
  if (n === LANES) return kurtosisOfEight(x);
  return moments(x, n) ? kurtosisOf(n, powers[2]!, powers[4]!) : DEFER_TO_NATIVE;
}

/** kurtosis() of 8 values. It does not use `powers`, because storing and loading would take a fifth of the time. */
function kurtosisOfEight(x: Float64Array): number {
  let a = x[0]!;
  let b = x[1]!;
  let c = x[2]!;
  let d = x[3]!;
  let e = x[4]!;
  let f = x[5]!;
  let g = x[6]!;
  let h = x[7]!;
  const mean = fold(a + e, b + f, c + g, d + h) / 8;
  a -= mean;
  b -= mean;
  c -= mean;
  d -= mean;
  e -= mean;
  f -= mean;
  g -= mean;
  h -= mean;
  const p = a * a;
  const q = b * b;
  const r = c * c;
  const s = d * d;
  const t = e * e;
  const u = f * f;
  const v = g * g;
  const w = h * h;
  const s1 = fold(a + e, b + f, c + g, d + h);
  const s2 = fold(p + t, q + u, r + v, s + w);
  const s3 = fold(p * a + t * e, q * b + u * f, r * c + v * g, s * d + w * h);
  const s4 = fold(p * p + t * t, q * q + u * u, r * r + v * v, s * s + w * w);
  const error = s1 / 8;
  const m2 = s2 - error * s1;
  if (!inRange(m2) || isNearlyConstant(error * s1, s2)) return DEFER_TO_NATIVE;
  return kurtosisOf(8, m2, fourthMoment(s1, s2, s3, s4, error));
}

/** M4, computed from the sums of powers of deviations from a mean with a rounding error. */
function fourthMoment(s1: number, s2: number, s3: number, s4: number, error: number): number {
  const m4 = s4 - 4 * error * s3 + 6 * error * error * s2 - 3 * error * error * error * s1;
  return m4 < 0 ? 0 : m4;
}

/** Fills `out` with the central moments of order 0 to 4. */
export function centralMoments(x: Float64Array, n: number, out: Float64Array): boolean {
  if (!moments(x, n)) return false;
  out[0] = 1;
  out[1] = 0;
  out[2] = powers[2]! / n;
  out[3] = powers[3]! / n;
  out[4] = powers[4]! / n;
  return true;
}

/** Fills `out` with the moments of order 0 to 4 about a center. */
export function momentsAbout(x: Float64Array, n: number, center: number, out: Float64Array): boolean {
  if (n === 0) return false;
  powers[0] = center;
  sumPowers(x, n);
  // The native code decides by the square of the largest distance, which is at least the mean square.
  if (!(powers[2]! > 1e-137 && powers[2]! < 1e140)) return false;
  out[0] = 1;
  for (let k = 1; k <= 4; k++) out[k] = powers[k]! / n;
  return true;
}

/** Fills `out` with mean, std, variance, min, max, skewness and kurtosis. */
export function describe(x: Float64Array, n: number, ddof: number, out: Float64Array): boolean {
  if (n <= ddof || !moments(x, n)) return false;
  const variance = powers[2]! / (n - ddof);
  out[0] = powers[0]!;
  out[1] = sqrt(variance);
  out[2] = variance;
  out[3] = min(x, n);
  out[4] = max(x, n);
  out[5] = skewnessOf(n, powers[2]!, powers[3]!);
  out[6] = kurtosisOf(n, powers[2]!, powers[4]!);
  return true;
}

/** Fills `out` with mean, rounding error of the mean, M2, M3, M4, their exponent, min and max. */
export function summary(x: Float64Array, n: number, out: Float64Array): boolean {
  if (!moments(x, n)) return false;
  out[0] = powers[0]!;
  out[1] = powers[1]! / n;
  out[2] = powers[2]!;
  out[3] = powers[3]!;
  out[4] = powers[4]!;
  out[5] = 0;
  out[6] = min(x, n);
  out[7] = max(x, n);
  return true;
}

/** Fills `out` with (x[i] - mean) / std. */
export function zscore(x: Float64Array, n: number, ddof: number, out: Float64Array): boolean {
  if (n <= ddof || !moments(x, n)) return false;
  const mean = powers[0]!;
  const meanError = powers[1]! / n;
  const std = sqrt(powers[2]! / (n - ddof));
  for (let i = 0; i < n; i++) out[i] = (x[i]! - mean - meanError) / std;
  return true;
}

/**
 * Fills `powers` with the mean, the sum of deviations from it, and M2, M3 and M4. The sum of deviations is not 0,
 * because the mean is rounded; it is used to correct the other sums. Returns false if squares are out of range, or
 * inexact.
 */
function moments(x: Float64Array, n: number): boolean {
  if (n === 0) return false;
  powers[0] = sum(x, n) / n;
  sumPowers(x, n);
  const s1 = powers[1]!;
  const s2 = powers[2]!;
  const s3 = powers[3]!;
  const c = s1 / n;
  powers[2] = s2 - c * s1;
  powers[3] = s3 - 3 * c * s2 + 2 * c * c * s1;
  powers[4] = fourthMoment(s1, s2, s3, powers[4]!, c);
  return inRange(powers[2]!) && !isNearlyConstant(c * s1, s2);
}

/** Fills powers[1] to powers[4] with the sums of e, e^2, e^3 and e^4, where e is x[i] - powers[0]. */
function sumPowers(x: Float64Array, n: number): void {
  if (n === LANES) sumPowersOfEight(x);
  else sumPowersOfAny(x, n);
}

function sumPowersOfEight(x: Float64Array): void {
  const center = powers[0]!;
  const a = x[0]! - center;
  const b = x[1]! - center;
  const c = x[2]! - center;
  const d = x[3]! - center;
  const e = x[4]! - center;
  const f = x[5]! - center;
  const g = x[6]! - center;
  const h = x[7]! - center;
  const p = a * a;
  const q = b * b;
  const r = c * c;
  const s = d * d;
  const t = e * e;
  const u = f * f;
  const v = g * g;
  const w = h * h;
  powers[1] = fold(a + e, b + f, c + g, d + h);
  powers[2] = fold(p + t, q + u, r + v, s + w);
  powers[3] = fold(p * a + t * e, q * b + u * f, r * c + v * g, s * d + w * h);
  powers[4] = fold(p * p + t * t, q * q + u * u, r * r + v * v, s * s + w * w);
}

function sumPowersOfAny(x: Float64Array, n: number): void {
  const center = powers[0]!;
  for (let j = 0; j < 4; j++) {
    let e1 = -0;
    let e2 = -0;
    let e3 = -0;
    let e4 = -0;
    let f1 = -0;
    let f2 = -0;
    let f3 = -0;
    let f4 = -0;
    let i = j;
    for (; i + 4 < n; i += LANES) {
      const e = x[i]! - center;
      const f = x[i + 4]! - center;
      const ee = e * e;
      const ff = f * f;
      e1 += e;
      f1 += f;
      e2 += ee;
      f2 += ff;
      e3 += ee * e;
      f3 += ff * f;
      e4 += ee * ee;
      f4 += ff * ff;
    }
    if (i < n) {
      const e = x[i]! - center;
      const ee = e * e;
      e1 += e;
      e2 += ee;
      e3 += ee * e;
      e4 += ee * ee;
    }
    laneSums[j] = e1 + f1;
    laneSums[j + 4] = e2 + f2;
    laneSums[j + 8] = e3 + f3;
    laneSums[j + 12] = e4 + f4;
  }
  for (let k = 0; k < 4; k++) powers[k + 1] = foldLaneSums(4 * k);
}
