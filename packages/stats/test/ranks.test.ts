import { kendall, rank, spearman } from '@capsule/stats';
import { digitsOfRoot } from '@capsule/test-support/digits';
import { over, times, whole } from '@capsule/test-support/exact-arithmetic';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const { NaN: nan, POSITIVE_INFINITY: infinity, MIN_VALUE: tiny, MAX_VALUE: huge } = Number;

// The examples of scipy.stats.rankdata, spearmanr and kendalltau.
test('rank, spearman and kendall agree with the examples of SciPy', () => {
  expect(rank([0, 2, 3, 2])).toEqual(Float64Array.of(1, 2.5, 4, 2.5));
  expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 15);
  expect(kendall([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 15);
});

// Hollander and Wolfe (1973), p. 187: lightness and quality of canned tuna. The example of cor.test in R, which prints
// tau.
test('kendall agrees with the example of Hollander and Wolfe', () => {
  const lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1];
  const quality = [2.6, 3.1, 2.5, 5, 3.6, 4, 5.2, 2.8, 3.8];
  expect(kendall(lightness, quality)).toBeCloseTo(0.4444444, 7);
});

/** Computes ranks by counting smaller and equal values. */
const ranksOf = (x: Float64Array) =>
  x.map((value) => x.filter((other) => other < value).length + (x.filter((other) => other === value).length + 1) / 2);

/** Twice the deviations from the mean rank, which are integers. */
const deviationsOf = (x: Float64Array) => Array.from(ranksOf(x), (each) => BigInt(2 * each) - BigInt(x.length + 1));

const products = (x: readonly bigint[], y: readonly bigint[]) =>
  x.reduce((sum, each, i) => sum + each * (y[i] ?? 0n), 0n);
const compare = (a: number, b: number) => (a < b ? -1n : a > b ? 1n : 0n);

/** Numbers of pairs of pairs: concordant minus discordant ones, those not tied in x, and those not tied in y. */
function pairSums(x: Float64Array, y: Float64Array) {
  let [difference, untiedX, untiedY] = [0n, 0n, 0n];
  for (const [i, a] of x.entries()) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [compare(a, x[j] ?? nan), compare(y[i] ?? nan, y[j] ?? nan)];
      difference += dx * dy;
      untiedX += dx * dx;
      untiedY += dy * dy;
    }
  }
  return [difference, untiedX, untiedY] as const;
}

/** Checks that r is xy / sqrt(xx * yy), by its square and its sign. */
function expectRoot(r: number, xy: bigint, xx: bigint, yy: bigint) {
  if (xx * yy === 0n) return expect(r).toBe(nan);
  expect(Math.sign(r)).toBe(xy < 0n ? -1 : xy > 0n ? 1 : 0);
  return xy === 0n || expect(digitsOfRoot(Math.abs(r), { p: xy * xy, q: xx * yy })).toBeGreaterThan(15);
}

describe.each([2, 3, 8, 9, 35, 36, 39, 40, 41, 100, 333])('%i values', (n) => {
  const next = uniform(n);
  const makers: [string, () => number][] = [
    ['that differ', () => next() - 0.5],
    ['of which many are tied', () => Math.floor(next() * Math.sqrt(n))],
    ['of which most are tied', () => (next() < 0.9 ? 3 : next())],
    ['that are zeros of both signs, and little else', () => [0, -0, tiny, -tiny][Math.floor(next() * 4)] ?? 0],
    ['with infinities', () => [infinity, -infinity, huge, 1][Math.floor(next() * 4)] ?? 0],
  ];

  test.each(makers)('%s have the ranks that are found by counting', (_, make) => {
    const x = values(n, make);
    expect(rank(x)).toEqual(ranksOf(x));
    expect(rank(Array.from(x))).toEqual(ranksOf(x));
  });

  test.each(makers)('%s have the rank correlation that exact arithmetic finds', (_, make) => {
    const [x, y] = [values(n, make), values(n, make)];
    const [a, b] = [deviationsOf(x), deviationsOf(y)];
    expectRoot(spearman(x, y), products(a, b), products(a, a), products(b, b));
  });

  test.each(makers)('%s have the tau-b that a comparison of all pairs finds', (_, make) => {
    const [x, y] = [values(n, make), values(n, make)];
    expectRoot(kendall(x, y), ...pairSums(x, y));
    expect(kendall(x, y)).toBe(kendall(y, x));
  });

  test('have rank correlations of 1 in the same order and of -1 in reverse order', () => {
    const x = values(n, (i) => next() + i);
    const y = x.map((value) => Math.exp(value / n));
    expect([spearman(x, y), kendall(x, y)]).toEqual([1, 1]);
    expect([
      spearman(
        x,
        y.map((value) => -value),
      ),
      kendall(
        x,
        y.map((value) => -value),
      ),
    ]).toEqual([-1, -1]);
  });

  test('have a rank correlation of NaN with a constant', () => {
    const [x, y] = [values(n, next), new Float64Array(n).fill(2)];
    expect([spearman(x, y), spearman(y, x), kendall(x, y), kendall(y, x)]).toEqual([nan, nan, nan, nan]);
  });
});

describe('200,000 pairs', () => {
  // For this n, the number of pairs of pairs, n (n - 1) / 2, is more than 2^32.
  const n = 200_000;
  const up = values(n, (i) => i);

  test('have rank correlations of exactly 1 and -1', () => {
    const down = up.toReversed();
    expect([spearman(up, up), spearman(up, down), kendall(up, up), kendall(up, down)]).toEqual([1, -1, 1, -1]);
  });

  test('have the tau-b that a closed formula gives', () => {
    // Each block of k values is reversed, so that exactly the pairs within a block are discordant.
    const k = 1000;
    const y = up.map((i) => i - (i % k) + (k - 1 - (i % k)));
    const [all, within] = [(n * (n - 1)) / 2, ((n / k) * k * (k - 1)) / 2];
    expect(kendall(up, y)).toBe((all - 2 * within) / all);
    // The values of a block are tied, so that pairs within a block do not count.
    const blocks = up.map((i) => Math.floor(i / k));
    const exact = over(times(whole(all - within), whole(all - within)), times(whole(all), whole(all - within)));
    expect(digitsOfRoot(kendall(up, blocks), exact)).toBeGreaterThan(15);
    expect(kendall(blocks, blocks)).toBe(1);
  });

  test('have the rank correlation that a closed formula gives', () => {
    // Neighbours are swapped, so that the sum of squared differences of ranks is n.
    const y = up.map((i) => i ^ 1);
    const m = whole(n);
    const exact = over(whole(6 * n), times(m, over(times(whole(n - 1), whole(n + 1)), whole(1))));
    expect(1 - spearman(up, y)).toBeCloseTo(Number(exact.p) / Number(exact.q), 15);
  });
});

test.each([
  ['spearman', spearman],
  ['kendall', kendall],
])('%s does not depend on the scale of the values', (_, statistic) => {
  const next = uniform(6);
  for (const n of [10, 500]) {
    const [x, y] = [values(n, next), values(n, next)];
    for (const factor of [2 * tiny, 2 ** 1014]) {
      const scaled = Float64Array.from(ranksOf(x), (each) => each * factor);
      expect(statistic(scaled, y)).toBe(statistic(x, y));
    }
  }
});
