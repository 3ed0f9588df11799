// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Statistics of short samples: below about a hundred values a crossing to C costs more than the work.
 *
 * The order of operations is that of fastmath's kernels, and so are the bits: element i belongs to lane i mod 8, every
 * lane starts from -0, and lanes are folded by halves. From 128 values on there would be more lanes, and more runs.
 *
 * Each gives NaN for what it leaves to the long way, with its checks and its care: too few values, a NaN among them, a
 * zero whose sign has to be looked for, a sum that overflows, squares so large or so small that C rescales them.
 *
 * n comes beside the array, because its own `length` may lie.
 */

const { max: larger, min: smaller, sqrt } = Math;

/** What is left to the long way. */
const LEFT = Number.NaN;

/** Whether a result is none. Number.isNaN says the same, at ten times the price. */
// biome-ignore lint/suspicious/noSelfCompare: only NaN is not itself.
export const isLeft = (result: number): boolean => result !== result;

/** From how many values on C is faster, the crossing included. Up to 128 the order has 8 lanes and one run. */
export const crossing = { extreme: 40, mean: 120, variance: 64, pairs: 32 } as const;

/** Least value. */
export function min(x: Float64Array, n: number): number {
  let least = n > 0 ? x[0]! : LEFT;
  for (let i = 1; i < n; i++) {
    const value = x[i]!;
    if (value < least) least = value;
    else if (isLeft(value)) return LEFT;
  }
  return least === 0 ? LEFT : least;
}

/** Greatest value. */
export function max(x: Float64Array, n: number): number {
  let greatest = n > 0 ? x[0]! : LEFT;
  for (let i = 1; i < n; i++) {
    const value = x[i]!;
    if (value > greatest) greatest = value;
    else if (isLeft(value)) return LEFT;
  }
  return greatest === 0 ? LEFT : greatest;
}

export function total(x: Float64Array, n: number): number {
  if (n === 0) return LEFT;
  const all = sum(x, n);
  return all - all === 0 ? all : LEFT;
}

export function mean(x: Float64Array, n: number): number {
  return total(x, n) / n;
}

export function variance(x: Float64Array, n: number, ddof: number): number {
  if (n <= ddof || n === 0) return LEFT;
  const m2 = squares(x, n, sum(x, n) / n, 0);
  return inRange(m2) ? m2 / (n - ddof) : LEFT;
}

export function covariance(x: Float64Array, y: Float64Array, n: number, ddof: number): number {
  return n > ddof && comoments(x, y, n) ? moments[2]! / (n - ddof) : LEFT;
}

export function correlation(x: Float64Array, y: Float64Array, n: number): number {
  if (!comoments(x, y, n)) return LEFT;
  return larger(-1, smaller(moments[2]! / sqrt(moments[0]! * moments[1]!), 1));
}

/** Whether a sum of squares has kept its digits. */
function inRange(squares: number): boolean {
  return squares > 1e-140 && squares < 1e140;
}

/** Sums of x[i] - mean, and of y[i] - mean: not 0, because a mean is rounded. */
const rests = new Float64Array(2);

/** Mxx, Myy and Mxy. */
const moments = new Float64Array(3);

/**
 * Computes the moments of pairs, and says whether they have kept their digits. The means are rounded, and the sums of
 * deviations from them say by how much.
 */
function comoments(x: Float64Array, y: Float64Array, n: number): boolean {
  if (n === 0) return false;
  const meanX = sum(x, n) / n;
  const meanY = sum(y, n) / n;
  moments[0] = squares(x, n, meanX, 0);
  moments[1] = squares(y, n, meanY, 1);
  moments[2] = products(x, y, n, meanX, meanY) - (rests[0]! / n) * rests[1]!;
  return inRange(moments[0]!) && inRange(moments[1]!);
}

// Each sum below is written out for 8 lanes: in arrays or in loops over lanes it takes two or three times as long.

/** Lane j takes lane j + 4, then lane j + 2, then lane j + 1. */
function fold(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): number {
  return a + e + (c + g) + (b + f + (d + h));
}

/** Sum of x. */
function sum(x: Float64Array, n: number): number {
  let a = -0,
    b = -0,
    c = -0,
    d = -0,
    e = -0,
    f = -0,
    g = -0,
    h = -0;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    a += x[i]!;
    b += x[i + 1]!;
    c += x[i + 2]!;
    d += x[i + 3]!;
    e += x[i + 4]!;
    f += x[i + 5]!;
    g += x[i + 6]!;
    h += x[i + 7]!;
  }
  const left = n - i;
  if (left > 0) {
    a += x[i]!;
    if (left > 1) b += x[i + 1]!;
    if (left > 2) c += x[i + 2]!;
    if (left > 3) d += x[i + 3]!;
    if (left > 4) e += x[i + 4]!;
    if (left > 5) f += x[i + 5]!;
    if (left > 6) g += x[i + 6]!;
  }
  return fold(a, b, c, d, e, f, g, h);
}

/** Sum of (x[i] - meanX) * (y[i] - meanY). */
function products(x: Float64Array, y: Float64Array, n: number, meanX: number, meanY: number): number {
  let a = -0,
    b = -0,
    c = -0,
    d = -0,
    e = -0,
    f = -0,
    g = -0,
    h = -0;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    a += (x[i]! - meanX) * (y[i]! - meanY);
    b += (x[i + 1]! - meanX) * (y[i + 1]! - meanY);
    c += (x[i + 2]! - meanX) * (y[i + 2]! - meanY);
    d += (x[i + 3]! - meanX) * (y[i + 3]! - meanY);
    e += (x[i + 4]! - meanX) * (y[i + 4]! - meanY);
    f += (x[i + 5]! - meanX) * (y[i + 5]! - meanY);
    g += (x[i + 6]! - meanX) * (y[i + 6]! - meanY);
    h += (x[i + 7]! - meanX) * (y[i + 7]! - meanY);
  }
  const left = n - i;
  if (left > 0) {
    a += (x[i]! - meanX) * (y[i]! - meanY);
    if (left > 1) b += (x[i + 1]! - meanX) * (y[i + 1]! - meanY);
    if (left > 2) c += (x[i + 2]! - meanX) * (y[i + 2]! - meanY);
    if (left > 3) d += (x[i + 3]! - meanX) * (y[i + 3]! - meanY);
    if (left > 4) e += (x[i + 4]! - meanX) * (y[i + 4]! - meanY);
    if (left > 5) f += (x[i + 5]! - meanX) * (y[i + 5]! - meanY);
    if (left > 6) g += (x[i + 6]! - meanX) * (y[i + 6]! - meanY);
  }
  return fold(a, b, c, d, e, f, g, h);
}

/**
 * Sum of (x[i] - mean)^2, corrected by the sum of x[i] - mean, which goes to rests[at]. The first row starts the lanes: to
 * add it to 16 times -0 would change nothing, and take time.
 */
function squares(x: Float64Array, n: number, mean: number, at: number): number {
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
  const left = n - i;
  if (left > 0) {
    z = x[i]! - mean;
    a += z;
    p += z * z;
    if (left > 1) {
      z = x[i + 1]! - mean;
      b += z;
      q += z * z;
    }
    if (left > 2) {
      z = x[i + 2]! - mean;
      c += z;
      r += z * z;
    }
    if (left > 3) {
      z = x[i + 3]! - mean;
      d += z;
      s += z * z;
    }
    if (left > 4) {
      z = x[i + 4]! - mean;
      e += z;
      t += z * z;
    }
    if (left > 5) {
      z = x[i + 5]! - mean;
      f += z;
      u += z * z;
    }
    if (left > 6) {
      z = x[i + 6]! - mean;
      g += z;
      v += z * z;
    }
  }
  const rest = fold(a, b, c, d, e, f, g, h);
  rests[at] = rest;
  return fold(p, q, r, s, t, u, v, w) - (rest / n) * rest;
}
