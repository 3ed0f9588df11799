import { type Competitor, importPackage, ofPairs, ofSample, ofSampleToArray } from '../harness/competitor.js';

type OfOne = (x: ArrayLike<number>) => number;
type OfPairs = (x: ArrayLike<number>, y: ArrayLike<number>) => number;
interface SimpleStatistics {
  mean: OfOne;
  logAverage: OfOne;
  harmonicMean: OfOne;
  sum: OfOne;
  sampleSkewness: OfOne;
  sampleKurtosis: OfOne;
  sumNthPowerDeviations(x: ArrayLike<number>, n: number): number;
  zScore(x: number, mean: number, deviation: number): number;
  standardDeviation: OfOne;
  weightedMean: OfPairs;
  combineMeans(mean: number, n: number, other: number, otherN: number): number;
  combineVariances(v: number, mean: number, n: number, otherV: number, otherMean: number, otherN: number): number;
  extent(x: ArrayLike<number>): [number, number];
  sampleVariance: OfOne;
  sampleStandardDeviation: OfOne;
  min: OfOne;
  max: OfOne;
  sampleCovariance: OfPairs;
  sampleCorrelation: OfPairs;
  sampleRankCorrelation: OfPairs;
  median: OfOne;
  quantile(x: ArrayLike<number>, p: number): number;
  interquartileRange: OfOne;
  medianAbsoluteDeviation: OfOne;
  mode: OfOne;
  linearRegression(pairs: readonly (readonly [number, number])[]): { m: number; b: number };
}

export async function load(): Promise<Competitor> {
  const { module: ss, version } = await importPackage<SimpleStatistics>('simple-statistics');
  return {
    version,
    functions: {
      mean: ofSample(ss.mean),
      sum: ofSample(ss.sum),
      variance: ofSample(ss.sampleVariance),
      std: ofSample(ss.sampleStandardDeviation),
      min: ofSample(ss.min),
      max: ofSample(ss.max),
      minMax: ofSample((x) => {
        const [min, max] = ss.extent(x);
        return { min, max };
      }),
      // Both are unbiased; the correction is removed, because the other competitors compute the biased ones.
      skewness: ofSample((x) => (ss.sampleSkewness(x) * (x.length - 2)) / Math.sqrt(x.length * (x.length - 1))),
      kurtosis: ofSample((x) => {
        const n = x.length;
        return ((ss.sampleKurtosis(x) * (n - 2) * (n - 3)) / (n - 1) - 6) / (n + 1);
      }),
      moment: ofSample((x) => ss.sumNthPowerDeviations(x, 3) / x.length),
      weightedMean: ofPairs(ss.weightedMean),
      zscore: ofSampleToArray((x) => {
        const [mean, deviation] = [ss.mean(x), ss.standardDeviation(x)];
        return x.map((value) => ss.zScore(value, mean, deviation));
      }),
      correlationMatrix: ofPairs((x, y) => {
        const columns = [x, y, x];
        return { ...columns.map((one) => ({ ...columns.map((other) => ss.sampleCorrelation(one, other)) })) };
      }),
      // Only mean and variance, because the package cannot merge other statistics.
      Accumulator: ofSample((x) => {
        let [n, mean, variance] = [0, 0, 0];
        for (let i = 0; i < x.length; i++, n++) {
          const value = x[i] ?? 0;
          variance = ss.combineVariances(variance, mean, n, 0, value, 1);
          mean = ss.combineMeans(mean, n, value, 1);
        }
        return { n, mean, variance: (variance * n) / (n - 1) };
      }),
      geometricMean: ofSample(ss.logAverage),
      harmonicMean: ofSample(ss.harmonicMean),
      covariance: ofPairs(ss.sampleCovariance),
      correlation: ofPairs(ss.sampleCorrelation),
      median: ofSample(ss.median),
      quantile: ofSample((x) => ss.quantile(x, 0.3)),
      iqr: ofSample(ss.interquartileRange),
      mad: ofSample(ss.medianAbsoluteDeviation),
      mode: ofSample(ss.mode),
      // It takes Arrays, which are created before the timed call.
      spearman: ({ n, x, y }) => {
        const [a, b] = [Array.from(x), Array.from(y)];
        return ofSample(() => ss.sampleRankCorrelation(a, b))({ n, x, y });
      },
      // It takes an array of pairs, which is created before the timed call.
      linearRegression: ({ n, x, y }) => {
        const pairs = Array.from(x, (value, i) => [value, y[i] ?? 0] as const);
        const line = () => {
          const { m: slope, b: intercept } = ss.linearRegression(pairs);
          return { slope, intercept };
        };
        return ofSample(line)({ n, x, y });
      },
    },
  };
}
