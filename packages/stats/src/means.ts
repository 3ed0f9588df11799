// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
import { capsuleError } from '@capsule/core';
import { crossing, isLeft } from './fast-path/lanes.js';
import * as short from './fast-path/means.js';
import { type Native, results } from './native.js';
import {
  atLeast,
  pairsOf,
  shortCopies,
  shortCopy,
  toSample,
  toVector,
  type Values,
  vectorLength,
  vectorPairs,
} from './values.js';

/** Other means than the arithmetic one. A NaN among the values gives NaN. */
export interface Means {
  /**
   * n-th root of the product of n values, as scipy.stats.gmean: for factors of growth. No product overflows on the way.
   * 0 where a value is 0, NaN where one is negative.
   *
   * @param values - at least 1
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`
   */
  geometricMean(values: Values): number;
  /**
   * n / (1 / values[0] + 1 / values[1] ...), as scipy.stats.hmean: for rates. 0 where a value is 0, NaN where one is
   * negative.
   *
   * @param values - at least 1
   * @throws as geometricMean()
   */
  harmonicMean(values: Values): number;
  /**
   * Sum of values[i] * weights[i], divided by the sum of weights, as numpy.average.
   *
   * @param values - at least 1
   * @param weights - as many, 0 or more, and not all of them 0
   * @throws as geometricMean(), and RangeError `ERR_STATS_LENGTH_MISMATCH`, `ERR_STATS_WEIGHTS_UNUSABLE`
   */
  weightedMean(values: Values, weights: Values): number;
}

export function means(native: Native): Means {
  const out = results();

  const longHarmonicMean = (values: Values): number => {
    const x = toSample('harmonicMean(values)', 1, values);
    const copied = short.harmonicMean(x as Float64Array, shortCopy(x, values, crossing.terms));
    return isLeft(copied) ? native.harmonicMean(x) : copied;
  };

  return {
    geometricMean: (values) => native.geometricMean(toSample('geometricMean(values)', 1, values)),
    harmonicMean: (values) => {
      const n = vectorLength(values);
      const quick = n < crossing.terms ? short.harmonicMean(values as Float64Array, n) : Number.NaN;
      return isLeft(quick) ? longHarmonicMean(values) : quick;
    },
    // Both samples are read before either is used: a getter in one could take the memory of the other away.
    weightedMean: (values, weights) => {
      const doing = 'weightedMean(values, weights)';
      const few = vectorPairs(values, weights);
      const quick =
        few < crossing.terms ? short.weightedMean(values as Float64Array, weights as Float64Array, few) : Number.NaN;
      if (!isLeft(quick)) return quick;
      const x = toVector(doing, 'values', values);
      const w = toVector(doing, 'weights', weights);
      const n = pairsOf(doing, x, w, 'values and weights');
      atLeast(doing, 1, n, 'pair');
      const copied = shortCopies(x, values, w, weights, crossing.terms);
      const again = short.weightedMean(x as Float64Array, w as Float64Array, copied);
      if (!isLeft(again)) return again;
      const mean = native.weightedMean(x, w, out);
      if (out[1]! < 0) refuseWeights(doing, 'weights of 0 or more', String(out[1]!));
      if (out[2] === 0) refuseWeights(doing, 'a weight above 0', `${n} that are 0`);
      return mean;
    },
  };
}

function refuseWeights(doing: string, expected: string, found: string): never {
  throw capsuleError(RangeError, 'ERR_STATS_WEIGHTS_UNUSABLE', doing, { expected, found });
}
