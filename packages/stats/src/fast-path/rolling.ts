// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Windows that move over a short sample, as rolling.c has them: blocks as long as a window, sums of all tails of a block,
 * and of all heads of the next one. Every addition keeps its error (Knuth 1969), which takes five operations more:
 *
 *   before = sum; sum += value; added = sum - before; rest += before - (sum - added) + (value - added)
 *
 * A sample that needs the care of C is left to it: false.
 */

const { abs, sqrt } = Math;

/** Sums of squares of the tails of a block, and what is added to them by the heads. */
const squares = new Float64Array(128);

/** Of less than 128 values, to `out`, which has a place for each window. */
export function rollingMean(x: Float64Array, n: number, length: number, out: Float64Array): boolean {
  for (let i = 0; i < n; i++) if (abs(x[i]!) > 1e290) return false;
  const windows = n - length + 1;
  for (let block = 0; block < windows; block += length) {
    const next = block + length;
    let sum = 0;
    let rest = 0;
    for (let i = next - 1; i >= block; i--) {
      const value = x[i]!;
      const before = sum;
      sum += value;
      const added = sum - before;
      rest += before - (sum - added) + (value - added);
      if (i < windows) out[i] = sum + rest;
    }
    const last = next < windows ? next : windows;
    sum = 0;
    rest = 0;
    out[block] = out[block]! / length;
    for (let i = block + 1; i < last; i++) {
      const value = x[i + length - 1]!;
      const before = sum;
      sum += value;
      const added = sum - before;
      rest += before - (sum - added) + (value - added);
      out[i] = (out[i]! + (sum + rest)) / length;
    }
  }
  return true;
}

/** Squares of it are out of range. */
const isUnfit = (size: number): boolean => size !== 0 && (size <= 1e-140 || size >= 1e140);

/** The same of deviations from the last value of a block, and of their squares. */
export function rollingStd(x: Float64Array, n: number, length: number, ddof: number, out: Float64Array): boolean {
  const windows = n - length + 1;
  for (let block = 0; block < windows; block += length) {
    const next = block + length;
    const last = next < windows ? next : windows;
    const about = x[next - 1]!;
    let sum = 0;
    let rest = 0;
    let sum2 = 0;
    let rest2 = 0;
    for (let i = next - 1; i >= block; i--) {
      const value = x[i]! - about;
      if (isUnfit(abs(value))) return false;
      const before = sum;
      sum += value;
      const added = sum - before;
      rest += before - (sum - added) + (value - added);
      const square = value * value;
      const before2 = sum2;
      sum2 += square;
      const added2 = sum2 - before2;
      rest2 += before2 - (sum2 - added2) + (square - added2);
      if (i >= last) continue;
      out[i] = sum + rest;
      squares[i - block] = sum2 + rest2;
    }
    sum = 0;
    rest = 0;
    sum2 = 0;
    rest2 = 0;
    for (let i = block; i < last; i++) {
      if (i > block) {
        const value = x[i + length - 1]! - about;
        if (isUnfit(abs(value))) return false;
        const before = sum;
        sum += value;
        const added = sum - before;
        rest += before - (sum - added) + (value - added);
        const square = value * value;
        const before2 = sum2;
        sum2 += square;
        const added2 = sum2 - before2;
        rest2 += before2 - (sum2 - added2) + (square - added2);
      }
      const all = out[i]! + (sum + rest);
      const m2 = squares[i - block]! + (sum2 + rest2) - (all / length) * all;
      out[i] = sqrt(m2 < 0 ? 0 : m2 / (length - ddof));
    }
  }
  return true;
}
