import { inspect, loadAddon } from '@capsule/core';
import { capsule, producer } from '../capsule.js';
import { interleave } from '../harness/measure.js';
import type { Suite } from '../harness/suite.js';
import type { Measurement } from '../results/results.js';

/** The ways to call a C function from C, the cheapest first. */
export const ways = ['inlined', 'direct', 'pointer', 'capsule', 'dlsym', 'through-js'] as const;
export type Way = (typeof ways)[number];

/** The callees: a function that does nothing, an addition, and a dot product of n values. */
export const functions = ['empty', 'add', 'dot'] as const;
export type FunctionName = (typeof functions)[number];

/** The cost of one call in one of the ways, in nanoseconds. */
export interface CallRow extends Measurement {
  function: FunctionName;
  competitor: Way;
  n: number;
}

type Run = (way: Way, name: FunctionName, n: number, count: number) => number;

let run: Run | undefined;

/** The consumer, which opens the producer's capsule once. */
function consumer(): Run {
  const { empty, add, dot } = producer;
  const { open } = loadAddon<{ open(...from: unknown[]): Run }>(__dirname, 'consumer');
  run ??= open(capsule, inspect(capsule).file, empty, add, dot);
  return run;
}

/**
 * Measures the cost of a call of a function in each way, in interleaved rounds.
 *
 * @param name - the function
 * @param n - the number of values of dot: 8, 16, ... 512
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

/** The lengths of dot. The other functions take no array. */
const lengths = { empty: [0], add: [0], dot: [8, 64, 512] } as const;

export const suite: Suite = {
  name: 'call-path',
  question: 'What does a call from C to C cost, by each way there is?',
  async run(context) {
    for (const name of functions) {
      const selected = ways.filter((way) => context.isSelected(name, way));
      if (selected.length === 0) continue;
      for (const n of lengths[name]) {
        context.progress(`call-path: ${name}${n > 0 ? ` of ${n}` : ''}`);
        const rows = callPath(name, n, { ways: selected, rounds: context.quick ? 41 : 151, milliseconds: 1 });
        for (const row of rows) context.add({ suite: 'call-path', unit: 'ns', ...row });
      }
    }
  },
};
