import { inspect, loadAddon } from '@capsule/core';
import { capsule, producer } from '../capsule.js';
import type { Measurement } from '../results/results.js';
import { interleave } from './measure.js';

/** The ways from C to a C function, the cheapest first. */
export const ways = ['inlined', 'direct', 'pointer', 'capsule', 'dlsym', 'through-js'] as const;
export type Way = (typeof ways)[number];

/** What is called: nothing, an addition, and a dot product of n values. */
export const functions = ['empty', 'add', 'dot'] as const;
export type FunctionName = (typeof functions)[number];

/** What one call costs by one way, in nanoseconds. */
export interface CallRow extends Measurement {
  function: FunctionName;
  competitor: Way;
  n: number;
}

type Run = (way: Way, name: FunctionName, n: number, count: number) => number;

let run: Run | undefined;

/** The consumer, which has opened the producer's capsule. */
function consumer(): Run {
  const { empty, add, dot } = producer;
  const { open } = loadAddon<{ open(...from: unknown[]): Run }>(__dirname, 'consumer');
  run ??= open(capsule, inspect(capsule).file, empty, add, dot);
  return run;
}

/**
 * Measures what a call of a function costs by each way, in interleaved rounds.
 *
 * @param name - the function
 * @param n - how many values dot takes: 8, 16, ... 512
 */
export function callPath(
  name: FunctionName,
  n: number,
  options: { ways?: readonly Way[]; rounds?: number; milliseconds?: number } = {},
): CallRow[] {
  const call = consumer();
  const competitors = (options.ways ?? ways).map((way) => ({
    competitor: way,
    run: (count: number) => call(way, name, n, count),
  }));
  return interleave(competitors, options).map((row) => ({ function: name, n, ...row }));
}
