// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import * as lanes from './lanes.js';

// Bound once: each use of an import looks it up in the exports of its module, which takes more of V8's inlining budget.
const { DEFER_TO_NATIVE, fold, foldLaneSums, inRange, isNearlyConstant, LANES, laneSums, sum } = lanes;

/** The mean, and the sum of deviations from it, which is not 0 because the mean is rounded. */
const meanAndError = new Float64Array(2);

export function variance(x: Float64Array, n: number, ddof: number): number {
  if (n <= ddof) return DEFER_TO_NATIVE;
  const m2 = n === 8 ? squaresOfEight(x) : squaresOfAny(x, n);
  return inRange(m2) ? m2 / (n - ddof) : DEFER_TO_NATIVE;
}

const corrected = (squares: number, correction: number): number =>
  isNearlyConstant(correction, squares) ? DEFER_TO_NATIVE : squares - correction;

/**
 * Sum of squares of x[i] - mean. It is corrected by the sum of x[i] - mean, which is n times the rounding error of the
 * mean.
 */
function squaresOfEight(x: Float64Array): number {
  let a = x[0]!;
  let b = x[1]!;
  let c = x[2]!;
  let d = x[3]!;
  let e = x[4]!;
  let f = x[5]!;
  let g = x[6]!;
  let h = x[7]!;
  const mean = fold(a + e, b + f, c + g, d + h) / 8;
  a -= mean;
  b -= mean;
  c -= mean;
  d -= mean;
  e -= mean;
  f -= mean;
  g -= mean;
  h -= mean;
  const error = fold(a + e, b + f, c + g, d + h);
  meanAndError[0] = mean;
  meanAndError[1] = error;
  return corrected(fold(a * a + e * e, b * b + f * f, c * c + g * g, d * d + h * h), (error / 8) * error);
}

/**
 * squaresOfEight() for any number of values. The lanes are variables, as in sum(); a loop over two lanes takes a third
 * more time.
 */
function squaresOfAny(x: Float64Array, n: number): number {
  const mean = sum(x, n) / n;
  let a = x[0]! - mean;
  let b = n > 1 ? x[1]! - mean : -0;
  let c = n > 2 ? x[2]! - mean : -0;
  let d = n > 3 ? x[3]! - mean : -0;
  let e = n > 4 ? x[4]! - mean : -0;
  let f = n > 5 ? x[5]! - mean : -0;
  let g = n > 6 ? x[6]! - mean : -0;
  let h = n > 7 ? x[7]! - mean : -0;
  let p = a * a;
  let q = b * b;
  let r = c * c;
  let s = d * d;
  let t = e * e;
  let u = f * f;
  let v = g * g;
  let w = h * h;
  let z = 0;
  let i = 8;
  for (; i + 8 <= n; i += 8) {
    z = x[i]! - mean;
    a += z;
    p += z * z;
    z = x[i + 1]! - mean;
    b += z;
    q += z * z;
    z = x[i + 2]! - mean;
    c += z;
    r += z * z;
    z = x[i + 3]! - mean;
    d += z;
    s += z * z;
    z = x[i + 4]! - mean;
    e += z;
    t += z * z;
    z = x[i + 5]! - mean;
    f += z;
    u += z * z;
    z = x[i + 6]! - mean;
    g += z;
    v += z * z;
    z = x[i + 7]! - mean;
    h += z;
    w += z * z;
  }
  const remaining = n - i;
  if (remaining > 0) {
    z = x[i]! - mean;
    a += z;
    p += z * z;
    if (remaining > 1) {
      z = x[i + 1]! - mean;
      b += z;
      q += z * z;
    }
    if (remaining > 2) {
      z = x[i + 2]! - mean;
      c += z;
      r += z * z;
    }
    if (remaining > 3) {
      z = x[i + 3]! - mean;
      d += z;
      s += z * z;
    }
    if (remaining > 4) {
      z = x[i + 4]! - mean;
      e += z;
      t += z * z;
    }
    if (remaining > 5) {
      z = x[i + 5]! - mean;
      f += z;
      u += z * z;
    }
    if (remaining > 6) {
      z = x[i + 6]! - mean;
      g += z;
      v += z * z;
    }
  }
  const error = fold(a + e, b + f, c + g, d + h);
  meanAndError[0] = mean;
  meanAndError[1] = error;
  return corrected(fold(p + t, q + u, r + v, s + w), (error / n) * error);
}

/** Correlation of values with the values `lag` places later. */
export function autocorrelation(x: Float64Array, n: number, lag: number): number {
  if (n <= lag) return DEFER_TO_NATIVE;
  const m2 = n === 8 ? squaresOfEight(x) : squaresOfAny(x, n);
  if (!inRange(m2)) return DEFER_TO_NATIVE;
  if (lag === 0) return 1;
  const mean = meanAndError[0]!;
  const error = meanAndError[1]! / n;
  const pairs = n - lag;
  for (let j = 0; j < 4; j++) {
    let a = -0;
    let b = -0;
    let i = j;
    for (; i + 4 < pairs; i += LANES) {
      a += (x[i]! - mean - error) * (x[i + lag]! - mean - error);
      b += (x[i + 4]! - mean - error) * (x[i + 4 + lag]! - mean - error);
    }
    if (i < pairs) a += (x[i]! - mean - error) * (x[i + lag]! - mean - error);
    laneSums[j] = a + b;
  }
  // Adding 0 turns -0 into 0, as in C, where the sum begins with 0.
  return (foldLaneSums(0) + 0) / m2;
}
