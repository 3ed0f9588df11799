import type { Context, Suite } from './harness/suite.js';
import { describeMachine } from './results/machine.js';
import type { Results, Row } from './results/results.js';
import { suite as accuracy } from './suites/accuracy.js';
import { suite as arrow } from './suites/arrow.js';
import { suite as callPath } from './suites/call-path.js';
import { suite as fromJs } from './suites/from-js.js';
import { suite as kernels } from './suites/kernels.js';
import { suite as open } from './suites/open.js';
import { suite as peers } from './suites/peers.js';
import { suite as random } from './suites/random.js';

/** All suites, in the order in which they run. */
export const suites: readonly Suite[] = [callPath, fromJs, open, kernels, peers, accuracy, arrow, random];

/** The selection of measurements, and the callbacks. */
export interface Selection {
  /** The names of the suites to run. All by default. */
  readonly suites?: readonly string[];
  /** A part of the names of the functions to measure, or the name of a competitor. */
  readonly filter?: string;
  readonly quick?: boolean;
  progress?(what: string): void;
  /** Called after each suite. */
  done?(suite: Suite, rows: readonly Row[], results: Results): void;
}

/** Runs suites, and returns all their rows. */
export async function run(selection: Selection, command: string): Promise<Results> {
  const { filter = '', quick = false, progress = () => {}, done = () => {} } = selection;
  const start = performance.now();
  const results: Results = { meta: describeMachine(command), rows: [] };
  const context: Context = {
    quick,
    isSelected: (name, competitor) => name.includes(filter) || competitor === filter,
    progress,
    add: (row) => results.rows.push(row),
    version: (competitor, version) => {
      results.meta.versions[competitor] = version;
    },
    missing: (competitor, why) => {
      results.meta.missing[competitor] = why;
    },
  };
  for (const suite of suites.filter(({ name }) => selection.suites === undefined || selection.suites.includes(name))) {
    const first = results.rows.length;
    await suite.run(context);
    done(suite, results.rows.slice(first), results);
  }
  results.meta.seconds = Math.round((performance.now() - start) / 1000);
  return results;
}
