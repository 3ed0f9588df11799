import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniform } from '@capsule/test-support/samples';
import { type Row, summary } from '../results/results.js';
import { Child, type Start } from './child-process.js';

/** The options of a run, and the receiver of its rows. */
export interface Context {
  /** Whether to measure fewer lengths and rounds. */
  readonly quick: boolean;
  /** Whether the filter selects this function of this competitor. */
  isSelected(name: string, competitor: string): boolean;
  /** Reports what is being measured. */
  progress(what: string): void;
  add(row: Row): void;
  version(competitor: string, version: string): void;
  missing(competitor: string, why: string): void;
}

/** A question, and the measurement that answers it. */
export interface Suite {
  readonly name: string;
  readonly question: string;
  run(context: Context): Promise<void>;
}

/** A function and a length, measured for every competitor that has the function. */
export interface Case {
  readonly function: string;
  readonly n: number;
}

interface Options {
  readonly suite: string;
  readonly starts: readonly Start[];
  readonly cases: readonly Case[];
  readonly rounds: number;
  readonly milliseconds: number;
  /** The unit to which `convert` converts nanoseconds. */
  readonly unit?: Row['unit'];
  readonly convert?: (nanoseconds: number, each: Case) => number;
  /** The number of values of the longest case; 0 if competitors generate their data. */
  readonly longest: number;
}

/** Starts a competitor, and reports its version or why it is missing. */
export async function startCompetitor(context: Context, start: Start): Promise<Child> {
  const child = await Child.start(start);
  if (child.missing !== undefined) context.missing(child.competitor, child.missing);
  else if (child.version !== undefined) context.version(child.competitor, child.version);
  return child;
}

/** Runs competitors in interleaved rounds, each in its own process. */
export async function compete(context: Context, options: Options): Promise<void> {
  const { suite, cases, rounds, milliseconds, unit = 'ns', convert = (ns) => ns } = options;
  const selected = cases.filter((each) =>
    options.starts.some((start) => context.isSelected(each.function, start.competitor)),
  );
  if (selected.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'capsule-bench-'));
  const [x, y] = [join(folder, 'x'), join(folder, 'y')];
  const children: Child[] = [];
  try {
    context.progress(`${suite}: numbers`);
    writeNumbers(x, y, options.longest);
    context.progress(`${suite}: competitors`);
    for (const start of options.starts) {
      const child = await startCompetitor(context, start);
      children.push(child);
      const unknown = child.functions.filter((name) => options.cases.every((each) => each.function !== name));
      for (const name of unknown) context.missing(`${name} by ${child.competitor}`, `no case of ${suite}`);
    }
    let n = -1;
    for (const each of selected) {
      const able = children.filter(
        (child) => child.functions.includes(each.function) && context.isSelected(each.function, child.competitor),
      );
      if (each.n !== n) {
        n = each.n;
        for (const child of children.filter(({ missing }) => missing === undefined)) {
          await child.data(n, ...(options.longest > 0 ? [x, y] : []));
        }
      }
      context.progress(`${suite}: ${each.function}${n > 0 ? ` of ${n}` : ''}`);
      await checkAgreement(able, each);
      const times = able.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [i, child] of able.entries()) {
          times[i]?.push(convert(await child.time(each.function, milliseconds), each));
        }
      }
      for (const [i, { competitor }] of able.entries()) {
        context.add({ suite, function: each.function, competitor, n, unit, ...summary(times[i] ?? []) });
      }
    }
  } finally {
    await Promise.all(children.map((child) => child.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes x in [1, 2) and y that depends on x, far enough from 0 for all results to agree to 9 digits. */
function writeNumbers(xFile: string, yFile: string, n: number): void {
  const next = uniform(1879);
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    x[i] = 1 + next();
    y[i] = (x[i] ?? 0) / 2 + next();
  }
  writeFileSync(xFile, new Uint8Array(x.buffer));
  writeFileSync(yFile, new Uint8Array(y.buffer));
}

/** Throws unless the results of all competitors agree to 9 digits. */
export async function checkAgreement(
  children: readonly Pick<Child, 'competitor' | 'value'>[],
  each: Case,
): Promise<void> {
  let first: { competitor: string; value: unknown } | undefined;
  for (const child of children) {
    const value = await child.value(each.function);
    if (value === undefined) continue;
    first ??= { competitor: child.competitor, value };
    if (agree(value, first.value)) continue;
    throw new Error(
      `${each.function} of ${each.n}: expected ${child.competitor} to agree with ${first.competitor} on ` +
        `${JSON.stringify(first.value)}, found ${JSON.stringify(value)}.`,
    );
  }
}

/** Compares numbers to 9 digits, and objects by the properties that both have. They must have one in common. */
function agree(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(b), 1e-3);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [one, two] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const shared = Object.keys(one).filter((key) => Object.hasOwn(two, key));
  return shared.length > 0 && shared.every((key) => agree(one[key], two[key]));
}
