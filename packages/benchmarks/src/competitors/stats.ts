import { capsule } from '@capsule/fastmath';
import { createStats } from '@capsule/stats';
import { type Competitor, ofPairs, ofSample, ofSampleToArray } from '../harness/competitor.js';

/** Converts a matrix to an object, because results are compared as objects. */
const flat = (matrix: Float64Array[]) => ({ ...matrix.map((row) => ({ ...row })) });

/** The statistics of this repository. The suite `peers` measures these, in this order. */
export async function load(): Promise<Competitor> {
  const stats = createStats(capsule);
  return {
    functions: {
      mean: ofSample(stats.mean),
      sum: ofSample(stats.sum),
      variance: ofSample(stats.variance),
      std: ofSample(stats.std),
      sem: ofSample(stats.sem),
      min: ofSample(stats.min),
      max: ofSample(stats.max),
      minMax: ofSample(stats.minMax),
      describe: ofSample(stats.describe),
      skewness: ofSample(stats.skewness),
      kurtosis: ofSample(stats.kurtosis),
      moment: ofSample((x) => stats.moment(x, 3)),
      geometricMean: ofSample(stats.geometricMean),
      harmonicMean: ofSample(stats.harmonicMean),
      weightedMean: ofPairs(stats.weightedMean),
      zscore: ofSampleToArray((x) => stats.zscore(x)),
      autocorrelation: ofSample((x) => stats.autocorrelation(x, 1)),
      rollingMean: ofSampleToArray((x) => stats.rollingMean(x, 5)),
      rollingStd: ofSampleToArray((x) => stats.rollingStd(x, 5)),
      covariance: ofPairs(stats.covariance),
      correlation: ofPairs(stats.correlation),
      // The columns are x, y and x, which take as long as three different columns.
      correlationMatrix: ofPairs((x, y) => flat(stats.correlationMatrix([x, y, x]))),
      median: ofSample(stats.median),
      quantile: ofSample((x) => stats.quantile(x, 0.3)),
      iqr: ofSample(stats.iqr),
      mad: ofSample(stats.mad),
      mode: ofSample(stats.mode),
      rank: ofSampleToArray(stats.rank),
      histogram: ofSampleToArray((x) => stats.histogram(x).counts),
      spearman: ofPairs(stats.spearman),
      kendall: ofPairs(stats.kendall),
      linearRegression: ofPairs(stats.linearRegression),
      // Adds one value at a time.
      Accumulator: ofSample((x) => {
        const accumulator = new stats.Accumulator();
        for (let i = 0; i < x.length; i++) accumulator.push(x[i] ?? 0);
        return accumulator.describe();
      }),
    },
  };
}
