import { allocate } from './allocate.js';
import { crossing } from './fast-path/lanes.js';
import * as short from './fast-path/moments.js';
import type { Native } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { sizeOf, toSample, type Values, vectorLength } from './values.js';

const { floor } = Math;
const Vector = Float64Array;

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
      const doing = 'zscore(values)';
      const ddof = readDdof(doing, options, 0);
      const n = vectorLength(values);
      if (n > ddof && n < crossing.scores) {
        const scored = new Vector(n);
        if (short.zscore(values as Float64Array, n, ddof, scored)) return scored;
      }
      const x = toSample(doing, floor(ddof) + 1, values);
      const out = allocate(doing, sizeOf(x), 'results');
      native.zscore(x, ddof, out);
      return out;
    },
  };
}
