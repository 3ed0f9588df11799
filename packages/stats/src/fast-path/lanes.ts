// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

/*
 * Statistics of short samples: below about a hundred values a crossing to C costs more than the work. A family has a file
 * in this folder, as in the one above.
 *
 * The order of operations is that of fastmath's kernels, and so are the bits: element i belongs to lane i mod 8, every
 * lane starts from -0, and lanes are folded by halves. From 128 values on there would be more lanes, and more runs.
 *
 * Each gives NaN for what it leaves to the long way, with its checks and its care: too few values, a NaN among them, a
 * sum that overflows, squares so large or so small that C rescales them.
 *
 * n comes beside the array, because its own `length` may lie. Eight values or fewer are one row, and a function of its own
 * without a loop: of eight it takes half of the time. What would be boxed on its way out of a function, as every number
 * that is not inlined, goes through a typed array.
 */

/** What is left to the long way. */
export const LEFT = Number.NaN;

/** Whether a result is none. Number.isNaN says the same, at ten times the price. */
// biome-ignore lint/suspicious/noSelfCompare: only NaN is not itself.
export const isLeft = (result: number): boolean => result !== result;

/** From how many values on C is faster, the crossing included. Up to 128 the order has 8 lanes and one run. */
export const crossing = {
  mean: 110,
  variance: 64,
  extreme: 80,
  extremes: 48,
  description: 28,
  powers: 40,
  scores: 96,
  pairs: 36,
  regression: 40,
  terms: 96,
  lagged: 80,
  rolling: 128,
} as const;

/** From how many values on the order has more lanes. */
export const LONG = 128;

/** Values of one row. */
export const ROW = 8;

/** Whether a sum of squares has kept its digits, and fourth powers will: C asks the same. */
export function inRange(squares: number): boolean {
  return squares > 1e-140 && squares < 1e140;
}

/** Lane j takes lane j + 4, then lane j + 2, then lane j + 1. */
export function fold(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): number {
  return a + e + (c + g) + (b + f + (d + h));
}

/** Sums of pairs of lanes, j and j + 4, as loops over two lanes at a time leave them: those of one sum side by side. */
export const lanes = new Float64Array(20);

/** Folds the lanes of one of the sums. */
export function foldLanes(first: number): number {
  return lanes[first]! + lanes[first + 2]! + (lanes[first + 1]! + lanes[first + 3]!);
}

/** Sum of x. It is written out for 8 lanes: in arrays or in loops over lanes it takes two or three times as long. */
export function sum(x: Float64Array, n: number): number {
  if (n < ROW) return sumOfFew(x, n);
  let a = x[0]!,
    b = x[1]!,
    c = x[2]!,
    d = x[3]!,
    e = x[4]!,
    f = x[5]!,
    g = x[6]!,
    h = x[7]!;
  let i = ROW;
  for (; i + ROW <= n; i += ROW) {
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

/** Of less than a row; lanes without a value are -0, whose addition changes nothing. */
function sumOfFew(x: Float64Array, n: number): number {
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
