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
      mean: ofOne((x) => array.mean(x)),
      variance: ofOne((x) => array.variance(x)),
      std: ofOne((x) => array.standardDeviation(x)),
      min: ofOne((x) => array.min(x)),
      max: ofOne((x) => array.max(x)),
      covariance: ofPairs((x, y) => array.covariance(x, y)),
    },
  };
}
