// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
import { capsuleError, describeValue } from '@capsule/core';
import { crossing, isLeft } from './fast-path/lanes.js';
import * as short from './fast-path/moments.js';
import { type Native, results } from './native.js';
import { checkOptions, own, readFlag } from './options.js';
import { checkNumber, shortCopy, sizeOf, toSample, type Values, vectorLength } from './values.js';

/** Options of skewness(). */
export interface ShapeOptions {
  /** Whether it is that of the sample (true, the default), or an estimate for the population. */
  readonly bias?: boolean;
}

/** Options of kurtosis(). */
export interface KurtosisOptions extends ShapeOptions {
  /** Whether that of a normal distribution is 0 (true, the default), or 3. */
  readonly excess?: boolean;
}

/** Options of moment(). */
export interface MomentOptions {
  /** What deviations are from; the mean if it is not given. */
  readonly center?: number;
}

/** What the powers of deviations say. A NaN among the values gives NaN. */
export interface Shape {
  /**
   * Skewness g1 = m3 / m2^1.5, of the central moments with divisor n; without bias G1 = g1 sqrt(n (n - 1)) / (n - 2).
   * As scipy.stats.skew; after Joanes and Gill (1998). NaN where all values are equal.
   *
   * @param values - at least 1; without bias, 3
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE`, `ERR_STATS_NOT_A_BOOLEAN`
   */
  skewness(values: Values, options?: ShapeOptions): number;
  /**
   * Kurtosis g2 = m4 / m2^2 - 3; without bias G2 = (n - 1) / ((n - 2) (n - 3)) ((n + 1) g2 + 6). Without `excess`, 3 more.
   * As scipy.stats.kurtosis; after Joanes and Gill (1998). NaN where all values are equal.
   *
   * @param values - at least 1; without bias, 4
   * @throws as skewness()
   */
  kurtosis(values: Values, options?: KurtosisOptions): number;
  /**
   * Moment of an order: mean of (values[i] - center)^order, as scipy.stats.moment. Without a center it is central, about
   * the mean, and that of order 1 is 0.
   *
   * @param values - at least 1
   * @param order - an integer from 0 to 4. Higher ones are refused: their digits are those of the outermost value.
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_ORDER_UNUSABLE`, `ERR_STATS_CENTER_UNUSABLE`;
   *   TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE`, `ERR_STATS_NOT_A_NUMBER`
   */
  moment(values: Values, order: number, options?: MomentOptions): number;
}

const { sqrt } = Math;

export function shape(native: Native): Shape {
  const out = results();

  const longKurtosis = (doing: string, least: number, values: Values, bias: boolean): number => {
    const x = toSample(doing, least, values);
    const copied = short.kurtosis(x as Float64Array, shortCopy(x, values, crossing.powers));
    return kurtosisFrom(isLeft(copied) ? native.kurtosis(x) : copied, sizeOf(x), bias);
  };

  // Options are read before the values: a getter among them could take the memory away.
  return {
    skewness: (values, options) => {
      const doing = 'skewness(values)';
      const { bias, least } = readSkewness(doing, options);
      const n = vectorLength(values);
      if (n >= least && n < crossing.powers) {
        const quick = short.skewness(values as Float64Array, n);
        if (!isLeft(quick)) return skewnessFrom(quick, n, bias);
      }
      const x = toSample(doing, least, values);
      const copied = short.skewness(x as Float64Array, shortCopy(x, values, crossing.powers));
      return skewnessFrom(isLeft(copied) ? native.skewness(x) : copied, sizeOf(x), bias);
    },
    kurtosis: (values, options) => {
      const doing = 'kurtosis(values)';
      const { bias, least, normal } = readKurtosis(doing, options);
      const n = vectorLength(values);
      if (n >= least && n < crossing.powers) {
        const quick = short.kurtosis(values as Float64Array, n);
        if (!isLeft(quick)) return normal + kurtosisFrom(quick, n, bias);
      }
      return normal + longKurtosis(doing, least, values, bias);
    },
    moment: (values, order, options) => {
      const doing = 'moment(values, order)';
      const center = readCenter(doing, options);
      checkOrder(doing, order);
      if (center !== undefined) checkCenter(doing, center);
      const n = vectorLength(values);
      if (n < crossing.powers) {
        const few = values as Float64Array;
        const quick =
          center === undefined ? short.centralMoment(few, n, order) : short.momentAbout(few, n, order, center);
        if (!isLeft(quick)) return quick;
      }
      const x = toSample(doing, 1, values);
      if (center === undefined) native.centralMoments(x, out);
      else native.momentsAbout(x, center, out);
      return out[order]!;
    },
  };
}

/** G1 of g1, where it is to be without bias. */
export const skewnessFrom = (g1: number, n: number, bias: boolean): number =>
  bias ? g1 : (g1 * sqrt(n * (n - 1))) / (n - 2);

/** G2 of g2, likewise. */
export const kurtosisFrom = (g2: number, n: number, bias: boolean): number =>
  bias ? g2 : ((n - 1) / (n - 2) / (n - 3)) * ((n + 1) * g2 + 6);

// What is usual is read from nowhere: to look through options that are not there takes longer than a short sample.
const usual = { bias: true, least: 1, normal: 0 } as const;

/** Whether it is that of the sample, and how many values are needed. */
export function readSkewness(doing: string, options?: ShapeOptions): { bias: boolean; least: number } {
  if (options === undefined) return usual;
  checkOptions(doing, ['bias'], options);
  const bias = readFlag(doing, options, 'bias');
  return { bias, least: bias ? 1 : 3 };
}

/** The same, and what a normal distribution has. */
export function readKurtosis(
  doing: string,
  options?: KurtosisOptions,
): { bias: boolean; least: number; normal: number } {
  if (options === undefined) return usual;
  checkOptions(doing, ['bias', 'excess'], options);
  const bias = readFlag(doing, options, 'bias');
  return { bias, least: bias ? 1 : 4, normal: readFlag(doing, options, 'excess') ? 0 : 3 };
}

function readCenter(doing: string, options: MomentOptions | undefined): number | undefined {
  if (options === undefined) return undefined;
  checkOptions(doing, ['center'], options);
  return own(options, 'center');
}

function checkOrder(doing: string, order: unknown): void {
  checkNumber(doing, 'order', order);
  if (Number.isInteger(order) && order >= 0 && order <= 4) return;
  throw capsuleError(RangeError, 'ERR_STATS_ORDER_UNUSABLE', doing, {
    expected: 'order to be an integer from 0 to 4',
    found: describeValue(order),
  });
}

function checkCenter(doing: string, center: unknown): void {
  checkNumber(doing, 'center', center);
  if (Number.isFinite(center)) return;
  throw capsuleError(RangeError, 'ERR_STATS_CENTER_UNUSABLE', doing, {
    expected: 'center to be a finite number',
    found: describeValue(center),
  });
}
