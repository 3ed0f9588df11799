import { capsuleError, describeValue } from '@capsule/core';
import type { Native } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { allocate, checkNumber, sizeOf, toSample, type Values } from './values.js';

/** Statistics of values whose order counts. */
export interface Series {
  /**
   * Correlation of values with those `lag` places later: the sum of products of deviations from the mean of all, n - lag of
   * them, over the sum of all n squares. This estimator is biased towards 0, and never outside of -1 to 1: as acf in R and
   * in statsmodels; Box and Jenkins (1976). NaN where a value is NaN or infinite, or where all are equal.
   *
   * @param values - more than `lag`
   * @param lag - an integer, 0 or more
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_LAG_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_NOT_A_NUMBER`
   */
  autocorrelation(values: Values, lag: number): number;
  /**
   * Means of values[0] to values[window - 1], values[1] to values[window], and so on. A NaN makes a NaN of those windows
   * alone that it is in. The time that it takes does not depend on the window.
   *
   * @param values - at least `window`
   * @param window - an integer, 1 or more
   * @returns n - window + 1 means
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_WINDOW_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_NOT_A_NUMBER`; Error `ERR_STATS_OUT_OF_MEMORY`
   */
  rollingMean(values: Values, window: number): Float64Array;
  /**
   * Standard deviations of the same windows, each with the divisor `window - ddof`. Digits are kept where values are large
   * and their deviations small.
   *
   * @param window - an integer, more than `ddof`
   * @throws as rollingMean(), and RangeError `ERR_STATS_DDOF_UNUSABLE`, TypeError `ERR_STATS_OPTIONS_UNUSABLE`
   */
  rollingStd(values: Values, window: number, options?: DdofOptions): Float64Array;
}

const { floor } = Math;

export function series(native: Native): Series {
  return {
    autocorrelation: (values, lag) => {
      const operation = 'autocorrelation(values, lag)';
      checkCount(operation, 'lag', lag, 0);
      return native.autocorrelation(toSample(operation, lag + 1, values), lag);
    },
    rollingMean: (values, window) => {
      const operation = 'rollingMean(values, window)';
      checkCount(operation, 'window', window, 1);
      const x = toSample(operation, window, values);
      const out = allocate(operation, sizeOf(x) - window + 1, 'results');
      native.rollingMean(x, window - 1, out);
      return out;
    },
    // Options are read before the values: a getter among the options could detach the memory of the values.
    rollingStd: (values, window, options) => {
      const operation = 'rollingStd(values, window)';
      const ddof = readDdof(operation, options);
      checkCount(operation, 'window', window, floor(ddof) + 1);
      const x = toSample(operation, window, values);
      const out = allocate(operation, sizeOf(x) - window + 1, 'results');
      native.rollingStd(x, ddof, window - 1, out);
      return out;
    },
  };
}

function checkCount(operation: string, name: 'lag' | 'window', count: unknown, least: number): void {
  checkNumber(operation, name, count);
  if (Number.isSafeInteger(count) && count >= least) return;
  throw capsuleError(RangeError, `ERR_STATS_${name === 'lag' ? 'LAG' : 'WINDOW'}_UNUSABLE`, operation, {
    expected: `${name} to be an integer, ${least} or more`,
    found: describeValue(count),
  });
}
