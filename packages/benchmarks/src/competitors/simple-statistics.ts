import { type Competitor, ofOne, ofPairs, theirs } from '../competitor.js';

type OfOne = (x: ArrayLike<number>) => number;
type OfPairs = (x: ArrayLike<number>, y: ArrayLike<number>) => number;
interface SimpleStatistics {
  mean: OfOne;
  logAverage: OfOne;
  harmonicMean: OfOne;
  sum: OfOne;
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
