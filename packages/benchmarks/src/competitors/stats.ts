import { capsule } from '@capsule/fastmath';
import { createStats } from '@capsule/stats';
import { type Competitor, ofOne, ofPairs, toArray } from '../harness/competitor.js';

/** A matrix as an object, to be compared. */
const flat = (matrix: Float64Array[]) => ({ ...matrix.map((row) => ({ ...row })) });

/** What this repository offers. */
export async function load(): Promise<Competitor> {
  const stats = createStats(capsule);
  return {
    functions: {
      mean: ofOne(stats.mean),
      sum: ofOne(stats.sum),
      variance: ofOne(stats.variance),
      std: ofOne(stats.std),
      sem: ofOne(stats.sem),
      min: ofOne(stats.min),
      max: ofOne(stats.max),
      minMax: ofOne(stats.minMax),
      describe: ofOne(stats.describe),
      skewness: ofOne(stats.skewness),
      kurtosis: ofOne(stats.kurtosis),
      moment: ofOne((x) => stats.moment(x, 3)),
      geometricMean: ofOne(stats.geometricMean),
      harmonicMean: ofOne(stats.harmonicMean),
      weightedMean: ofPairs(stats.weightedMean),
      zscore: toArray((x) => stats.zscore(x)),
      autocorrelation: ofOne((x) => stats.autocorrelation(x, 1)),
      rollingMean: toArray((x) => stats.rollingMean(x, 5)),
      rollingStd: toArray((x) => stats.rollingStd(x, 5)),
      covariance: ofPairs(stats.covariance),
      correlation: ofPairs(stats.correlation),
      // Of x, y and x, which is as much work as of three.
      correlationMatrix: ofPairs((x, y) => flat(stats.correlationMatrix([x, y, x]))),
      linearRegression: ofPairs(stats.linearRegression),
      median: ofOne(stats.median),
      quantile: ofOne((x) => stats.quantile(x, 0.3)),
      iqr: ofOne(stats.iqr),
      mad: ofOne(stats.mad),
      mode: ofOne(stats.mode),
      rank: toArray(stats.rank),
      histogram: toArray((x) => stats.histogram(x).counts),
      spearman: ofPairs(stats.spearman),
      kendall: ofPairs(stats.kendall),
      // One by one, as they would come.
      Accumulator: ofOne((x) => {
        const accumulator = new stats.Accumulator();
        for (let i = 0; i < x.length; i++) accumulator.push(x[i] ?? 0);
        return accumulator.describe();
      }),
    },
  };
}
