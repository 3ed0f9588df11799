// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { type Competitor, ofPairs, ofSample, ofSampleToArray } from '../harness/competitor.js';
import { orderStatistics } from './hand-written-order-statistics.js';
import { accumulate, autocorrelation, rollingMean, rollingStd } from './hand-written-series.js';

// Loops without a library, about as accurate as stats: the second of two passes corrects the mean.

function sum(x: Float64Array): number {
  let all = 0;
  for (let i = 0; i < x.length; i++) all += x[i]!;
  return all;
}

function mean(x: Float64Array): number {
  return sum(x) / x.length;
}

function variance(x: Float64Array): number {
  const m = mean(x);
  let deviations = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const e = x[i]! - m;
    deviations += e;
    squares += e * e;
  }
  return (squares - (deviations * deviations) / x.length) / (x.length - 1);
}

function min(x: Float64Array): number {
  let least = x[0]!;
  for (let i = 1; i < x.length; i++) if (x[i]! < least) least = x[i]!;
  return least;
}

function max(x: Float64Array): number {
  let greatest = x[0]!;
  for (let i = 1; i < x.length; i++) if (x[i]! > greatest) greatest = x[i]!;
  return greatest;
}

function minMax(x: Float64Array) {
  let least = x[0]!;
  let greatest = least;
  for (let i = 1; i < x.length; i++) {
    if (x[i]! < least) least = x[i]!;
    else if (x[i]! > greatest) greatest = x[i]!;
  }
  return { min: least, max: greatest };
}

/** Computes sums of powers of deviations. */
function moments(x: Float64Array) {
  const n = x.length;
  const m = mean(x);
  let [deviations, m2, m3, m4] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const e = x[i]! - m;
    const square = e * e;
    deviations += e;
    m2 += square;
    m3 += square * e;
    m4 += square * square;
  }
  m2 -= (deviations * deviations) / n;
  return { n, m, m2, m3, m4 };
}

function skewness(x: Float64Array): number {
  const { n, m2, m3 } = moments(x);
  return m3 / n / Math.sqrt(m2 / n) ** 3;
}

function kurtosis(x: Float64Array): number {
  const { n, m2, m4 } = moments(x);
  return (n * m4) / m2 / m2 - 3;
}

function describe(x: Float64Array) {
  const { n, m, m2, m3, m4 } = moments(x);
  const spread = Math.sqrt(m2 / n);
  return {
    n,
    mean: m,
    std: Math.sqrt(m2 / (n - 1)),
    variance: m2 / (n - 1),
    min: min(x),
    max: max(x),
    skewness: m3 / n / spread ** 3,
    kurtosis: m4 / n / spread ** 4 - 3,
  };
}

function geometricMean(x: Float64Array): number {
  let logarithms = 0;
  for (let i = 0; i < x.length; i++) logarithms += Math.log(x[i]!);
  return Math.exp(logarithms / x.length);
}

function harmonicMean(x: Float64Array): number {
  let reciprocals = 0;
  for (let i = 0; i < x.length; i++) reciprocals += 1 / x[i]!;
  return x.length / reciprocals;
}

function weightedMean(x: Float64Array, weights: Float64Array): number {
  let [products, all] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    products += x[i]! * weights[i]!;
    all += weights[i]!;
  }
  return products / all;
}

function zscore(x: Float64Array): Float64Array {
  const m = mean(x);
  const std = Math.sqrt((variance(x) * (x.length - 1)) / x.length);
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = (x[i]! - m) / std;
  return out;
}

/** Computes sums of squares and products of deviations. */
function comoments(x: Float64Array, y: Float64Array) {
  const n = x.length;
  const [mx, my] = [mean(x), mean(y)];
  let [ex, ey, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const e = x[i]! - mx;
    const f = y[i]! - my;
    ex += e;
    ey += f;
    xx += e * e;
    yy += f * f;
    xy += e * f;
  }
  return { mx, my, xx: xx - (ex * ex) / n, yy: yy - (ey * ey) / n, xy: xy - (ex * ey) / n };
}

function covariance(x: Float64Array, y: Float64Array): number {
  return comoments(x, y).xy / (x.length - 1);
}

function correlation(x: Float64Array, y: Float64Array): number {
  const { xx, yy, xy } = comoments(x, y);
  return xy / Math.sqrt(xx * yy);
}

/** Does not compute the p-value, which needs a distribution. */
function linearRegression(x: Float64Array, y: Float64Array) {
  const n = x.length;
  const { mx, my, xx, yy, xy } = comoments(x, y);
  const slope = xy / xx;
  let [squares, sum] = [0, 0];
  for (let i = 0; i < n; i++) {
    const e = y[i]! - my - slope * (x[i]! - mx);
    squares += e * e;
    sum += e;
  }
  const residualStd = Math.sqrt((squares - (sum * sum) / n) / (n - 2));
  const r = xy / Math.sqrt(xx * yy);
  return {
    slope,
    intercept: my - slope * mx,
    r,
    rSquared: r * r,
    slopeStderr: residualStd / Math.sqrt(xx),
    interceptStderr: residualStd * Math.sqrt(1 / n + (mx * mx) / xx),
    residualStd,
  };
}

function correlationMatrix(x: Float64Array, y: Float64Array) {
  const columns = [x, y, x];
  return { ...columns.map((one) => ({ ...columns.map((other) => correlation(one, other)) })) };
}

export async function load(): Promise<Competitor> {
  return {
    functions: {
      mean: ofSample(mean),
      sum: ofSample(sum),
      variance: ofSample(variance),
      std: ofSample((x) => Math.sqrt(variance(x))),
      sem: ofSample((x) => Math.sqrt(variance(x) / x.length)),
      min: ofSample(min),
      max: ofSample(max),
      minMax: ofSample(minMax),
      describe: ofSample(describe),
      skewness: ofSample(skewness),
      kurtosis: ofSample(kurtosis),
      moment: ofSample((x) => moments(x).m3 / x.length),
      geometricMean: ofSample(geometricMean),
      harmonicMean: ofSample(harmonicMean),
      weightedMean: ofPairs(weightedMean),
      zscore: ofSampleToArray(zscore),
      autocorrelation: ofSample(autocorrelation),
      rollingMean: ofSampleToArray(rollingMean),
      rollingStd: ofSampleToArray(rollingStd),
      covariance: ofPairs(covariance),
      correlation: ofPairs(correlation),
      correlationMatrix: ofPairs(correlationMatrix),
      linearRegression: ofPairs(linearRegression),
      ...orderStatistics,
      Accumulator: ofSample(accumulate),
    },
  };
}
