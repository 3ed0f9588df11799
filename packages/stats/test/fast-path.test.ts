import { loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import { uniform } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import { nativeThreshold, withFastPath } from '../src/fast-path/index.js';
import type { Backend } from '../src/native.js';

const native = loadAddon<{ open(given: typeof capsule): Backend }>(__dirname, 'stats').open(capsule);

/** Set by the native functions of `fast`, which compute nothing. */
let deferred = false;
const fast = withFastPath(
  new Proxy({} as Backend, {
    get: () => () => {
      deferred = true;
    },
  }),
);

type Compute = (from: Backend, x: Float64Array, y: Float64Array) => ArrayLike<number> | number;

/** The contents of an array that a statistic has filled. */
const filled = (length: number, fill: (out: Float64Array) => unknown) => {
  const out = new Float64Array(length);
  fill(out);
  return out;
};
const quantiles = (from: Backend, x: Float64Array, ...p: number[]) => {
  const positions = Float64Array.from(p, (each) => each * (x.length - 1));
  from.quantiles(x, positions);
  return positions;
};
const windows = (x: Float64Array, window: number, fill: (out: Float64Array) => unknown) =>
  x.length < window ? [] : filled(x.length - window + 1, fill);
const counts = (from: Backend, x: Float64Array, low: number, high: number) => {
  const edges = Float64Array.from({ length: 7 }, (_, i) => (i === 6 ? high : low + i * ((high - low) / 6)));
  return filled(6, (out) => from.histogram(x, edges, out));
};

const { sum, variance, extreme, minMax, moments, otherMeans, pairs, ranks } = nativeThreshold;
const cases: [name: string, threshold: number, compute: Compute][] = [
  ['mean', sum, (from, x) => from.mean(x)],
  ['sum', sum, (from, x) => from.sum(x)],
  ['harmonicMean', otherMeans, (from, x) => from.harmonicMean(x)],
  ['weightedMean', otherMeans, (from, x, y) => from.weightedMean(x, y, new Float64Array(8))],
  ['variance', variance, (from, x) => from.variance(x, 1)],
  ['std', variance, (from, x) => from.std(x, 0.5)],
  ['sem', variance, (from, x) => from.sem(x, 1)],
  ['min', extreme, (from, x) => from.min(x)],
  ['max', extreme, (from, x) => from.max(x)],
  ['minMax', minMax, (from, x) => filled(8, (out) => from.minMax(x, out))],
  ['describe', nativeThreshold.describe, (from, x) => filled(8, (out) => from.describe(x, 1, out))],
  ['skewness', moments, (from, x) => from.skewness(x)],
  ['kurtosis', moments, (from, x) => from.kurtosis(x)],
  ['centralMoments', moments, (from, x) => filled(8, (out) => from.centralMoments(x, out))],
  ['momentsAbout', moments, (from, x) => filled(8, (out) => from.momentsAbout(x, 0.25, out))],
  ['summary', nativeThreshold.summary, (from, x) => filled(8, (out) => from.summary(x, out))],
  ['zscore', nativeThreshold.zscore, (from, x) => filled(x.length, (out) => from.zscore(x, 0.5, out))],
  ...[0, 1, 2, 3, 5, 7, 30].map((lag): [string, number, Compute] => [
    `autocorrelation at lag ${lag}`,
    nativeThreshold.autocorrelation,
    (from, x) => (x.length > lag ? from.autocorrelation(x, lag) : 0),
  ]),
  ...[1, 2, 6, 8, 9, 20].flatMap((n): [string, number, Compute][] => {
    const { rolling, shortRollingMean, shortRollingStd } = nativeThreshold;
    const thresholds = n > 8 ? [rolling, rolling] : [shortRollingMean, shortRollingStd];
    return [
      [`rollingMean of ${n}`, thresholds[0] ?? 0, (from, x) => windows(x, n, (out) => from.rollingMean(x, n - 1, out))],
      [
        `rollingStd of ${n}`,
        thresholds[1] ?? 0,
        (from, x) => windows(x, n, (out) => from.rollingStd(x, 0.5, n - 1, out)),
      ],
    ];
  }),
  ['covariance', pairs, (from, x, y) => from.covariance(x, y, 0.5)],
  ['correlation', pairs, (from, x, y) => from.correlation(x, y)],
  [
    'linearRegression',
    nativeThreshold.regression,
    (from, x, y) => filled(8, (out) => from.linearRegression(x, y, out)),
  ],
  ['median', nativeThreshold.quantiles, (from, x) => from.median(x)],
  ['one quantile', nativeThreshold.quantiles, (from, x) => quantiles(from, x, 0.3)],
  ['several quantiles', nativeThreshold.quantiles, (from, x) => quantiles(from, x, 0.9, 0.2, 0.5, 1)],
  ['mad', nativeThreshold.quantiles, (from, x) => from.mad(x)],
  ['mode', nativeThreshold.mode, (from, x) => from.mode(x)],
  ['rank', ranks, (from, x) => filled(x.length, (out) => from.rank(x, out))],
  ['spearman', ranks, (from, x, y) => from.spearman(x, y)],
  ['kendall', nativeThreshold.kendall, (from, x, y) => from.kendall(x, y)],
  ['histogram', nativeThreshold.histogram, (from, x) => counts(from, x, -0.3, 0.4)],
  ['histogram of a wide range', nativeThreshold.histogram, (from, x) => counts(from, x, -8e307, 8e307)],
];

const next = uniform(3);
const special = [0, -0, 5e-324, -5e-324, 2 ** -1022, 1e308, -1e308, Infinity, -Infinity, Number.NaN, 1e-160, 1e160];
const anySpecial = () => special[Math.floor(next() * special.length)] ?? 0;
/** Each number is repeated about 15 times, so that many windows are constant. */
let repeated = 0.1;
function runs(): number {
  if (next() < 1 / 15) repeated = 0.1 + Math.floor(next() * 3) / 10;
  return repeated;
}

const makers: [what: string, make: () => number][] = [
  ['numbers above 0', () => 0.5 + next()],
  ['numbers around 0', () => next() - 0.5],
  ['numbers of every magnitude', () => (next() - 0.5) * 2 ** Math.floor(next() * 200 - 100)],
  ['a large offset', () => 1e9 + next()],
  ['tied numbers', () => Math.floor(next() * 5)],
  ['runs of equal numbers', runs],
  ['integers, of which many are equal to the mean', () => Math.floor(next() * 3) - 1],
  ['zeros of both signs', () => (next() < 0.5 ? 0 : -0)],
  ['negative zeros', () => -0],
  ['equal values', () => 0.1],
  ['subnormal numbers', () => Math.round(next() * 100 - 50) * 5e-324],
  ['huge numbers', () => (next() * 3.5 - 1.75) * 1e308],
  ['a few special values', () => (next() < 0.02 ? anySpecial() : next())],
  ['special values only', anySpecial],
];

/** n numbers at an offset in a larger array. */
function sample(n: number, offset: number, make: () => number): Float64Array {
  return Float64Array.from({ length: n + offset + 1 }, make).subarray(offset, offset + n);
}

describe.each(cases)('the fast path of %s', (_, threshold, compute) => {
  test.each(makers)('has the same bits as the native kernel for %s', (what, make) => {
    let computed = 0;
    for (let n = 1; n < threshold; n++) {
      for (let offset = 0; offset < 4; offset++) {
        const [x, y] = [sample(n, offset, make), sample(n, offset, make)];
        deferred = false;
        const result = compute(fast, x, y);
        if (deferred) continue;
        computed++;
        expect([n, result]).toEqual([n, compute(native, x, y)]);
      }
    }
    if (what === 'numbers above 0') expect(computed).toBeGreaterThanOrEqual(4 * (threshold - 3));
  });

  test('defers to the native kernel from the threshold on', () => {
    deferred = false;
    const x = sample(threshold, 0, () => 0.5 + next());
    compute(fast, x, x);
    expect(deferred).toBe(true);
  });

  test('ends before the kernels use more than 8 lanes', () => expect(threshold).toBeLessThanOrEqual(128));
});
