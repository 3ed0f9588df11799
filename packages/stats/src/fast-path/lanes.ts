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
 * The result where the fast path leaves the computation to the native kernel: for no values, for a NaN among the
 * values, and where squares are so large or so small that the native code rescales them.
 */
export const DEFER_TO_NATIVE = Number.NaN;

/** Infinite results are deferred too: a partial sum may have overflowed. */
export const isDeferred = (result: number): boolean => result - result !== 0;

/** Rounding can take a correlation out of -1 to 1. NaN remains NaN. */
export const clampCorrelation = (r: number): number => (r > 1 ? 1 : r < -1 ? -1 : r);

/** The number of lanes of a sum of less than 128 values. */
export const LANES = 8;

/** Whether a sum of squares is exact enough, and fourth powers will be: in_range() of native/statistics/rescale.h. */
export function inRange(squares: number): boolean {
  return squares > 1e-140 && squares < 1e140;
}

/** A constant: V8 would compute the power in every call. */
const nearlyConstantLimit = 2 ** -20;

/**
 * Whether values differ by units in the last place only. A sum of squares of deviations less its correction for the
 * rounding of the mean then has few correct digits, because both are nearly equal; fastmath computes it again from a
 * better mean (improve_mean() of native/kernels/moments.h).
 */
export function isNearlyConstant(correction: number, squares: number): boolean {
  return correction > squares * nearlyConstantLimit;
}

/**
 * Folds four sums, of lanes j and j + 4: sum j takes sum j + 2, then sum j + 1. It has less than 27 bytecodes, up to
 * which V8 inlines a function regardless of its budget.
 */
export function fold(a: number, b: number, c: number, d: number): number {
  return a + c + (b + d);
}

/**
 * Of up to five sums, lanes j and j + 4 added: four numbers for each sum, as loops over two lanes at a time leave them.
 */
export const laneSums = new Float64Array(20);

/** Folds the four numbers of one sum in `laneSums`. */
export function foldLaneSums(first: number): number {
  return fold(laneSums[first]!, laneSums[first + 1]!, laneSums[first + 2]!, laneSums[first + 3]!);
}

/** Sum of x. The lanes are variables: in arrays, or in loops over lanes, it takes two or three times as long. */
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

/** Lanes without a value are -0, whose addition changes nothing. The sum of no values is deferred. */
function sumOfFewerThanLanes(x: Float64Array, n: number): number {
  return fold(
    (n > 0 ? x[0]! : DEFER_TO_NATIVE) + (n > 4 ? x[4]! : -0),
    (n > 1 ? x[1]! : -0) + (n > 5 ? x[5]! : -0),
    (n > 2 ? x[2]! : -0) + (n > 6 ? x[6]! : -0),
    (n > 3 ? x[3]! : -0) + -0,
  );
}
