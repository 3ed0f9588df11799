// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { typedArrayLength } from '@capsule/core';

/*
 * Statistics of short samples: below about a hundred values a crossing to C costs more than the work.
 *
 * The order of operations is that of fastmath's kernels, and so are the bits: element i belongs to lane i mod 8, every
 * lane starts from -0, and lanes are folded by halves. From 128 values on there would be more lanes, and more runs.
 *
 * Each gives NaN for what is left to C: a sample that is not short, a NaN in it, a sum that overflows, squares so large
 * or so small that C rescales them.
 */

/** From how many values on C is faster, the crossing included. */
export const crossing = { extreme: 48, mean: 100, variance: 56, pairs: 24 } as const;

/** Least value; -0 is less than 0. */
export function min(x: Float64Array): number {
  const n = typedArrayLength(x);
  if (n >= crossing.extreme) return Number.NaN;
  let least = x[0]!;
  for (let i = 1; i < n; i++) least = Math.min(least, x[i]!);
  return least;
}

/** Greatest value. */
export function max(x: Float64Array): number {
  const n = typedArrayLength(x);
  if (n >= crossing.extreme) return Number.NaN;
  let greatest = x[0]!;
  for (let i = 1; i < n; i++) greatest = Math.max(greatest, x[i]!);
  return greatest;
}

export function mean(x: Float64Array): number {
  const n = typedArrayLength(x);
  if (n >= crossing.mean) return Number.NaN;
  const total = sum(x, n);
  return Number.isFinite(total) ? total / n : Number.NaN;
}

export function variance(x: Float64Array, ddof: number): number {
  const n = typedArrayLength(x);
  if (n >= crossing.variance) return Number.NaN;
  powers(x, n, sum(x, n) / n, 0);
  const m2 = sums[1]! - (sums[0]! / n) * sums[0]!;
  return inRange(m2) ? m2 / (n - ddof) : Number.NaN;
}

/** Of as many x as y. */
export function covariance(x: Float64Array, y: Float64Array, ddof: number): number {
  const n = typedArrayLength(x);
  if (n >= crossing.pairs) return Number.NaN;
  comoments(x, y, n);
  return inRange(moments[0]!) && inRange(moments[1]!) ? moments[2]! / (n - ddof) : Number.NaN;
}

/** Of as many x as y. */
export function correlation(x: Float64Array, y: Float64Array): number {
  const n = typedArrayLength(x);
  if (n >= crossing.pairs) return Number.NaN;
  comoments(x, y, n);
  const mxx = moments[0]!;
  const myy = moments[1]!;
  if (!inRange(mxx) || !inRange(myy)) return Number.NaN;
  return Math.max(-1, Math.min(moments[2]! / Math.sqrt(mxx * myy), 1));
}

/** Whether a sum of squares has kept its digits. */
function inRange(squares: number): boolean {
  return squares > 1e-140 && squares < 1e140;
}

/** Where powers() puts sums of e and e^2, where e is x[i] - mean; and the same of y. */
const sums = new Float64Array(4);

/** Mxx, Myy and Mxy. */
const moments = new Float64Array(3);

/** Sums of products of deviations from the means, which are rounded: the sums of deviations say by how much. */
function comoments(x: Float64Array, y: Float64Array, n: number): void {
  const meanX = sum(x, n) / n;
  const meanY = sum(y, n) / n;
  powers(x, n, meanX, 0);
  powers(y, n, meanY, 2);
  moments[0] = sums[1]! - (sums[0]! / n) * sums[0]!;
  moments[1] = sums[3]! - (sums[2]! / n) * sums[2]!;
  moments[2] = products(x, y, n, meanX, meanY) - (sums[0]! / n) * sums[2]!;
}

/** Lane j takes lane j + 4, then lane j + 2, then lane j + 1. */
function fold(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): number {
  return a + e + (c + g) + (b + f + (d + h));
}

/** Sum of x. */
function sum(x: Float64Array, n: number): number {
  let a = -0,
    b = -0,
    c = -0,
    d = -0,
    e = -0,
    f = -0,
    g = -0,
    h = -0;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    a += x[i]!;
    b += x[i + 1]!;
    c += x[i + 2]!;
    d += x[i + 3]!;
    e += x[i + 4]!;
    f += x[i + 5]!;
    g += x[i + 6]!;
    h += x[i + 7]!;
  }
  const left = n - i;
  if (left > 0) a += x[i]!;
  if (left > 1) b += x[i + 1]!;
  if (left > 2) c += x[i + 2]!;
  if (left > 3) d += x[i + 3]!;
  if (left > 4) e += x[i + 4]!;
  if (left > 5) f += x[i + 5]!;
  if (left > 6) g += x[i + 6]!;
  return fold(a, b, c, d, e, f, g, h);
}

/** Sum of (x[i] - meanX) * (y[i] - meanY). */
function products(x: Float64Array, y: Float64Array, n: number, meanX: number, meanY: number): number {
  let a = -0,
    b = -0,
    c = -0,
    d = -0,
    e = -0,
    f = -0,
    g = -0,
    h = -0;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    a += (x[i]! - meanX) * (y[i]! - meanY);
    b += (x[i + 1]! - meanX) * (y[i + 1]! - meanY);
    c += (x[i + 2]! - meanX) * (y[i + 2]! - meanY);
    d += (x[i + 3]! - meanX) * (y[i + 3]! - meanY);
    e += (x[i + 4]! - meanX) * (y[i + 4]! - meanY);
    f += (x[i + 5]! - meanX) * (y[i + 5]! - meanY);
    g += (x[i + 6]! - meanX) * (y[i + 6]! - meanY);
    h += (x[i + 7]! - meanX) * (y[i + 7]! - meanY);
  }
  const left = n - i;
  if (left > 0) a += (x[i]! - meanX) * (y[i]! - meanY);
  if (left > 1) b += (x[i + 1]! - meanX) * (y[i + 1]! - meanY);
  if (left > 2) c += (x[i + 2]! - meanX) * (y[i + 2]! - meanY);
  if (left > 3) d += (x[i + 3]! - meanX) * (y[i + 3]! - meanY);
  if (left > 4) e += (x[i + 4]! - meanX) * (y[i + 4]! - meanY);
  if (left > 5) f += (x[i + 5]! - meanX) * (y[i + 5]! - meanY);
  if (left > 6) g += (x[i + 6]! - meanX) * (y[i + 6]! - meanY);
  return fold(a, b, c, d, e, f, g, h);
}

/** Sums of x[i] - mean, and of its square, to sums[at] and sums[at + 1]. */
function powers(x: Float64Array, n: number, mean: number, at: number): void {
  let a = -0,
    b = -0,
    c = -0,
    d = -0,
    e = -0,
    f = -0,
    g = -0,
    h = -0;
  let p = -0,
    q = -0,
    r = -0,
    s = -0,
    t = -0,
    u = -0,
    v = -0,
    w = -0;
  let z = 0;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    z = x[i]! - mean;
    a += z;
    p += z * z;
    z = x[i + 1]! - mean;
    b += z;
    q += z * z;
    z = x[i + 2]! - mean;
    c += z;
    r += z * z;
    z = x[i + 3]! - mean;
    d += z;
    s += z * z;
    z = x[i + 4]! - mean;
    e += z;
    t += z * z;
    z = x[i + 5]! - mean;
    f += z;
    u += z * z;
    z = x[i + 6]! - mean;
    g += z;
    v += z * z;
    z = x[i + 7]! - mean;
    h += z;
    w += z * z;
  }
  const left = n - i;
  if (left > 0) {
    z = x[i]! - mean;
    a += z;
    p += z * z;
  }
  if (left > 1) {
    z = x[i + 1]! - mean;
    b += z;
    q += z * z;
  }
  if (left > 2) {
    z = x[i + 2]! - mean;
    c += z;
    r += z * z;
  }
  if (left > 3) {
    z = x[i + 3]! - mean;
    d += z;
    s += z * z;
  }
  if (left > 4) {
    z = x[i + 4]! - mean;
    e += z;
    t += z * z;
  }
  if (left > 5) {
    z = x[i + 5]! - mean;
    f += z;
    u += z * z;
  }
  if (left > 6) {
    z = x[i + 6]! - mean;
    g += z;
    v += z * z;
  }
  sums[at] = fold(a, b, c, d, e, f, g, h);
  sums[at + 1] = fold(p, q, r, s, t, u, v, w);
}
