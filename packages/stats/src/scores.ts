import type { Native } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { allocate, sizeOf, toSample, type Values } from './values.js';

/** Values on another scale. */
export interface Scores {
  /**
   * Standard scores: (values[i] - mean) / std, as scipy.stats.zscore. Its default ddof of 0 is not that of std().
   *
   * @param values - more than `ddof`
   * @param options - `ddof` of std, 0 by default
   * @returns a score for each value; all are NaN for a NaN or an infinity among the values, and for constant values
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE`; either `ERR_STATS_DDOF_UNUSABLE`; Error `ERR_STATS_OUT_OF_MEMORY`
   */
  zscore(values: Values, options?: DdofOptions): Float64Array;
}

export function scores(compute: Native): Scores {
  return {
    zscore: (values, options, ...more) => {
      const operation = 'zscore(values)';
      const ddof = options === undefined && more.length === 0 ? 0 : readDdof(operation, options, more, 0);
      const x = toSample(operation, ddof, values);
      const out = allocate(operation, sizeOf(x), 'results');
      compute.zscore(x, ddof, out);
      return out;
    },
  };
}
