// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { fold, foldLanes, inRange, LEFT, lanes, ROW, sum } from './lanes.js';

export function total(x: Float64Array, n: number): number {
  if (n === 0) return LEFT;
  const all = sum(x, n);
  return all - all === 0 ? all : LEFT;
}

export function mean(x: Float64Array, n: number): number {
  return total(x, n) / n;
}

/** Values whose reciprocals, and sums of these, are far from the ends of the range: C need not scale them. */
const usual = (value: number): boolean => value > 1e-150 && value < 1e150;

export function harmonicMean(x: Float64Array, n: number): number {
  if (n === 0) return LEFT;
  return n / (n === ROW ? reciprocalsOfRow(x) : reciprocalsOfRows(x, n));
}

function reciprocalsOfRow(x: Float64Array): number {
  const a = x[0]!;
  const b = x[1]!;
  const c = x[2]!;
  const d = x[3]!;
  const e = x[4]!;
  const f = x[5]!;
  const g = x[6]!;
  const h = x[7]!;
  const all = usual(a) && usual(b) && usual(c) && usual(d) && usual(e) && usual(f) && usual(g) && usual(h);
  return all ? fold(1 / a, 1 / b, 1 / c, 1 / d, 1 / e, 1 / f, 1 / g, 1 / h) : LEFT;
}

function reciprocalsOfRows(x: Float64Array, n: number): number {
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let i = j;
    for (; i + 4 < n; i += ROW) {
      if (!usual(x[i]!) || !usual(x[i + 4]!)) return LEFT;
      a += 1 / x[i]!;
      b += 1 / x[i + 4]!;
    }
    if (i < n) {
      if (!usual(x[i]!)) return LEFT;
      a += 1 / x[i]!;
    }
    lanes[j] = a + b;
  }
  return foldLanes(0);
}

/** Weights that are negative, or all 0, are refused elsewhere. */
export function weightedMean(x: Float64Array, weights: Float64Array, n: number): number {
  if (n === 0) return LEFT;
  return n === ROW ? weightedMeanOfRow(x, weights) : weightedMeanOfRows(x, weights, n);
}

function quotient(products: number, all: number): number {
  return inRange(all * all) && inRange(products * products) ? products / all : LEFT;
}

function weightedMeanOfRow(x: Float64Array, weights: Float64Array): number {
  const p = weights[0]!;
  const q = weights[1]!;
  const r = weights[2]!;
  const s = weights[3]!;
  const t = weights[4]!;
  const u = weights[5]!;
  const v = weights[6]!;
  const w = weights[7]!;
  if (!(p >= 0 && q >= 0 && r >= 0 && s >= 0 && t >= 0 && u >= 0 && v >= 0 && w >= 0)) return LEFT;
  const products = fold(x[0]! * p, x[1]! * q, x[2]! * r, x[3]! * s, x[4]! * t, x[5]! * u, x[6]! * v, x[7]! * w);
  return quotient(products, fold(p, q, r, s, t, u, v, w));
}

function weightedMeanOfRows(x: Float64Array, weights: Float64Array, n: number): number {
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let p = -0;
    let q = -0;
    let i = j;
    for (; i + 4 < n; i += ROW) {
      const v = weights[i]!;
      const w = weights[i + 4]!;
      if (!(v >= 0 && w >= 0)) return LEFT;
      a += x[i]! * v;
      b += x[i + 4]! * w;
      p += v;
      q += w;
    }
    if (i < n) {
      const v = weights[i]!;
      if (!(v >= 0)) return LEFT;
      a += x[i]! * v;
      p += v;
    }
    lanes[j] = a + b;
    lanes[j + 4] = p + q;
  }
  return quotient(foldLanes(0), foldLanes(4));
}
