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
  for (let i = 0; i < 8; i++) if (!usual(x[i]!)) return LEFT;
  return fold(1 / x[0]!, 1 / x[1]!, 1 / x[2]!, 1 / x[3]!, 1 / x[4]!, 1 / x[5]!, 1 / x[6]!, 1 / x[7]!);
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
  const all = sum(weights, n);
  const products = n === ROW ? productsOfRow(x, weights) : productsOfRows(x, weights, n);
  return inRange(all * all) && inRange(products * products) ? products / all : LEFT;
}

function productsOfRow(x: Float64Array, y: Float64Array): number {
  for (let i = 0; i < 8; i++) if (!(y[i]! >= 0)) return LEFT;
  return fold(
    x[0]! * y[0]!,
    x[1]! * y[1]!,
    x[2]! * y[2]!,
    x[3]! * y[3]!,
    x[4]! * y[4]!,
    x[5]! * y[5]!,
    x[6]! * y[6]!,
    x[7]! * y[7]!,
  );
}

function productsOfRows(x: Float64Array, y: Float64Array, n: number): number {
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let i = j;
    for (; i + 4 < n; i += ROW) {
      if (!(y[i]! >= 0 && y[i + 4]! >= 0)) return LEFT;
      a += x[i]! * y[i]!;
      b += x[i + 4]! * y[i + 4]!;
    }
    if (i < n) {
      if (!(y[i]! >= 0)) return LEFT;
      a += x[i]! * y[i]!;
    }
    lanes[j] = a + b;
  }
  return foldLanes(0);
}
