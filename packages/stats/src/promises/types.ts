import type { Accumulator } from '../accumulator.js';
import type { AccumulatorState } from '../accumulator-state.js';
import type { Stats } from '../create-stats.js';
import type { Probabilities, QuantileOptions } from '../quantiles.js';
import type { ArrowOptions } from '../read-arrow.js';
import type { Values } from '../values.js';

/** AbortSignal, if the types of Node or of a browser are there: this package does not depend on either. */
type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Type } } ? Type : object;

/**
 * The option that every function of `@capsule/stats/promises` has.
 *
 * @example
 * ```ts
 * import { type AbortOptions, mean } from '@capsule/stats/promises';
 *
 * const options: AbortOptions = { signal: AbortSignal.timeout(10_000) };
 * console.log(await mean([1, 2, 6], options)); // 3
 * ```
 */
export interface AbortOptions {
  /** Rejects the promise with `signal.reason` when it is aborted. A statistic that still waits is not computed. */
  readonly signal?: Signal | undefined;
}

/** Adds the option `signal` to the options, or as the only option. */
type WithSignal<Arguments extends readonly unknown[]> =
  Required<Arguments> extends readonly [...infer Before, infer Last]
    ? Arguments extends readonly [...Before, unknown]
      ? readonly [...Arguments, options?: AbortOptions]
      : readonly [...before: Before, options?: Last & AbortOptions]
    : never;

type Promised<Statistic> = Statistic extends (...args: infer Arguments) => infer Result
  ? (...args: WithSignal<Arguments>) => Promise<Result>
  : never;

/**
 * The functions of {@link Stats} that compute on another thread, and return promises.
 *
 * @example
 * ```ts
 * import { capsule } from '@capsule/fastmath';
 * import { createStats, type StatsPromises } from '@capsule/stats/promises';
 *
 * const stats: StatsPromises = createStats(capsule);
 * console.log(await Promise.all([stats.mean([1, 2, 6]), stats.median([1, 2, 6])])); // [ 3, 2 ]
 * ```
 */
export type StatsPromises = {
  readonly [Name in Exclude<keyof Stats, 'Accumulator' | 'quantile'>]: Promised<Stats[Name]>;
} & QuantilePromises & {
    /** The class whose accumulators use this table. */
    readonly Accumulator: AccumulatorPromisesConstructor;
  };

/** quantile() apart, because it has several signatures. */
interface QuantilePromises {
  /**
   * Quantile of a sample, or several at once: see quantile() of `@capsule/stats`.
   *
   * @param values - at least 1
   * @param p - a number from 0 to 1, or an array of them
   * @param options - `method`, 7 by default; `signal`
   * @returns a promise of the quantile, or of one for each element of `p`
   * @throws as quantile() of `@capsule/stats`, and `signal.reason`: the promise is rejected
   * @example
   * ```ts
   * import { quantile } from '@capsule/stats/promises';
   *
   * console.log(await quantile([1, 2, 3, 4, 5], 0.9)); // 4.6
   * console.log(await quantile([1, 2, 3, 4, 5], [0.25, 0.75])); // Float64Array(2) [ 2, 4 ]
   * ```
   */
  quantile(values: Values, p: number, options?: QuantileOptions & AbortOptions): Promise<number>;
  quantile(values: Values, p: Probabilities, options?: QuantileOptions & AbortOptions): Promise<Float64Array>;
}

/** An accumulator that summarizes large samples on another thread. */
export interface AccumulatorPromises extends Omit<Accumulator, 'push' | 'merge'> {
  /**
   * Adds one value, or all values of a sample. The values of a sample are added together, when all are summarized: if
   * the promise is rejected, none is. Several samples may be added at a time; the result does not depend on their order.
   *
   * @param values - a number, or a sample of any length
   * @param options - `signal`, which is checked before each block of a million values; for an Arrow column, which is
   *   read as a whole, also `column` and `nulls`
   * @returns a promise of the accumulator itself
   * @throws TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_DETACHED`, and `signal.reason`: the promise is rejected
   */
  push(values: number | Values, options?: ArrowOptions & AbortOptions): Promise<this>;
  /** Adds the values that another accumulator describes; returns this one. */
  merge(other: Accumulator | AccumulatorPromises): this;
}

/**
 * The class of accumulators of `@capsule/stats/promises`.
 *
 * @example
 * ```ts
 * import { capsule } from '@capsule/fastmath';
 * import { type AccumulatorPromisesConstructor, createStats } from '@capsule/stats/promises';
 *
 * const Class: AccumulatorPromisesConstructor = createStats(capsule).Accumulator;
 * console.log((await new Class().push([1, 2, 6])).mean()); // 3
 * ```
 */
export interface AccumulatorPromisesConstructor {
  /** An accumulator without values. */
  new (): AccumulatorPromises;
  /** As Accumulator.fromJSON() of `@capsule/stats`. */
  fromJSON(state: AccumulatorState): AccumulatorPromises;
}
