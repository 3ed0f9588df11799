// The order of operations of summation_order.h, moments.h and moments.c in TypeScript, written as plainly as possible:
// lists are split and added, which is slow.

const RUN = 16;
const SHORT = 128;
const BLOCK = 8192;

const add = (terms: readonly number[]) => terms.reduce((total, term) => total + term, -0);

function cut(terms: readonly number[], length: number): number[][] {
  return Array.from({ length: Math.ceil(terms.length / length) }, (_, i) => terms.slice(i * length, (i + 1) * length));
}

/** Adds by halves: [a, b, c, d] becomes [a + c, b + d], and so on. */
function fold(lanes: readonly number[]): number {
  if (lanes.length === 1) return lanes[0] as number;
  const right = lanes.slice(lanes.length / 2);
  return fold(right.map((term, j) => (lanes[j] as number) + term));
}

function addBlock(terms: readonly number[], lanes: number): number {
  const lane: number[][] = Array.from({ length: lanes }, () => []);
  terms.forEach((term, i) => {
    lane[i % lanes]?.push(term);
  });
  return fold(lane.map((of) => add(cut(of, RUN).map(add))));
}

/**
 * Splits into blocks and merges their results; the left half has the largest power of two that is less than the number
 * of blocks.
 */
function tree<Item, Result>(
  items: readonly Item[],
  block: (items: readonly Item[]) => Result,
  join: (left: Result, right: Result) => Result,
): Result {
  if (items.length <= BLOCK) return block(items);
  let half = BLOCK;
  while (2 * half < items.length) half *= 2;
  return join(tree(items.slice(0, half), block, join), tree(items.slice(half), block, join));
}

const addTwo = (left: number, right: number) => left + right;
const addTerms = (terms: readonly number[]) => addBlock(terms, terms.length < SHORT ? 8 : 32);
const addAll = (terms: readonly number[]) => tree(terms, addTerms, addTwo);

export const sum = (x: Float64Array) => (x.length === 0 ? 0 : addAll([...x]));

export const dot = (x: Float64Array, y: Float64Array) =>
  x.length === 0 ? 0 : addAll(Array.from(x, (value, i) => value * (y[i] as number)));

/** Deviations are added in 8 lanes at every length. */
const addDeviations = (terms: readonly number[]) => addBlock(terms, 8);
const notNegative = (sumOfSquares: number) => (sumOfSquares < 0 ? 0 : sumOfSquares);

function momentsOfBlock(x: readonly number[]) {
  const mean = addTerms(x) / x.length;
  const e = x.map((value) => value - mean);
  const squares = e.map((value) => value * value);
  const s1 = addDeviations(e);
  const s2 = addDeviations(squares);
  const s3 = addDeviations(e.map((value, i) => (squares[i] as number) * value));
  const s4 = addDeviations(squares.map((value) => value * value));
  const rest = s1 / x.length;
  const m2 = notNegative(s2 - rest * s1);
  const m3 = s3 - 3 * rest * s2 + 2 * rest * rest * s1;
  const m4 = notNegative(s4 - 4 * rest * s3 + 6 * rest * rest * s2 - 3 * rest * rest * rest * s1);
  return { n: x.length, mean, rest, m2, m3, m4 };
}

type Part = ReturnType<typeof momentsOfBlock>;

/** Merges by the formulas of Chan, Golub and LeVeque (1979) and Pebay (2008). */
function merge(a: Part, b: Part): Part {
  const n = a.n + b.n;
  const wa = a.n / n;
  const wb = b.n / n;
  const delta = b.mean - a.mean + (b.rest - a.rest);
  const d2 = delta * delta;
  const m2 = a.m2 + b.m2 + d2 * a.n * wb;
  const m3 = a.m3 + b.m3 + d2 * delta * a.n * wb * (wa - wb) + 3 * delta * (wa * b.m2 - wb * a.m2);
  const fourthPowers = a.m4 + b.m4 + d2 * d2 * a.n * wb * (wa * wa - wa * wb + wb * wb);
  const m4 = fourthPowers + 6 * d2 * (wa * wa * b.m2 + wb * wb * a.m2) + 4 * delta * (wa * b.m3 - wb * a.m3);
  return { n, mean: a.mean, rest: a.rest + delta * wb, m2, m3, m4 };
}

/** Returns n, mean, M2, M3 and M4. */
export function moments(x: Float64Array): number[] {
  if (x.length === 0) return [0, 0, 0, 0, 0];
  const { m2, m3, m4 } = tree([...x], momentsOfBlock, merge);
  return [x.length, sum(x) / x.length, m2, m3, m4];
}

type Pair = readonly [x: number, y: number];

function comomentsOfBlock(pairs: readonly Pair[]) {
  const center = (values: readonly number[]) => {
    const mean = addTerms(values) / values.length;
    const deviations = values.map((value) => value - mean);
    const total = addDeviations(deviations);
    return { mean, deviations, total, rest: total / values.length };
  };
  const x = center(pairs.map(([value]) => value));
  const y = center(pairs.map(([, value]) => value));
  const products = (a: typeof x, b: typeof x) =>
    addDeviations(a.deviations.map((value, i) => value * (b.deviations[i] as number))) - a.rest * b.total;
  return {
    n: pairs.length,
    mean: [x.mean, y.mean] as Pair,
    rest: [x.rest, y.rest] as Pair,
    mxx: notNegative(products(x, x)),
    myy: notNegative(products(y, y)),
    mxy: products(x, y),
  };
}

type PairPart = ReturnType<typeof comomentsOfBlock>;

function mergePairs(a: PairPart, b: PairPart): PairPart {
  const n = a.n + b.n;
  const wb = b.n / n;
  const dx = b.mean[0] - a.mean[0] + (b.rest[0] - a.rest[0]);
  const dy = b.mean[1] - a.mean[1] + (b.rest[1] - a.rest[1]);
  return {
    n,
    mean: a.mean,
    rest: [a.rest[0] + dx * wb, a.rest[1] + dy * wb],
    mxx: a.mxx + b.mxx + dx * dx * a.n * wb,
    myy: a.myy + b.myy + dy * dy * a.n * wb,
    mxy: a.mxy + b.mxy + dx * dy * a.n * wb,
  };
}

/** Returns n, mean of x, mean of y, Mxx, Myy and Mxy. */
export function comoments(x: Float64Array, y: Float64Array): number[] {
  if (x.length === 0) return [0, 0, 0, 0, 0, 0];
  const pairs = Array.from(x, (value, i): Pair => [value, y[i] as number]);
  const { mxx, myy, mxy } = tree(pairs, comomentsOfBlock, mergePairs);
  return [x.length, sum(x) / x.length, sum(y) / y.length, mxx, myy, mxy];
}
