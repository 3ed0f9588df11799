// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.
import { capsuleError, describeValue } from '@capsule/core';
import { rejectAfterOptions } from './arguments.js';
import { correctKurtosis, correctSkewness } from './moment-formulas.js';
import { type Backend, resultArray } from './native.js';
import { checkOptions, own, readFlag } from './options.js';
import { checkNumber, lengthOfSample, toSample, type Values } from './values.js';

/**
 * Options of skewness().
 *
 * @example
 * ```ts
 * import { type ShapeOptions, skewness } from '@capsule/stats';
 *
 * const unbiased: ShapeOptions = { bias: false };
 * console.log(skewness([1, 2, 9], unbiased).toFixed(4)); // 1.6301
 * ```
 */
export interface ShapeOptions {
  /**
   * True (the default) for the skewness or kurtosis of the sample; false for an unbiased estimate of that of the
   * population.
   */
  readonly bias?: boolean;
}

/**
 * Options of kurtosis().
 *
 * @example
 * ```ts
 * import { type KurtosisOptions, kurtosis } from '@capsule/stats';
 *
 * const pearson: KurtosisOptions = { excess: false };
 * console.log(kurtosis([1, 2, 3, 4], pearson)); // 1.64
 * ```
 */
export interface KurtosisOptions extends ShapeOptions {
  /** If true (the default), 3 is subtracted, so that the kurtosis of a normal distribution is 0 and not 3. */
  readonly excess?: boolean;
}

/**
 * Options of moment().
 *
 * @example
 * ```ts
 * import { type MomentOptions, moment } from '@capsule/stats';
 *
 * const aroundZero: MomentOptions = { center: 0 };
 * console.log(moment([1, 2, 3], 2, aroundZero)); // 4.666666666666667
 * ```
 */
export interface MomentOptions {
  /** The number from which deviations are computed; the mean by default. */
  readonly center?: number;
}

/**
 * Statistics of the powers of deviations. The result for a NaN among the values is NaN.
 *
 * @example
 * ```ts
 * import { kurtosis, moment, type Shape, skewness } from '@capsule/stats';
 *
 * const shape: Shape = { skewness, kurtosis, moment };
 * console.log(shape.skewness([1, 2, 3])); // 0
 * ```
 */
export interface Shape {
  /**
   * Skewness g1 = m3 / m2^1.5, of the central moments with divisor n. If `bias` is false, it is
   * G1 = g1 sqrt(n (n - 1)) / (n - 2). It is that of scipy.stats.skew; source: Joanes and Gill (1998).
   *
   * @param values - at least 1; at least 3 if `bias` is false
   * @param options - `bias`, true by default
   * @returns the skewness; NaN for constant values
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE`, `ERR_STATS_NOT_A_BOOLEAN`
   * @example
   * ```ts
   * import { skewness } from '@capsule/stats';
   *
   * console.log(skewness([1, 2, 9]).toFixed(4)); // 0.6655
   * console.log(skewness([1, 2, 9], { bias: false }).toFixed(4)); // 1.6301
   * ```
   */
  skewness(values: Values, options?: ShapeOptions): number;
  /**
   * Kurtosis g2 = m4 / m2^2 - 3. If `bias` is false, it is G2 = (n - 1) / ((n - 2) (n - 3)) ((n + 1) g2 + 6). If
   * `excess` is false, 3 is added. It is that of scipy.stats.kurtosis; source: Joanes and Gill (1998).
   *
   * @param values - at least 1; at least 4 if `bias` is false
   * @param options - `bias` and `excess`, true by default
   * @returns the kurtosis; NaN for constant values
   * @throws as skewness()
   * @example
   * ```ts
   * import { kurtosis } from '@capsule/stats';
   *
   * console.log(kurtosis([1, 2, 3, 4])); // -1.36
   * console.log(kurtosis([1, 2, 3, 4], { excess: false })); // 1.64
   * ```
   */
  kurtosis(values: Values, options?: KurtosisOptions): number;
  /**
   * Moment: mean of (values[i] - center)^order, as scipy.stats.moment. By default the center is the mean,
   * and the moment of order 1 is 0.
   *
   * @param values - at least 1
   * @param order - an integer from 0 to 4; higher moments would depend almost only on the outermost values
   * @param options - `center`, the mean by default
   * @returns the moment, in the unit of the values to the power of the order
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_ORDER_UNUSABLE`, `ERR_STATS_CENTER_UNUSABLE`; TypeError
   *   `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`, `ERR_STATS_OPTIONS_UNUSABLE`, `ERR_STATS_NOT_A_NUMBER`
   * @example
   * ```ts
   * import { moment } from '@capsule/stats';
   *
   * console.log(moment([1, 2, 3], 2)); // 0.6666666666666666
   * console.log(moment([1, 2, 3], 2, { center: 0 })); // 4.666666666666667
   * ```
   */
  moment(values: Values, order: number, options?: MomentOptions): number;
}

export function shape(compute: Backend): Shape {
  const out = resultArray();

  // Options are read before the values: a getter among the options could detach the memory of the values.
  return {
    skewness: (values, options, ...more) => {
      const operation = 'skewness(values)';
      if (more.length > 0) rejectAfterOptions(operation, more);
      const { bias, moreThan } = readSkewness(operation, options);
      const x = toSample(operation, moreThan, values);
      return correctSkewness(compute.skewness(x), lengthOfSample(x), bias);
    },
    kurtosis: (values, options, ...more) => {
      const operation = 'kurtosis(values)';
      if (more.length > 0) rejectAfterOptions(operation, more);
      const { bias, moreThan, normal } = readKurtosis(operation, options);
      const x = toSample(operation, moreThan, values);
      return normal + correctKurtosis(compute.kurtosis(x), lengthOfSample(x), bias);
    },
    moment: (values, order, options, ...more) => {
      const operation = 'moment(values, order)';
      if (more.length > 0) rejectAfterOptions(operation, more);
      const center = readCenter(operation, options);
      checkOrder(operation, order);
      if (center !== undefined) checkCenter(operation, center);
      const x = toSample(operation, 0, values);
      if (center === undefined) compute.centralMoments(x, out);
      else compute.momentsAbout(x, center, out);
      return out[order]!;
    },
  };
}

/** The result if no options were passed. Reading default options takes more time than computing a small sample. */
const defaults = { bias: true, moreThan: 0, normal: 0 } as const;

/** Reads the options of skewness(), which needs more than `moreThan` values. */
export function readSkewness(operation: string, options?: ShapeOptions): { bias: boolean; moreThan: number } {
  if (options === undefined) return defaults;
  checkOptions(operation, ['bias'], options);
  const bias = readFlag(operation, options, 'bias');
  return { bias, moreThan: bias ? 0 : 2 };
}

/** Reads the options of kurtosis(), which needs more than `moreThan` values. `normal` is added to the result. */
export function readKurtosis(
  operation: string,
  options?: KurtosisOptions,
): { bias: boolean; moreThan: number; normal: number } {
  if (options === undefined) return defaults;
  checkOptions(operation, ['bias', 'excess'], options);
  const bias = readFlag(operation, options, 'bias');
  return { bias, moreThan: bias ? 0 : 3, normal: readFlag(operation, options, 'excess') ? 0 : 3 };
}

function readCenter(operation: string, options: MomentOptions | undefined): number | undefined {
  if (options === undefined) return undefined;
  checkOptions(operation, ['center'], options);
  return own(options, 'center');
}

function checkOrder(operation: string, order: unknown): void {
  checkNumber(operation, 'order', order);
  if (Number.isInteger(order) && order >= 0 && order <= 4) return;
  throw capsuleError(RangeError, 'ERR_STATS_ORDER_UNUSABLE', operation, {
    expected: 'order to be an integer from 0 to 4',
    found: describeValue(order),
  });
}

function checkCenter(operation: string, center: unknown): void {
  checkNumber(operation, 'center', center);
  if (Number.isFinite(center)) return;
  throw capsuleError(RangeError, 'ERR_STATS_CENTER_UNUSABLE', operation, {
    expected: 'center to be a finite number',
    found: describeValue(center),
  });
}
