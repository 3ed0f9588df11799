import { allocate } from './allocate.js';
import { isLeft } from './fast-path/lanes.js';
import * as short from './fast-path/order.js';
import { asSample, orderCrossing, shortLength } from './fast-path/order.js';
import type { Native, Sample } from './native.js';
import { atLeast, pairsOf, sizeOf, toVector, type Values, vectorLength } from './values.js';

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
      const doing = 'rank(values)';
      const x = asSample(doing, values);
      const out = allocate(doing, sizeOf(x), 'results');
      const n = shortLength(x, orderCrossing.ranks);
      if (n === 0 || !short.rank(x as Float64Array, n, out)) native.rank(x, out);
      return out;
    },
    spearman: (x, y) => pairs('spearman(x, y)', x, y, orderCrossing.ranks, short.spearman, native.spearman),
    kendall: (x, y) => pairs('kendall(x, y)', x, y, orderCrossing.pairs, short.kendall, native.kendall),
  };
}

type Short = (x: Float64Array, y: Float64Array, n: number) => number;
type Long = (x: Sample, y: Sample) => number;

// Both samples are read before either is used: a getter in one could take the memory of the other away.
function pairs(doing: string, x: Values, y: Values, crossing: number, quickly: Short, natively: Long): number {
  const a = toVector(doing, 'x', x);
  const b = toVector(doing, 'y', y);
  const n = pairsOf(doing, a, b);
  atLeast(doing, 2, n, 'pair');
  const isShort = n < crossing && vectorLength(a) === n && vectorLength(b) === n;
  const quick = isShort ? quickly(a as Float64Array, b as Float64Array, n) : Number.NaN;
  return isLeft(quick) ? natively(a, b) : quick;
}
