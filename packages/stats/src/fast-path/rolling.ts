// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Windows that move over a small sample, by the algorithm of native/statistics/rolling.c: blocks as long as a window,
 * sums of all tails of a block, and of all heads of the next one. Every addition keeps its rounding error (Knuth 1969),
 * which takes five more operations:
 *
 *   before = sum; sum += value; added = sum - before; error += before - (sum - added) + (value - added)
 */

const { abs, sqrt } = Math;

/** Sums of squares of the tails of a block. */
const squares = new Float64Array(128);

/** Fills `out`, which has an element for each window; false where a sum may overflow. */
export function rollingMean(x: Float64Array, n: number, length: number, out: Float64Array): boolean {
  for (let i = 0; i < n; i++) if (abs(x[i]!) > 1e290) return false;
  const windows = n - length + 1;
  if (windows < 1) return false;
  for (let block = 0; block < windows; block += length) {
    const next = block + length;
    let sum = 0;
    let error = 0;
    for (let i = next - 1; i >= block; i--) {
      const value = x[i]!;
      const before = sum;
      sum += value;
      const added = sum - before;
      error += before - (sum - added) + (value - added);
      if (i < windows) out[i] = sum + error;
    }
    const last = next < windows ? next : windows;
    sum = 0;
    error = 0;
    out[block] = out[block]! / length;
    for (let i = block + 1; i < last; i++) {
      const value = x[i + length - 1]!;
      const before = sum;
      sum += value;
      const added = sum - before;
      error += before - (sum - added) + (value - added);
      out[i] = (out[i]! + (sum + error)) / length;
    }
  }
  return true;
}

/** Whether the square of a deviation is out of range. */
const isOutOfRange = (size: number): boolean => size !== 0 && (size <= 1e-140 || size >= 1e140);

/** The same of squares of deviations from the last value of a block; false where one is out of range. */
export function rollingStd(x: Float64Array, n: number, length: number, ddof: number, out: Float64Array): boolean {
  const windows = n - length + 1;
  if (windows < 1) return false;
  for (let block = 0; block < windows; block += length) {
    const next = block + length;
    const last = next < windows ? next : windows;
    const center = x[next - 1]!;
    let sum = 0;
    let error = 0;
    let sum2 = 0;
    let error2 = 0;
    for (let i = next - 1; i >= block; i--) {
      const value = x[i]! - center;
      if (isOutOfRange(abs(value))) return false;
      const before = sum;
      sum += value;
      const added = sum - before;
      error += before - (sum - added) + (value - added);
      const square = value * value;
      const before2 = sum2;
      sum2 += square;
      const added2 = sum2 - before2;
      error2 += before2 - (sum2 - added2) + (square - added2);
      if (i >= last) continue;
      out[i] = sum + error;
      squares[i - block] = sum2 + error2;
    }
    sum = 0;
    error = 0;
    sum2 = 0;
    error2 = 0;
    for (let i = block; i < last; i++) {
      if (i > block) {
        const value = x[i + length - 1]! - center;
        if (isOutOfRange(abs(value))) return false;
        const before = sum;
        sum += value;
        const added = sum - before;
        error += before - (sum - added) + (value - added);
        const square = value * value;
        const before2 = sum2;
        sum2 += square;
        const added2 = sum2 - before2;
        error2 += before2 - (sum2 - added2) + (square - added2);
      }
      const total = out[i]! + (sum + error);
      const m2 = squares[i - block]! + (sum2 + error2) - (total / length) * total;
      out[i] = sqrt(m2 < 0 ? 0 : m2 / (length - ddof));
    }
  }
  return true;
}
