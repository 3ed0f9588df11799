import { type Native, results } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { atLeast, toVector, type Values } from './values.js';

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
   * Variance: sum of squared deviations from the mean, divided by `n - ddof`, as numpy.var.
   *
   * @param values - more than `ddof`
   * @throws as mean(), and `ERR_STATS_DDOF_UNUSABLE`
   */
  variance(values: Values, options?: DdofOptions): number;
  /** Standard deviation: square root of the variance, in the unit of the values, as numpy.std. */
  std(values: Values, options?: DdofOptions): number;
  /** Least value. -0 is less than 0. */
  min(values: Values): number;
  /** Greatest value. */
  max(values: Values): number;
  /**
   * Size, mean, deviation, extremes and shape in one call; skewness and kurtosis as scipy.stats.describe.
   *
   * @param values - more than `ddof`
   * @throws as variance()
   */
  describe(values: Values, options?: DdofOptions): Description;
}

export function univariate(native: Native): Univariate {
  const out = results();

  /** Options are read before the values: a getter among them could take the memory away. */
  const withDdof = (doing: string, values: Values, options: DdofOptions | undefined): [Float64Array, number] => {
    const ddof = readDdof(doing, options);
    const x = toVector(doing, 'values', values);
    atLeast(doing, Math.floor(ddof) + 1, x.length);
    return [x, ddof];
  };
  const some = (doing: string, values: Values): Float64Array => {
    const x = toVector(doing, 'values', values);
    atLeast(doing, 1, x.length);
    return x;
  };

  return {
    mean: (values) => native.mean(some('mean(values)', values)),
    variance: (values, options) => native.variance(...withDdof('variance(values)', values, options)),
    std: (values, options) => native.std(...withDdof('std(values)', values, options)),
    min: (values) => native.min(some('min(values)', values)),
    max: (values) => native.max(some('max(values)', values)),
    describe: (values, options) => {
      const [x, ddof] = withDdof('describe(values)', values, options);
      native.describe(x, ddof, out);
      const [mean = 0, std = 0, variance = 0, min = 0, max = 0, skewness = 0, kurtosis = 0] = out;
      return { n: x.length, mean, std, variance, min, max, skewness, kurtosis };
    },
  };
}
