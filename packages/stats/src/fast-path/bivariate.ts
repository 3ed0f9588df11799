// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import {
  clampCorrelation,
  DEFER_TO_NATIVE,
  fold,
  foldLaneSums,
  inRange,
  isNearlyConstant,
  LANES,
  laneSums,
  sum,
} from './lanes.js';

const { sqrt } = Math;

/**
 * If the sum of squared residuals times n is less than this part of Myy, the residuals are computed with twice the
 * precision, in C.
 */
const residualLimit = 2 ** -12;

/** The means of x and y, then the sums Mxx, Myy and Mxy of products of deviations. */
const moments = new Float64Array(5);

export function covariance(x: Float64Array, y: Float64Array, n: number, ddof: number): number {
  return n > ddof && fillMoments(x, y, n) ? moments[4]! / (n - ddof) : DEFER_TO_NATIVE;
}

export function correlation(x: Float64Array, y: Float64Array, n: number): number {
  return fillMoments(x, y, n) ? pearson() : DEFER_TO_NATIVE;
}

function pearson(): number {
  return clampCorrelation(moments[4]! / sqrt(moments[2]! * moments[3]!));
}

/**
 * Fills `out` with slope, intercept, r, r^2, the standard errors of slope and intercept, residual std, and Student's t.
 * Returns false to defer.
 */
export function linearRegression(x: Float64Array, y: Float64Array, n: number, out: Float64Array): boolean {
  if (n < 3 || !fillMoments(x, y, n)) return false;
  const meanX = moments[0]!;
  const mxx = moments[2]!;
  const slope = moments[4]! / mxx;
  out[0] = slope;
  if (n === LANES) residualsOfEight(x, y, -slope, out);
  else residualsOfAny(x, y, n, out);
  const correction = out[6]!;
  const squares = out[5]! - correction;
  // Defer if rounding errors are not small compared with the residuals.
  if (squares * n < moments[3]! * residualLimit || isNearlyConstant(correction, out[5]!)) return false;
  const residual = sqrt(squares / (n - 2));
  const slopeStderr = residual / sqrt(mxx);
  const r = pearson();
  out[1] = moments[1]! - slope * meanX;
  out[2] = r;
  out[3] = r * r;
  out[4] = slopeStderr;
  out[5] = residual * sqrt(1 / n + (meanX / mxx) * meanX);
  out[6] = residual;
  out[7] = slope / slopeStderr;
  return true;
}

/** Fills `moments`. Returns false if squares are out of range, or the moments are inexact. */
function fillMoments(x: Float64Array, y: Float64Array, n: number): boolean {
  if (n === LANES) return fillMomentsOfEight(x, y);
  return n > 0 && fillMomentsOfAny(x, y, n);
}

function fillMomentsOfEight(x: Float64Array, y: Float64Array): boolean {
  let a = x[0]!;
  let b = x[1]!;
  let c = x[2]!;
  let d = x[3]!;
  let e = x[4]!;
  let f = x[5]!;
  let g = x[6]!;
  let h = x[7]!;
  const meanX = fold(a + e, b + f, c + g, d + h) / 8;
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
  const meanY = fold(p + t, q + u, r + v, s + w) / 8;
  p -= meanY;
  q -= meanY;
  r -= meanY;
  s -= meanY;
  t -= meanY;
  u -= meanY;
  v -= meanY;
  w -= meanY;
  moments[0] = meanX;
  moments[1] = meanY;
  return correctMoments(
    fold(a + e, b + f, c + g, d + h),
    fold(p + t, q + u, r + v, s + w),
    fold(a * a + e * e, b * b + f * f, c * c + g * g, d * d + h * h),
    fold(p * p + t * t, q * q + u * u, r * r + v * v, s * s + w * w),
    fold(a * p + e * t, b * q + f * u, c * r + g * v, d * s + h * w),
    8,
  );
}

/**
 * Fills `moments` with sums of products, corrected by the sums of deviations for the rounding of the means. Returns
 * false if the result is inexact, or squares are out of range.
 */
function correctMoments(sumX: number, sumY: number, xx: number, yy: number, xy: number, n: number): boolean {
  const errorX = sumX / n;
  const errorY = sumY / n;
  const mxx = xx - errorX * sumX;
  const myy = yy - errorY * sumY;
  moments[2] = mxx;
  moments[3] = myy;
  // Both products are equal except for rounding. With their mean, exchanging x and y does not change the result.
  moments[4] = xy - (errorX * sumY + errorY * sumX) * 0.5;
  return inRange(mxx) && inRange(myy) && !isNearlyConstant(errorX * sumX, xx) && !isNearlyConstant(errorY * sumY, yy);
}

function fillMomentsOfAny(x: Float64Array, y: Float64Array, n: number): boolean {
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
    for (; i + 4 < n; i += LANES) {
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
    laneSums[j] = a + c;
    laneSums[j + 4] = b + d;
    laneSums[j + 8] = ee + cc;
    laneSums[j + 12] = ff + dd;
    laneSums[j + 16] = ef + cd;
  }
  moments[0] = meanX;
  moments[1] = meanY;
  return correctMoments(foldLaneSums(0), foldLaneSums(4), foldLaneSums(8), foldLaneSums(12), foldLaneSums(16), n);
}

/**
 * Fills out[5] with the sum of squared residuals, and out[6] with the correction of this sum for the rounding of the
 * means. `slope` is that of the line, negated.
 */
function residualsOfEight(x: Float64Array, y: Float64Array, slope: number, out: Float64Array): void {
  const meanX = moments[0]!;
  const meanY = moments[1]!;
  const a = slope * (x[0]! - meanX) + (y[0]! - meanY);
  const b = slope * (x[1]! - meanX) + (y[1]! - meanY);
  const c = slope * (x[2]! - meanX) + (y[2]! - meanY);
  const d = slope * (x[3]! - meanX) + (y[3]! - meanY);
  const e = slope * (x[4]! - meanX) + (y[4]! - meanY);
  const f = slope * (x[5]! - meanX) + (y[5]! - meanY);
  const g = slope * (x[6]! - meanX) + (y[6]! - meanY);
  const h = slope * (x[7]! - meanX) + (y[7]! - meanY);
  out[5] = fold(a * a + e * e, b * b + f * f, c * c + g * g, d * d + h * h);
  const error = fold(a + e, b + f, c + g, d + h);
  out[6] = error * (error / 8);
}

function residualsOfAny(x: Float64Array, y: Float64Array, n: number, out: Float64Array): void {
  const slope = -out[0]!;
  const meanX = moments[0]!;
  const meanY = moments[1]!;
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let aa = -0;
    let bb = -0;
    let i = j;
    for (; i + 4 < n; i += LANES) {
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
    laneSums[j] = aa + bb;
    laneSums[j + 4] = a + b;
  }
  out[5] = foldLaneSums(0);
  const error = foldLaneSums(4);
  out[6] = error * (error / n);
}
