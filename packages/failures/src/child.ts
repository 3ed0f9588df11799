// Runs the scenarios of a group and writes what happens to file descriptor 3, a JSON array a line. The process may
// crash: the last line then tells in which call, and the supervisor starts another one that continues after it.
import { writeSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { collect } from './collect.js';
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

const [groupName = '', start = '0,0,0', sample = '1'] = process.argv.slice(2);
const [startScenario = 0, startMode = 0, startN = 0] = start.split(',').map(Number);
const step = Number(sample);
const inject = loadInject();
const group = groups[groupName]?.();
if (group === undefined) throw new Error(`expected one of ${Object.keys(groups).join(', ')}`);
for (const addon of group.addons) inject.attach(addon);

type Result = { readonly value: unknown } | { readonly error: unknown };

async function attempt(run: () => unknown): Promise<Result> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}

/** A result, or the identity of an error, for comparison. */
function comparable({ read }: Scenario, result: Result): unknown {
  if ('error' in result) {
    const { name, code, message } = (result.error ?? {}) as Error & { code?: string };
    return { name, code, message };
  }
  if (read === undefined) return result;
  try {
    return { value: read(result.value) };
  } catch {
    return result;
  }
}

/** The result when nothing fails. */
const control = async (scenario: Scenario) => comparable(scenario, await attempt(scenario.prepare()));

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

/** Lets the n-th call fail. Returns the name of the function that has failed, '' when there was none. */
async function run(scenario: Scenario, place: Place, expected: unknown): Promise<string> {
  const mode = modes[place[1]] as Mode;
  const prepared = scenario.prepare();
  report('begin', ...place, scenario.name, mode);
  inject.arm(mode, place[2]);
  const result = await attempt(prepared);
  const failed = inject.disarm();
  if (failed === '') return '';
  const again = await control(scenario);
  const found = comparable(scenario, result);
  const isRight = isDeepStrictEqual(found, expected);
  const fault = isRight ? undefined : 'error' in result ? faultOf(result.error) : `returns ${show(found)}`;
  // When all further calls fail, nothing can be thrown, and JavaScript goes on until it is terminated.
  const ends = mode === 'terminated';
  if (!isDeepStrictEqual(again, expected)) {
    report('end', 'fault', failed, `the next call: ${show(again)}, expected ${show(expected)}`);
  } else if (isRight) report('end', 'right', failed, '');
  else if (fault === undefined) report('end', 'exception', failed, '');
  else if (ends || group?.spared?.includes(failed)) report('end', 'ended', failed, '');
  else report('end', 'fault', failed, fault);
  return failed;
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each)) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)} ...` : text;
}

/** What the addons have, after everything that is not used is collected. */
async function live(): Promise<readonly number[]> {
  await collect();
  return inject.live();
}

async function main(): Promise<void> {
  const { scenarios } = group as NonNullable<typeof group>;
  for (const [s, scenario] of scenarios.entries()) {
    if (s < startScenario) continue;
    for (let i = 0; i < 2; i++) await control(scenario);
    const expected = await control(scenario);
    if (!isDeepStrictEqual(await control(scenario), expected))
      throw new Error(`${scenario.name}: expected the same result twice`);
    const every = step * (scenario.step ?? 1);
    let before = await live();
    let count = 0;
    let isMissed = false; // a finalizer could not report what it has freed
    for (const [m, mode] of modes.entries()) {
      const isStart = s === startScenario && m === startMode;
      if (s === startScenario && m < startMode) continue;
      let n = isStart && startN > 0 ? startN : 1 + ((s + m) % every);
      if (scenario.modes?.includes(mode) ?? true) {
        for (let failed = ''; ; n += every) {
          failed = await run(scenario, [s, m, n], expected);
          if (failed === '') break;
          count++;
          isMissed ||= failed === 'napi_adjust_external_memory';
        }
      }
      // A sample of failures is checked for leaks at the end of the scenario.
      if (count === 0 || scenario.keeps === true || (step > 1 && m < modes.length - 1)) continue;
      const after = await live();
      const leaks = ['blocks', 'references', 'scopes', 'bytes of external memory'].flatMap((name, i) => {
        const growth = (after[i] as number) - (before[i] as number);
        // Node ends the process when it is told of more memory that was freed than there was.
        return (i === 3 ? (growth > 0 && !isMissed) || growth < 0 : growth > 0) ? [`${growth} ${name}`] : [];
      });
      if (leaks.length > 0) report('leak', scenario.name, mode, `${leaks.join(', ')} after ${count} failures`);
      before = after;
      count = 0;
      isMissed = false;
    }
  }
}

main();
