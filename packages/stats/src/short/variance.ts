// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { fold, inRange, LEFT, ROW, sum } from './lanes.js';
import { dot } from './means.js';

/** Deviations from the mean. */
const deviations = new Float64Array(128);

export function variance(x: Float64Array, n: number, ddof: number): number {
  if (n <= ddof || n === 0) return LEFT;
  const m2 = n === ROW ? squaresOfRow(x) : squaresOfRows(x, n);
  return inRange(m2) ? m2 / (n - ddof) : LEFT;
}

/**
 * Sum of squares of x[i] - mean. The mean is rounded, and the sum of x[i] - mean says by how much: it is what the squares
 * are corrected by.
 */
function squaresOfRow(x: Float64Array): number {
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
  const rest = fold(a, b, c, d, e, f, g, h);
  return fold(a * a, b * b, c * c, d * d, e * e, f * f, g * g, h * h) - (rest / 8) * rest;
}

/** The same of more than a row, which starts the lanes. */
function squaresOfRows(x: Float64Array, n: number): number {
  const mean = sum(x, n) / n;
  let a = x[0]! - mean;
  let b = n > 1 ? x[1]! - mean : -0;
  let c = n > 2 ? x[2]! - mean : -0;
  let d = n > 3 ? x[3]! - mean : -0;
  let e = n > 4 ? x[4]! - mean : -0;
  let f = n > 5 ? x[5]! - mean : -0;
  let g = n > 6 ? x[6]! - mean : -0;
  let h = n > 7 ? x[7]! - mean : -0;
  let p = a * a;
  let q = b * b;
  let r = c * c;
  let s = d * d;
  let t = e * e;
  let u = f * f;
  let v = g * g;
  let w = h * h;
  let z = 0;
  let i = 8;
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
  }
  const rest = fold(a, b, c, d, e, f, g, h);
  return fold(p, q, r, s, t, u, v, w) - (rest / n) * rest;
}

/** Correlation of values, of which there are less than 128, with those `lag` places later. */
export function autocorrelation(x: Float64Array, n: number, lag: number): number {
  if (n <= lag) return LEFT;
  const mean = sum(x, n) / n;
  for (let i = 0; i < n; i++) deviations[i] = x[i]! - mean;
  const all = sum(deviations, n);
  const rest = all / n;
  const m2 = dot(deviations, deviations, 0, n) - rest * all;
  if (!inRange(m2)) return LEFT;
  if (lag === 0) return 1;
  for (let i = 0; i < n; i++) deviations[i] = deviations[i]! - rest;
  return dot(deviations, deviations, lag, n - lag) / m2;
}
