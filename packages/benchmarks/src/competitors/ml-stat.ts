import { type Competitor, ofOne, ofPairs, theirs } from '../competitor.js';

type OfOne = (x: ArrayLike<number>) => number;
interface MlStat {
  array: Record<'mean' | 'variance' | 'standardDeviation' | 'min' | 'max', OfOne> & {
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
      min: ofOne(array.min),
      max: ofOne(array.max),
      covariance: ofPairs(array.covariance),
    },
  };
}
