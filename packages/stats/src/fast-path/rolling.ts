// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Rolling means and standard deviations of small samples. The means, as those of native/statistics/rolling_mean.c, are
 * computed from exact sums, so that the order of additions does not matter. The standard deviations are computed by the
 * same operations as in native/statistics/rolling_std.c. If these are not precise enough for one window, all windows
 * are deferred.
 */

const { abs, floor, max: larger, min: smaller, sqrt } = Math;

/** Windows of up to this many values are summed separately, as in native/statistics/rolling.h. */
export const SHORT_WINDOW = 8;

/** The high parts of values, or the sums of squares of the tails of a block. */
const scratch = new Float64Array(128);

/**
 * Fills `out`, which has an element for each window. Values are split into two parts, whose sums are exact. Returns
 * false if two parts cannot represent all values.
 */
export function rollingMean(x: Float64Array, n: number, length: number, out: Float64Array): boolean {
  const windows = n - length + 1;
  if (windows < 1) return false;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const size = abs(x[i]!);
    if (size > largest) largest = size;
  }
  if (largest > 1e290) return false;
  // The smallest power of two that is at least `largest` (Rump, Ogita, Oishi 2008), times a bound of the number of
  // terms.
  const magnitude = 0x20000000000000 * largest;
  const unit = (magnitude + largest - magnitude || largest) * 128;
  const unit2 = unit * 2 ** -46;
  let sum = 0;
  let sum2 = 0;
  for (let i = 0; i < length; i++) {
    const high = x[i]! + unit - unit;
    const low = x[i]! - high;
    // The condition is also true for a NaN.
    if (low + unit2 - unit2 !== low) return false;
    scratch[i] = high;
    sum += high;
    sum2 += low;
  }
  out[0] = (sum + sum2) / length;
  for (let i = 1; i < windows; i++) {
    const last = x[i + length - 1]!;
    const high = last + unit - unit;
    const low = last - high;
    if (low + unit2 - unit2 !== low) return false;
    scratch[i + length - 1] = high;
    const leaving = scratch[i - 1]!;
    sum += high - leaving;
    sum2 += low - (x[i - 1]! - leaving);
    out[i] = (sum + sum2) / length;
  }
  return true;
}

/** Whether m2, a difference of `squares` and a correction, has enough correct digits. */
const isPrecise = (m2: number, squares: number): boolean => m2 > 1e-240 && squares < 1e240 && m2 * 32 > squares;

function isConstant(x: Float64Array, start: number, length: number): boolean {
  const first = x[start]!;
  for (let i = start; i < start + length; i++) if (x[i] !== first) return false;
  return first - first === 0;
}

/**
 * The median of five values of a block, from which the C code computes deviations again if more than an eighth of the
 * windows that begin in the block are constant or imprecise. It is typical_value() of native/statistics/rolling_std.c.
 */
function typicalValue(x: Float64Array, start: number, length: number): number {
  const step = floor((length - 1) / 4);
  const a = x[start]!;
  const b = x[start + step]!;
  const c = x[start + 2 * step]!;
  const d = x[start + 3 * step]!;
  const e = x[start + 4 * step]!;
  // Without the smallest and the largest of four values, the median is that of three.
  const f = larger(smaller(a, b), smaller(c, d));
  const g = smaller(larger(a, b), larger(c, d));
  return larger(smaller(e, f), smaller(larger(e, f), g));
}

/**
 * Fills `out` with standard deviations. Returns false if one of them has too few correct digits. Both loops are in one
 * function, which is too large for V8 to inline, so that the inlining budget remains for the small functions around it.
 */
export function rollingStd(x: Float64Array, n: number, length: number, ddof: number, out: Float64Array): boolean {
  const windows = n - length + 1;
  if (windows < 1) return false;
  if (length <= SHORT_WINDOW) {
    const middle = length >> 1;
    for (let i = 0; i < windows; i++) {
      const end = i + length;
      const center = x[i + middle]!;
      let sum = 0;
      let squares = 0;
      for (let j = i; j < end; j++) {
        const e = x[j]! - center;
        sum += e;
        squares += e * e;
      }
      const m2 = squares - (sum / length) * sum;
      if (isPrecise(m2, squares)) out[i] = sqrt(m2 / (length - ddof));
      else if (isConstant(x, i, length)) out[i] = 0;
      else return false;
    }
    return true;
  }
  // A block is as long as a window, so that a window is a tail of a block and a head of the next one. The rounding
  // error of every addition is kept (Knuth 1969).
  for (let block = 0; block < windows; block += length) {
    const next = block + length;
    const last = next < windows ? next : windows;
    const center = x[next - 1]!;
    let constant = 0;
    let sum = 0;
    let error = 0;
    let sum2 = 0;
    let error2 = 0;
    for (let i = next - 1; i >= block; i--) {
      const value = x[i]! - center;
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
      scratch[i - block] = sum2 + error2;
    }
    sum = 0;
    error = 0;
    sum2 = 0;
    error2 = 0;
    for (let i = block; i < last; i++) {
      if (i > block) {
        const value = x[i + length - 1]! - center;
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
      const squares = scratch[i - block]! + (sum2 + error2);
      const m2 = squares - (total / length) * total;
      if (isPrecise(m2, squares)) out[i] = sqrt(m2 / (length - ddof));
      else if (isConstant(x, i, length)) {
        out[i] = 0;
        constant++;
      } else return false;
    }
    if (constant > (last - block) >> 3 && typicalValue(x, block, length) !== center) return false;
  }
  return true;
}
