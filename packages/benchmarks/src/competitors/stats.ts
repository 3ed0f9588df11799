import * as stats from '@capsule/stats';
import { type Competitor, ofOne, ofPairs } from '../competitor.js';

/** What this repository offers. */
export async function load(): Promise<Competitor> {
  return {
    functions: {
      mean: ofOne(stats.mean),
      variance: ofOne((x) => stats.variance(x)),
      std: ofOne((x) => stats.std(x)),
      min: ofOne(stats.min),
      max: ofOne(stats.max),
      describe: ofOne((x) => stats.describe(x)),
      covariance: ofPairs((x, y) => stats.covariance(x, y)),
      correlation: ofPairs(stats.correlation),
      linearRegression: ofPairs(stats.linearRegression),
    },
  };
}
