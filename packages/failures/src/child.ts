// Runs the scenarios of a group and writes what happens to file descriptor 3, a JSON array a line. The process may
// crash: the last line then tells in which call, and the supervisor starts another one that continues after it.
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadInject, type Mode, modes } from './inject.js';
import type { Scenario } from './scenario.js';
import { groups } from './scenarios/index.js';

/** The n-th call of a scenario fails, in a mode. */
export type Place = readonly [scenario: number, mode: number, n: number];

/** What the child reports: it begins a place, or how that ended. */
export type Report =
  | readonly ['begin', ...Place, name: string, mode: Mode]
  | readonly ['end', outcome: 'exception' | 'right' | 'ended' | 'fault', failed: string, fault: string]
  | readonly ['leak', name: string, mode: Mode, fault: string];

const report = (...line: Report): void => {
  writeSync(3, `${JSON.stringify(line)}\n`);
};

setFlagsFromString('--expose-gc');
const gc: () => void = runInNewContext('gc');

const [groupName = '', start = '0,0,0', sample = '1'] = process.argv.slice(2);
const [startScenario = 0, startMode = 0, startN = 0] = start.split(',').map(Number);
const step = Number(sample);
const inject = loadInject();
const group = groups[groupName]?.();
if (group === undefined) throw new Error(`expected one of ${Object.keys(groups).join(', ')}`);
for (const addon of group.addons) inject.attach(addon);

type Result = { readonly value: unknown } | { readonly error: unknown };

function attempt(run: () => unknown): Result {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

/** A result, or the identity of an error, for comparison. */
function comparable({ read = (value: unknown) => value }: Scenario, result: Result): unknown {
  if ('value' in result) {
    const found = attempt(() => read(result.value));
    return 'value' in found ? found : { value: result.value };
  }
  const { name, code, message } = (result.error ?? {}) as Error & { code?: string };
  return { name, code, message };
}

/** What is wrong with an error that a failure has caused; undefined if nothing is. */
function faultOf(error: unknown): string | undefined {
  const kind = Object.prototype.toString.call(error);
  if (kind !== '[object Error]') return `throws ${String(error)}, not an Error`;
  const { message, code } = error as Error & { code?: string };
  if (message === '') return 'throws an Error without a message';
  if (code === undefined && /^Cannot |undefined|is not (a function|iterable)/.test(message))
    return `continues until: ${message}`;
  return undefined;
}

async function settle(): Promise<readonly number[]> {
  for (let i = 0; i < 3; i++) {
    gc();
    await setImmediate();
  }
  return inject.live();
}

/** Lets the n-th call fail. Returns false when there was none. */
function run(scenario: Scenario, place: Place, expected: unknown): boolean {
  const mode = modes[place[1]] as Mode;
  const prepared = scenario.prepare();
  report('begin', ...place, scenario.name, mode);
  inject.arm(mode, place[2]);
  const result = attempt(prepared);
  const failed = inject.disarm();
  if (failed === '') return false;
  const again = comparable(scenario, attempt(scenario.prepare()));
  const found = comparable(scenario, result);
  const isRight = isDeepStrictEqual(found, expected);
  const fault = isRight ? undefined : 'error' in result ? faultOf(result.error) : `returns ${show(found)}`;
  // When all further calls fail, nothing can be thrown, and JavaScript goes on until it is terminated.
  const ends = mode === 'terminated';
  if (!isDeepStrictEqual(again, expected)) {
    report('end', 'fault', failed, `the next call: ${show(again)}, expected ${show(expected)}`);
  } else if (isRight) report('end', 'right', failed, '');
  else if (fault === undefined) report('end', 'exception', failed, '');
  else if (ends) report('end', 'ended', failed, '');
  else report('end', 'fault', failed, fault);
  return true;
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each)) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)} ...` : text;
}

async function main(): Promise<void> {
  const { scenarios } = group as NonNullable<typeof group>;
  for (const [s, scenario] of scenarios.entries()) {
    if (s < startScenario) continue;
    for (let i = 0; i < (scenario.warmUp ?? 3); i++) attempt(scenario.prepare());
    const expected = comparable(scenario, attempt(scenario.prepare()));
    if (!isDeepStrictEqual(comparable(scenario, attempt(scenario.prepare())), expected))
      throw new Error(`${scenario.name}: expected the same result twice`);
    for (const [m, mode] of modes.entries()) {
      if (s === startScenario && m < startMode) continue;
      const before = await settle();
      let n = s === startScenario && m === startMode && startN > 0 ? startN : 1 + ((s + m) % step);
      let faults = 0;
      for (; run(scenario, [s, m, n], expected); n += step) faults++;
      if (faults === 0) continue;
      const after = await settle();
      const names = ['blocks', 'references', 'scopes'];
      const leaks = names.flatMap((name, i) => {
        const growth = (after[i] as number) - (before[i] as number);
        return growth > 0 ? [`${growth} ${name}`] : [];
      });
      if (leaks.length > 0) report('leak', scenario.name, mode, `${leaks.join(', ')} after ${faults} failures`);
    }
  }
}

main();
