// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Summation in the order of fastmath's kernels, and helpers that all fast paths share.
 *
 * Element i belongs to lane i mod 8, every lane starts from -0, and lanes are folded by halves. From 128 values on the
 * kernels use more lanes, so arrays of that length are not computed by the fast path.
 *
 * Each function has the length as a parameter, because the `length` property of an array may be overridden. Arrays of
 * exactly 8 values have their own branch without a loop, which takes half of the time. Functions return intermediate
 * results in a typed array: V8 allocates memory for a number that a function returns, unless the function is inlined.
 */

/**
 * The result with which the fast path defers to the native kernel: for a NaN among the values, if squares are so large
 * or so small that the native code rescales them, and for 0 values. A long array counts as one of 0 values: see
 * small().
 */
export const DEFER_TO_NATIVE = Number.NaN;

/** Infinite results are deferred too: a partial sum may have overflowed. */
export const isDeferred = (result: number): boolean => result - result !== 0;

/** Rounding can move a correlation slightly outside of -1 to 1. NaN remains NaN. */
export const clampCorrelation = (r: number): number => (r > 1 ? 1 : r < -1 ? -1 : r);

/** The number of lanes of a sum of less than 128 values. */
export const LANES = 8;

/**
 * Whether a sum of squares is so far from overflow and underflow that it, and a sum of fourth powers, are accurate. It
 * is in_range() of native/statistics/rescale.h.
 */
export function inRange(squares: number): boolean {
  return squares > 1e-140 && squares < 1e140;
}

/** A constant, because V8 would compute the power in every call. */
const nearlyConstantLimit = 2 ** -20;

/**
 * Whether values differ by units in the last place only. Then the sum of squared deviations and its correction for the
 * rounding of the mean are nearly equal, so that their difference has few correct digits. fastmath computes it again
 * from a better mean (improve_mean() of native/kernels/moments.h).
 */
export function isNearlyConstant(correction: number, squares: number): boolean {
  return correction > squares * nearlyConstantLimit;
}

/**
 * Adds four sums, each of lanes j and j + 4, in the order of the kernels. It has fewer than 27 bytecodes: V8 inlines
 * such small functions even if its inlining budget is used up.
 */
export function fold(a: number, b: number, c: number, d: number): number {
  return a + c + (b + d);
}

/**
 * Intermediate results of up to five sums. Each sum has four numbers, of lanes j and j + 4 added; loops compute two
 * lanes at a time.
 */
export const laneSums = new Float64Array(20);

/** Adds the four numbers of one sum in `laneSums`. */
export function foldLaneSums(first: number): number {
  return fold(laneSums[first]!, laneSums[first + 1]!, laneSums[first + 2]!, laneSums[first + 3]!);
}

/** Sum of x. The lanes are variables: an array of lanes, or a loop over them, takes two or three times as long. */
export function sum(x: Float64Array, n: number): number {
  if (n < 8) return sumOfFewerThanLanes(x, n);
  let a = x[0]!,
    b = x[1]!,
    c = x[2]!,
    d = x[3]!,
    e = x[4]!,
    f = x[5]!,
    g = x[6]!,
    h = x[7]!;
  let i = 8;
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
  return fold(a + e, b + f, c + g, d + h);
}

/** A lane without a value is -0; adding it changes nothing. The sum of 0 values is deferred. */
function sumOfFewerThanLanes(x: Float64Array, n: number): number {
  return fold(
    (n > 0 ? x[0]! : DEFER_TO_NATIVE) + (n > 4 ? x[4]! : -0),
    (n > 1 ? x[1]! : -0) + (n > 5 ? x[5]! : -0),
    (n > 2 ? x[2]! : -0) + (n > 6 ? x[6]! : -0),
    (n > 3 ? x[3]! : -0) + -0,
  );
}
