import type { Context, Suite } from './harness/suite.js';
import { describeMachine } from './results/machine.js';
import type { Results, Row } from './results/results.js';
import { suite as accuracy } from './suites/accuracy.js';
import { suite as callPath } from './suites/call-path.js';
import { suite as fromJs } from './suites/from-js.js';
import { suite as kernels } from './suites/kernels.js';
import { suite as open } from './suites/open.js';
import { suite as peers } from './suites/peers.js';

/** Every question, in the order in which they are asked. */
export const suites: readonly Suite[] = [callPath, fromJs, open, kernels, peers, accuracy];

/** What is measured, and what hears of it. */
export interface Choice {
  /** Names of suites; all, if none is given. */
  readonly suites?: readonly string[];
  /** Only functions with this in their name, or the competitor of this name. */
  readonly filter?: string;
  readonly quick?: boolean;
  progress?(what: string): void;
  /** Hears of every suite that is done. */
  done?(suite: Suite, rows: readonly Row[], results: Results): void;
}

/** Runs suites, and gives everything that they measured. */
export async function run(choice: Choice, command: string): Promise<Results> {
  const { filter = '', quick = false, progress = () => {}, done = () => {} } = choice;
  const start = performance.now();
  const results: Results = { meta: describeMachine(command), rows: [] };
  const context: Context = {
    quick,
    wanted: (name, competitor) => name.includes(filter) || competitor === filter,
    progress,
    add: (row) => results.rows.push(row),
    version: (competitor, version) => {
      results.meta.versions[competitor] = version;
    },
    missing: (competitor, why) => {
      results.meta.missing[competitor] = why;
    },
  };
  for (const suite of suites.filter(({ name }) => choice.suites === undefined || choice.suites.includes(name))) {
    const first = results.rows.length;
    await suite.run(context);
    done(suite, results.rows.slice(first), results);
  }
  results.meta.seconds = Math.round((performance.now() - start) / 1000);
  return results;
}
