// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { clampCorrelation, DEFER_TO_NATIVE, isDeferred } from './lanes.js';

const { sqrt } = Math;
const Vector = Float64Array;

/** The thresholds of the functions in this file are not larger. */
const capacity = 64;
const sorted = new Vector(capacity);
/** The index in the sample of each sorted value. */
const indices = new Uint8Array(capacity);
const ranksOfX = new Vector(capacity);
const ranksOfY = new Vector(capacity);

/** Fills `out` with the rank of each value of x, minus `center`. Returns false for a NaN or an infinity. */
export function rank(x: Float64Array, n: number, out: Float64Array, center = 0): boolean {
  if (n === 0) return false;
  for (let i = 0; i < n; i++) {
    const value = x[i]!;
    if (isDeferred(value)) return false;
    let j = i;
    for (; j > 0 && sorted[j - 1]! > value; j--) {
      sorted[j] = sorted[j - 1]!;
      indices[j] = indices[j - 1]!;
    }
    sorted[j] = value;
    indices[j] = i;
  }
  for (let start = 0, end = 0; start < n; start = end) {
    const value = sorted[start]!;
    for (end = start + 1; end < n && sorted[end] === value; ) end++;
    const tied = (start + end + 1) / 2 - center;
    for (let i = start; i < end; i++) out[indices[i]!] = tied;
  }
  return true;
}

/** Ranks minus their mean are multiples of 1/2, so that all sums are exact, in any order. */
export function spearman(x: Float64Array, y: Float64Array, n: number): number {
  const mean = (n + 1) / 2;
  if (!rank(x, n, ranksOfX, mean) || !rank(y, n, ranksOfY, mean)) return DEFER_TO_NATIVE;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const a = ranksOfX[i]!;
    const b = ranksOfY[i]!;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return clampCorrelation(xy / sqrt(xx * yy));
}

/** Compares each pair with every other: for small n that takes less time than sorting. */
export function kendall(x: Float64Array, y: Float64Array, n: number): number {
  let concordantMinusDiscordant = 0;
  let untiedX = 0;
  let untiedY = 0;
  for (let i = 0; i < n; i++) {
    const a = x[i]!;
    const b = y[i]!;
    if (isDeferred(a) || isDeferred(b)) return DEFER_TO_NATIVE;
    for (let j = 0; j < i; j++) {
      const c = x[j]!;
      const d = y[j]!;
      const signX = a > c ? 1 : a < c ? -1 : 0;
      const signY = b > d ? 1 : b < d ? -1 : 0;
      untiedX += signX * signX;
      untiedY += signY * signY;
      concordantMinusDiscordant += signX * signY;
    }
  }
  return clampCorrelation(concordantMinusDiscordant / sqrt(untiedX * untiedY));
}
