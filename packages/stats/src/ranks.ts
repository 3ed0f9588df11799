import { rejectMore, rejectMoreThanMap } from './arguments.js';
import type { Native } from './native.js';
import { allocate, pairsOf, sizeOf, toSample, toVector, type Values } from './values.js';

/** Ranks, and statistics of ranks. The result for a NaN among the values is NaN. */
export interface Ranks {
  /**
   * Ranks, from 1 for the smallest value; tied values have the mean of their ranks. As scipy.stats.rankdata and rank()
   * in R with their defaults; there are no other methods.
   *
   * @param values - at least 1
   * @returns a rank for each value; all are NaN for a NaN among the values
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function does not have; Error `ERR_STATS_OUT_OF_MEMORY`
   */
  rank(values: Values): Float64Array;
  /**
   * Spearman's rank correlation: Pearson's correlation of the ranks, as the statistic of scipy.stats.spearmanr.
   *
   * @param x - at least 2 values
   * @param y - as many values as x
   * @returns from -1 to 1; NaN for constant x or y
   * @throws as rank(), and RangeError `ERR_STATS_LENGTH_MISMATCH`
   */
  spearman(x: Values, y: Values): number;
  /**
   * Kendall's tau-b, as the statistic of scipy.stats.kendalltau: the number of concordant less that of discordant
   * pairs, divided by the square root of (pairs not tied in x) * (pairs not tied in y). O(n log n); source: Knight
   * (1966).
   *
   * @param x - at least 2 values
   * @param y - as many values as x
   * @returns from -1 to 1; NaN for constant x or y
   * @throws as spearman()
   */
  kendall(x: Values, y: Values): number;
}

export function ranks(compute: Native): Ranks {
  return {
    rank: (values, ...more) => {
      const operation = 'rank(values)';
      if (more.length > 0) rejectMoreThanMap(operation, values, more);
      const x = toSample(operation, 0, values);
      const out = allocate(operation, sizeOf(x), 'results');
      compute.rank(x, out);
      return out;
    },
    // Both samples are converted before either is used: a getter in one could detach the memory of the other.
    spearman: (x, y, ...more) => {
      const operation = 'spearman(x, y)';
      if (more.length > 0) rejectMore(operation, more);
      const a = toVector(operation, 'x', x);
      const b = toVector(operation, 'y', y);
      pairsOf(operation, 1, a, b);
      return compute.spearman(a, b);
    },
    kendall: (x, y, ...more) => {
      const operation = 'kendall(x, y)';
      if (more.length > 0) rejectMore(operation, more);
      const a = toVector(operation, 'x', x);
      const b = toVector(operation, 'y', y);
      pairsOf(operation, 1, a, b);
      return compute.kendall(a, b);
    },
  };
}
