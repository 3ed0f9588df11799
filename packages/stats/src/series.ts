import { capsuleError, describeValue } from '@capsule/core';
import type { Native } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { allocate, checkNumber, sizeOf, toSample, type Values } from './values.js';

/** Statistics of a time series. */
export interface Series {
  /**
   * Autocorrelation: correlation of values with the values `lag` places later. It is the sum of n - lag products of
   * deviations from the mean of all values, divided by the sum of all n squares. This estimator is biased towards 0,
   * and never outside of -1 to 1: as acf() in R and in statsmodels; source: Box and Jenkins (1976).
   *
   * @param values - more than `lag`
   * @param lag - an integer, 0 or more
   * @returns from -1 to 1; NaN for a NaN or an infinity among the values, and for constant values
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_LAG_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_NOT_A_NUMBER`
   */
  autocorrelation(values: Values, lag: number): number;
  /**
   * Rolling mean: of values[0] to values[window - 1], of values[1] to values[window], and so on. Each is the exact sum
   * of a window, rounded, and divided by `window`. The time depends neither on the window nor on the values.
   *
   * @param values - at least `window`
   * @param window - length of a window; an integer, 1 or more
   * @returns n - window + 1 means; NaN for the windows that contain a NaN
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_WINDOW_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_NOT_A_NUMBER`; Error `ERR_STATS_OUT_OF_MEMORY`
   */
  rollingMean(values: Values, window: number): Float64Array;
  /**
   * Rolling standard deviation of the same windows, with divisor `window - ddof`. It is accurate also where values are
   * large and their deviations small, and does not depend on values outside of the window.
   *
   * @param values - at least `window`
   * @param window - length of a window; an integer, more than `ddof`
   * @param options - `ddof`, 1 by default
   * @returns n - window + 1 standard deviations; NaN for the windows that contain a NaN
   * @throws as rollingMean(), and TypeError `ERR_STATS_OPTIONS_UNUSABLE`; RangeError or TypeError
   *   `ERR_STATS_DDOF_UNUSABLE`
   */
  rollingStd(values: Values, window: number, options?: DdofOptions): Float64Array;
}

const { floor } = Math;

export function series(native: Native): Series {
  return {
    autocorrelation: (values, lag) => {
      const operation = 'autocorrelation(values, lag)';
      checkCount(operation, 'lag', lag, 0);
      return native.autocorrelation(toSample(operation, lag, values), lag);
    },
    rollingMean: (values, window) => {
      const operation = 'rollingMean(values, window)';
      checkCount(operation, 'window', window, 1);
      const x = toSample(operation, window - 1, values);
      const out = allocate(operation, sizeOf(x) - window + 1, 'results');
      native.rollingMean(x, window - 1, out);
      return out;
    },
    // Options are read before the values: a getter among the options could detach the memory of the values.
    rollingStd: (values, window, options) => {
      const operation = 'rollingStd(values, window)';
      const ddof = readDdof(operation, options);
      checkCount(operation, 'window', window, floor(ddof) + 1);
      const x = toSample(operation, window - 1, values);
      const out = allocate(operation, sizeOf(x) - window + 1, 'results');
      native.rollingStd(x, ddof, window - 1, out);
      return out;
    },
  };
}

function checkCount(operation: string, name: 'lag' | 'window', count: unknown, least: number): void {
  // In two functions, so that the engine inlines the first.
  if (!(Number.isSafeInteger(count) && (count as number) >= least)) refuseCount(operation, name, count, least);
}

function refuseCount(operation: string, name: 'lag' | 'window', count: unknown, least: number): never {
  checkNumber(operation, name, count);
  throw capsuleError(RangeError, `ERR_STATS_${name === 'lag' ? 'LAG' : 'WINDOW'}_UNUSABLE`, operation, {
    expected: `${name} to be an integer, ${least} or more`,
    found: describeValue(count),
  });
}
