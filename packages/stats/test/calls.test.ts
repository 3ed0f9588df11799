import { createStats } from '@capsule/stats';
import { refusal } from '@capsule/test-support/refusal';
import { uniform, values } from '@capsule/test-support/samples';
import { beforeEach, describe, expect, test } from 'vitest';
import { nativeThreshold } from '../src/fast-path/index.js';
import { type Calls, forge } from './forge/index.js';
import { all, compute, computeWith, ofNoValues, ordinary, type Statistic } from './statistics.js';

const stats = createStats(forge.seal(0));
const others = createStats(forge.seal(1));
const take = () => [forge.take(0), forge.take(1)];

beforeEach(take);

test('opening a table calls none of its functions', () => {
  createStats(forge.seal(0));
  expect(take()).toEqual([{}, {}]);
});

test('rejected arguments call no function of the table', () => {
  for (const name of all) {
    expect(() => computeWith(stats, name, 'no values', 'no values')).toThrow(TypeError);
    if (!ofNoValues.includes(name)) expect(() => computeWith(stats, name, [], [])).toThrow(RangeError);
  }
  expect(() => stats.covariance([1, 2], [1, 2, 3])).toThrow(RangeError);
  expect(() => stats.describe([1, 2], { ddof: Number.NaN })).toThrow(RangeError);
  expect(take()).toEqual([{}, {}]);
});

/** The calls that each statistic makes for n values or pairs, from its threshold on. */
const expected: Record<Statistic, (n: number) => Calls> = {
  mean: () => ({ sum: 1 }),
  sum: () => ({ sum: 1 }),
  sem: () => ({ deviations: 1 }),
  minMax: () => ({ min_max: 1 }),
  skewness: () => ({ moments: 1 }),
  kurtosis: () => ({ moments: 1 }),
  moment: () => ({ moments: 1 }),
  geometricMean: () => ({ min_max: 1 }),
  harmonicMean: (n) => ({ min_max: 1, sum: Math.ceil(n / 512) }),
  weightedMean: () => ({ min_max: 1, sum: 1, dot: 1 }),
  autocorrelation: (n) => ({ deviations: 1, sum: Math.ceil(n / 512), dot: Math.ceil((n - 1) / 512) }),
  rollingMean: (n) => ({ min_max: Math.ceil((n - 1) / 8192) }),
  rollingStd: (n) => ({ min_max: Math.ceil((n - 1) / 8192) }),
  zscore: (n) => ({ deviations: 1, sum: Math.ceil(n / 512) }),
  variance: () => ({ deviations: 1 }),
  std: () => ({ deviations: 1 }),
  min: () => ({ min_max: 1 }),
  max: () => ({ min_max: 1 }),
  describe: () => ({ moments: 1, min_max: 1 }),
  covariance: () => ({ comoments: 1 }),
  correlation: () => ({ comoments: 1 }),
  linearRegression: (n) => {
    const chunks = Math.ceil(n / 512);
    // Two pairs are on a line, so residuals are computed with twice the precision, which requires better means.
    return { comoments: 1, axpy: chunks, dot: chunks, sum: n === 2 ? 3 : chunks };
  },
  median: () => ({ min_max: 1, select: 1 }),
  quantile: () => ({ min_max: 1, select: 1 }),
  iqr: () => ({ min_max: 1, select: 1 }),
  mad: () => ({ min_max: 2, select: 2 }),
  mode: () => ({ sort: 1 }),
  rank: () => ({ rank: 1 }),
  histogram: (n) => ({ min_max: 1, ...(n >= nativeThreshold.histogram && { histogram: 1 }) }),
  spearman: () => ({ rank: 2, dot: 3 }),
  kendall: () => ({ rank: 2 }),
};

/** Below these lengths the fast path computes the statistic and calls no kernel. */
const { sum, variance, extreme, minMax, moments, zscore, pairs, regression, otherMeans, ranks } = nativeThreshold;
const thresholds: Partial<Record<Statistic, number>> = {
  mean: sum,
  sum,
  variance,
  std: variance,
  sem: variance,
  minMax,
  min: extreme,
  max: extreme,
  covariance: pairs,
  correlation: pairs,
  median: nativeThreshold.quantiles,
  quantile: nativeThreshold.quantiles,
  iqr: nativeThreshold.quantiles,
  mad: nativeThreshold.quantiles,
  mode: nativeThreshold.mode,
  rank: ranks,
  spearman: ranks,
  kendall: nativeThreshold.kendall,
  histogram: minMax,
  linearRegression: regression,
  describe: nativeThreshold.describe,
  skewness: moments,
  kurtosis: moments,
  moment: moments,
  zscore,
  autocorrelation: nativeThreshold.autocorrelation,
  harmonicMean: otherMeans,
  weightedMean: otherMeans,
  rollingMean: nativeThreshold.shortRollingMean,
  rollingStd: nativeThreshold.shortRollingStd,
};

describe.each([
  2,
  3,
  ...Object.values(nativeThreshold).flatMap((n) => [n - 1, n]),
  128,
  511,
  512,
  513,
  1024,
  1025,
  20_000,
])('for %i values', (n) => {
  const next = uniform(n);
  const [x, y] = [values(n, next), values(n, next)];

  test.each(all)(
    '%s calls the expected functions of the table, and returns the same bits as with the real table',
    (name) => {
      const result = computeWith(stats, name, x, y);
      const isFast = n < (thresholds[name] ?? 0) && !(name === 'linearRegression' && n === 2);
      expect(take()).toEqual([isFast ? {} : expected[name](n), {}]);
      expect(result).toEqual(compute(name, x, y));
    },
  );
});

describe.each(['Array', 'Float32Array'])('a small %s', (kind) => {
  const [x, y] = [values(8, uniform(1)), values(8, uniform(2))].map((each) =>
    Float64Array.from(Float32Array.from(each)),
  );
  const as = (each = new Float64Array(0)) => (kind === 'Array' ? [...each] : Float32Array.from(each));
  const names: Statistic[] = [
    ...(['mean', 'sum', 'variance', 'std', 'sem', 'min', 'max', 'minMax', 'describe', 'skewness', 'kurtosis'] as const),
    ...(['harmonicMean', 'weightedMean', 'covariance', 'correlation', 'linearRegression'] as const),
  ];

  test.each(names)('has the same %s as a Float64Array, computed without a call', (name) => {
    const result = computeWith(stats, name, as(x), as(y));
    expect(take()).toEqual([{}, {}]);
    expect(result).toEqual(computeWith(ordinary, name, x, y));
  });
});

test('mean rescales a sample whose sum is not finite', () => {
  const { MAX_VALUE: huge, NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  expect(stats.mean([huge, huge])).toBe(huge);
  expect(take()).toEqual([{ sum: 2, min_max: 2, scale: 2 }, {}]);
  expect([stats.mean([infinity, 1]), stats.mean([nan, 1])]).toEqual([infinity, nan]);
  expect(take()).toEqual([{ sum: 2, min_max: 2 }, {}]);
});

test('statistics are computed from a rescaled copy if squares overflow', () => {
  expect(stats.std([1e200, -1e200])).toBeCloseTo(Math.SQRT2 * 1e200, -187);
  expect(take()).toEqual([{ deviations: 2, min_max: 1, scale: 2 }, {}]);
  expect(stats.correlation([1e200, 2e200], [1, 2])).toBe(1);
  expect(take()).toEqual([{ comoments: 2, min_max: 1, scale: 2 }, {}]);
});

describe('a kernel without memory', () => {
  test.each(['median', 'quantile', 'iqr', 'mad', 'rank', 'spearman', 'kendall'] as const)(
    'makes %s fail, and has no effect on the next call',
    (name) => {
      const next = uniform(5);
      const [x, y] = [values(300, next), values(300, next)];
      forge.fail(true);
      try {
        expect(refusal(() => computeWith(stats, name, x, y))).toEqual({
          type: 'Error',
          code: 'ERR_STATS_OUT_OF_MEMORY',
          message: 'Computing a statistic: expected memory for a copy of 300 values, found none.',
          expected: 'memory for a copy of 300 values',
          found: 'none',
        });
      } finally {
        forge.fail(false);
      }
      expect(computeWith(stats, name, x, y)).toEqual(compute(name, x, y));
    },
  );
});

describe('quantiles', () => {
  const x = values(1000, uniform(6));

  test('are selected together for up to 32 probabilities; for more a copy is sorted', () => {
    stats.quantile(x, new Float64Array(32).fill(0.3));
    expect(take()).toEqual([{ min_max: 1, select: 1 }, {}]);
    stats.quantile(x, new Float64Array(33).fill(0.3));
    expect(take()).toEqual([{ sort: 1 }, {}]);
  });

  test('call nothing for no p', () => {
    expect(stats.quantile(x, [])).toEqual(new Float64Array(0));
    expect(take()).toEqual([{}, {}]);
  });
});

describe('tables that are open at the same time are independent', () => {
  const x = values(128, uniform(1));

  test('in alternating calls', () => {
    stats.mean(x);
    others.variance(x);
    stats.max(x);
    others.linearRegression(x, values(128, uniform(2)));
    stats.mean(x);
    expect(take()).toEqual([
      { sum: 2, min_max: 1 },
      { deviations: 1, comoments: 1, axpy: 1, dot: 1, sum: 1 },
    ]);
  });

  test('when the named exports use another table', () => {
    for (const name of all) computeWith(ordinary, name, [1, 2, 4], [1, 2, 3]);
    expect(take()).toEqual([{}, {}]);
  });

  test('when a table is opened during a call of another', () => {
    const options = {
      get ddof() {
        createStats(forge.seal(1)).min(x);
        return 1;
      },
    };
    stats.std(x, options);
    expect(take()).toEqual([{ deviations: 1 }, { min_max: 1 }]);
  });

  test('when a table is opened twice', () => {
    const again = createStats(forge.seal(0));
    again.mean(x);
    stats.mean(x);
    expect(take()).toEqual([{ sum: 2 }, {}]);
  });
});
