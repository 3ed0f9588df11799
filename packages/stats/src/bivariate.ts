// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
// It is read by index: to destructure an array is to ask an iterator that anybody can replace.
import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';
import { tTwoSided } from './distributions.js';
import { crossing, isLeft } from './fast-path/lanes.js';
import * as short from './fast-path/pairs.js';
import { type Native, results, type Sample } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { atLeast, pairsOf, shortCopies, toVector, type Values, vectorPairs } from './values.js';

/** What linearRegression() gives: y = intercept + slope * x. */
export interface LinearRegression {
  slope: number;
  intercept: number;
  /** Pearson's correlation of x and y; NaN where all y are equal. */
  r: number;
  /** How much of the variance of y the line explains. */
  rSquared: number;
  /** How probable such a slope is, or a steeper one of either sign, if there is none: two-sided t test; NaN for 2 pairs. */
  pValue: number;
  /** Standard error of the slope; NaN for 2 pairs. */
  slopeStderr: number;
  /** Standard error of the intercept; NaN for 2 pairs. */
  interceptStderr: number;
  /** Standard deviation of the residuals, with n - 2 degrees of freedom; NaN for 2 pairs. */
  residualStd: number;
}

/** Statistics of pairs: x[i] belongs to y[i]. A NaN among the values gives NaN. */
export interface Bivariate {
  /**
   * Covariance: sum of products of deviations, divided by `n - ddof`, as numpy.cov.
   *
   * @param x - more than `ddof` values
   * @param y - as many
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_LENGTH_MISMATCH`; TypeError `ERR_STATS_NOT_NUMBERS`
   */
  covariance(x: Values, y: Values, options?: DdofOptions): number;
  /** Pearson's correlation coefficient, from -1 to 1; NaN where all x or all y are equal. At least 2 pairs. */
  correlation(x: Values, y: Values): number;
  /**
   * Correlation of each column with each, as numpy.corrcoef: rows of a symmetric matrix, with the bits of correlation(). On
   * the diagonal are 1, and NaN where all values of a column are equal.
   *
   * @param columns - at least 1, of the same length, which is at least 2
   * @throws as correlation(), and TypeError `ERR_STATS_NOT_COLUMNS`, RangeError `ERR_STATS_TOO_FEW_COLUMNS`
   */
  correlationMatrix(columns: readonly Values[]): Float64Array[];
  /**
   * Straight line through pairs by ordinary least squares, as lm(y ~ x) in R.
   *
   * @param x - at least 2 values that differ
   * @param y - as many values
   * @throws as covariance(), and RangeError `ERR_STATS_X_CONSTANT` when all x are equal
   */
  linearRegression(x: Values, y: Values): LinearRegression;
}

const { floor } = Math;
const { isArray } = Array;
const Vector = Float64Array;

export function bivariate(native: Native): Bivariate {
  const out = results();

  /** Of two columns that were checked. */
  function ofColumns(x: Sample, y: Sample): number {
    const n = vectorPairs(x, y);
    const quick = n < crossing.pairs ? short.correlation(x as Float64Array, y as Float64Array, n) : Number.NaN;
    return isLeft(quick) ? native.correlation(x, y) : quick;
  }

  // Apart, so that what is in front of them is small enough to become a part of its caller.
  const longCovariance = (doing: string, x: Values, y: Values, ddof: number): number => {
    const a = toVector(doing, 'x', x);
    const b = toVector(doing, 'y', y);
    atLeast(doing, floor(ddof) + 1, pairsOf(doing, a, b), 'pair');
    const copied = shortCopies(a, x, b, y, crossing.pairs);
    const again = short.covariance(a as Float64Array, b as Float64Array, copied, ddof);
    return isLeft(again) ? native.covariance(a, b, ddof) : again;
  };

  /** Fills `out`, and gives the number of pairs. */
  const longRegression = (doing: string, x: Values, y: Values): number => {
    const a = toVector(doing, 'x', x);
    const b = toVector(doing, 'y', y);
    const n = pairsOf(doing, a, b);
    atLeast(doing, 2, n, 'pair');
    const copied = shortCopies(a, x, b, y, crossing.regression);
    if (!short.linearRegression(a as Float64Array, b as Float64Array, copied, out)) {
      if (native.linearRegression(a, b, out) === 0) refuseConstant(doing, n);
    }
    return n;
  };

  // Both samples are read before either is used: a getter in one could take the memory of the other away.
  return {
    covariance: (x, y, options) => {
      const doing = 'covariance(x, y)';
      const ddof = readDdof(doing, options);
      const n = vectorPairs(x, y);
      if (n >= crossing.pairs && n > ddof) return native.covariance(x as Float64Array, y as Float64Array, ddof);
      const quick = short.covariance(x as Float64Array, y as Float64Array, n, ddof);
      return isLeft(quick) ? longCovariance(doing, x, y, ddof) : quick;
    },
    correlation: (x, y) => {
      const doing = 'correlation(x, y)';
      const n = vectorPairs(x, y);
      if (n >= crossing.pairs) return native.correlation(x as Float64Array, y as Float64Array);
      const quick = short.correlation(x as Float64Array, y as Float64Array, n);
      if (!isLeft(quick)) return quick;
      const a = toVector(doing, 'x', x);
      const b = toVector(doing, 'y', y);
      atLeast(doing, 2, pairsOf(doing, a, b), 'pair');
      return ofColumns(a, b);
    },
    correlationMatrix: (columns) => {
      const doing = 'correlationMatrix(columns)';
      const samples = readColumns(doing, columns);
      const matrix: Float64Array[] = [];
      for (let i = 0; i < samples.length; i++) {
        const row = new Vector(samples.length);
        for (let j = 0; j <= i; j++) row[j] = ofColumns(samples[i]!, samples[j]!);
        matrix[i] = row;
      }
      for (let i = 0; i < samples.length; i++) {
        for (let j = i + 1; j < samples.length; j++) matrix[i]![j] = matrix[j]![i]!;
      }
      return matrix;
    },
    linearRegression: (x, y) => {
      const doing = 'linearRegression(x, y)';
      let n = vectorPairs(x, y);
      if (n >= crossing.regression || !short.linearRegression(x as Float64Array, y as Float64Array, n, out)) {
        n = longRegression(doing, x, y);
      }
      return {
        slope: out[0]!,
        intercept: out[1]!,
        r: out[2]!,
        rSquared: out[3]!,
        pValue: tTwoSided(out[7]!, n - 2),
        slopeStderr: out[4]!,
        interceptStderr: out[5]!,
        residualStd: out[6]!,
      };
    },
  };
}

function refuseConstant(doing: string, n: number): never {
  throw capsuleError(RangeError, 'ERR_STATS_X_CONSTANT', doing, {
    expected: 'at least 2 different values of x',
    found: `${n} that are equal`,
  });
}

/** All columns are read before any is used, like both samples of a pair. */
function readColumns(doing: string, columns: readonly Values[]): Sample[] {
  if (!isArray(columns) || types.isProxy(columns)) {
    throw capsuleError(TypeError, 'ERR_STATS_NOT_COLUMNS', doing, {
      expected: 'an Array of samples',
      found: describeValue(columns),
    });
  }
  if (columns.length === 0) {
    throw capsuleError(RangeError, 'ERR_STATS_TOO_FEW_COLUMNS', doing, { expected: 'at least 1 column', found: '0' });
  }
  const samples: Sample[] = [];
  for (let i = 0; i < columns.length; i++) samples[i] = toVector(doing, `columns[${i}]`, columns[i] as Values);
  for (let i = 0; i < samples.length; i++) {
    atLeast(doing, 2, pairsOf(doing, samples[0]!, samples[i]!, `columns[0] and columns[${i}]`), 'value');
  }
  return samples;
}
