import { capsule as kernels } from '@capsule/fastmath';
import { rejectAfterOptions } from '../arguments.js';
import {
  type Bootstrap,
  type BootstrapOptions,
  type BootstrapStatistic,
  operation,
  probabilitiesOf,
  readTask,
  resultOf,
  statistics,
  type Task,
} from '../bootstrap.js';
import { functionsOf } from '../create-stats.js';
import { type Backend, openLater } from '../native.js';
import { lengthOfSample, type Values } from '../values.js';
import { promiseOf, type Start, takeSignal } from './promise-of.js';
import { replay } from './replay.js';
import { endHeld, snapshot } from './snapshot.js';
import type { AbortOptions } from './types.js';

/** The number of values that one kernel copies, about: an abort takes effect after each. */
const BLOCK = 2 ** 20;

const { max, floor, min } = Math;
const Vector = Float64Array;
const native = openLater(kernels);

/**
 * Estimates the confidence interval of a statistic by resampling: see bootstrap() of `@capsule/stats`. The same seed has
 * the same result. A statistic that is a C function, and a generator, belong to the thread of JavaScript, which could use
 * them meanwhile: pass a name, and a seed, from which every call makes a generator of its own.
 *
 * @param values - at least 2 values; for variance and std at least 2 more than `ddof`
 * @param statistic - by default the mean
 * @param options - `method`, `resamples`, `confidence`, `seed` and `ddof`; `signal`, which is checked after each million
 *   values that are drawn
 * @returns a promise of the interval, the standard error, and the statistic of each resample
 * @throws as bootstrap() of `@capsule/stats`; TypeError `ERR_STATS_OPTIONS_UNUSABLE` for a generator, and
 *   `signal.reason`: the promise is rejected
 * @example
 * ```ts
 * import { bootstrap } from '@capsule/stats/promises';
 *
 * const { low, high } = await bootstrap([3, 5, 2, 8, 6, 4, 7], 'mean', { seed: 42 });
 * console.log(low.toFixed(3), high.toFixed(3)); // 3.571 6.429
 * ```
 */
export function bootstrap(
  values: Values,
  statistic?: Exclude<BootstrapStatistic, object>,
  options?: Omit<BootstrapOptions, 'generator'> & AbortOptions,
): Promise<Bootstrap>;
export async function bootstrap(
  values: Values,
  statistic: BootstrapStatistic = 'mean',
  given: BootstrapOptions = {},
  ...more: unknown[]
): Promise<Bootstrap> {
  const sample = snapshot(operation, values) as Values;
  try {
    const last = [snapshot(operation, given, true, 'other')];
    const signal = takeSignal(operation, last);
    const options = (last.length === 0 ? {} : last[0]) as BootstrapOptions;
    rejectAfterOptions(operation, more);
    const task = readTask(sample, statistic, options, false);
    return await promiseOf(operation, signal, (start) => compute(task, start));
  } finally {
    endHeld([sample]);
  }
}

async function compute(task: Task, start: Start): Promise<Bootstrap> {
  const { generator, x, ddof, distribution, jackknife } = task;
  const statistic = task.statistic as number;
  const observed = await start(() => native[statistics[statistic] as 'variance'](x, ddof));
  const block = max(1, floor(BLOCK / lengthOfSample(x)));
  for (let i = 0; i < distribution.length; i += block) {
    const part = partOf(distribution, i, block);
    await start(() => native.resample(statistic, x, ddof, generator, part));
  }
  for (let i = 0; i < jackknife.length; i += block) {
    const part = partOf(jackknife, i, block);
    await start(() => native.jackknife(statistic, x, ddof, i, part));
  }
  const adjustment = new Vector(4);
  if (jackknife.length > 0) await start(() => native.adjust(observed, distribution, jackknife, adjustment));
  const probabilities = probabilitiesOf(task, adjustment);
  const ordinary = <Result>(run: (functions: ReturnType<typeof functionsOf>) => Result): Promise<Result> =>
    replay(native, start, (backend: Backend) => run(functionsOf(backend)), nothing);
  const ends =
    probabilities === undefined ? undefined : await ordinary(({ quantile }) => quantile(distribution, probabilities));
  return resultOf(task, observed, ends, await ordinary(({ std }) => std(distribution)));
}

const nothing = () => {};

const partOf = (array: Float64Array, begin: number, length: number) =>
  new Vector(array.buffer, begin * Vector.BYTES_PER_ELEMENT, min(length, array.length - begin));
