import { type Competitor, ofOne, ofPairs, theirs, toArray } from '../harness/competitor.js';

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
  const { module: ss, version } = await theirs<SimpleStatistics>('simple-statistics');
  return {
    version,
    functions: {
      mean: ofOne(ss.mean),
      sum: ofOne(ss.sum),
      variance: ofOne(ss.sampleVariance),
      std: ofOne(ss.sampleStandardDeviation),
      min: ofOne(ss.min),
      max: ofOne(ss.max),
      minMax: ofOne((x) => {
        const [min, max] = ss.extent(x);
        return { min, max };
      }),
      // Both are without bias, which is what is left out here.
      skewness: ofOne((x) => (ss.sampleSkewness(x) * (x.length - 2)) / Math.sqrt(x.length * (x.length - 1))),
      kurtosis: ofOne((x) => {
        const n = x.length;
        return ((ss.sampleKurtosis(x) * (n - 2) * (n - 3)) / (n - 1) - 6) / (n + 1);
      }),
      moment: ofOne((x) => ss.sumNthPowerDeviations(x, 3) / x.length),
      weightedMean: ofPairs(ss.weightedMean),
      zscore: toArray((x) => {
        const [mean, deviation] = [ss.mean(x), ss.standardDeviation(x)];
        return x.map((value) => ss.zScore(value, mean, deviation));
      }),
      correlationMatrix: ofPairs((x, y) => {
        const columns = [x, y, x];
        return { ...columns.map((one) => ({ ...columns.map((other) => ss.sampleCorrelation(one, other)) })) };
      }),
      // What it has for values that come one by one: mean and variance, and no more.
      Accumulator: ofOne((x) => {
        let [n, mean, variance] = [0, 0, 0];
        for (let i = 0; i < x.length; i++, n++) {
          const value = x[i] ?? 0;
          variance = ss.combineVariances(variance, mean, n, 0, value, 1);
          mean = ss.combineMeans(mean, n, value, 1);
        }
        return { n, mean, variance: (variance * n) / (n - 1) };
      }),
      geometricMean: ofOne(ss.logAverage),
      harmonicMean: ofOne(ss.harmonicMean),
      covariance: ofPairs(ss.sampleCovariance),
      correlation: ofPairs(ss.sampleCorrelation),
      median: ofOne(ss.median),
      quantile: ofOne((x) => ss.quantile(x, 0.3)),
      iqr: ofOne(ss.interquartileRange),
      mad: ofOne(ss.medianAbsoluteDeviation),
      mode: ofOne(ss.mode),
      // It takes Arrays; making them is not counted.
      spearman: ({ n, x, y }) => {
        const [a, b] = [Array.from(x), Array.from(y)];
        return ofOne(() => ss.sampleRankCorrelation(a, b))({ n, x, y });
      },
      // It takes an array of pairs; making them is not counted.
      linearRegression: ({ n, x, y }) => {
        const pairs = Array.from(x, (value, i) => [value, y[i] ?? 0] as const);
        const line = () => {
          const { m: slope, b: intercept } = ss.linearRegression(pairs);
          return { slope, intercept };
        };
        return ofOne(line)({ n, x, y });
      },
    },
  };
}
