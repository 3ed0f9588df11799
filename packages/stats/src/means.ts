// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
import { capsuleError } from '@capsule/core';
import { rejectMore, rejectMoreThanMap } from './arguments.js';
import { type Backend, resultArray } from './native.js';
import { completePairs, pairsOf, toRows, toSample, type Values } from './values.js';

/**
 * Means other than the arithmetic mean. The result for a NaN among the values is NaN.
 *
 * @example
 * ```ts
 * import { geometricMean, harmonicMean, type Means, weightedMean } from '@capsule/stats';
 *
 * const means: Means = { geometricMean, harmonicMean, weightedMean };
 * console.log(means.harmonicMean([1, 2, 4])); // 1.7142857142857142
 * ```
 */
export interface Means {
  /**
   * Geometric mean: n-th root of the product of n values, as scipy.stats.gmean without weights. Use it for growth
   * factors. The product does not overflow.
   *
   * @param values - at least 1
   * @returns the mean; 0 if a value is 0; NaN if a value is negative, or if both 0 and Infinity occur
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function does not have
   * @example
   * ```ts
   * import { geometricMean } from '@capsule/stats';
   *
   * console.log(geometricMean([1, 4, 16])); // 4
   * ```
   */
  geometricMean(values: Values): number;
  /**
   * Harmonic mean: n / (1 / values[0] + 1 / values[1] + ...), as scipy.stats.hmean without weights. Use it for rates.
   *
   * @param values - at least 1
   * @returns the mean; 0 if a value is 0; NaN if a value is negative
   * @throws as geometricMean()
   * @example
   * ```ts
   * import { harmonicMean } from '@capsule/stats';
   *
   * console.log(harmonicMean([30, 60])); // 40
   * ```
   */
  harmonicMean(values: Values): number;
  /**
   * Weighted mean: sum of values[i] * weights[i], divided by the sum of weights, as numpy.average. Negative weights,
   * which numpy.average accepts, are rejected.
   *
   * @param values - at least 1
   * @param weights - as many, 0 or more, and not all 0
   * @returns the mean, in the unit of the values; NaN for an infinite weight
   * @throws as geometricMean(), and RangeError `ERR_STATS_LENGTH_MISMATCH`, `ERR_STATS_WEIGHTS_UNUSABLE`
   * @example
   * ```ts
   * import { weightedMean } from '@capsule/stats';
   *
   * console.log(weightedMean([1, 5], [3, 1])); // 2
   * ```
   */
  weightedMean(values: Values, weights: Values): number;
}

export function means(compute: Backend): Means {
  const out = resultArray();
  return {
    geometricMean: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('geometricMean(values)', values, more);
      return compute.geometricMean(toSample('geometricMean(values)', 0, values));
    },
    harmonicMean: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('harmonicMean(values)', values, more);
      return compute.harmonicMean(toSample('harmonicMean(values)', 0, values));
    },
    // Both samples are converted before either is used: a getter in one could detach the memory of the other.
    weightedMean: (values, weights, ...more) => {
      const operation = 'weightedMean(values, weights)';
      if (more.length > 0) rejectMore(operation, more);
      const x = toRows(operation, 'values', values, 0);
      const w = toRows(operation, 'weights', weights, 1);
      const n = pairsOf(operation, 0, x, w, 'values and weights');
      const pairs = n > 0 ? { n, x, y: w } : completePairs(operation, 0, x, w);
      const mean = compute.weightedMean(pairs.x, pairs.y, out);
      if (Number.isNaN(mean)) checkWeights(operation, pairs.n, out[1]!, out[2]!);
      return mean;
    },
  };
}

function checkWeights(operation: string, n: number, smallest: number, sum: number): void {
  if (!(smallest < 0 || sum === 0)) return;
  throw capsuleError(RangeError, 'ERR_STATS_WEIGHTS_UNUSABLE', operation, {
    expected: smallest < 0 ? 'weights of 0 or more' : 'a weight above 0',
    found: smallest < 0 ? String(smallest) : `${n} that are 0`,
  });
}
