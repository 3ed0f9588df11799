import { allocate } from './allocate.js';
import { rejectMore, rejectMoreThanMap } from './arguments.js';
import type { Backend } from './native.js';
import { completePairs, lengthOfSample, pairsOf, toRows, toSample, type Values } from './values.js';

/**
 * Ranks, and statistics of ranks. The result for a NaN among the values is NaN.
 *
 * @example
 * ```ts
 * import { kendall, type Ranks, rank, spearman } from '@capsule/stats';
 *
 * const ranks: Ranks = { rank, spearman, kendall };
 * console.log(ranks.rank([30, 10, 20])); // Float64Array(3) [ 3, 1, 2 ]
 * ```
 */
export interface Ranks {
  /**
   * Ranks, from 1 for the smallest value; tied values have the mean of their ranks. They are those of
   * scipy.stats.rankdata and rank() in R with their defaults; other methods for ties are not available.
   *
   * @param values - at least 1
   * @returns a rank for each value; if a value is NaN, all are NaN
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function does not have; Error `ERR_STATS_OUT_OF_MEMORY`
   * @example
   * ```ts
   * import { rank } from '@capsule/stats';
   *
   * console.log(rank([30, 10, 10, 20])); // Float64Array(4) [ 4, 1.5, 1.5, 3 ]
   * ```
   */
  rank(values: Values): Float64Array;
  /**
   * Spearman's rank correlation: Pearson's correlation of the ranks, as the statistic of scipy.stats.spearmanr.
   *
   * @param x - at least 2 values
   * @param y - as many values as x
   * @returns from -1 to 1; NaN for constant x or y
   * @throws as rank(), and RangeError `ERR_STATS_LENGTH_MISMATCH`
   * @example
   * ```ts
   * import { spearman } from '@capsule/stats';
   *
   * console.log(spearman([1, 2, 3, 4], [1, 8, 27, 64])); // 1
   * ```
   */
  spearman(x: Values, y: Values): number;
  /**
   * Kendall's tau-b, as the statistic of scipy.stats.kendalltau: the number of concordant minus the number of
   * discordant pairs, divided by the square root of (pairs not tied in x) * (pairs not tied in y). It takes O(n log n)
   * time; source: Knight (1966).
   *
   * @param x - at least 2 values
   * @param y - as many values as x
   * @returns from -1 to 1; NaN for constant x or y
   * @throws as spearman()
   * @example
   * ```ts
   * import { kendall } from '@capsule/stats';
   *
   * console.log(kendall([1, 2, 3, 4], [1, 2, 4, 3])); // 0.6666666666666666
   * ```
   */
  kendall(x: Values, y: Values): number;
}

export function ranks(compute: Backend): Ranks {
  return {
    rank: (values, ...more) => {
      const operation = 'rank(values)';
      if (more.length > 0) rejectMoreThanMap(operation, values, more);
      const x = toSample(operation, 0, values);
      const out = allocate(operation, lengthOfSample(x), 'results');
      compute.rank(x, out);
      return out;
    },
    // Both samples are converted before either is used: a getter in one could detach the memory of the other.
    spearman: (x, y, ...more) => {
      const operation = 'spearman(x, y)';
      if (more.length > 0) rejectMore(operation, more);
      const a = toRows(operation, 'x', x, 0);
      const b = toRows(operation, 'y', y, 1);
      if (pairsOf(operation, 1, a, b) > 0) return compute.spearman(a, b);
      const pairs = completePairs(operation, 1, a, b);
      return compute.spearman(pairs.x, pairs.y);
    },
    kendall: (x, y, ...more) => {
      const operation = 'kendall(x, y)';
      if (more.length > 0) rejectMore(operation, more);
      const a = toRows(operation, 'x', x, 0);
      const b = toRows(operation, 'y', y, 1);
      if (pairsOf(operation, 1, a, b) > 0) return compute.kendall(a, b);
      const pairs = completePairs(operation, 1, a, b);
      return compute.kendall(pairs.x, pairs.y);
    },
  };
}
