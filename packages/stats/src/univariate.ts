// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
// It is read by index: to destructure an array is to ask an iterator that anybody can replace.

import { max as shortMax, min as shortMin } from './fast-path/extremes.js';
import { crossing, isLeft } from './fast-path/lanes.js';
import { mean as shortMean, total as shortSum } from './fast-path/means.js';
import { describe as shortDescribe } from './fast-path/moments.js';
import { variance as shortVariance } from './fast-path/variance.js';
import { type Native, results, type Sample } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { shortCopy, sizeOf, toSample, toVector, type Values, vectorLength } from './values.js';

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

const { floor, sqrt } = Math;

export function univariate(native: Native): Univariate {
  const out = results();

  const some = (doing: string, values: Values): Sample => toSample(doing, 1, values);
  const moreThan = (doing: string, ddof: number, values: Values): Sample => toSample(doing, floor(ddof) + 1, values);

  // Apart, so that what is in front of it is small enough to become a part of its caller.
  const longVariance = (values: Values, ddof: number): number => {
    const x = moreThan('variance(values)', ddof, values);
    const copied = shortVariance(x as Float64Array, shortCopy(x, values, crossing.variance), ddof);
    return isLeft(copied) ? native.variance(x, ddof) : copied;
  };
  const longStd = (values: Values, ddof: number): number => {
    const x = moreThan('std(values)', ddof, values);
    const copied = sqrt(shortVariance(x as Float64Array, shortCopy(x, values, crossing.variance), ddof));
    return isLeft(copied) ? native.std(x, ddof) : copied;
  };
  const longSem = (values: Values, ddof: number): number => {
    const x = moreThan('sem(values)', ddof, values);
    const copied = shortCopy(x, values, crossing.variance);
    const again = sqrt(shortVariance(x as Float64Array, copied, ddof)) / sqrt(copied);
    return isLeft(again) ? native.sem(x, ddof) : again;
  };
  const longMinMax = (values: Values): Extremes => {
    const x = some('minMax(values)', values);
    const copied = shortCopy(x, values, crossing.extremes);
    out[0] = shortMin(x as Float64Array, copied);
    out[1] = shortMax(x as Float64Array, copied);
    if (isLeft(out[0]!)) native.minMax(x, out);
    return { min: out[0]!, max: out[1]! };
  };

  // Options are read before the values: a getter among them could take the memory away.
  // Short samples take the short way; whatever it leaves takes the long one, with all checks.
  return {
    mean: (values) => {
      const n = vectorLength(values);
      if (n >= crossing.mean) return native.mean(values as Float64Array);
      const quick = shortMean(values as Float64Array, n);
      if (!isLeft(quick)) return quick;
      const x = some('mean(values)', values);
      const copied = shortMean(x as Float64Array, shortCopy(x, values, crossing.mean));
      return isLeft(copied) ? native.mean(x) : copied;
    },
    variance: (values, options) => {
      const ddof = readDdof('variance(values)', options);
      const n = vectorLength(values);
      if (n >= crossing.variance && n > ddof) return native.variance(values as Float64Array, ddof);
      const quick = shortVariance(values as Float64Array, n, ddof);
      return isLeft(quick) ? longVariance(values, ddof) : quick;
    },
    std: (values, options) => {
      const ddof = readDdof('std(values)', options);
      const n = vectorLength(values);
      if (n >= crossing.variance && n > ddof) return native.std(values as Float64Array, ddof);
      const quick = sqrt(shortVariance(values as Float64Array, n, ddof));
      return isLeft(quick) ? longStd(values, ddof) : quick;
    },
    sum: (values) => {
      const n = vectorLength(values);
      if (n >= crossing.mean) return native.sum(values as Float64Array);
      const quick = shortSum(values as Float64Array, n);
      if (!isLeft(quick)) return quick;
      const x = toVector('sum(values)', 'values', values);
      const copied = shortSum(x as Float64Array, shortCopy(x, values, crossing.mean));
      return isLeft(copied) ? native.sum(x) : copied;
    },
    sem: (values, options) => {
      const ddof = readDdof('sem(values)', options);
      const n = vectorLength(values);
      if (n >= crossing.variance && n > ddof) return native.sem(values as Float64Array, ddof);
      const quick = sqrt(shortVariance(values as Float64Array, n, ddof)) / sqrt(n);
      return isLeft(quick) ? longSem(values, ddof) : quick;
    },
    min: (values) => {
      const n = vectorLength(values);
      if (n >= crossing.extreme) return native.min(values as Float64Array);
      const quick = shortMin(values as Float64Array, n);
      if (!isLeft(quick)) return quick;
      const x = some('min(values)', values);
      const copied = shortMin(x as Float64Array, shortCopy(x, values, crossing.extreme));
      return isLeft(copied) ? native.min(x) : copied;
    },
    max: (values) => {
      const n = vectorLength(values);
      if (n >= crossing.extreme) return native.max(values as Float64Array);
      const quick = shortMax(values as Float64Array, n);
      if (!isLeft(quick)) return quick;
      const x = some('max(values)', values);
      const copied = shortMax(x as Float64Array, shortCopy(x, values, crossing.extreme));
      return isLeft(copied) ? native.max(x) : copied;
    },
    minMax: (values) => {
      const n = vectorLength(values);
      if (n < crossing.extremes) {
        const least = shortMin(values as Float64Array, n);
        const greatest = shortMax(values as Float64Array, n);
        if (!isLeft(least) && !isLeft(greatest)) return { min: least, max: greatest };
      }
      return longMinMax(values);
    },
    describe: (values, options) => {
      const ddof = readDdof('describe(values)', options);
      const few = vectorLength(values);
      const quick = few < crossing.description ? describeShort(values as Float64Array, few, ddof, out) : undefined;
      if (quick !== undefined) return quick;
      const x = moreThan('describe(values)', ddof, values);
      const copied = describeShort(x as Float64Array, shortCopy(x, values, crossing.description), ddof, out);
      if (copied !== undefined) return copied;
      const n = sizeOf(x);
      native.describe(x, ddof, out);
      return description(n, out);
    },
  };
}

/** Of few values; undefined where it is left to C. */
export function describeShort(x: Float64Array, n: number, ddof: number, out: Float64Array): Description | undefined {
  if (!shortDescribe(x, n, ddof, out)) return undefined;
  out[3] = shortMin(x, n);
  out[4] = shortMax(x, n);
  return description(n, out);
}

const description = (n: number, out: Float64Array): Description => ({
  n,
  mean: out[0]!,
  std: out[1]!,
  variance: out[2]!,
  min: out[3]!,
  max: out[4]!,
  skewness: out[5]!,
  kurtosis: out[6]!,
});
