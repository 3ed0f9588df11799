/*
 * Computes statistics of small arrays in JavaScript, with the interface of the native addon. Below about a hundred
 * values the call into C costs more than the computation.
 *
 * The kernels in this folder repeat the formulas of C, because using the C code would require the call that they avoid.
 * They perform the operations in the order of fastmath's kernels, so that the results have the same bits:
 * test/fast-path.test.ts compares them.
 */
import * as core from '@capsule/core';
import type { Backend, Sample } from '../native.js';
import * as typedArrays from '../typed-arrays.js';
import * as pairs from './bivariate.js';
import { max, min, minMax } from './extremes.js';
import * as lanes from './lanes.js';
import { harmonicMean, weightedMean } from './means.js';
import { centralMoments, describe, kurtosis, momentsAbout, skewness, summary, zscore } from './moments.js';
import { histogram, mad, median, mode, quantiles } from './order-statistics.js';
import { kendall, rank, spearman } from './ranks.js';
import { rollingMean, rollingStd, SHORT_WINDOW } from './rolling.js';
import * as variances from './variance.js';

// Bound once: each use of an import looks it up in the exports of its module, which takes more of V8's inlining budget.
const { isDeferred, sum } = lanes;
const { autocorrelation, variance } = variances;
const { correlation, covariance, linearRegression } = pairs;
const { float64Length } = typedArrays;

// Captured at load; later monkey-patching has no effect.
const { typedArrayLength } = core;
const { isView } = ArrayBuffer;
const { sqrt } = Math;

/**
 * The lengths from which on calling the native kernel is faster. None is above 128, because kernels use more than 8
 * lanes for longer arrays. Those of order statistics and ranks do not exceed the capacity of their buffers.
 */
const threshold = {
  sum: 110,
  variance: 64,
  extreme: 80,
  minMax: 48,
  describe: 28,
  moments: 40,
  zscore: 96,
  pairs: 36,
  regression: 40,
  otherMeans: 96,
  autocorrelation: 80,
  rolling: 128,
  shortRollingMean: 56,
  shortRollingStd: 20,
  summary: 128,
  quantiles: 24,
  mode: 12,
  ranks: 40,
  kendall: 36,
  histogram: 80,
} as const;

const { variance: varianceThreshold } = threshold;

// Exported with another name, because every use of an exported constant looks it up in the exports.
export { threshold as nativeThreshold };

type Vector = Float64Array;

/** Returns the length of a Float64Array if it is less than a limit; 0 for longer arrays and for data capsules. */
function small(x: Sample, limit: number): number {
  if (!isView(x) || (x as Vector)[0] === undefined) return 0;
  const n = typedArrayLength(x as Vector);
  return n < limit ? n : 0;
}

/** As small(), for two samples of the same length. */
const smallPairs = (x: Sample, y: Sample, limit: number): number => (isView(y) ? small(x, limit) : 0);

/**
 * Returns the same statistics, which compute small arrays in JavaScript. A kernel returns DEFER_TO_NATIVE, or false, if
 * it does not compute the result; then the native function is called. Every method is written out, because a helper
 * with the kernel as an argument would call it indirectly.
 */
export function withFastPath(native: Backend): Backend {
  return {
    mean: (x) => {
      const n = small(x, threshold.sum);
      const result = sum(x as Vector, n) / n;
      return isDeferred(result) ? native.mean(x) : result;
    },
    sum: (x) => {
      const result = sum(x as Vector, small(x, threshold.sum));
      return isDeferred(result) ? native.sum(x) : result;
    },
    geometricMean: native.geometricMean,
    harmonicMean: (x) => {
      const result = harmonicMean(x as Vector, small(x, threshold.otherMeans));
      return isDeferred(result) ? native.harmonicMean(x) : result;
    },
    weightedMean: (x, weights, out) => {
      const n = smallPairs(x, weights, threshold.otherMeans);
      const result = weightedMean(x as Vector, weights as Vector, n);
      return isDeferred(result) ? native.weightedMean(x, weights, out) : result;
    },
    variance: (x, ddof) => {
      const result = variance(x as Vector, small(x, varianceThreshold), ddof);
      return isDeferred(result) ? native.variance(x, ddof) : result;
    },
    std: (x, ddof) => {
      const result = sqrt(variance(x as Vector, small(x, varianceThreshold), ddof));
      return isDeferred(result) ? native.std(x, ddof) : result;
    },
    sem: (x, ddof) => {
      const n = small(x, varianceThreshold);
      const result = sqrt(variance(x as Vector, n, ddof)) / sqrt(n);
      return isDeferred(result) ? native.sem(x, ddof) : result;
    },
    min: (x) => {
      const result = min(x as Vector, small(x, threshold.extreme));
      return isDeferred(result) ? native.min(x) : result;
    },
    max: (x) => {
      const result = max(x as Vector, small(x, threshold.extreme));
      return isDeferred(result) ? native.max(x) : result;
    },
    minMax: (x, out) => {
      if (!minMax(x as Vector, small(x, threshold.minMax), out)) native.minMax(x, out);
    },
    describe: (x, ddof, out) => {
      if (!describe(x as Vector, small(x, threshold.describe), ddof, out)) native.describe(x, ddof, out);
    },
    skewness: (x) => {
      const result = skewness(x as Vector, small(x, threshold.moments));
      return isDeferred(result) ? native.skewness(x) : result;
    },
    kurtosis: (x) => {
      const result = kurtosis(x as Vector, small(x, threshold.moments));
      return isDeferred(result) ? native.kurtosis(x) : result;
    },
    centralMoments: (x, out) => {
      if (!centralMoments(x as Vector, small(x, threshold.moments), out)) native.centralMoments(x, out);
    },
    momentsAbout: (x, center, out) => {
      if (!momentsAbout(x as Vector, small(x, threshold.moments), center, out)) native.momentsAbout(x, center, out);
    },
    summary: (x, out) => {
      if (!summary(x as Vector, small(x, threshold.summary), out)) native.summary(x, out);
    },
    zscore: (x, ddof, out) => {
      if (!zscore(x as Vector, small(x, threshold.zscore), ddof, out)) native.zscore(x, ddof, out);
    },
    autocorrelation: (x, lag) => {
      const result = autocorrelation(x as Vector, small(x, threshold.autocorrelation), lag);
      return isDeferred(result) ? native.autocorrelation(x, lag) : result;
    },
    rollingMean: (x, lag, out) => {
      const n = small(x, lag < SHORT_WINDOW ? threshold.shortRollingMean : threshold.rolling);
      if (!rollingMean(x as Vector, n, lag + 1, out)) native.rollingMean(x, lag, out);
    },
    rollingStd: (x, ddof, lag, out) => {
      const n = small(x, lag < SHORT_WINDOW ? threshold.shortRollingStd : threshold.rolling);
      if (!rollingStd(x as Vector, n, lag + 1, ddof, out)) native.rollingStd(x, ddof, lag, out);
    },
    covariance: (x, y, ddof) => {
      const result = covariance(x as Vector, y as Vector, smallPairs(x, y, threshold.pairs), ddof);
      return isDeferred(result) ? native.covariance(x, y, ddof) : result;
    },
    correlation: (x, y) => {
      const result = correlation(x as Vector, y as Vector, smallPairs(x, y, threshold.pairs));
      return isDeferred(result) ? native.correlation(x, y) : result;
    },
    linearRegression: (x, y, out) =>
      linearRegression(x as Vector, y as Vector, smallPairs(x, y, threshold.regression), out)
        ? 1
        : native.linearRegression(x, y, out),
    median: (x) => {
      const result = median(x as Vector, small(x, threshold.quantiles));
      return isDeferred(result) ? native.median(x) : result;
    },
    quantiles: (x, positions) => {
      const n = small(x, threshold.quantiles);
      if (!quantiles(x as Vector, n, positions, float64Length(positions))) native.quantiles(x, positions);
    },
    mad: (x) => {
      const result = mad(x as Vector, small(x, threshold.quantiles));
      return isDeferred(result) ? native.mad(x) : result;
    },
    mode: (x) => {
      const result = mode(x as Vector, small(x, threshold.mode));
      return isDeferred(result) ? native.mode(x) : result;
    },
    rank: (x, out) => {
      if (!rank(x as Vector, small(x, threshold.ranks), out)) native.rank(x, out);
    },
    spearman: (x, y) => {
      const result = spearman(x as Vector, y as Vector, smallPairs(x, y, threshold.ranks));
      return isDeferred(result) ? native.spearman(x, y) : result;
    },
    kendall: (x, y) => {
      const result = kendall(x as Vector, y as Vector, smallPairs(x, y, threshold.kendall));
      return isDeferred(result) ? native.kendall(x, y) : result;
    },
    histogram: (x, edges, counts) => {
      const n = small(x, threshold.histogram);
      if (!histogram(x as Vector, n, edges, counts, float64Length(counts))) native.histogram(x, edges, counts);
    },
  };
}
