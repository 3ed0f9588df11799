// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';
import { allocate } from './allocate.js';
import { max, min } from './fast-path/extremes.js';
import { isLeft } from './fast-path/lanes.js';
import { asSample, orderCrossing, shortLength } from './fast-path/order.js';
import { type Native, results, type Sample } from './native.js';
import { checkOptions, own } from './options.js';
import { checkNumber, type Values } from './values.js';

/** Options of histogram(). */
export interface HistogramOptions {
  /** How many bins, of the same width; 10 if it is not given. */
  readonly bins?: number;
  /** Where the first bin begins and the last ends; the least and the greatest value if it is not given. */
  readonly range?: readonly [low: number, high: number];
}

/** What histogram() gives. */
export interface Histogram {
  /** How many values are in each bin. */
  counts: Float64Array;
  /** Where the bins begin, and where the last ends: one more than counts. */
  edges: Float64Array;
}

/** Statistics of how values are spread. */
export interface Histograms {
  /**
   * Counts values in bins of the same width, as numpy.histogram. Each bin has what is from its edge up to the next, and the
   * last has its upper edge too. What is outside of a given range is not counted; neither is NaN, which is an error where no
   * range is given. A range from a number to itself is widened by 1/2 on either side.
   *
   * @param values - at least 1; without a range, finite ones
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_NOT_FINITE`, `ERR_STATS_RANGE_UNUSABLE`,
   *   `ERR_STATS_BINS_UNUSABLE`, also where so many bins have no width; TypeError `ERR_STATS_NOT_NUMBERS`,
   *   `ERR_STATS_NOT_A_NUMBER`, `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE`; Error `ERR_STATS_OUT_OF_MEMORY`
   */
  histogram(values: Values, options?: HistogramOptions): Histogram;
}

const { floor } = Math;
const { isArray } = Array;

export function histograms(native: Native): Histograms {
  /** The range of the values, where none is given. */
  const out = results();

  function findRange(doing: string, x: Sample, n: number): void {
    out[0] = min(x as Float64Array, n);
    out[1] = max(x as Float64Array, n);
    if (isLeft(out[0]) || isLeft(out[1])) native.minMax(x, out);
    checkFinite(doing, out[0], out[1]);
  }

  return {
    // Options are read before the values: a getter among them could take the memory away.
    histogram: (values, options) => {
      const doing = 'histogram(values)';
      if (options !== undefined) checkOptions(doing, ['bins', 'range'], options);
      const bins = options === undefined ? 10 : readBins(doing, own(options, 'bins'));
      const given = options === undefined ? undefined : own(options, 'range');
      // Kept here: a getter among the values could ask for another histogram, and `out` belongs to all.
      const range = given === undefined ? undefined : readRange(doing, given);
      const x = asSample(doing, values);
      const n = shortLength(x, orderCrossing.bins);
      if (range === undefined) findRange(doing, x, n);
      const edges = edgesOf(
        doing,
        bins,
        range === undefined ? out[0]! : range[0],
        range === undefined ? out[1]! : range[1],
      );
      const counts = allocate(doing, bins, 'bins');
      if (n === 0 || !countShort(x as Float64Array, n, edges, counts, bins)) native.histogram(x, edges, counts);
      return { counts, edges };
    },
  };
}

function readBins(doing: string, bins: unknown = 10): number {
  checkNumber(doing, 'bins', bins);
  if (Number.isSafeInteger(bins) && bins > 0) return bins;
  throw capsuleError(RangeError, 'ERR_STATS_BINS_UNUSABLE', doing, {
    expected: 'bins to be an integer, 1 or more',
    found: describeValue(bins),
  });
}

/** Reads each end once, by its index: to destructure an array is to ask an iterator that anybody can replace. */
function readRange(doing: string, range: unknown): readonly [low: number, high: number] {
  if (types.isProxy(range) || !isArray(range) || range.length !== 2) {
    throw capsuleError(TypeError, 'ERR_STATS_RANGE_UNUSABLE', doing, {
      expected: 'range to be an Array of 2 numbers',
      found: describeValue(range),
    });
  }
  const low: unknown = range[0];
  const high: unknown = range[1];
  checkNumber(doing, 'range[0]', low);
  checkNumber(doing, 'range[1]', high);
  if (!(low <= high && Number.isFinite(low) && Number.isFinite(high))) {
    throw capsuleError(RangeError, 'ERR_STATS_RANGE_UNUSABLE', doing, {
      expected: 'range to be two finite numbers, the smaller first',
      found: `[${low}, ${high}]`,
    });
  }
  return [low, high];
}

function checkFinite(doing: string, min: number, max: number): void {
  if (Number.isFinite(min) && Number.isFinite(max)) return;
  throw capsuleError(RangeError, 'ERR_STATS_NOT_FINITE', doing, {
    expected: 'finite values where no range is given',
    found: String(Number.isFinite(min) ? max : min),
    advice: 'Give a range: histogram(values, { range: [low, high] }).',
  });
}

/** low + i * step, as numpy.linspace computes it, and high. Where the width is out of range, twice that of the halves. */
function edgesOf(doing: string, bins: number, least: number, greatest: number): Float64Array {
  const low = least === greatest ? least - 0.5 : least;
  const high = least === greatest ? greatest + 0.5 : greatest;
  const edges = allocate(doing, bins + 1, 'bins');
  const scale = Number.isFinite(high - low) ? 1 : 2;
  const step = (high / scale - low / scale) / bins;
  for (let i = 0; i < bins; i++) edges[i] = (low / scale + i * step) * scale;
  edges[bins] = high;
  for (let i = 0; i < bins; i++) if (!(edges[i]! < edges[i + 1]!)) refuseNarrow(doing, bins, low, high);
  return edges;
}

function refuseNarrow(doing: string, bins: number, low: number, high: number): never {
  throw capsuleError(RangeError, 'ERR_STATS_BINS_UNUSABLE', doing, {
    expected: 'bins that have a width',
    found: `${bins} between ${low} and ${high}`,
  });
}

/** Counts few values in bins of ordinary width, as the kernel does; false where it has counted nothing. */
function countShort(x: Float64Array, n: number, edges: Float64Array, counts: Float64Array, bins: number): boolean {
  const low = edges[0]!;
  const high = edges[bins]!;
  const width = high - low;
  if (!(width / bins > 1e-290 && Number.isFinite(width))) return false;
  for (let i = 0; i < n; i++) {
    const value = x[i]!;
    if (!(value >= low && value <= high)) continue;
    const position = ((value - low) / width) * bins;
    let j = position < bins ? floor(position) : bins - 1;
    // The quotient is rounded; the edges decide.
    if (value < edges[j]!) j--;
    else if (j + 1 < bins && value >= edges[j + 1]!) j++;
    counts[j] = counts[j]! + 1;
  }
  return true;
}
