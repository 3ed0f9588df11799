import type { Native } from './native.js';
import { allocate, pairsOf, sizeOf, toSample, toVector, type Values } from './values.js';

/** Ranks, and what depends on ranks alone. A NaN among the values gives NaN. */
export interface Ranks {
  /**
   * Ranks, from 1 for the smallest; equal values have the mean of theirs, as scipy.stats.rankdata and rank in R. All are NaN
   * where a value is NaN.
   *
   * @param values - at least 1
   * @returns a rank for each of them
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`; Error
   *   `ERR_STATS_OUT_OF_MEMORY`
   */
  rank(values: Values): Float64Array;
  /**
   * Spearman's rank correlation: Pearson's, of the ranks, from -1 to 1, as scipy.stats.spearmanr. NaN where all x or all y
   * are equal.
   *
   * @param x - at least 2 values
   * @param y - as many
   * @throws as rank(), and RangeError `ERR_STATS_LENGTH_MISMATCH`
   */
  spearman(x: Values, y: Values): number;
  /**
   * Kendall's tau-b, from -1 to 1, as scipy.stats.kendalltau: concordant pairs less discordant ones, over the root of those
   * not tied in x times those not tied in y. In a time of n*log(n), after Knight (1966). NaN where all x or all y are equal.
   *
   * @param x - at least 2 values
   * @param y - as many
   * @throws as spearman()
   */
  kendall(x: Values, y: Values): number;
}

export function ranks(native: Native): Ranks {
  return {
    rank: (values) => {
      const operation = 'rank(values)';
      const x = toSample(operation, 1, values);
      const out = allocate(operation, sizeOf(x), 'results');
      native.rank(x, out);
      return out;
    },
    // Both samples are converted before either is used: a getter in one could detach the memory of the other.
    spearman: (x, y) => {
      const operation = 'spearman(x, y)';
      const a = toVector(operation, 'x', x);
      const b = toVector(operation, 'y', y);
      pairsOf(operation, 2, a, b);
      return native.spearman(a, b);
    },
    kendall: (x, y) => {
      const operation = 'kendall(x, y)';
      const a = toVector(operation, 'x', x);
      const b = toVector(operation, 'y', y);
      pairsOf(operation, 2, a, b);
      return native.kendall(a, b);
    },
  };
}
