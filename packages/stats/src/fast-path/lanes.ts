// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Summation in the order of fastmath's kernels, and what all fast paths share.
 *
 * Element i belongs to lane i mod 8, every lane starts from -0, and lanes are folded by halves. From 128 values on the
 * kernels use more lanes, so the fast path ends there at the latest.
 *
 * Each function takes the length beside the array, because the array's own `length` property may be overridden. Exactly
 * 8 values have their own branch without a loop, which takes half of the time. Intermediate results that leave a
 * function go through a typed array: V8 allocates memory for a number that a function returns, unless it is inlined.
 */

/**
 * The result that a fast path does not compute: the native kernel has to. That is so for no values, for a NaN among the
 * values, and where a sum overflows or squares are so large or so small that the native code rescales them.
 */
export const DEFER_TO_NATIVE = Number.NaN;

/** Number.isNaN() takes ten times as long. */
// biome-ignore lint/suspicious/noSelfCompare: only NaN is not itself.
export const isDeferred = (result: number): boolean => result !== result;

/** Rounding can take a correlation out of -1 to 1. NaN remains NaN. */
export const clampCorrelation = (r: number): number => (r > 1 ? 1 : r < -1 ? -1 : r);

/** The number of lanes of a sum of less than 128 values. */
export const LANES = 8;

/** Whether a sum of squares has kept its digits, and fourth powers will: in_range() of native/statistics/rescale.h. */
export function inRange(squares: number): boolean {
  return squares > 1e-140 && squares < 1e140;
}

/** Lane j takes lane j + 4, then lane j + 2, then lane j + 1. */
export function fold(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): number {
  return a + e + (c + g) + (b + f + (d + h));
}

/**
 * Of up to five sums, lanes j and j + 4 added: four numbers for each sum, as loops over two lanes at a time leave them.
 */
export const laneSums = new Float64Array(20);

/** Folds the four numbers of one sum in `laneSums`. */
export function foldLaneSums(first: number): number {
  return laneSums[first]! + laneSums[first + 2]! + (laneSums[first + 1]! + laneSums[first + 3]!);
}

/** Sum of x. The lanes are variables: in arrays, or in loops over lanes, it takes two or three times as long. */
export function sum(x: Float64Array, n: number): number {
  if (n < LANES) return sumOfFewerThanLanes(x, n);
  let a = x[0]!,
    b = x[1]!,
    c = x[2]!,
    d = x[3]!,
    e = x[4]!,
    f = x[5]!,
    g = x[6]!,
    h = x[7]!;
  let i = LANES;
  for (; i + LANES <= n; i += LANES) {
    a += x[i]!;
    b += x[i + 1]!;
    c += x[i + 2]!;
    d += x[i + 3]!;
    e += x[i + 4]!;
    f += x[i + 5]!;
    g += x[i + 6]!;
    h += x[i + 7]!;
  }
  const remaining = n - i;
  if (remaining > 0) {
    a += x[i]!;
    if (remaining > 1) b += x[i + 1]!;
    if (remaining > 2) c += x[i + 2]!;
    if (remaining > 3) d += x[i + 3]!;
    if (remaining > 4) e += x[i + 4]!;
    if (remaining > 5) f += x[i + 5]!;
    if (remaining > 6) g += x[i + 6]!;
  }
  return fold(a, b, c, d, e, f, g, h);
}

/** Lanes without a value are -0, whose addition changes nothing. */
function sumOfFewerThanLanes(x: Float64Array, n: number): number {
  return fold(
    n > 0 ? x[0]! : -0,
    n > 1 ? x[1]! : -0,
    n > 2 ? x[2]! : -0,
    n > 3 ? x[3]! : -0,
    n > 4 ? x[4]! : -0,
    n > 5 ? x[5]! : -0,
    n > 6 ? x[6]! : -0,
    -0,
  );
}
