// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { DEFER_TO_NATIVE, fold, foldLaneSums, inRange, LANES, laneSums } from './lanes.js';

/** Whether reciprocals and their sum can neither overflow nor underflow. The native code scales other values. */
const isOrdinary = (value: number): boolean => value > 1e-150 && value < 1e150;

export function harmonicMean(x: Float64Array, n: number): number {
  if (n === 0) return DEFER_TO_NATIVE;
  return n / (n === LANES ? reciprocalsOfEight(x) : reciprocalsOfAny(x, n));
}

function reciprocalsOfEight(x: Float64Array): number {
  const a = x[0]!;
  const b = x[1]!;
  const c = x[2]!;
  const d = x[3]!;
  const e = x[4]!;
  const f = x[5]!;
  const g = x[6]!;
  const h = x[7]!;
  const ordinary =
    isOrdinary(a) &&
    isOrdinary(b) &&
    isOrdinary(c) &&
    isOrdinary(d) &&
    isOrdinary(e) &&
    isOrdinary(f) &&
    isOrdinary(g) &&
    isOrdinary(h);
  return ordinary ? fold(1 / a + 1 / e, 1 / b + 1 / f, 1 / c + 1 / g, 1 / d + 1 / h) : DEFER_TO_NATIVE;
}

function reciprocalsOfAny(x: Float64Array, n: number): number {
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let i = j;
    for (; i + 4 < n; i += LANES) {
      if (!isOrdinary(x[i]!) || !isOrdinary(x[i + 4]!)) return DEFER_TO_NATIVE;
      a += 1 / x[i]!;
      b += 1 / x[i + 4]!;
    }
    if (i < n) {
      if (!isOrdinary(x[i]!)) return DEFER_TO_NATIVE;
      a += 1 / x[i]!;
    }
    laneSums[j] = a + b;
  }
  return foldLaneSums(0);
}

/** Defers negative weights and weights that are all 0; the native function reports what is wrong with them. */
export function weightedMean(x: Float64Array, weights: Float64Array, n: number): number {
  if (n === 0) return DEFER_TO_NATIVE;
  return n === LANES ? weightedMeanOfEight(x, weights) : weightedMeanOfAny(x, weights, n);
}

function quotient(products: number, weights: number): number {
  return inRange(weights * weights) && inRange(products * products) ? products / weights : DEFER_TO_NATIVE;
}

function weightedMeanOfEight(x: Float64Array, weights: Float64Array): number {
  const p = weights[0]!;
  const q = weights[1]!;
  const r = weights[2]!;
  const s = weights[3]!;
  const t = weights[4]!;
  const u = weights[5]!;
  const v = weights[6]!;
  const w = weights[7]!;
  if (!(p >= 0 && q >= 0 && r >= 0 && s >= 0 && t >= 0 && u >= 0 && v >= 0 && w >= 0)) return DEFER_TO_NATIVE;
  const products = fold(x[0]! * p + x[4]! * t, x[1]! * q + x[5]! * u, x[2]! * r + x[6]! * v, x[3]! * s + x[7]! * w);
  return quotient(products, fold(p + t, q + u, r + v, s + w));
}

function weightedMeanOfAny(x: Float64Array, weights: Float64Array, n: number): number {
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let p = -0;
    let q = -0;
    let i = j;
    for (; i + 4 < n; i += LANES) {
      const v = weights[i]!;
      const w = weights[i + 4]!;
      if (!(v >= 0 && w >= 0)) return DEFER_TO_NATIVE;
      a += x[i]! * v;
      b += x[i + 4]! * w;
      p += v;
      q += w;
    }
    if (i < n) {
      const v = weights[i]!;
      if (!(v >= 0)) return DEFER_TO_NATIVE;
      a += x[i]! * v;
      p += v;
    }
    laneSums[j] = a + b;
    laneSums[j + 4] = p + q;
  }
  return quotient(foldLaneSums(0), foldLaneSums(4));
}
