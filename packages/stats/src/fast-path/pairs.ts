// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { fold, foldLanes, inRange, LEFT, lanes, ROW, sum } from './lanes.js';

const { max: larger, min: smaller, sqrt } = Math;

/** Means of x and y, and Mxx, Myy and Mxy. */
const co = new Float64Array(5);

export function covariance(x: Float64Array, y: Float64Array, n: number, ddof: number): number {
  return n > ddof && comoments(x, y, n) ? co[4]! / (n - ddof) : LEFT;
}

export function correlation(x: Float64Array, y: Float64Array, n: number): number {
  return comoments(x, y, n) ? r() : LEFT;
}

function r(): number {
  return larger(-1, smaller(co[4]! / sqrt(co[2]! * co[3]!), 1));
}

/** Fills `out` as C does: slope, intercept, r, r^2, the errors of the first two, and the deviation of the residuals. */
export function linearRegression(x: Float64Array, y: Float64Array, n: number, out: Float64Array): boolean {
  if (n < 2 || !comoments(x, y, n)) return false;
  const meanX = co[0]!;
  const mxx = co[2]!;
  const slope = co[4]! / mxx;
  out[0] = slope;
  if (n === ROW) residualsOfRow(x, y, out);
  else residualsOfRows(x, y, n, out);
  const left = out[5]! - out[6]! * (out[6]! / n);
  const residual = sqrt((left < 0 ? 0 : left) / (n - 2));
  out[1] = co[1]! - slope * meanX;
  out[2] = r();
  out[3] = out[2]! * out[2]!;
  out[4] = residual / sqrt(mxx);
  out[5] = residual * sqrt(1 / n + (meanX / mxx) * meanX);
  out[6] = residual;
  out[7] = slope / out[4]!;
  return true;
}

/** Computes the moments of pairs, and says whether they have kept their digits. */
function comoments(x: Float64Array, y: Float64Array, n: number): boolean {
  if (n === 0) return false;
  if (n === ROW) comomentsOfRow(x, y);
  else comomentsOfRows(x, y, n);
  return inRange(co[2]!) && inRange(co[3]!);
}

function comomentsOfRow(x: Float64Array, y: Float64Array): void {
  let a = x[0]!;
  let b = x[1]!;
  let c = x[2]!;
  let d = x[3]!;
  let e = x[4]!;
  let f = x[5]!;
  let g = x[6]!;
  let h = x[7]!;
  const meanX = fold(a, b, c, d, e, f, g, h) / 8;
  a -= meanX;
  b -= meanX;
  c -= meanX;
  d -= meanX;
  e -= meanX;
  f -= meanX;
  g -= meanX;
  h -= meanX;
  let p = y[0]!;
  let q = y[1]!;
  let r = y[2]!;
  let s = y[3]!;
  let t = y[4]!;
  let u = y[5]!;
  let v = y[6]!;
  let w = y[7]!;
  const meanY = fold(p, q, r, s, t, u, v, w) / 8;
  p -= meanY;
  q -= meanY;
  r -= meanY;
  s -= meanY;
  t -= meanY;
  u -= meanY;
  v -= meanY;
  w -= meanY;
  const restX = fold(a, b, c, d, e, f, g, h);
  const restY = fold(p, q, r, s, t, u, v, w);
  co[0] = meanX;
  co[1] = meanY;
  co[2] = fold(a * a, b * b, c * c, d * d, e * e, f * f, g * g, h * h) - (restX / 8) * restX;
  co[3] = fold(p * p, q * q, r * r, s * s, t * t, u * u, v * v, w * w) - (restY / 8) * restY;
  co[4] = fold(a * p, b * q, c * r, d * s, e * t, f * u, g * v, h * w) - (restX / 8) * restY;
}

function comomentsOfRows(x: Float64Array, y: Float64Array, n: number): void {
  const meanX = sum(x, n) / n;
  const meanY = sum(y, n) / n;
  for (let j = 0; j < 4; j++) {
    let e = 0;
    let f = 0;
    let a = -0;
    let b = -0;
    let ee = -0;
    let ff = -0;
    let ef = -0;
    let c = -0;
    let d = -0;
    let cc = -0;
    let dd = -0;
    let cd = -0;
    let i = j;
    for (; i + 4 < n; i += ROW) {
      e = x[i]! - meanX;
      f = y[i]! - meanY;
      a += e;
      b += f;
      ee += e * e;
      ff += f * f;
      ef += e * f;
      e = x[i + 4]! - meanX;
      f = y[i + 4]! - meanY;
      c += e;
      d += f;
      cc += e * e;
      dd += f * f;
      cd += e * f;
    }
    if (i < n) {
      e = x[i]! - meanX;
      f = y[i]! - meanY;
      a += e;
      b += f;
      ee += e * e;
      ff += f * f;
      ef += e * f;
    }
    lanes[j] = a + c;
    lanes[j + 4] = b + d;
    lanes[j + 8] = ee + cc;
    lanes[j + 12] = ff + dd;
    lanes[j + 16] = ef + cd;
  }
  const restX = foldLanes(0);
  const restY = foldLanes(4);
  co[0] = meanX;
  co[1] = meanY;
  co[2] = foldLanes(8) - (restX / n) * restX;
  co[3] = foldLanes(12) - (restY / n) * restY;
  co[4] = foldLanes(16) - (restX / n) * restY;
}

/** Makes out[5] and out[6] the sums of r * r and of r, where r is what the line of slope out[0] leaves of y. */
function residualsOfRow(x: Float64Array, y: Float64Array, out: Float64Array): void {
  const slope = -out[0]!;
  const meanX = co[0]!;
  const meanY = co[1]!;
  const a = slope * (x[0]! - meanX) + (y[0]! - meanY);
  const b = slope * (x[1]! - meanX) + (y[1]! - meanY);
  const c = slope * (x[2]! - meanX) + (y[2]! - meanY);
  const d = slope * (x[3]! - meanX) + (y[3]! - meanY);
  const e = slope * (x[4]! - meanX) + (y[4]! - meanY);
  const f = slope * (x[5]! - meanX) + (y[5]! - meanY);
  const g = slope * (x[6]! - meanX) + (y[6]! - meanY);
  const h = slope * (x[7]! - meanX) + (y[7]! - meanY);
  out[5] = fold(a * a, b * b, c * c, d * d, e * e, f * f, g * g, h * h);
  out[6] = fold(a, b, c, d, e, f, g, h);
}

function residualsOfRows(x: Float64Array, y: Float64Array, n: number, out: Float64Array): void {
  const slope = -out[0]!;
  const meanX = co[0]!;
  const meanY = co[1]!;
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let aa = -0;
    let bb = -0;
    let i = j;
    for (; i + 4 < n; i += ROW) {
      const e = slope * (x[i]! - meanX) + (y[i]! - meanY);
      const f = slope * (x[i + 4]! - meanX) + (y[i + 4]! - meanY);
      a += e;
      b += f;
      aa += e * e;
      bb += f * f;
    }
    if (i < n) {
      const e = slope * (x[i]! - meanX) + (y[i]! - meanY);
      a += e;
      aa += e * e;
    }
    lanes[j] = aa + bb;
    lanes[j + 4] = a + b;
  }
  out[5] = foldLanes(0);
  out[6] = foldLanes(4);
}
