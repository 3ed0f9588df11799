import type { Native } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { allocate, sizeOf, toSample, type Values } from './values.js';

const { floor } = Math;

/** Values on another scale. */
export interface Scores {
  /**
   * Standard scores: (values[i] - mean) / std, as scipy.stats.zscore, with a ddof of 0 if it is not given. All are NaN where
   * a value is NaN or infinite, or where all are equal.
   *
   * @param values - more than `ddof`
   * @returns a value for each of them
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_DDOF_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE`; Error `ERR_STATS_OUT_OF_MEMORY`
   */
  zscore(values: Values, options?: DdofOptions): Float64Array;
}

export function scores(native: Native): Scores {
  return {
    zscore: (values, options) => {
      const operation = 'zscore(values)';
      const ddof = readDdof(operation, options, 0);
      const x = toSample(operation, floor(ddof) + 1, values);
      const out = allocate(operation, sizeOf(x), 'results');
      native.zscore(x, ddof, out);
      return out;
    },
  };
}
