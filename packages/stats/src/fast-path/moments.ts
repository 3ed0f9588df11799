// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { fold, foldLanes, inRange, LEFT, lanes, ROW, sum } from './lanes.js';

const { sqrt } = Math;

/** The mean, or what else deviations are from; then what was computed of their powers, from the first to the fourth. */
const powers = new Float64Array(5);

/** m3 / m2^1.5 of the moments with divisor n. */
export function skewness(x: Float64Array, n: number): number {
  return moments(x, n) ? skewnessOf(n) : LEFT;
}

/** m4 / m2^2 - 3, likewise. */
export function kurtosis(x: Float64Array, n: number): number {
  if (n === ROW) return kurtosisOfRow(x);
  return moments(x, n) ? kurtosisOf(n) : LEFT;
}

/** As below, without a place in memory for any of it. */
function kurtosisOfRow(x: Float64Array): number {
  let a = x[0]!;
  let b = x[1]!;
  let c = x[2]!;
  let d = x[3]!;
  let e = x[4]!;
  let f = x[5]!;
  let g = x[6]!;
  let h = x[7]!;
  const mean = fold(a, b, c, d, e, f, g, h) / 8;
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
  const s1 = fold(a, b, c, d, e, f, g, h);
  const s2 = fold(p, q, r, s, t, u, v, w);
  const s3 = fold(p * a, q * b, r * c, s * d, t * e, u * f, v * g, w * h);
  const s4 = fold(p * p, q * q, r * r, s * s, t * t, u * u, v * v, w * w);
  const m2 = s2 - (s1 / 8) * s1;
  const m4 = fourth(s1, s2, s3, s4, s1 / 8);
  return inRange(m2) ? (m4 / m2 / m2) * 8 - 3 : LEFT;
}

/** M4 of sums of powers of deviations from a mean that was rounded by c. */
function fourth(s1: number, s2: number, s3: number, s4: number, c: number): number {
  const m4 = s4 - 4 * c * s3 + 6 * c * c * s2 - 3 * c * c * c * s1;
  return m4 < 0 ? 0 : m4;
}

function skewnessOf(n: number): number {
  const spread = sqrt(powers[2]! / n);
  return powers[3]! / n / (spread * spread * spread);
}

function kurtosisOf(n: number): number {
  return (powers[4]! / powers[2]! / powers[2]!) * n - 3;
}

/** Central moment of an order from 0 to 4. */
export function centralMoment(x: Float64Array, n: number, order: number): number {
  if (!moments(x, n)) return LEFT;
  return order < 2 ? 1 - order : powers[order]! / n;
}

/** Moment about a center that is given. */
export function momentAbout(x: Float64Array, n: number, order: number, center: number): number {
  if (n === 0) return LEFT;
  powers[0] = center;
  addPowers(x, n);
  // C asks whether the square of the largest distance is in range: it is no smaller than their mean.
  if (!(powers[2]! > 1e-137 && powers[2]! < 1e140)) return LEFT;
  return order === 0 ? 1 : powers[order]! / n;
}

/** What describe() needs beside the extremes: mean, std, variance, and from out[5] on skewness and kurtosis. */
export function describe(x: Float64Array, n: number, ddof: number, out: Float64Array): boolean {
  if (n <= ddof || !moments(x, n)) return false;
  const variance = powers[2]! / (n - ddof);
  out[0] = powers[0]!;
  out[1] = sqrt(variance);
  out[2] = variance;
  out[5] = skewnessOf(n);
  out[6] = kurtosisOf(n);
  return true;
}

/** What an Accumulator keeps of a sample, beside the extremes: mean, its rest, M2, M3, M4 and their exponent. */
export function part(x: Float64Array, n: number, out: Float64Array): boolean {
  if (!moments(x, n)) return false;
  out[0] = powers[0]!;
  out[1] = powers[1]! / n;
  out[2] = powers[2]!;
  out[3] = powers[3]!;
  out[4] = powers[4]!;
  out[5] = 0;
  return true;
}

/** Standard scores. */
export function zscore(x: Float64Array, n: number, ddof: number, out: Float64Array): boolean {
  if (n <= ddof || !moments(x, n)) return false;
  const mean = powers[0]!;
  const rest = powers[1]! / n;
  const std = sqrt(powers[2]! / (n - ddof));
  for (let i = 0; i < n; i++) out[i] = (x[i]! - mean - rest) / std;
  return true;
}

/** Makes `powers` the mean, the sum of deviations from it, which is not 0 because it is rounded, and M2, M3 and M4. */
function moments(x: Float64Array, n: number): boolean {
  if (n === 0) return false;
  powers[0] = sum(x, n) / n;
  addPowers(x, n);
  const s1 = powers[1]!;
  const s2 = powers[2]!;
  const s3 = powers[3]!;
  const c = s1 / n;
  powers[2] = s2 - c * s1;
  powers[3] = s3 - 3 * c * s2 + 2 * c * c * s1;
  powers[4] = fourth(s1, s2, s3, powers[4]!, c);
  return inRange(powers[2]!);
}

/** Makes the rest of `powers` the sums of e, e^2, e^3 and e^4, where e is x[i] - powers[0]. */
function addPowers(x: Float64Array, n: number): void {
  if (n === ROW) addPowersOfRow(x);
  else addPowersOfRows(x, n);
}

function addPowersOfRow(x: Float64Array): void {
  const about = powers[0]!;
  const a = x[0]! - about;
  const b = x[1]! - about;
  const c = x[2]! - about;
  const d = x[3]! - about;
  const e = x[4]! - about;
  const f = x[5]! - about;
  const g = x[6]! - about;
  const h = x[7]! - about;
  const p = a * a;
  const q = b * b;
  const r = c * c;
  const s = d * d;
  const t = e * e;
  const u = f * f;
  const v = g * g;
  const w = h * h;
  powers[1] = fold(a, b, c, d, e, f, g, h);
  powers[2] = fold(p, q, r, s, t, u, v, w);
  powers[3] = fold(p * a, q * b, r * c, s * d, t * e, u * f, v * g, w * h);
  powers[4] = fold(p * p, q * q, r * r, s * s, t * t, u * u, v * v, w * w);
}

function addPowersOfRows(x: Float64Array, n: number): void {
  const about = powers[0]!;
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
    for (; i + 4 < n; i += ROW) {
      const e = x[i]! - about;
      const f = x[i + 4]! - about;
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
      const e = x[i]! - about;
      const ee = e * e;
      e1 += e;
      e2 += ee;
      e3 += ee * e;
      e4 += ee * ee;
    }
    lanes[j] = e1 + f1;
    lanes[j + 4] = e2 + f2;
    lanes[j + 8] = e3 + f3;
    lanes[j + 12] = e4 + f4;
  }
  for (let k = 0; k < 4; k++) powers[k + 1] = foldLanes(4 * k);
}
