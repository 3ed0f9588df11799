// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';
import { allocate } from './allocate.js';
import { rejectAfterOptions } from './arguments.js';
import { type Backend, resultArray, type Sample } from './native.js';
import { checkOptions, own } from './options.js';
import { checkNumber, toSample, type Values } from './values.js';

/**
 * Options of histogram().
 *
 * @example
 * ```ts
 * import { type HistogramOptions, histogram } from '@capsule/stats';
 *
 * const options: HistogramOptions = { bins: 2, range: [0, 4] };
 * console.log(histogram([0, 1, 1, 3, 4, 9], options).counts); // Float64Array(2) [ 3, 2 ]
 * ```
 */
export interface HistogramOptions {
  /** Number of bins of equal width, up to 100 million; 10 by default. */
  readonly bins?: number;
  /** Lower edge of the first bin and upper edge of the last; by default the smallest and the largest value. */
  readonly range?: readonly [low: number, high: number];
}

/**
 * The result of histogram().
 *
 * @example
 * ```ts
 * import { type Histogram, histogram } from '@capsule/stats';
 *
 * const { counts, edges }: Histogram = histogram([1, 2, 2, 5], { bins: 2 });
 * console.log(counts, edges); // Float64Array(2) [ 3, 1 ] Float64Array(3) [ 1, 3, 5 ]
 * ```
 */
export interface Histogram {
  /** Number of values in each bin. */
  counts: Float64Array;
  /** The edges of the bins, one more than counts. */
  edges: Float64Array;
}

/**
 * Statistics of the distribution of values.
 *
 * @example
 * ```ts
 * import { type Histograms, histogram } from '@capsule/stats';
 *
 * const { histogram: count }: Histograms = { histogram };
 * console.log(count([1, 2, 2, 5], { bins: 2 }).counts); // Float64Array(2) [ 3, 1 ]
 * ```
 */
export interface Histograms {
  /**
   * Counts values in bins of equal width, as numpy.histogram with a number of bins. A bin contains its lower edge, and
   * the last bin its upper edge too. Values outside of a given range are not counted; nor is NaN, which is rejected if
   * no range is given. A range of width 0 is widened by 1/2 on either side.
   *
   * @param values - at least 1; all finite if no range is given
   * @param options - `bins`, 10 by default, and `range`
   * @returns `{ counts, edges }`
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_NOT_FINITE`, `ERR_STATS_RANGE_UNUSABLE`,
   *   `ERR_STATS_BINS_UNUSABLE`, also if the bins would have no width; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_NOT_A_NUMBER`, `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE`; Error `ERR_STATS_OUT_OF_MEMORY`
   * @example
   * ```ts
   * import { histogram } from '@capsule/stats';
   *
   * const { counts, edges } = histogram([1, 2, 2, 5], { bins: 2 });
   * console.log(counts); // Float64Array(2) [ 3, 1 ]
   * console.log(edges); // Float64Array(3) [ 1, 3, 5 ]
   * ```
   */
  histogram(values: Values, options?: HistogramOptions): Histogram;
}

const { isArray } = Array;
/** A histogram of this many bins takes 1.6 GB. */
const maxBins = 1e8;

export function histograms(compute: Backend): Histograms {
  const out = resultArray();

  function rangeOf(operation: string, x: Sample): readonly [low: number, high: number] {
    compute.minMax(x, out);
    checkFinite(operation, out[0]!, out[1]!);
    return [out[0]!, out[1]!];
  }

  return {
    // Options are read before the values: a getter among the options could detach the memory of the values.
    histogram: (values, options, ...more) => {
      const operation = 'histogram(values)';
      if (more.length > 0) rejectAfterOptions(operation, more);
      if (options !== undefined) checkOptions(operation, ['bins', 'range'], options);
      const bins = options === undefined ? 10 : readBins(operation, own(options, 'bins'));
      const given = options === undefined ? undefined : own(options, 'range');
      const range = given === undefined ? undefined : readRange(operation, given);
      const x = toSample(operation, 0, values);
      const ends = range ?? rangeOf(operation, x);
      const edges = edgesOf(operation, bins, ends[0], ends[1]);
      const counts = allocate(operation, bins, 'bins');
      compute.histogram(x, edges, counts);
      return { counts, edges };
    },
  };
}

function readBins(operation: string, bins: unknown = 10): number {
  checkNumber(operation, 'bins', bins);
  if (Number.isInteger(bins) && bins > 0 && bins <= maxBins) return bins;
  throw capsuleError(RangeError, 'ERR_STATS_BINS_UNUSABLE', operation, {
    expected: `bins to be an integer${Number.isInteger(bins) && bins > 0 ? ` from 1 to ${maxBins}` : ', 1 or more'}`,
    found: describeValue(bins),
  });
}

/** Reads each end once, by index: destructuring an array uses an iterator, which can be replaced. */
function readRange(operation: string, range: unknown): readonly [low: number, high: number] {
  if (types.isProxy(range) || !isArray(range) || range.length !== 2) {
    throw capsuleError(TypeError, 'ERR_STATS_RANGE_UNUSABLE', operation, {
      expected: 'range to be an Array of 2 numbers',
      found: describeValue(range),
    });
  }
  const low: unknown = range[0];
  const high: unknown = range[1];
  checkNumber(operation, 'range[0]', low);
  checkNumber(operation, 'range[1]', high);
  if (!(low <= high && Number.isFinite(low) && Number.isFinite(high))) {
    throw capsuleError(RangeError, 'ERR_STATS_RANGE_UNUSABLE', operation, {
      expected: 'range to be two finite numbers, the smaller first',
      found: `[${low}, ${high}]`,
    });
  }
  return [low, high];
}

function checkFinite(operation: string, min: number, max: number): void {
  if (Number.isFinite(min) && Number.isFinite(max)) return;
  throw capsuleError(RangeError, 'ERR_STATS_NOT_FINITE', operation, {
    expected: 'finite values where no range is given',
    found: String(Number.isFinite(min) ? max : min),
    advice: 'Give a range: histogram(values, { range: [low, high] }).',
  });
}

/** Returns low + i * step, as numpy.linspace, and high. Scales both if high - low overflows, or a step is subnormal. */
function edgesOf(operation: string, bins: number, least: number, greatest: number): Float64Array {
  const low = least === greatest ? least - 0.5 : least;
  const high = least === greatest ? greatest + 0.5 : greatest;
  const edges = allocate(operation, bins + 1, 'bins');
  const width = high - low;
  const scale = width < 2 ** -900 ? 2 ** -100 : Number.isFinite(width) ? 1 : 2;
  const step = (high / scale - low / scale) / bins;
  for (let i = 0; i < bins; i++) edges[i] = (low / scale + i * step) * scale;
  edges[bins] = high;
  for (let i = 0; i < bins; i++) if (!(edges[i]! < edges[i + 1]!)) refuseNarrow(operation, bins, low, high);
  return edges;
}

function refuseNarrow(operation: string, bins: number, low: number, high: number): never {
  throw capsuleError(RangeError, 'ERR_STATS_BINS_UNUSABLE', operation, {
    expected: 'bins that have a width',
    found: `${bins} between ${low} and ${high}`,
    advice: 'Choose fewer bins or a wider range.',
  });
}
