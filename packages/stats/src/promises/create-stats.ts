import { types } from 'node:util';
import type { Capsule } from '@capsule/core';
import { rejectMoreThanMap } from '../arguments.js';
import { functionsOf } from '../create-stats.js';
import { type Backend, type BackendOfPromises, open, openLater } from '../native.js';
import { accumulatorPromises } from './accumulator.js';
import { promiseOf, takeSignal } from './promise-of.js';
import { replay } from './replay.js';
import { endHeld, snapshot, withCompleteRows, withoutCapsules } from './snapshot.js';
import type { StatsPromises } from './types.js';

type Name = keyof ReturnType<typeof functionsOf>;
type Statistic = (...args: unknown[]) => unknown;

/**
 * Opens the table of kernels in a capsule, once, and returns statistics that call it on other threads.
 *
 * @param capsule - `capsule` of `@capsule/fastmath`, or of another producer of its contract
 * @returns all statistics, as promises; they do not depend on `this`
 * @throws as createStats() of `@capsule/stats`
 * @example
 * ```ts
 * import { capsule } from '@capsule/fastmath';
 * import { createStats } from '@capsule/stats/promises';
 *
 * const { mean } = createStats(capsule);
 * console.log(await mean([1, 2, 6])); // 3
 * ```
 */
export function createStats(capsule: Capsule<'@capsule/fastmath'>): StatsPromises;
export function createStats(capsule: Capsule<'@capsule/fastmath'>, ...more: unknown[]): StatsPromises {
  rejectMoreThanMap('createStats(capsule)', capsule, more);
  const native = openLater(capsule);
  const promises: Record<string, unknown> = { Accumulator: accumulatorPromises(open(capsule), native) };
  for (let i = 0; i < names.length; i++) promises[names[i] as Name] = promised(native, names[i] as Name);
  return promises as unknown as StatsPromises;
}

/** Captured at load, from statistics that are not called. */
const names = Object.keys(functionsOf({} as Backend)) as Name[];
const { apply } = Reflect;
const { isArray } = Array;

/**
 * The asynchronous twin of a statistic. Every promise has statistics of its own, because they store intermediate results
 * in arrays that they share.
 */
function promised(native: BackendOfPromises, name: Name): Statistic {
  const operation = `${name}()`;
  return async (...args) => {
    if (isCallOfMap(args)) args.length = 1;
    try {
      completeArguments(name, operation, args);
      for (let i = 0; i < args.length; i++)
        args[i] = snapshot(operation, args[i], i > 0 && i === args.length - 1, roleOf(name, i));
      const signal = takeSignal(operation, args);
      let statistic: Statistic | undefined;
      let later: unknown;
      const run = (compute: Backend) => {
        statistic ??= functionsOf(compute)[name] as Statistic;
        return apply(statistic, undefined, (later ?? args) as unknown[]);
      };
      const suspended = () => {
        later ??= withoutCapsules(operation, args);
      };
      return await promiseOf(operation, signal, (start) => replay(native, start, run, suspended));
    } finally {
      endHeld(args);
    }
  };
}

/** Statistics of two samples whose values belong together. */
const ofPairs: readonly string[] = [
  'covariance',
  'correlation',
  'linearRegression',
  'weightedMean',
  'spearman',
  'kendall',
];

/** Whether the argument at this position is a sample, or an Array of samples. */
const roleOf = (name: Name, position: number) =>
  position > (ofPairs.includes(name) ? 1 : 0) ? 'other' : name === 'correlationMatrix' ? 'columns' : 'sample';

/** Reads Arrow columns whose values belong together before the arguments are copied one by one. */
function completeArguments(name: Name, operation: string, args: unknown[]): void {
  if (ofPairs.includes(name) && args.length >= 2) {
    const pair = withCompleteRows(operation, [args[0], args[1]]);
    args[0] = pair[0];
    args[1] = pair[1];
  } else if (name === 'correlationMatrix' && !types.isProxy(args[0]) && isArray(args[0])) {
    args[0] = withCompleteRows(operation, args[0]);
  }
}

/** Whether the arguments are those of `samples.map(mean)`: the synchronous functions accept them too. */
function isCallOfMap(args: readonly unknown[]): boolean {
  if (args.length !== 3) return false; // an index that the arguments do not have could be a getter on Array.prototype
  const index = args[1];
  const array = args[2];
  return typeof index === 'number' && !types.isProxy(array) && isArray(array) && array[index] === args[0];
}
