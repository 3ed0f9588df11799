import { allocate } from './allocate.js';
import type { Backend } from './native.js';
import { type DdofOptions, readDdof } from './options.js';
import { lengthOfSample, toSample, type Values } from './values.js';

/**
 * Statistics that transform values to another scale.
 *
 * @example
 * ```ts
 * import { type Scores, zscore } from '@capsule/stats';
 *
 * const scores: Scores = { zscore };
 * console.log(scores.zscore([1, 3])); // Float64Array(2) [ -1, 1 ]
 * ```
 */
export interface Scores {
  /**
   * Standard scores: (values[i] - mean) / std, as scipy.stats.zscore. Its default ddof is 0; that of std() is 1.
   *
   * @param values - more than `ddof`
   * @param options - `ddof` of std, 0 by default
   * @returns a score for each value; all are NaN if a value is NaN or infinite, or if the values are constant
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE`; RangeError or TypeError `ERR_STATS_DDOF_UNUSABLE`; Error `ERR_STATS_OUT_OF_MEMORY`
   * @example
   * ```ts
   * import { zscore } from '@capsule/stats';
   *
   * console.log(zscore([1, 3])); // Float64Array(2) [ -1, 1 ]
   * console.log(zscore([1, 2, 3], { ddof: 1 })); // Float64Array(3) [ -1, 0, 1 ]
   * ```
   */
  zscore(values: Values, options?: DdofOptions): Float64Array;
}

export function scores(compute: Backend): Scores {
  return {
    zscore: (values, options, ...more) => {
      const operation = 'zscore(values)';
      const ddof = options === undefined && more.length === 0 ? 0 : readDdof(operation, options, more, 0);
      const x = toSample(operation, ddof, values);
      const out = allocate(operation, lengthOfSample(x), 'results');
      compute.zscore(x, ddof, out);
      return out;
    },
  };
}
