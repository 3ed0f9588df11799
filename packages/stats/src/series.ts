import { capsuleError, describeValue } from '@capsule/core';
import { allocate } from './allocate.js';
import { crossing, isLeft } from './fast-path/lanes.js';
import * as rolling from './fast-path/rolling.js';
import * as short from './fast-path/variance.js';
import type { Native } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { checkNumber, sizeOf, toSample, type Values, vectorLength } from './values.js';

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
const Vector = Float64Array;

export function series(native: Native): Series {
  return {
    autocorrelation: (values, lag) => {
      const doing = 'autocorrelation(values, lag)';
      checkCount(doing, 'lag', lag, 0);
      const n = vectorLength(values);
      const quick = n < crossing.lagged ? short.autocorrelation(values as Float64Array, n, lag) : Number.NaN;
      if (!isLeft(quick)) return quick;
      return native.autocorrelation(toSample(doing, lag + 1, values), lag);
    },
    rollingMean: (values, window) => {
      const doing = 'rollingMean(values, window)';
      checkCount(doing, 'window', window, 1);
      const n = vectorLength(values);
      if (n >= window && n < crossing.rolling) {
        const out = new Vector(n - window + 1);
        if (rolling.rollingMean(values as Float64Array, n, window, out)) return out;
      }
      const x = toSample(doing, window, values);
      const out = allocate(doing, sizeOf(x) - window + 1, 'results');
      native.rollingMean(x, window - 1, out);
      return out;
    },
    // Options are read before the values: a getter among them could take the memory away.
    rollingStd: (values, window, options) => {
      const doing = 'rollingStd(values, window)';
      const ddof = readDdof(doing, options);
      checkCount(doing, 'window', window, floor(ddof) + 1);
      const n = vectorLength(values);
      if (n >= window && n < crossing.rolling) {
        const out = new Vector(n - window + 1);
        if (rolling.rollingStd(values as Float64Array, n, window, ddof, out)) return out;
      }
      const x = toSample(doing, window, values);
      const out = allocate(doing, sizeOf(x) - window + 1, 'results');
      native.rollingStd(x, ddof, window - 1, out);
      return out;
    },
  };
}

function checkCount(doing: string, name: 'lag' | 'window', count: unknown, least: number): void {
  checkNumber(doing, name, count);
  if (Number.isSafeInteger(count) && count >= least) return;
  throw capsuleError(RangeError, `ERR_STATS_${name === 'lag' ? 'LAG' : 'WINDOW'}_UNUSABLE`, doing, {
    expected: `${name} to be an integer, ${least} or more`,
    found: describeValue(count),
  });
}
