// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { capsuleError, describeValue, isPlainObject } from '@capsule/core';
import { allocate } from './allocate.js';
import { rejectAfterOptions, rejectMoreThanMap } from './arguments.js';
import { isConvertible } from './conversions.js';
import type { Backend } from './native.js';
import { checkOptions, own } from './options.js';
import { positionOf, type QuantileMethod } from './quantile-positions.js';
import { vectorLength } from './typed-arrays.js';
import { checkNumber, lengthOfSample, toSample, toVector, type Values } from './values.js';

/**
 * Options of quantile() and iqr().
 *
 * @example
 * ```ts
 * import { type QuantileOptions, quantile } from '@capsule/stats';
 *
 * const options: QuantileOptions = { method: 6 };
 * console.log(quantile([1, 2, 3, 4], 0.25, options)); // 1.25
 * ```
 */
export interface QuantileOptions {
  /** The definition, from 1 to 9, as `type` in R; 7 by default, as in R and NumPy. */
  readonly method?: QuantileMethod;
}

/**
 * The probabilities of several quantiles.
 *
 * @example
 * ```ts
 * import { type Probabilities, quantile } from '@capsule/stats';
 *
 * const quartiles: Probabilities = [0.25, 0.5, 0.75];
 * console.log(quantile([1, 2, 3, 4, 5], quartiles)); // Float64Array(3) [ 2, 3, 4 ]
 * ```
 */
export type Probabilities = readonly number[] | Float64Array | Float32Array;

/**
 * Order statistics. The result for a NaN among the values is NaN. Infinities are ordinary values; interpolation between
 * -Infinity and Infinity returns NaN.
 *
 * @example
 * ```ts
 * import { median, type Quantiles } from '@capsule/stats';
 *
 * const robust: Pick<Quantiles, 'median'> = { median };
 * console.log(robust.median([1, 2, 900])); // 2
 * ```
 */
export interface Quantiles {
  /**
   * Median: the middle value, or the mean of the two middle values if n is even.
   *
   * @param values - at least 1
   * @returns the median, in the unit of the values
   * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`,
   *   `ERR_STATS_OPTIONS_UNUSABLE` for an argument that the function does not have; Error `ERR_STATS_OUT_OF_MEMORY`
   * @example
   * ```ts
   * import { median } from '@capsule/stats';
   *
   * console.log(median([1, 900, 2])); // 2
   * console.log(median([1, 2, 3, 4])); // 2.5
   * ```
   */
  median(values: Values): number;
  /**
   * Quantile: the number below which a fraction p of the values lies, by one of the nine definitions of Hyndman and Fan
   * (1996); by default as numpy.quantile. If p * n is an integer except for rounding, that integer is used.
   *
   * @param values - at least 1
   * @param p - from 0 to 1
   * @param options - `method`, 7 by default
   * @returns the quantile, in the unit of the values
   * @throws as median(), and RangeError `ERR_STATS_P_UNUSABLE`; RangeError or TypeError `ERR_STATS_METHOD_UNUSABLE`
   * @example
   * ```ts
   * import { quantile } from '@capsule/stats';
   *
   * const values = [1, 2, 3, 4, 5];
   * console.log(quantile(values, 0.9)); // 4.6
   * console.log(quantile(values, [0.25, 0.75])); // Float64Array(2) [ 2, 4 ]
   * console.log(quantile(values, 0.9, { method: 6 })); // 5
   * ```
   */
  quantile(values: Values, p: number, options?: QuantileOptions): number;
  /**
   * Several quantiles, in less time than by several calls.
   *
   * @param values - at least 1
   * @param p - each from 0 to 1, in any order
   * @param options - `method`, 7 by default
   * @returns a quantile for each p, in the same order
   * @throws the errors for one p
   */
  quantile(values: Values, p: Probabilities, options?: QuantileOptions): Float64Array;
  /** Returns a number if p is a number, an array if p is an array. */
  quantile(values: Values, p: number | Probabilities, options?: QuantileOptions): number | Float64Array;
  /**
   * Interquartile range: difference of the quantiles for 0.75 and 0.25, as scipy.stats.iqr with its defaults.
   *
   * @param values - at least 1
   * @param options - `method`, 7 by default
   * @returns the range, in the unit of the values; NaN if both quantiles are the same infinity
   * @throws as quantile()
   * @example
   * ```ts
   * import { iqr } from '@capsule/stats';
   *
   * console.log(iqr([1, 2, 3, 4, 5])); // 2
   * ```
   */
  iqr(values: Values, options?: QuantileOptions): number;
  /**
   * Median absolute deviation from the median, unscaled: as scipy.stats.median_abs_deviation, and mad(x, constant = 1)
   * in R.
   *
   * @param values - at least 1
   * @returns the deviation, in the unit of the values; NaN if the median is infinite
   * @throws as median()
   * @example
   * ```ts
   * import { mad } from '@capsule/stats';
   *
   * console.log(mad([1, 2, 3, 4, 900])); // 1
   * ```
   */
  mad(values: Values): number;
  /**
   * Mode: the most frequent value, as scipy.stats.mode. 0 and -0 are one value.
   *
   * @param values - at least 1
   * @returns one of the values; of several modes the smallest
   * @throws as median()
   * @example
   * ```ts
   * import { mode } from '@capsule/stats';
   *
   * console.log(mode([3, 1, 3, 2, 1, 3])); // 3
   * ```
   */
  mode(values: Values): number;
}

const Vector = Float64Array;

export function quantiles(compute: Backend): Quantiles {
  const one = new Vector(1);
  const two = new Vector(2);

  function quantile(values: Values, p: number, options?: QuantileOptions): number;
  function quantile(values: Values, p: Probabilities, options?: QuantileOptions): Float64Array;
  function quantile(values: Values, p: number | Probabilities, options?: QuantileOptions): number | Float64Array;
  // Options and p are read before the values: a getter among them could detach the memory of the values.
  function quantile(values: Values, p: number | Probabilities, options?: QuantileOptions, ...more: unknown[]) {
    const operation = 'quantile(values, p)';
    if (more.length > 0) rejectAfterOptions(operation, more);
    const method = readMethod(operation, options);
    if (typeof p !== 'number') return severalQuantiles(operation, values, readProbabilities(operation, p), method);
    if (!(p >= 0 && p <= 1)) refuseP(operation, 'p', p);
    const x = toSample(operation, 0, values);
    one[0] = positionOf(method, lengthOfSample(x), p);
    compute.quantiles(x, one);
    return one[0]!;
  }

  function severalQuantiles(operation: string, values: Values, p: Float64Array, method: QuantileMethod): Float64Array {
    const x = toSample(operation, 0, values);
    const n = lengthOfSample(x);
    const count = vectorLength(p);
    for (let i = 0; i < count; i++) p[i] = positionOf(method, n, p[i]!);
    compute.quantiles(x, p);
    return p;
  }

  return {
    median: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('median(values)', values, more);
      return compute.median(toSample('median(values)', 0, values));
    },
    quantile,
    iqr: (values, options, ...more) => {
      if (more.length > 0) rejectAfterOptions('iqr(values)', more);
      const method = readMethod('iqr(values)', options);
      const x = toSample('iqr(values)', 0, values);
      const n = lengthOfSample(x);
      two[0] = positionOf(method, n, 0.25);
      two[1] = positionOf(method, n, 0.75);
      compute.quantiles(x, two);
      return two[1]! - two[0]!;
    },
    mad: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('mad(values)', values, more);
      return compute.mad(toSample('mad(values)', 0, values));
    },
    mode: (values, ...more) => {
      if (more.length > 0) rejectMoreThanMap('mode(values)', values, more);
      return compute.mode(toSample('mode(values)', 0, values));
    },
  };
}

const onlyMethod = ['method'];

/** numpyNames[i] is the name of method i in numpy.quantile. */
const numpyNames: readonly unknown[] = [
  undefined,
  'inverted_cdf',
  'averaged_inverted_cdf',
  'closest_observation',
  'interpolated_inverted_cdf',
  'hazen',
  'weibull',
  'linear',
  'median_unbiased',
  'normal_unbiased',
];

function readMethod(operation: string, options: QuantileOptions | undefined): QuantileMethod {
  if (options === undefined) return 7;
  checkOptions(operation, onlyMethod, options);
  const method = own(options, 'method');
  if (method === undefined) return 7;
  if (Number.isInteger(method) && method >= 1 && method <= 9) return method;
  throw capsuleError(typeof method === 'number' ? RangeError : TypeError, 'ERR_STATS_METHOD_UNUSABLE', operation, {
    expected: 'method to be an integer from 1 to 9',
    found: describeValue(method),
    ...(numpyNames.includes(method) && { advice: `NumPy's '${method}' is ${numpyNames.indexOf(method)}.` }),
  });
}

function refuseP(operation: string, name: string, p: number): never {
  throw capsuleError(RangeError, 'ERR_STATS_P_UNUSABLE', operation, {
    expected: `${name} to be from 0 to 1`,
    found: describeValue(p),
    ...(p >= 2 && p <= 100 && { advice: 'Divide a percentage by 100.' }),
  });
}

/** Checks and copies the probabilities. The copy becomes the array of results. */
function readProbabilities(operation: string, p: Probabilities): Float64Array {
  if (typeof p !== 'object' || p === null || isPlainObject(p)) {
    throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', operation, {
      expected: 'a number from 0 to 1, or an array of them, as p',
      found: describeValue(p),
      ...(isConvertible(p) && { advice: 'Convert it: Number(p).' }),
      ...(isPlainObject(p) && { advice: 'Pass p itself, not an object.' }),
    });
  }
  const given = toVector(operation, 'p', p);
  const n = vectorLength(given);
  if (n === 0 && lengthOfSample(given) > 0) checkNumber(operation, 'p', given);
  const all = allocate(operation, n, 'values');
  for (let i = 0; i < n; i++) {
    const each = (given as Float64Array)[i]!;
    if (!(each >= 0 && each <= 1)) refuseP(operation, `p[${i}]`, each);
    all[i] = each;
  }
  return all;
}
