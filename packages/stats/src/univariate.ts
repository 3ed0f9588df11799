// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
// It is read by index: destructuring an array uses an iterator, which can be replaced.

import { type Native, resultArray } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { sizeOf, toSample, toVector, type Values } from './values.js';

/** The result of describe(). */
export interface Description {
  /** Number of values. */
  n: number;
  /** Arithmetic mean. */
  mean: number;
  /** Square root of the variance. */
  std: number;
  /** Sum of squared deviations, divided by `n - ddof`. */
  variance: number;
  /** Smallest value. */
  min: number;
  /** Largest value. */
  max: number;
  /** g1 = m3 / m2^1.5, of the central moments with divisor n; NaN for constant values. */
  skewness: number;
  /** g2 = m4 / m2^2 - 3: 0 for a normal distribution; NaN for constant values. */
  kurtosis: number;
}

/** The result of minMax(). */
export interface Extremes {
  /** Smallest value. */
  min: number;
  /** Largest value. */
  max: number;
}

/** Statistics of one sample. The result for a NaN among the values is NaN. */
export interface Univariate {
  /**
   * Arithmetic mean. Finite values have a finite mean, also where their sum overflows.
   *
   * @param values - at least 1
   * @returns the mean, in the unit of the values
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`
   */
  mean(values: Values): number;
  /**
   * Sum. It is infinite only where the exact sum is too large, not where a partial sum is.
   *
   * @param values - any number of values
   * @returns the sum; 0 for no values
   * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`
   */
  sum(values: Values): number;
  /**
   * Variance: sum of squared deviations from the mean, divided by `n - ddof`. The default ddof of 1 is that of var() in
   * R; numpy.var has a default of 0.
   *
   * @param values - more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns the variance, in the squared unit of the values
   * @throws as mean(), and RangeError or TypeError `ERR_STATS_DDOF_UNUSABLE`, TypeError `ERR_STATS_OPTIONS_UNUSABLE`
   */
  variance(values: Values, options?: DdofOptions): number;
  /**
   * Standard deviation: square root of the variance. The default ddof of 1 is that of sd() in R; numpy.std has a
   * default of 0.
   *
   * @param values - more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns the standard deviation, in the unit of the values
   * @throws as variance()
   */
  std(values: Values, options?: DdofOptions): number;
  /**
   * Standard error of the mean: std / sqrt(n), as scipy.stats.sem.
   *
   * @param values - more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns the standard error, in the unit of the values
   * @throws as variance()
   */
  sem(values: Values, options?: DdofOptions): number;
  /**
   * Smallest value. -0 is smaller than 0.
   *
   * @param values - at least 1
   * @returns one of the values
   * @throws as mean()
   */
  min(values: Values): number;
  /**
   * Largest value. 0 is larger than -0.
   *
   * @param values - at least 1
   * @returns one of the values
   * @throws as mean()
   */
  max(values: Values): number;
  /**
   * Smallest and largest value, in one pass.
   *
   * @param values - at least 1
   * @returns `{ min, max }`
   * @throws as mean()
   */
  minMax(values: Values): Extremes;
  /**
   * Size, mean, deviation, extremes, skewness and kurtosis in one call, as scipy.stats.describe.
   *
   * @param values - more than `ddof`
   * @param options - `ddof` of variance and std, 1 by default
   * @returns `{ n, mean, std, variance, min, max, skewness, kurtosis }`
   * @throws as variance()
   */
  describe(values: Values, options?: DdofOptions): Description;
}

export function univariate(native: Native): Univariate {
  const out = resultArray();

  // Options are read before the values: a getter among the options could detach the memory of the values.
  return {
    mean: (values) => native.mean(toSample('mean(values)', 0, values)),
    variance: (values, options) => {
      const ddof = readDdof('variance(values)', options);
      return native.variance(toSample('variance(values)', ddof, values), ddof);
    },
    std: (values, options) => {
      const ddof = readDdof('std(values)', options);
      return native.std(toSample('std(values)', ddof, values), ddof);
    },
    sum: (values) => native.sum(toVector('sum(values)', 'values', values)),
    sem: (values, options) => {
      const ddof = readDdof('sem(values)', options);
      return native.sem(toSample('sem(values)', ddof, values), ddof);
    },
    min: (values) => native.min(toSample('min(values)', 0, values)),
    max: (values) => native.max(toSample('max(values)', 0, values)),
    minMax: (values) => {
      native.minMax(toSample('minMax(values)', 0, values), out);
      return { min: out[0]!, max: out[1]! };
    },
    describe: (values, options) => {
      const ddof = readDdof('describe(values)', options);
      const x = toSample('describe(values)', ddof, values);
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
