// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Statistics of order of short samples, to the bits of C, as in lanes.ts. Here too each gives NaN for what it leaves to
 * the long way: a NaN among the values, and a zero whose sign has to be looked for.
 */
import type { Sample } from '../native.js';
import { toSample, type Values, vectorLength } from '../values.js';
import { isLeft, LEFT } from './lanes.js';

const { abs, max: larger, min: smaller, sqrt } = Math;
const Vector = Float64Array;

/** From how many values on C is faster, the crossing included. */
export const orderCrossing = { sorted: 24, mode: 12, ranks: 40, pairs: 36, bins: 80 } as const;

/** A sample of at least 1 value. What is an array already is not looked at twice. */
export const asSample = (doing: string, values: Values): Sample =>
  vectorLength(values) > 0 ? (values as Float64Array) : toSample(doing, 1, values);

/** How many values a short sample has; 0 where it is to go the long way. */
export function shortLength(x: Sample, crossing: number): number {
  const n = vectorLength(x);
  return n < crossing ? n : 0;
}

const room = 64;
const order = new Vector(room);
const deviations = new Vector(room);

/** Puts the first n values of x in order, in `to`; false where one is NaN. */
function sort(x: Float64Array, n: number, to: Float64Array): boolean {
  for (let i = 0; i < n; i++) {
    const value = x[i]!;
    if (isLeft(value)) return false;
    let j = i;
    for (; j > 0 && to[j - 1]! > value; j--) to[j] = to[j - 1]!;
    to[j] = value;
  }
  return true;
}

/** So far of the way from a to b: `between` of native/statistics/quantiles.c. */
function between(a: number, b: number, h: number): number {
  if (h === 0 || a === b) return a;
  const d = b - a;
  const all = a + b;
  // Infinite, or out of range.
  if (d - d !== 0 || all - all !== 0) return LEFT;
  const middle = all / 2;
  if (h === 0.5) return middle;
  return h < 0.5 ? smaller(a + h * d, middle) : larger(b - (1 - h) * d, middle);
}

/** Zeros of both signs are one in the order here, and two in that of C. */
function unsigned(x: Float64Array, n: number, result: number): number {
  if (result !== 0) return result;
  for (let i = 0; i < n; i++) if (x[i] === 0 && 1 / x[i]! < 0) return LEFT;
  return result;
}

function at(sorted: Float64Array, n: number, position: number): number {
  const place = position | 0;
  return place === n - 1 ? sorted[place]! : between(sorted[place]!, sorted[place + 1]!, position - place);
}

/** The value at one position, from 0 to n - 1. */
export function quantile(x: Float64Array, n: number, position: number): number {
  return n > 0 && sort(x, n, order) ? unsigned(x, n, at(order, n, position)) : LEFT;
}

export function median(x: Float64Array, n: number): number {
  return quantile(x, n, (n - 1) / 2);
}

/** The difference of the values at two positions. */
export function range(x: Float64Array, n: number, low: number, high: number): number {
  if (n === 0 || !sort(x, n, order)) return LEFT;
  return unsigned(x, n, at(order, n, high)) - unsigned(x, n, at(order, n, low));
}

export function mad(x: Float64Array, n: number): number {
  if (n === 0 || !sort(x, n, order)) return LEFT;
  const center = at(order, n, (n - 1) / 2);
  for (let i = 0; i < n; i++) order[i] = abs(x[i]! - center);
  if (!sort(order, n, deviations)) return LEFT;
  const result = at(deviations, n, (n - 1) / 2);
  return result - result === 0 ? result : LEFT;
}

export function mode(x: Float64Array, n: number): number {
  if (n === 0 || !sort(x, n, order)) return LEFT;
  let found = order[0]!;
  let longest = 1;
  for (let i = 0; i + longest < n; i++) {
    for (; i + longest < n && order[i + longest] === order[i]; longest++) found = order[i]!;
  }
  return unsigned(x, n, found);
}

/** Whose turn it is. */
const places = new Uint8Array(room);

/** Writes the ranks of x, less `mean`; false where a value is NaN. */
export function rank(x: Float64Array, n: number, out: Float64Array, mean = 0): boolean {
  for (let i = 0; i < n; i++) {
    const value = x[i]!;
    if (isLeft(value)) return false;
    let j = i;
    for (; j > 0 && order[j - 1]! > value; j--) {
      order[j] = order[j - 1]!;
      places[j] = places[j - 1]!;
    }
    order[j] = value;
    places[j] = i;
  }
  for (let start = 0, end = 0; start < n; start = end) {
    const value = order[start]!;
    for (end = start + 1; end < n && order[end] === value; ) end++;
    const shared = (start + end + 1) / 2 - mean;
    for (let i = start; i < end; i++) out[places[i]!] = shared;
  }
  return true;
}

const ranksOfX = new Vector(room);
const ranksOfY = new Vector(room);

/** All sums are exact, in whatever order. */
export function spearman(x: Float64Array, y: Float64Array, n: number): number {
  const mean = (n + 1) / 2;
  if (n === 0 || !rank(x, n, ranksOfX, mean) || !rank(y, n, ranksOfY, mean)) return LEFT;
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
  return larger(-1, smaller(xy / sqrt(xx * yy), 1));
}

/** Compares each pair with each: of few that costs less than their order. */
export function kendall(x: Float64Array, y: Float64Array, n: number): number {
  let concordantLess = 0;
  let untiedX = 0;
  let untiedY = 0;
  for (let i = 0; i < n; i++) {
    const a = x[i]!;
    const b = y[i]!;
    if (isLeft(a) || isLeft(b)) return LEFT;
    for (let j = 0; j < i; j++) {
      const c = x[j]!;
      const d = y[j]!;
      const ofX = a > c ? 1 : a < c ? -1 : 0;
      const ofY = b > d ? 1 : b < d ? -1 : 0;
      untiedX += ofX * ofX;
      untiedY += ofY * ofY;
      concordantLess += ofX * ofY;
    }
  }
  return larger(-1, smaller(concordantLess / sqrt(untiedX * untiedY), 1));
}
