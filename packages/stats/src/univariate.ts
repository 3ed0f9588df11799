// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
// It is read by index: destructuring an array uses an iterator, which can be replaced.

import { rejectMoreThanMap } from './arguments.js';
import { mayHaveNulls, nullsOf } from './arrow.js';
import { type Backend, resultArray } from './native.js';
import type { DdofOptions } from './options.js';
import * as optionsOf from './options.js';
import type { Values } from './values.js';
import * as samples from './values.js';

// Bound once: each use of an import looks it up in the exports of its module, which takes more of V8's inlining budget.
const { lengthOfSample, toSample, toVector } = samples;
const { readDdof } = optionsOf;

/**
 * The result of describe().
 *
 * @example
 * ```ts
 * import { type Description, describe } from '@capsule/stats';
 *
 * const { n, mean, max }: Description = describe([1, 2, 6]);
 * console.log(n, mean, max); // 3 3 6
 * ```
 */
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
  /** Number of nulls, which are not among the values. Only for an Arrow column. */
  nulls?: number;
}

/**
 * The result of minMax().
 *
 * @example
 * ```ts
 * import { type Extremes, minMax } from '@capsule/stats';
 *
 * const { min, max }: Extremes = minMax([3, 1, 2]);
 * console.log(max - min); // 2
 * ```
 */
export interface Extremes {
  /** Smallest value. */
  min: number;
  /** Largest value. */
  max: number;
}

/**
 * Statistics of one sample. The result for a NaN among the values is NaN.
 *
 * @example
 * ```ts
 * import { mean, std, type Univariate } from '@capsule/stats';
 *
 * const summary: Pick<Univariate, 'mean' | 'std'> = { mean, std };
 * console.log(summary.mean([1, 2, 6])); // 3
 * ```
 */
export interface Univariate {
  /**
   * Arithmetic mean. Finite values have a finite mean, even if their sum overflows.
   *
   * @param values - at least 1
   * @returns the mean, in the unit of the values
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function does not have
   * @example
   * ```ts
   * import { mean } from '@capsule/stats';
   *
   * console.log(mean([1, 2, 3, 4])); // 2.5
   * console.log(mean(Float32Array.of(1, 2, 6))); // 3
   * ```
   */
  mean(values: Values): number;
  /**
   * Sum. It is infinite only if the exact sum overflows, not if a partial sum does.
   *
   * @param values - any number of values
   * @returns the sum; 0 for no values
   * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE`
   * @example
   * ```ts
   * import { sum } from '@capsule/stats';
   *
   * console.log(sum([0.5, 1, 2])); // 3.5
   * console.log(sum([])); // 0
   * ```
   */
  sum(values: Values): number;
  /**
   * Variance: sum of squared deviations from the mean, divided by `n - ddof`. The default divisor n - 1 estimates the
   * variance of the population, as var() in R. It differs from that of numpy.var, whose default ddof is 0.
   *
   * @param values - more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns the variance, in the squared unit of the values
   * @throws as mean(), and RangeError or TypeError `ERR_STATS_DDOF_UNUSABLE`
   * @example
   * ```ts
   * import { variance } from '@capsule/stats';
   *
   * console.log(variance([1, 2, 6])); // 7
   * console.log(variance([1, 2, 6], { ddof: 0 })); // 4.666666666666667
   * ```
   */
  variance(values: Values, options?: DdofOptions): number;
  /**
   * Standard deviation: square root of the variance, with the same default divisor n - 1, as sd() in R. It differs from
   * that of numpy.std, whose default ddof is 0.
   *
   * @param values - more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns the standard deviation, in the unit of the values
   * @throws as variance()
   * @example
   * ```ts
   * import { std } from '@capsule/stats';
   *
   * console.log(std([1, 3, 5])); // 2
   * ```
   */
  std(values: Values, options?: DdofOptions): number;
  /**
   * Standard error of the mean: std / sqrt(n), as scipy.stats.sem, whose default ddof is 1 too.
   *
   * @param values - more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns the standard error, in the unit of the values
   * @throws as variance()
   * @example
   * ```ts
   * import { sem } from '@capsule/stats';
   *
   * console.log(sem([1, 3, 5, 7]).toFixed(4)); // 1.2910
   * ```
   */
  sem(values: Values, options?: DdofOptions): number;
  /**
   * Smallest value. -0 is smaller than 0.
   *
   * @param values - at least 1
   * @returns one of the values
   * @throws as mean()
   * @example
   * ```ts
   * import { min } from '@capsule/stats';
   *
   * console.log(min([3, -1, 2])); // -1
   * ```
   */
  min(values: Values): number;
  /**
   * Largest value. 0 is larger than -0.
   *
   * @param values - at least 1
   * @returns one of the values
   * @throws as mean()
   * @example
   * ```ts
   * import { max } from '@capsule/stats';
   *
   * console.log(max([3, -1, 2])); // 3
   * ```
   */
  max(values: Values): number;
  /**
   * Smallest and largest value, in one pass.
   *
   * @param values - at least 1
   * @returns `{ min, max }`
   * @throws as mean()
   * @example
   * ```ts
   * import { minMax } from '@capsule/stats';
   *
   * console.log(minMax([3, -1, 2])); // { min: -1, max: 3 }
   * ```
   */
  minMax(values: Values): Extremes;
  /**
   * Size, mean, deviation, extremes, skewness and kurtosis in one call, as scipy.stats.describe with its defaults,
   * which lacks std: skewness and kurtosis are those of the sample, and 3 is subtracted from the kurtosis.
   *
   * @param values - more than `ddof`
   * @param options - `ddof` of variance and std, 1 by default
   * @returns `{ n, mean, std, variance, min, max, skewness, kurtosis }`, and `nulls` for an Arrow column
   * @throws as variance()
   * @example
   * ```ts
   * import { describe } from '@capsule/stats';
   *
   * const { n, mean, std, skewness } = describe([1, 2, 6]);
   * console.log(n, mean, std.toFixed(3), skewness.toFixed(3)); // 3 3 2.646 0.595
   * ```
   */
  describe(values: Values, options?: DdofOptions): Description;
}

export function univariate(compute: Backend): Univariate {
  const out = resultArray();

  // Options are read before the values: a getter among the options could detach the memory of the values.
  return {
    mean: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('mean(values)', values, more);
      return compute.mean(toSample('mean(values)', 0, values));
    },
    variance: (values, options, ...more) => {
      const ddof = options === undefined && more.length === 0 ? 1 : readDdof('variance(values)', options, more);
      return compute.variance(toSample('variance(values)', ddof, values), ddof);
    },
    std: (values, options, ...more) => {
      const ddof = options === undefined && more.length === 0 ? 1 : readDdof('std(values)', options, more);
      return compute.std(toSample('std(values)', ddof, values), ddof);
    },
    sum: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('sum(values)', values, more);
      return compute.sum(toVector('sum(values)', 'values', values));
    },
    sem: (values, options, ...more) => {
      const ddof = options === undefined && more.length === 0 ? 1 : readDdof('sem(values)', options, more);
      return compute.sem(toSample('sem(values)', ddof, values), ddof);
    },
    min: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('min(values)', values, more);
      return compute.min(toSample('min(values)', 0, values));
    },
    max: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('max(values)', values, more);
      return compute.max(toSample('max(values)', 0, values));
    },
    minMax: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('minMax(values)', values, more);
      compute.minMax(toSample('minMax(values)', 0, values), out);
      return { min: out[0]!, max: out[1]! };
    },
    describe: (values, options, ...more) => {
      const ddof = options === undefined && more.length === 0 ? 1 : readDdof('describe(values)', options, more);
      const x = toSample('describe(values)', ddof, values);
      compute.describe(x, ddof, out);
      const description = descriptionOf(lengthOfSample(x), out);
      return mayHaveNulls ? withNulls(description, nullsOf(x)?.nulls) : description;
    },
  };
}

/** Adds the number of nulls to the description of an Arrow column. */
export const withNulls = (description: Description, nulls: number | undefined): Description =>
  nulls === undefined ? description : { ...description, nulls };

/** Converts the results of compute.describe() to an object. */
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
