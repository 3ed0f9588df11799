import { geometricMean, harmonicMean, mean, weightedMean, zscore } from '@capsule/stats';
import { digits, digitsOfRoot } from '@capsule/test-support/digits';
import {
  exactly,
  type Fraction,
  minus,
  nearest,
  over,
  plus,
  times,
  whole,
} from '@capsule/test-support/exact-arithmetic';
import { exactMoment, sample } from '@capsule/test-support/exact-statistics';
import { nist, numAcc } from '@capsule/test-support/nist';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const { MAX_VALUE: huge, MIN_VALUE: tiny, NaN: nan, POSITIVE_INFINITY: infinity } = Number;

// The examples of scipy.stats.gmean, scipy.stats.hmean and numpy.average in their references.
test('means agree with the examples of SciPy and NumPy', () => {
  const seven = [1, 2, 3, 4, 5, 6, 7];
  expect([geometricMean([1, 4]), geometricMean(seven)]).toEqual([2, 3.3800151591412964]);
  expect([harmonicMean([1, 4]), harmonicMean(seven)]).toEqual([1.6, 2.6997245179063363]);
  expect(weightedMean([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toBe(4);
});

/** Sums fractions in pairs, so that most sums are of few fractions and have small denominators. */
const sumOf = (all: readonly Fraction[]): Fraction => {
  if (all.length === 1) return all[0] ?? whole(0);
  return plus(sumOf(all.slice(0, all.length >> 1)), sumOf(all.slice(all.length >> 1)));
};
const power = (base: Fraction, n: number): Fraction => ({ p: base.p ** BigInt(n), q: base.q ** BigInt(n) });
const productOf = (x: ArrayLike<number>): Fraction => Array.from(x, exactly).reduce(times);

const lengths = [1, 2, 3, 7, 8, 9, 100, 513, 1100];

describe.each(lengths)('for %i values, by exact arithmetic,', (n) => {
  const next = uniform(n);
  const sets: [string, Float64Array][] = [
    ['1 + U[0, 1)', values(n, () => 1 + next())],
    ['values of every magnitude', values(n, () => 2 ** (next() * 200 - 100))],
    ['values near 1e300', values(n, () => 1e300 * (1 + next()))],
    // Values are not below 1e-307, because subnormal numbers have fewer digits.
    ['values near 1e-306', values(n, () => 1e-306 * (1 + next()))],
    ['1e9 + U[0, 1)', values(n, () => 1e9 + next())],
  ];

  test.each(sets)('the geometric mean of %s is correct to 15 digits', (_, x) => {
    const found = geometricMean(x);
    // The relative error of a power is n times that of its base.
    const error = digits(1, over(power(exactly(found), n), productOf(x)));
    expect(error + Math.log10(n)).toBeGreaterThan(15);
  });

  test.each(sets)('the harmonic mean of %s is correct to 15 digits', (_, x) => {
    const reciprocals = sumOf(Array.from(x, (value) => over(whole(1), exactly(value))));
    expect(digits(harmonicMean(x), over(whole(n), reciprocals))).toBeGreaterThan(15);
  });

  test.each(sets)('the weighted mean of %s is correct to 15 digits', (_, x) => {
    for (const scale of [1, 2 ** 1022, 2 ** -1040]) {
      const weights = values(n, (i) => scale * (1 + (i % 5) / 8));
      const products = sumOf(Array.from(x, (value, i) => times(exactly(value), exactly(weights[i] ?? 0))));
      const exact = over(products, sumOf(Array.from(weights, exactly)));
      expect(digits(weightedMean(x, weights), exact)).toBeGreaterThan(15);
    }
  });
});

describe.each([
  ['geometricMean', geometricMean],
  ['harmonicMean', harmonicMean],
])('%s', (_, statistic) => {
  test.each([
    [[0, 1, 2], 0],
    [[-0, 1], 0],
    [[tiny, 2 * tiny, 4 * tiny, huge, 0], 0],
    [[-1, 2], nan],
    [[-1, -1], nan],
    [[nan, 0, -1], nan],
    [[infinity, infinity], infinity],
    [[huge, huge, huge], huge],
    [[tiny, tiny], tiny],
  ])('returns for %o the mean %d', (x, expected) => {
    const found = statistic(x);
    if (expected > 0 && expected < infinity) expect(found / expected).toBeCloseTo(1, 15);
    else expect(found).toBe(expected);
  });
});

test('an infinity has the reciprocal 0 in a harmonic mean, and makes a geometric mean infinite, or NaN with 0', () => {
  expect([harmonicMean([infinity, 1]), harmonicMean([infinity, 0])]).toEqual([2, 0]);
  expect([geometricMean([infinity, 1]), geometricMean([infinity, 0])]).toEqual([infinity, nan]);
});

describe('weightedMean', () => {
  test('ignores finite values with a weight of 0', () => {
    expect(weightedMean([1, 100, 3], [1, 0, 1])).toBe(2);
  });

  test('returns the arithmetic mean for equal weights', () => {
    const x = values(1000, uniform(3));
    expect(weightedMean(x, new Float64Array(1000).fill(0.25))).toBeCloseTo(mean(x), 15);
  });

  test.each([
    [[huge, huge], [1, 1], huge],
    [[huge, huge], [huge, huge], huge],
    [[tiny, tiny, tiny], [tiny, tiny, tiny], tiny],
    [[tiny, 0, 0], [1e-10, 0, 0], tiny],
    [[huge, -huge, 0], [huge, huge, huge], 0],
    [[1e-70, 1e300], [1, 0], 1e-70],
    [[1e300, tiny, 3 * tiny], [0, 1, 1], 2 * tiny],
    [[huge, -huge, 1e-300], [1, 1, 2], 5e-301],
    [[1, 3], [tiny, tiny], 2],
    [[1e300, 5], [tiny, 1e300], 5],
    [[0, 0], [1e-200, 1e200], 0],
    [[infinity, -huge, -huge], [1e-300, 1e10, 1e10], infinity],
    [[infinity, 1], [1, 1], infinity],
    [[infinity, 1], [0, 1], nan],
    [[1, 2], [infinity, 1], nan],
    [[1, 2], [nan, -1], nan],
  ])('returns for the values %o and weights %o the mean %d', (x, weights, expected) => {
    expect(weightedMean(x, weights)).toBe(expected);
  });
});

test('weighted means of values and weights of any size are correct to 15 digits', () => {
  const next = uniform(31);
  const anySize = () => 2 ** (2090 * next() - 1070);
  for (let n = 1; n < 60; n++) {
    const x = values(n, () => anySize());
    const weights = values(n, (i) => (i > 0 && next() < 0.4 ? 0 : anySize()));
    const products = sumOf(Array.from(x, (value, i) => times(exactly(value), exactly(weights[i] ?? 0))));
    const exact = over(products, sumOf(Array.from(weights, exactly)));
    const found = weightedMean(x, weights);
    // Subnormal means have fewer digits.
    if (found > 1e-300) expect(digits(found, exact)).toBeGreaterThan(15);
    else expect(Math.abs(found - nearest(exact))).toBeLessThanOrEqual(Math.max(tiny, found * 1e-15));
  }
});

describe('zscore', () => {
  // The example of SciPy's reference, as SciPy 1.17.1 computes it.
  test('agrees with SciPy', () => {
    const x = [0.7972, 0.0767, 0.4383, 0.7866, 0.8091, 0.1954];
    const expected = [
      0.9332754719565054, -1.4683852609847239, -0.2630549056321235, 0.8979422259201735, 0.9729420406199345,
      -1.0727195718797635,
    ];
    for (const [i, score] of zscore(x).entries()) expect(score).toBeCloseTo(expected[i] ?? 0, 13);
    expect(zscore([1, 2, 3], { ddof: 1 })).toEqual(Float64Array.of(-1, 0, 1));
  });

  const next = uniform(8);
  test.each<[string, ArrayLike<number>]>([
    ...Object.entries(nist).map(([name, { y }]): [string, ArrayLike<number>] => [name, y]),
    ...numAcc.map(({ name, y }): [string, ArrayLike<number>] => [name, y]),
    ['1e9 + U[0, 1)', values(9000, () => 1e9 + next())],
    ['values near 1e200', values(700, () => 1e200 * next())],
    ['values near 1e-200', values(700, () => 1e-200 * next())],
  ])('is correct to 14 digits for %s', (_, x) => {
    const exact = sample(x);
    const variance = exactMoment(exact, 2);
    for (const [i, score] of zscore(Float64Array.from(x)).slice(0, 500).entries()) {
      const e = minus(exactly(x[i] ?? 0), exact.mean);
      // A score near 0 is a small difference of a value and the mean, and has fewer correct digits.
      if (Math.abs(score) < 1e-3) continue;
      expect(digitsOfRoot(Math.abs(score), over(times(e, e), variance))).toBeGreaterThan(14);
      expect(Math.sign(score)).toBe(e.p < 0n ? -1 : 1);
    }
  });

  test('is NaN for constant values and for one value', () => {
    expect([...zscore([0.1, 0.1, 0.1]), ...zscore([7])]).toEqual([nan, nan, nan, nan]);
  });

  test('returns an array that shares no memory with the values', () => {
    const x = Float64Array.of(1, 2, 3);
    zscore(x).fill(9);
    expect(x).toEqual(Float64Array.of(1, 2, 3));
  });
});
