import { type Capsule, capsuleError, describeValue, isCapsule } from '@capsule/core';
import { capsule as kernels } from '@capsule/fastmath';
import type { BitgenCapsule, Seed } from '@capsule/random';
import { allocate } from './allocate.js';
import { rejectAfterOptions } from './arguments.js';
import { callbacks, type Sample } from './native.js';
import { normalBelow, normalQuantile } from './normal-distribution.js';
import { checkOptions, ddofOf, own, readNumber } from './options.js';
import { quantile, std } from './ordinary.js';
import { lengthOfSample, toSample, type Values } from './values.js';

/** The statistics by name, in the order of `named` in native/node/bootstrap.cc. */
export const statistics = ['mean', 'median', 'variance', 'std'] as const;
const methods = ['BCa', 'percentile', 'basic'] as const;
const names = ['method', 'resamples', 'confidence', 'generator', 'seed', 'ddof'];
export const operation = 'bootstrap(values, statistic)';

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
  /** How the interval follows from the resamples; `BCa` by default, as in scipy.stats.bootstrap. */
  readonly method?: (typeof methods)[number];
  /** The number of resamples, up to 10 million; 9999 by default. */
  readonly resamples?: number;
  /** The probability that the interval contains the statistic of the population; 0.95 by default. */
  readonly confidence?: number;
  /** A random generator: of `@capsule/random`, or the capsule of another addon. By default a new PCG64. */
  readonly generator?: BitgenCapsule | { readonly capsule: BitgenCapsule };
  /** The seed of the new PCG64: the same seed gives the same result, that of numpy.random.default_rng(seed) in SciPy. */
  readonly seed?: Seed;
  /** Delta degrees of freedom of variance and std; 1 by default. */
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
  const { x, ddof, distribution, jackknife } = task;
  const observed = callbacks.bootstrap(kernels, generatorOf(options), task.statistic, x, ddof, distribution, jackknife);
  const adjustment = new Float64Array(4);
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
  readonly x: Sample;
  /** Receives the statistic of each resample. */
  readonly distribution: Float64Array;
  /** Receives the statistic without each value; empty if the method does not need it. */
  readonly jackknife: Float64Array;
}

/**
 * Checks the arguments.
 *
 * @param allowsCapsules - whether the statistic may be a C function, which belongs to the thread of JavaScript
 */
export function readTask(
  values: Values,
  statistic: BootstrapStatistic,
  options: BootstrapOptions,
  allowsCapsules: boolean,
): Task {
  checkOptions(operation, names, options);
  const method = own(options, 'method') ?? 'BCa';
  if (!methods.includes(method)) throw unusable(`method to be ${methods.join(', ')}`, method);
  const resamples = readNumber(operation, options, 'resamples', 9999);
  if (!(Number.isInteger(resamples) && resamples >= 2 && resamples <= 10_000_000)) {
    throw unusable('resamples to be an integer from 2 to 10000000', resamples);
  }
  const confidence = readNumber(operation, options, 'confidence', 0.95);
  if (!(confidence > 0 && confidence < 1)) throw unusable('confidence to be above 0 and below 1', confidence);
  const ddof = ddofOf(operation, options);
  const index = statistics.indexOf(statistic as (typeof statistics)[number]);
  if (index < 0 && !(allowsCapsules && isCapsule(statistic))) {
    const capsules = allowsCapsules ? ', or a capsule f64(*f64,usize)' : '';
    throw unusable(`statistic to be ${statistics.join(', ')}${capsules}`, statistic);
  }
  const x = toSample(operation, index >= 2 ? ddof + 1 : 1, values);
  const distribution = allocate(operation, resamples, 'results');
  const jackknife = allocate(operation, method === 'BCa' ? lengthOfSample(x) : 0, 'results');
  return {
    method,
    confidence,
    ddof,
    statistic: index < 0 ? (statistic as Capsule) : index,
    x,
    distribution,
    jackknife,
  };
}

/** The probabilities of the ends of the interval; undefined if it has none. */
export function probabilitiesOf(task: Task, adjustment: Float64Array): readonly [number, number] | undefined {
  const alpha = (1 - task.confidence) / 2;
  if (task.method !== 'BCa') return [alpha, 1 - alpha];
  const [below, above] = adjusted(alpha, task.distribution.length, adjustment);
  return below >= 0 && above <= 1 ? [below, above] : undefined;
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
  const [low, high] = method === 'basic' ? [2 * observed - last, 2 * observed - first] : [first, last];
  return { low, high, standardError, distribution };
}

/** The probabilities of BCa: corrected for the bias, and for the acceleration, which the jackknife estimates. */
function adjusted(alpha: number, count: number, adjustment: Float64Array): readonly [number, number] {
  const [less = 0, equal = 0, squares = 0, cubes = 0] = adjustment;
  const bias = normalQuantile((less + equal / 2) / count);
  const acceleration = cubes / (6 * squares ** 1.5);
  const probability = (z: number) => normalBelow(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile(alpha);
  return [probability(z), probability(-z)];
}

export function generatorOf(options: BootstrapOptions): BitgenCapsule {
  const generator = own(options, 'generator');
  const seed = own(options, 'seed');
  if (generator !== undefined && seed !== undefined) {
    throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
      expected: 'either generator or seed',
      found: 'both',
    });
  }
  if (generator !== undefined) {
    return typeof generator === 'object' && generator !== null && 'capsule' in generator && !isCapsule(generator)
      ? generator.capsule
      : (generator as BitgenCapsule);
  }
  // Loaded on first use: the other statistics need no generator.
  const { PCG64 }: typeof import('@capsule/random') = require('@capsule/random');
  return new PCG64(seed).capsule;
}

const unusable = (expected: string, found: unknown) =>
  capsuleError(RangeError, 'ERR_STATS_BOOTSTRAP_UNUSABLE', operation, {
    expected,
    found: typeof found === 'number' ? String(found) : describeValue(found),
  });
