// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
// It is read by index: destructuring an array uses an iterator, which can be replaced.

import { types } from 'node:util';
import { capsuleError, typedArrayKind } from '@capsule/core';
import { allocate } from './allocate.js';
import { rejectMore, rejectMoreThanMap } from './arguments.js';
import { arrayOf } from './array-of.js';
import * as arrow from './arrow.js';
import { adviceForSample, describeSample } from './conversions.js';
import { tTwoSided } from './distributions.js';
import { type Backend, resultArray, type Sample } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { checkLength, commonLength, completePairs, pairsOf, toRows, type Values } from './values.js';

/**
 * The result of linearRegression(): y = intercept + slope * x.
 *
 * @example
 * ```ts
 * import { type LinearRegression, linearRegression } from '@capsule/stats';
 *
 * const line: LinearRegression = linearRegression([0, 1, 2, 3], [1, 3, 5, 8]);
 * const predict = (x: number) => line.intercept + line.slope * x;
 * console.log(predict(4)); // 10
 * ```
 */
export interface LinearRegression {
  /** Change of y for a change of x by 1. */
  slope: number;
  /** The y of the line at x = 0. */
  intercept: number;
  /** Pearson's correlation of x and y; NaN for constant y. */
  r: number;
  /** Coefficient of determination: the fraction of the variance of y that the line explains. */
  rSquared: number;
  /** Two-sided p-value of the t test that the slope is 0; NaN for 2 pairs. */
  pValue: number;
  /** Standard error of the slope; NaN for 2 pairs. */
  slopeStderr: number;
  /** Standard error of the intercept; NaN for 2 pairs. */
  interceptStderr: number;
  /** Standard deviation of the residuals, with n - 2 degrees of freedom; NaN for 2 pairs. */
  residualStd: number;
}

/**
 * Statistics of pairs: x[i] belongs to y[i]. The result for a NaN among the values is NaN.
 *
 * @example
 * ```ts
 * import { type Bivariate, correlation, covariance } from '@capsule/stats';
 *
 * const pairs: Pick<Bivariate, 'covariance' | 'correlation'> = { covariance, correlation };
 * console.log(pairs.covariance([1, 2, 3], [2, 4, 9])); // 3.5
 * ```
 */
export interface Bivariate {
  /**
   * Covariance: sum of products of deviations, divided by `n - ddof`, as numpy.cov(x, y)[0, 1] with its default.
   *
   * @param x - more than `ddof` values
   * @param y - as many values as x
   * @param options - `ddof`, 1 by default
   * @returns the covariance, in the product of both units
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_LENGTH_MISMATCH`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE`; RangeError or TypeError `ERR_STATS_DDOF_UNUSABLE`
   * @example
   * ```ts
   * import { covariance } from '@capsule/stats';
   *
   * console.log(covariance([1, 2, 3], [2, 4, 9])); // 3.5
   * console.log(covariance([1, 2, 3], [2, 4, 9], { ddof: 0 })); // 2.3333333333333335
   * ```
   */
  covariance(x: Values, y: Values, options?: DdofOptions): number;
  /**
   * Pearson's correlation coefficient, as the statistic of scipy.stats.pearsonr.
   *
   * @param x - at least 2 values
   * @param y - as many values as x
   * @returns from -1 to 1; NaN for constant x or y
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_LENGTH_MISMATCH`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function does not have
   * @example
   * ```ts
   * import { correlation } from '@capsule/stats';
   *
   * console.log(correlation([1, 2, 3, 4], [10, 20, 30, 41])); // 0.9997173411165091
   * ```
   */
  correlation(x: Values, y: Values): number;
  /**
   * Correlation of each column with every other, as numpy.corrcoef, whose rows are the columns here.
   *
   * @param columns - at least 1, of the same length, which is at least 2
   * @returns the rows of a symmetric matrix. Each element is exactly the result of correlation(). The diagonal is
   *   1; the row and the column of a constant column are NaN.
   * @throws as correlation(), and TypeError `ERR_STATS_NOT_COLUMNS`, RangeError `ERR_STATS_TOO_FEW_COLUMNS`
   * @example
   * ```ts
   * import { correlationMatrix } from '@capsule/stats';
   *
   * const height = [1.7, 1.8, 1.6, 1.9];
   * const weight = [68, 80, 55, 85];
   * console.log(correlationMatrix([height, weight])[0]?.[1]?.toFixed(3)); // 0.983
   * ```
   */
  correlationMatrix(columns: readonly Values[]): Float64Array[];
  /**
   * Straight line through pairs by ordinary least squares, as lm(y ~ x) in R.
   *
   * @param x - at least 2 values, not all equal
   * @param y - as many values as x
   * @returns the line, its standard errors and its p-value
   * @throws as correlation(), and RangeError `ERR_STATS_X_CONSTANT`
   * @example
   * ```ts
   * import { linearRegression } from '@capsule/stats';
   *
   * const { slope, intercept, rSquared } = linearRegression([0, 1, 2, 3], [1, 3, 5, 7]);
   * console.log(slope, intercept, rSquared); // 2 1 1
   * ```
   */
  linearRegression(x: Values, y: Values): LinearRegression;
}

// Bound once: each use of an import looks it up in the exports of its module.
const { completeRows, isIncomplete } = arrow;
const { isArray } = Array;

export function bivariate(compute: Backend): Bivariate {
  const out = resultArray();

  // Both samples are converted before either is used: a getter in one could detach the memory of the other.
  return {
    covariance: (x, y, options, ...more) => {
      const operation = 'covariance(x, y)';
      const ddof = options === undefined && more.length === 0 ? 1 : readDdof(operation, options, more);
      const a = toRows(operation, 'x', x, 0);
      const b = toRows(operation, 'y', y, 1);
      if (pairsOf(operation, ddof, a, b) > 0) return compute.covariance(a, b, ddof);
      const pairs = completePairs(operation, ddof, a, b);
      return compute.covariance(pairs.x, pairs.y, ddof);
    },
    correlation: (x, y, ...more) => {
      const operation = 'correlation(x, y)';
      if (more.length > 0) rejectMore(operation, more);
      const a = toRows(operation, 'x', x, 0);
      const b = toRows(operation, 'y', y, 1);
      if (pairsOf(operation, 1, a, b) > 0) return compute.correlation(a, b);
      const pairs = completePairs(operation, 1, a, b);
      return compute.correlation(pairs.x, pairs.y);
    },
    correlationMatrix: (columns, ...more) => {
      if (more.length > 0) rejectMoreThanMap('correlationMatrix(columns)', columns, more);
      const operation = 'correlationMatrix(columns)';
      const samples = readColumns(operation, columns);
      const matrix = arrayOf(samples.length, () => allocate(operation, samples.length, 'results'));
      for (let i = 0; i < samples.length; i++) {
        for (let j = 0; j <= i; j++) {
          const r = compute.correlation(samples[i]!, samples[j]!);
          matrix[i]![j] = r;
          matrix[j]![i] = r;
        }
      }
      return matrix;
    },
    linearRegression: (x, y, ...more) => {
      const operation = 'linearRegression(x, y)';
      if (more.length > 0) rejectMore(operation, more);
      const a = toRows(operation, 'x', x, 0);
      const b = toRows(operation, 'y', y, 1);
      const n = pairsOf(operation, 1, a, b);
      const pairs = n > 0 ? { n, x: a, y: b } : completePairs(operation, 1, a, b);
      if (compute.linearRegression(pairs.x, pairs.y, out) === 0) refuseConstant(operation, pairs.n);
      return regressionOf(pairs.n, out);
    },
  };
}

/** The results of compute.linearRegression(). */
const regressionOf = (n: number, out: Float64Array): LinearRegression => ({
  slope: out[0]!,
  intercept: out[1]!,
  r: out[2]!,
  rSquared: out[3]!,
  pValue: tTwoSided(out[7]!, n - 2),
  slopeStderr: out[4]!,
  interceptStderr: out[5]!,
  residualStd: out[6]!,
});

function refuseConstant(operation: string, n: number): never {
  throw capsuleError(RangeError, 'ERR_STATS_X_CONSTANT', operation, {
    expected: 'at least 2 different values of x',
    found: `${n} that are equal`,
  });
}

/** Typed arrays and buffers are one column; what can be iterated over may contain columns. */
function adviceForColumns(columns: unknown): string {
  const isColumn = typedArrayKind(columns) !== undefined || types.isAnyArrayBuffer(columns);
  return (
    (isColumn ? undefined : adviceForSample('columns', columns, undefined).advice) ?? 'Pass all columns in one Array.'
  );
}

/** Converts all columns before any is used, because a getter in one could detach the memory of another. */
function readColumns(operation: string, columns: readonly Values[]): Sample[] {
  // isArray() throws for a revoked Proxy.
  if (types.isProxy(columns) || !isArray(columns)) {
    throw capsuleError(TypeError, 'ERR_STATS_NOT_COLUMNS', operation, {
      expected: 'an Array of samples',
      found: describeSample(columns),
      advice: adviceForColumns(columns),
    });
  }
  if (columns.length === 0) {
    throw capsuleError(RangeError, 'ERR_STATS_TOO_FEW_COLUMNS', operation, {
      expected: 'at least 1 column',
      found: '0',
    });
  }
  const samples = arrayOf<Sample>(columns.length, (i) => toRows(operation, `columns[${i}]`, columns[i] as Values, i));
  let hasNulls = false;
  for (let i = 0; i < samples.length; i++) {
    checkLength(operation, 1, commonLength(operation, samples[0]!, samples[i]!, `columns[0] and columns[${i}]`));
    hasNulls ||= isIncomplete(samples[i]);
  }
  if (!hasNulls) return samples;
  const rows = completeRows(operation, samples);
  checkLength(operation, 1, rows.n);
  return rows.samples;
}
