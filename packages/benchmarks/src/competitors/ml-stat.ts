import { type Competitor, importPackage, ofPairs, ofSample } from '../harness/competitor.js';

type OfOne = (x: ArrayLike<number>) => number;
interface MlStat {
  array: Record<
    'mean' | 'sum' | 'variance' | 'standardDeviation' | 'standardError' | 'min' | 'max' | 'harmonicMean',
    OfOne
  > & {
    minMax(x: ArrayLike<number>): { min: number; max: number };
    skewness(x: ArrayLike<number>, unbiased: boolean): number;
    kurtosis(x: ArrayLike<number>, unbiased: boolean): number;
    covariance(x: ArrayLike<number>, y: ArrayLike<number>): number;
  };
}

export async function load(): Promise<Competitor> {
  const {
    module: { array },
    version,
  } = await importPackage<MlStat>('ml-stat');
  return {
    version,
    functions: {
      mean: ofSample(array.mean),
      variance: ofSample(array.variance),
      std: ofSample(array.standardDeviation),
      sum: ofSample(array.sum),
      sem: ofSample(array.standardError),
      minMax: ofSample(array.minMax),
      skewness: ofSample((x) => array.skewness(x, false)),
      kurtosis: ofSample((x) => array.kurtosis(x, false)),
      // Its geometric mean multiplies all values, which overflows at a few thousand values.
      harmonicMean: ofSample(array.harmonicMean),
      min: ofSample(array.min),
      max: ofSample(array.max),
      covariance: ofPairs(array.covariance),
    },
  };
}
