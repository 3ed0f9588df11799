import { type Capsule, capsuleError, describeValue, isCapsule } from '@capsule/core';
import { capsule as kernels } from '@capsule/fastmath';
import type { BitgenCapsule, Seed } from '@capsule/random';
import { allocate } from './allocate.js';
import { rejectAfterOptions } from './arguments.js';
import { callbacks, type Sample } from './native.js';
import { normalBelow, normalQuantile } from './normal-distribution.js';
import { checkOptions, ddofOf, own, readNumber } from './options.js';
import { quantile, std } from './ordinary.js';
import { hasTraps } from './traps.js';
import { lengthOfSample, toSample, type Values } from './values.js';

/** The statistics by name, in the order of `named` in native/node/bootstrap.cc. */
export const statistics = ['mean', 'median', 'variance', 'std'] as const;
const methods = ['BCa', 'percentile', 'basic'] as const;
const names = ['method', 'resamples', 'confidence', 'generator', 'seed', 'ddof'];
export const operation = 'bootstrap(values, statistic)';

/** The most values for BCa, which computes the statistic once without each value: the work is quadratic. */
const MOST_FOR_BCA = 2 ** 18;

// Captured at load; later monkey-patching has no effect.
const { isFinite: isFiniteNumber, isInteger } = Number;
const Vector = Float64Array;

/** As indexOf(), which scripts can replace. */
function indexIn(list: readonly unknown[], value: unknown): number {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return i;
  return -1;
}

/**
 * A statistic that bootstrap() resamples: its name, or a capsule with a C function `f64(*f64,usize)`.
 *
 * @example
 * ```ts
 * import { type BootstrapStatistic, bootstrap } from '@capsule/stats';
 *
 * const statistics: BootstrapStatistic[] = ['mean', 'median', 'std'];
 * console.log(statistics.map((each) => bootstrap([1, 2, 4, 8], each, { seed: 1 }).low > 0)); // [ true, true, true ]
 * ```
 */
export type BootstrapStatistic = (typeof statistics)[number] | Capsule;

/**
 * Options of bootstrap().
 *
 * @example
 * ```ts
 * import { Philox } from '@capsule/random';
 * import { type BootstrapOptions, bootstrap } from '@capsule/stats';
 *
 * const options: BootstrapOptions = { method: 'percentile', resamples: 500, generator: new Philox(1) };
 * console.log(bootstrap([1, 2, 4, 8], 'mean', options).distribution.length); // 500
 * ```
 */
export interface BootstrapOptions {
  /**
   * How the interval follows from the resamples; `BCa` by default, as in scipy.stats.bootstrap. It takes up to 262144
   * values, because its time is quadratic in their number; the others take any number.
   */
  readonly method?: (typeof methods)[number];
  /** The number of resamples, up to 10 million; 9999 by default. */
  readonly resamples?: number;
  /** The probability that the interval contains the statistic of the population; 0.95 by default. */
  readonly confidence?: number;
  /** A random generator: of `@capsule/random`, or the capsule of another addon. By default a new PCG64. */
  readonly generator?: BitgenCapsule | { readonly capsule: BitgenCapsule };
  /** The seed of the new PCG64: the same seed gives the same result, that of numpy.random.default_rng(seed) in SciPy. */
  readonly seed?: Seed;
  /** Delta degrees of freedom, only for variance and std; 1 by default. */
  readonly ddof?: number;
}

/**
 * The result of bootstrap().
 *
 * @example
 * ```ts
 * import { type Bootstrap, bootstrap } from '@capsule/stats';
 *
 * const { low, high }: Bootstrap = bootstrap([1, 2, 4, 8], 'mean', { seed: 42 });
 * console.log(low < 3.75 && high > 3.75); // true
 * ```
 */
export interface Bootstrap {
  /** The lower end of the confidence interval. */
  low: number;
  /** The upper end of the confidence interval. */
  high: number;
  /** The standard deviation of the statistic over the resamples. */
  standardError: number;
  /** The statistic of each resample, in the order in which they were drawn. */
  distribution: Float64Array;
}

/**
 * Estimates the confidence interval of a statistic by resampling, in C, as scipy.stats.bootstrap does: it draws samples
 * with replacement, and computes the statistic of each. With the seed of numpy.random.default_rng(), the resamples are
 * those of SciPy. Sources: Efron, "Better Bootstrap Confidence Intervals", 1987; SciPy 1.17.
 *
 * @param values - at least 2 values; for variance and std at least 2 more than `ddof`
 * @param statistic - by default the mean
 * @param options - `method`, `resamples`, `confidence`, `generator` or `seed`, and `ddof`
 * @returns the interval, the standard error, and the statistic of each resample. The interval is NaN for BCa if all
 *   resamples have the same statistic.
 * @throws RangeError `ERR_STATS_TOO_FEW_VALUES`, `ERR_STATS_BOOTSTRAP_UNUSABLE`; RangeError or TypeError
 *   `ERR_STATS_DDOF_UNUSABLE`; TypeError `ERR_STATS_NOT_NUMBERS`, `ERR_STATS_OPTIONS_UNUSABLE`,
 *   `ERR_RANDOM_SEED_UNUSABLE`, and `ERR_CAPSULE_...` for another capsule
 * @example
 * ```ts
 * import { PCG64 } from '@capsule/random';
 * import { bootstrap } from '@capsule/stats';
 *
 * const { low, high } = bootstrap([3, 5, 2, 8, 6, 4, 7], 'mean', { generator: new PCG64(42) });
 * console.log(low.toFixed(3), high.toFixed(3)); // 3.571 6.429
 * ```
 */
export function bootstrap(values: Values, statistic?: BootstrapStatistic, options?: BootstrapOptions): Bootstrap;
export function bootstrap(
  values: Values,
  statistic: BootstrapStatistic = 'mean',
  options: BootstrapOptions = {},
  ...more: unknown[]
): Bootstrap {
  rejectAfterOptions(operation, more);
  const task = readTask(values, statistic, options, true);
  const { generator, x, ddof, distribution, jackknife } = task;
  const observed = callbacks.bootstrap(kernels, generator, task.statistic, x, ddof, distribution, jackknife);
  const adjustment = new Vector(4);
  if (jackknife.length > 0) callbacks.adjust(observed, distribution, jackknife, adjustment);
  const probabilities = probabilitiesOf(task, adjustment);
  const ends = probabilities === undefined ? undefined : quantile(distribution, probabilities);
  return resultOf(task, observed, ends, std(distribution));
}

/** What a call computes. */
export interface Task {
  readonly method: (typeof methods)[number];
  readonly confidence: number;
  readonly ddof: number;
  /** The index of the name, or a capsule. */
  readonly statistic: number | Capsule;
  readonly generator: BitgenCapsule;
  readonly x: Sample;
  /** Receives the statistic of each resample. */
  readonly distribution: Float64Array;
  /** Receives the statistic without each value; empty if the method does not need it. */
  readonly jackknife: Float64Array;
}

/**
 * Checks the arguments.
 *
 * @param allowsCapsules - whether the statistic may be a C function, and the generator a given one: both belong to the
 *   thread of JavaScript
 */
export function readTask(
  values: Values,
  statistic: BootstrapStatistic,
  options: BootstrapOptions,
  allowsCapsules: boolean,
): Task {
  checkOptions(operation, names, options);
  const method = own(options, 'method') ?? 'BCa';
  if (indexIn(methods, method) < 0) throw unusable('method to be BCa, percentile, basic', method);
  const resamples = readNumber(operation, options, 'resamples', 9999);
  if (!(isInteger(resamples) && resamples >= 2 && resamples <= 10_000_000)) {
    throw unusable('resamples to be an integer from 2 to 10000000', resamples);
  }
  const confidence = readNumber(operation, options, 'confidence', 0.95);
  if (!(confidence > 0 && confidence < 1)) throw unusable('confidence to be above 0 and below 1', confidence);
  const ddof = ddofOf(operation, options);
  const index = indexIn(statistics, statistic);
  if (index < 0 && !(allowsCapsules && isCapsule(statistic))) {
    const capsules = allowsCapsules ? ', or a capsule f64(*f64,usize)' : '';
    throw unusable(`statistic to be mean, median, variance, std${capsules}`, statistic);
  }
  if (index < 2 && own(options, 'ddof') !== undefined) throw unusable('ddof only for variance and std', ddof);
  // Before the sample is read: getters of options could detach it.
  const generator = generatorOf(options, allowsCapsules);
  const x = toSample(operation, index >= 2 ? ddof + 1 : 1, values);
  const n = lengthOfSample(x);
  if (method === 'BCa' && n > MOST_FOR_BCA) {
    throw unusable(`at most ${MOST_FOR_BCA} values for BCa`, n, "Use the method 'percentile' or 'basic'.");
  }
  const distribution = allocate(operation, resamples, 'results');
  const jackknife = allocate(operation, method === 'BCa' ? n : 0, 'results');
  return {
    method,
    confidence,
    ddof,
    statistic: index < 0 ? (statistic as Capsule) : index,
    generator,
    x,
    distribution,
    jackknife,
  };
}

/** The probabilities of the ends of the interval; undefined if it has none. */
export function probabilitiesOf(task: Task, adjustment: Float64Array): Float64Array | undefined {
  const alpha = (1 - task.confidence) / 2;
  const ends = new Vector(2);
  ends[0] = task.method === 'BCa' ? adjusted(normalQuantile(alpha), task.distribution.length, adjustment) : alpha;
  ends[1] = task.method === 'BCa' ? adjusted(-normalQuantile(alpha), task.distribution.length, adjustment) : 1 - alpha;
  return (ends[0] as number) >= 0 && (ends[1] as number) <= 1 ? ends : undefined;
}

/**
 * The result.
 *
 * @param ends - the quantiles of the distribution with these probabilities
 */
export function resultOf(
  { method, distribution }: Task,
  observed: number,
  ends: ArrayLike<number> | undefined,
  standardError: number,
): Bootstrap {
  const first = ends?.[0] ?? Number.NaN;
  const last = ends?.[1] ?? Number.NaN;
  const isBasic = method === 'basic';
  const low = isBasic ? reflected(observed, last) : first;
  const high = isBasic ? reflected(observed, first) : last;
  return { low, high, standardError, distribution };
}

/** A probability of BCa: corrected for the bias, and for the acceleration, which the jackknife estimates. */
function adjusted(z: number, count: number, adjustment: Float64Array): number {
  // By index: an iterator can be replaced.
  const less = adjustment[0] as number;
  const equal = adjustment[1] as number;
  const bias = normalQuantile((less + equal / 2) / count);
  const acceleration = (adjustment[3] as number) / (6 * (adjustment[2] as number) ** 1.5);
  return normalBelow(bias + (bias + z) / (1 - acceleration * (bias + z)));
}

/** 2 * observed - value, which may be finite although the product is not. */
function reflected(observed: number, value: number): number {
  const result = 2 * observed - value;
  return isFiniteNumber(result) ? result : observed + (observed - value);
}

let random: typeof import('@capsule/random') | undefined;

function generatorOf(options: BootstrapOptions, isAllowed: boolean): BitgenCapsule {
  const generator = own(options, 'generator');
  const seed = own(options, 'seed');
  if (generator !== undefined && !isAllowed) {
    throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
      expected: 'a seed for a promise',
      found: 'a generator',
      advice: 'Another thread would draw from it while JavaScript can use it.',
    });
  }
  if (generator !== undefined && seed !== undefined) {
    throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
      expected: 'either generator or seed',
      found: 'both',
    });
  }
  if (generator !== undefined) {
    // Looking up a key would run the traps of a Proxy.
    if (isCapsule(generator) || typeof generator !== 'object' || generator === null || hasTraps(generator))
      return generator as BitgenCapsule;
    return 'capsule' in generator ? generator.capsule : generator;
  }
  // Loaded on first use: the other statistics need no generator.
  random ??= require('@capsule/random') as typeof import('@capsule/random');
  return new random.PCG64(seed).capsule;
}

const unusable = (expected: string, found: unknown, advice?: string) =>
  capsuleError(RangeError, 'ERR_STATS_BOOTSTRAP_UNUSABLE', operation, {
    expected,
    found: typeof found === 'number' ? `${found}` : describeValue(found),
    advice,
  });
