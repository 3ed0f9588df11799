import { capsuleError, describeValue } from '@capsule/core';
import { allocate } from './allocate.js';
import { rejectMore } from './arguments.js';
import type { Backend } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { checkNumber, lengthOfSample, toSeries, type Values } from './values.js';

/**
 * Statistics of a time series.
 *
 * @example
 * ```ts
 * import { autocorrelation, rollingMean, rollingStd, type Series } from '@capsule/stats';
 *
 * const series: Series = { autocorrelation, rollingMean, rollingStd };
 * console.log(series.rollingMean([1, 2, 3, 4], 2)); // Float64Array(3) [ 1.5, 2.5, 3.5 ]
 * ```
 */
export interface Series {
  /**
   * Autocorrelation: correlation of values with the values `lag` places later. It is the sum of n - lag products of
   * deviations from the mean of all values, divided by the sum of all n squares. This estimator is biased towards 0,
   * and never outside of -1 to 1. It is that of acf() in R and in statsmodels; source: Box and Jenkins (1976).
   *
   * @param values - more than `lag`
   * @param lag - an integer, 0 or more
   * @returns from -1 to 1; NaN if a value is NaN or infinite, or if the values are constant
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_LAG_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_NOT_A_NUMBER`, `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function
   *   does not have
   * @example
   * ```ts
   * import { autocorrelation } from '@capsule/stats';
   *
   * const alternating = [1, -1, 1, -1, 1, -1];
   * console.log(autocorrelation(alternating, 1).toFixed(3)); // -0.833
   * console.log(autocorrelation(alternating, 2).toFixed(3)); // 0.667
   * ```
   */
  autocorrelation(values: Values, lag: number): number;
  /**
   * Rolling mean: the mean of values[0] to values[window - 1], the mean of values[1] to values[window], and so on. Each
   * is the exact sum of a window, rounded, and divided by `window`. Only complete windows have a result, unlike in
   * pandas, whose first window - 1 results are NaN. The time depends neither on the window nor on the values.
   *
   * @param values - at least `window`
   * @param window - length of a window; an integer, 1 or more
   * @returns n - window + 1 means; NaN for the windows that contain a NaN
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_WINDOW_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_NOT_A_NUMBER`, `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function
   *   does not have; Error `ERR_STATS_OUT_OF_MEMORY`
   * @example
   * ```ts
   * import { rollingMean } from '@capsule/stats';
   *
   * console.log(rollingMean([1, 2, 3, 10], 2)); // Float64Array(3) [ 1.5, 2.5, 6.5 ]
   * ```
   */
  rollingMean(values: Values, window: number): Float64Array;
  /**
   * Rolling standard deviation of the windows of rollingMean(), with divisor `window - ddof`. It is accurate
   * even if values are large and their deviations small, and does not depend on values outside of the window.
   *
   * @param values - at least `window`
   * @param window - length of a window; an integer, more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns n - window + 1 standard deviations; NaN for the windows that contain a NaN
   * @throws as rollingMean(), and RangeError or TypeError `ERR_STATS_DDOF_UNUSABLE`
   * @example
   * ```ts
   * import { rollingStd } from '@capsule/stats';
   *
   * console.log(rollingStd([1, 3, 3, 7], 2, { ddof: 0 })); // Float64Array(3) [ 1, 0, 2 ]
   * ```
   */
  rollingStd(values: Values, window: number, options?: DdofOptions): Float64Array;
}

const { floor } = Math;
const { isInteger, isSafeInteger, MAX_SAFE_INTEGER } = Number;

export function series(compute: Backend): Series {
  return {
    autocorrelation: (values, lag, ...more) => {
      const operation = 'autocorrelation(values, lag)';
      if (more.length > 0) rejectMore(operation, more);
      checkCount(operation, 'lag', lag, 0);
      return compute.autocorrelation(toSeries(operation, lag, values), lag);
    },
    rollingMean: (values, window, ...more) => {
      const operation = 'rollingMean(values, window)';
      if (more.length > 0) rejectMore(operation, more);
      checkCount(operation, 'window', window, 1);
      const x = toSeries(operation, window - 1, values);
      const out = allocate(operation, lengthOfSample(x) - window + 1, 'results');
      compute.rollingMean(x, window - 1, out);
      return out;
    },
    // Options are read before the values: a getter among the options could detach the memory of the values.
    rollingStd: (values, window, options, ...more) => {
      const operation = 'rollingStd(values, window)';
      const ddof = options === undefined && more.length === 0 ? 1 : readDdof(operation, options, more);
      checkCount(operation, 'window', window, floor(ddof) + 1);
      const x = toSeries(operation, window - 1, values);
      const out = allocate(operation, lengthOfSample(x) - window + 1, 'results');
      compute.rollingStd(x, ddof, window - 1, out);
      return out;
    },
  };
}

function checkCount(operation: string, name: 'lag' | 'window', count: unknown, least: number): void {
  // The error is created in another function, so that the engine inlines this one.
  if (!(isSafeInteger(count) && (count as number) >= least)) refuseCount(operation, name, count, least);
}

function refuseCount(operation: string, name: 'lag' | 'window', count: unknown, least: number): never {
  checkNumber(operation, name, count);
  const range = isInteger(count) && count >= least ? ` from ${least} to ${MAX_SAFE_INTEGER}` : `, ${least} or more`;
  throw capsuleError(RangeError, `ERR_STATS_${name === 'lag' ? 'LAG' : 'WINDOW'}_UNUSABLE`, operation, {
    expected: `${name} to be an integer${range}`,
    found: describeValue(count),
  });
}
