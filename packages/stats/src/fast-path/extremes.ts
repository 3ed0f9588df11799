// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

import { DEFER_TO_NATIVE, isDeferred, LANES } from './lanes.js';

// Math.min and Math.max return NaN if a value is NaN, and order -0 before 0, as the native kernel does.
const { max: larger, min: smaller } = Math;

/** Smallest value, in four independent chains. */
export function min(x: Float64Array, n: number): number {
  if (n < 4) return n === 0 ? DEFER_TO_NATIVE : smaller(x[0]!, x[n >> 1]!, x[n - 1]!);
  if (n === LANES) return minOfEight(x);
  let a = x[0]!;
  let b = x[1]!;
  let c = x[2]!;
  let d = x[3]!;
  let i = 4;
  for (; i + 4 <= n; i += 4) {
    a = smaller(a, x[i]!);
    b = smaller(b, x[i + 1]!);
    c = smaller(c, x[i + 2]!);
    d = smaller(d, x[i + 3]!);
  }
  for (; i < n; i++) a = smaller(a, x[i]!);
  return smaller(smaller(a, b), smaller(c, d));
}

/** Largest value, in four independent chains. */
export function max(x: Float64Array, n: number): number {
  if (n < 4) return n === 0 ? DEFER_TO_NATIVE : larger(x[0]!, x[n >> 1]!, x[n - 1]!);
  if (n === LANES) return maxOfEight(x);
  let a = x[0]!;
  let b = x[1]!;
  let c = x[2]!;
  let d = x[3]!;
  let i = 4;
  for (; i + 4 <= n; i += 4) {
    a = larger(a, x[i]!);
    b = larger(b, x[i + 1]!);
    c = larger(c, x[i + 2]!);
    d = larger(d, x[i + 3]!);
  }
  for (; i < n; i++) a = larger(a, x[i]!);
  return larger(larger(a, b), larger(c, d));
}

/** Fills `out` with minimum and maximum. Returns false to defer. */
export function minMax(x: Float64Array, n: number, out: Float64Array): boolean {
  const least = min(x, n);
  if (isDeferred(least)) return false;
  out[0] = least;
  out[1] = max(x, n);
  return true;
}

function minOfEight(x: Float64Array): number {
  const half = smaller(smaller(x[0]!, x[4]!), smaller(x[2]!, x[6]!));
  return smaller(half, smaller(smaller(x[1]!, x[5]!), smaller(x[3]!, x[7]!)));
}

function maxOfEight(x: Float64Array): number {
  const half = larger(larger(x[0]!, x[4]!), larger(x[2]!, x[6]!));
  return larger(half, larger(larger(x[1]!, x[5]!), larger(x[3]!, x[7]!)));
}
