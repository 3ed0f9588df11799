// Runs the scenarios of a group and writes reports to file descriptor 3, one JSON array on each line. If the process
// crashes, the last line names the call, and the supervisor starts another process that continues after this call.
import { writeSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { collect } from './collect.js';
import { loadInject, type Mode, modes } from './inject.js';
import type { Scenario } from './scenario.js';
import { groups } from './scenarios/index.js';

/** A scenario, a mode of failure, and the number n of the allocation or call that fails. */
export type Place = readonly [scenario: number, mode: number, n: number];

/** A report of the child: a place begins, or ends with an outcome, or a scenario leaks. */
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

/** A result, or the name, code and message of an error, for comparison. */
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

/** Runs a scenario without a failure and returns its result. */
const control = async (scenario: Scenario) => comparable(scenario, await attempt(scenario.prepare()));

/** Describes the problem of an error that an injected failure has caused; undefined if the error is good. */
function faultOf(error: unknown): string | undefined {
  const kind = Object.prototype.toString.call(error);
  if (kind !== '[object Error]') return `throws ${String(error)}, not an Error`;
  const { message, code } = error as Error & { code?: string };
  if (message === '') return 'throws an Error without a message';
  if (code === undefined && /^Cannot |undefined|is not (a function|iterable)/.test(message))
    return `continues until: ${message}`;
  return undefined;
}

/** Lets the n-th allocation or call fail. Returns the name of the function that failed, or '' if there were fewer. */
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
  // If all further calls fail, the addon cannot throw, and JavaScript continues until it is terminated.
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

/** Collects garbage, then returns the numbers of blocks, references, scopes and bytes that the addons have. */
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
      // If only a sample of the calls fails, leaks are checked once, after the last mode.
      if (count === 0 || scenario.keeps === true || (step > 1 && m < modes.length - 1)) continue;
      const after = await live();
      const leaks = ['blocks', 'references', 'scopes', 'bytes of external memory'].flatMap((name, i) => {
        const growth = (after[i] as number) - (before[i] as number);
        // External memory must not shrink either: Node aborts if an addon reports more memory as freed than as used.
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
