// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Windows that move over a small sample. The means are those of native/statistics/rolling_mean.c, which are of exact
 * sums, so that the order of additions does not matter. The standard deviations have the operations of
 * native/statistics/rolling_std.c. Windows for which these are not precise enough are deferred, with all others.
 */

const { abs, sqrt } = Math;

/** Windows of up to this many values are summed one by one, as in native/statistics/rolling.h. */
export const SHORT_WINDOW = 8;

/** High parts of values; or sums of squares of the tails of a block. */
const scratch = new Float64Array(128);

/**
 * Fills `out`, which has an element for each window. A value is split into two parts, whose sums are exact; false where
 * these do not hold all digits of all values.
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
  // The least power of two that is not less (Rump, Ogita, Oishi 2008), times a bound of the number of summands.
  const magnitude = 0x20000000000000 * largest;
  const unit = (magnitude + largest - magnitude || largest) * 128;
  const unit2 = unit * 2 ** -46;
  let sum = 0;
  let sum2 = 0;
  for (let i = 0; i < length; i++) {
    const high = x[i]! + unit - unit;
    const low = x[i]! - high;
    // True for a NaN.
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

/** Whether m2, which is `squares` less something, has enough digits. */
const isPrecise = (m2: number, squares: number): boolean => m2 > 1e-240 && squares < 1e240 && m2 * 32 > squares;

function isConstant(x: Float64Array, start: number, length: number): boolean {
  const first = x[start]!;
  for (let i = start; i < start + length; i++) if (x[i] !== first) return false;
  return first - first === 0;
}

/**
 * Fills `out` with standard deviations; false where those of a window have too few digits. Both loops are in one
 * function, which is too large for V8 to inline: then it inlines the small functions that surround the call.
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
  // Blocks as long as a window: a window is a tail of a block and a head of the next one. Every addition keeps its
  // rounding error (Knuth 1969).
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
      else if (isConstant(x, i, length)) out[i] = 0;
      else return false;
    }
  }
  return true;
}
