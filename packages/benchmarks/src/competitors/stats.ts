import { capsule } from '@capsule/fastmath';
import { createStats } from '@capsule/stats';
import { type Competitor, ofOne, ofPairs } from '../competitor.js';

/** What this repository offers. */
export async function load(): Promise<Competitor> {
  const stats = createStats(capsule);
  return {
    functions: {
      mean: ofOne(stats.mean),
      variance: ofOne(stats.variance),
      std: ofOne(stats.std),
      min: ofOne(stats.min),
      max: ofOne(stats.max),
      describe: ofOne(stats.describe),
      covariance: ofPairs(stats.covariance),
      correlation: ofPairs(stats.correlation),
      linearRegression: ofPairs(stats.linearRegression),
    },
  };
}
