// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
// It is read by index: destructuring an array uses an iterator, which can be replaced.

import { type Native, resultArray } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { sizeOf, toSample, toVector, type Values } from './values.js';

/** What describe() gives. */
export interface Description {
  /** How many values. */
  n: number;
  mean: number;
  /** Square root of the variance. */
  std: number;
  /** Sum of squared deviations, divided by `n - ddof`. */
  variance: number;
  min: number;
  max: number;
  /** g1 = m3 / m2^1.5, of the central moments with divisor n; NaN where all values are equal. */
  skewness: number;
  /** g2 = m4 / m2^2 - 3: 0 for a normal distribution; NaN where all values are equal. */
  kurtosis: number;
}

/** What minMax() gives. */
export interface Extremes {
  min: number;
  max: number;
}

/** Statistics of one sample. A NaN among the values gives NaN. */
export interface Univariate {
  /**
   * Arithmetic mean.
   *
   * @param values - at least 1
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`
   */
  mean(values: Values): number;
  /**
   * Sum; 0 where there are no values. Infinite only where the sum itself is too large, not where one on the way is.
   *
   * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`
   */
  sum(values: Values): number;
  /**
   * Variance: sum of squared deviations from the mean, divided by `n - ddof`, as numpy.var.
   *
   * @param values - more than `ddof`
   * @throws as mean(), and `ERR_STATS_DDOF_UNUSABLE`
   */
  variance(values: Values, options?: DdofOptions): number;
  /** Standard deviation: square root of the variance, in the unit of the values, as numpy.std. */
  std(values: Values, options?: DdofOptions): number;
  /**
   * Standard error of the mean: std / sqrt(n), as scipy.stats.sem.
   *
   * @param values - more than `ddof`
   * @throws as variance()
   */
  sem(values: Values, options?: DdofOptions): number;
  /** Least value. -0 is less than 0. */
  min(values: Values): number;
  /** Greatest value. */
  max(values: Values): number;
  /** Both in one reading. */
  minMax(values: Values): Extremes;
  /**
   * Size, mean, deviation, extremes and shape in one call; skewness and kurtosis as scipy.stats.describe.
   *
   * @param values - more than `ddof`
   * @throws as variance()
   */
  describe(values: Values, options?: DdofOptions): Description;
}

const { floor } = Math;

export function univariate(native: Native): Univariate {
  const out = resultArray();

  // Options are read before the values: a getter among the options could detach the memory of the values.
  return {
    mean: (values) => native.mean(toSample('mean(values)', 1, values)),
    variance: (values, options) => {
      const ddof = readDdof('variance(values)', options);
      return native.variance(toSample('variance(values)', floor(ddof) + 1, values), ddof);
    },
    std: (values, options) => {
      const ddof = readDdof('std(values)', options);
      return native.std(toSample('std(values)', floor(ddof) + 1, values), ddof);
    },
    sum: (values) => native.sum(toVector('sum(values)', 'values', values)),
    sem: (values, options) => {
      const ddof = readDdof('sem(values)', options);
      return native.sem(toSample('sem(values)', floor(ddof) + 1, values), ddof);
    },
    min: (values) => native.min(toSample('min(values)', 1, values)),
    max: (values) => native.max(toSample('max(values)', 1, values)),
    minMax: (values) => {
      native.minMax(toSample('minMax(values)', 1, values), out);
      return { min: out[0]!, max: out[1]! };
    },
    describe: (values, options) => {
      const ddof = readDdof('describe(values)', options);
      const x = toSample('describe(values)', floor(ddof) + 1, values);
      native.describe(x, ddof, out);
      return descriptionOf(sizeOf(x), out);
    },
  };
}

/** The results of native.describe(). */
export const descriptionOf = (n: number, out: Float64Array): Description => ({
  n,
  mean: out[0]!,
  std: out[1]!,
  variance: out[2]!,
  min: out[3]!,
  max: out[4]!,
  skewness: out[5]!,
  kurtosis: out[6]!,
});
