import { type Competitor, ofOne, ofPairs, theirs } from '../harness/competitor.js';

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
  } = await theirs<MlStat>('ml-stat');
  return {
    version,
    functions: {
      mean: ofOne(array.mean),
      variance: ofOne(array.variance),
      std: ofOne(array.standardDeviation),
      sum: ofOne(array.sum),
      sem: ofOne(array.standardError),
      minMax: ofOne(array.minMax),
      skewness: ofOne((x) => array.skewness(x, false)),
      kurtosis: ofOne((x) => array.kurtosis(x, false)),
      // Its geometric mean is that of a product, which overflows at some thousand values.
      harmonicMean: ofOne(array.harmonicMean),
      min: ofOne(array.min),
      max: ofOne(array.max),
      covariance: ofPairs(array.covariance),
    },
  };
}
