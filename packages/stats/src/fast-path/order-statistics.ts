// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { DEFER_TO_NATIVE, isDeferred } from './lanes.js';

const { abs, floor, max, min } = Math;
const { isFinite: finite } = Number;
const Vector = Float64Array;

/** The thresholds of the functions in this file are not larger. */
const capacity = 64;
const sorted = new Vector(capacity);
const sortedDeviations = new Vector(capacity);
const found = new Vector(capacity);

/** Sorts the first n values of x into `to` by insertion. Returns false for a NaN or an infinity. */
function sort(x: Float64Array, n: number, to: Float64Array): boolean {
  for (let i = 0; i < n; i++) {
    const value = x[i]!;
    if (isDeferred(value)) return false;
    let j = i;
    for (; j > 0 && to[j - 1]! > value; j--) to[j] = to[j - 1]!;
    to[j] = value;
  }
  return true;
}

/**
 * Linear interpolation from a to b, as lerp() of native/statistics/quantiles.c. Defers infinities and overflow.
 */
function lerp(a: number, b: number, t: number): number {
  if (t === 0 || a === b) return a;
  const difference = b - a;
  const sum = a + b;
  if (difference - difference !== 0 || sum - sum !== 0) return DEFER_TO_NATIVE;
  const middle = sum / 2;
  if (t === 0.5) return middle;
  return t < 0.5 ? min(a + t * difference, middle) : max(b - (1 - t) * difference, middle);
}

/** Defers a result of zero if the sample contains -0: the native code sorts -0 before 0, the sort here does not. */
function deferMixedZeros(x: Float64Array, n: number, result: number): number {
  if (result !== 0) return result;
  for (let i = 0; i < n; i++) if (x[i] === 0 && 1 / x[i]! < 0) return DEFER_TO_NATIVE;
  return result;
}

/** The value at a position in sorted values, from 0 to n - 1. Between two indices it is interpolated. */
function valueAt(order: Float64Array, n: number, position: number): number {
  const index = position | 0;
  return index === n - 1 ? order[index]! : lerp(order[index]!, order[index + 1]!, position - index);
}

export function median(x: Float64Array, n: number): number {
  return n > 0 && sort(x, n, sorted) ? deferMixedZeros(x, n, valueAt(sorted, n, (n - 1) / 2)) : DEFER_TO_NATIVE;
}

/** Replaces `count` positions by the values at them. If it returns false, it has replaced none. */
export function quantiles(x: Float64Array, n: number, positions: Float64Array, count: number): boolean {
  if (n === 0 || count > capacity || !sort(x, n, sorted)) return false;
  for (let i = 0; i < count; i++) {
    const value = deferMixedZeros(x, n, valueAt(sorted, n, positions[i]!));
    if (isDeferred(value)) return false;
    found[i] = value;
  }
  for (let i = 0; i < count; i++) positions[i] = found[i]!;
  return true;
}

/** Median absolute deviation from the median. */
export function mad(x: Float64Array, n: number): number {
  if (n === 0 || !sort(x, n, sorted)) return DEFER_TO_NATIVE;
  const center = valueAt(sorted, n, (n - 1) / 2);
  // The rounding error of the center is large compared with deviations of units in the last place.
  const error = (sorted[(n - 1) >> 1]! - center) * 0.5 + (sorted[n >> 1]! - center) * 0.5;
  for (let i = 0; i < n; i++) sorted[i] = abs(x[i]! - center - error);
  if (!sort(sorted, n, sortedDeviations)) return DEFER_TO_NATIVE;
  return valueAt(sortedDeviations, n, (n - 1) / 2);
}

/** The most frequent value; of several the smallest. */
export function mode(x: Float64Array, n: number): number {
  if (n === 0 || !sort(x, n, sorted)) return DEFER_TO_NATIVE;
  let value = sorted[0]!;
  let longest = 1;
  for (let i = 0; i + longest < n; i++) {
    for (; i + longest < n && sorted[i + longest] === sorted[i]; longest++) value = sorted[i]!;
  }
  return deferMixedZeros(x, n, value);
}

/** Counts values in bins as the kernel does. All counts are 0 before. If it returns false, it has counted none. */
export function histogram(x: Float64Array, n: number, edges: Float64Array, counts: Float64Array, bins: number) {
  const low = edges[0]!;
  const high = edges[bins]!;
  const width = high - low;
  // Outside of these bounds, native/statistics/histogram.c finds bins by a search in the edges.
  if (n === 0 || !(width / bins > 1e-290 && finite(width))) return false;
  for (let i = 0; i < n; i++) {
    const value = x[i]!;
    if (!(value >= low && value <= high)) continue;
    const position = ((value - low) / width) * bins;
    let j = position < bins ? floor(position) : bins - 1;
    // The quotient is rounded, so the bin is corrected by a comparison with its edges.
    if (value < edges[j]!) j--;
    else if (j + 1 < bins && value >= edges[j + 1]!) j++;
    counts[j] = counts[j]! + 1;
  }
  return true;
}
