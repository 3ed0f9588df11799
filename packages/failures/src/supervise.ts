import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Place, Report } from './child.js';

export interface Fault {
  readonly scenario: string;
  readonly mode: string;
  /** Which allocation or call failed, counted from 1; 0 for a leak. */
  readonly n: number;
  /** The function that failed. */
  readonly failed: string;
  readonly fault: string;
}

export interface Summary {
  injected: number;
  exceptions: number;
  /** The number of right results: the failed call was optional. */
  right: number;
  /** The number of runs without an exception, because all further calls failed, too, as when a Worker exits. */
  ended: number;
  crashes: number;
  leaks: number;
  faults: Fault[];
}

/** Runs scenarios in a child process, beginning at a place. Returns the place after a crash; undefined at the end. */
function runChild(
  group: string,
  start: Place,
  step: number,
  summary: Summary,
  record: (fault: Fault) => void,
): Promise<Place | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(__dirname, 'child.js'), group, start.join(','), String(step)], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    let begun: Extract<Report, readonly ['begin', ...unknown[]]> | undefined;
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors = (errors + text).slice(-2000);
    });
    const restart = () => setTimeout(() => child.kill('SIGKILL'), 60_000);
    let watchdog = restart();
    createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
      clearTimeout(watchdog);
      watchdog = restart();
      const report: Report = JSON.parse(line);
      if (report[0] === 'begin') begun = report;
      if (report[0] === 'leak') {
        const [, scenario, mode, fault] = report;
        summary.leaks++;
        record({ scenario, mode, n: 0, failed: '', fault });
      }
      if (report[0] !== 'end' || begun === undefined) return;
      const [, outcome, failed, fault] = report;
      summary.injected++;
      if (outcome === 'exception') summary.exceptions++;
      if (outcome === 'right') summary.right++;
      if (outcome === 'ended') summary.ended++;
      if (outcome === 'fault') record({ scenario: begun[4], mode: begun[5], n: begun[3], failed, fault });
      begun = undefined;
    });
    child.on('close', (status, signal) => {
      clearTimeout(watchdog);
      if (status === 0 && signal === null) return resolve(undefined);
      if (begun === undefined) return reject(new Error(`Injecting failures into ${group}: ${errors}`));
      const [, scenario, mode, n, name, modeName] = begun;
      summary.injected++;
      summary.crashes++;
      const last = errors.trim().split('\n')[0] ?? '';
      const fault = `${signal === 'SIGKILL' ? 'hangs' : `crashes: ${signal ?? status}`} ${last}`.trim();
      record({ scenario: name, mode: modeName, n, failed: '', fault });
      resolve([scenario, mode, n + step]);
    });
  });
}

/** Runs all scenarios of a group. With a step of 7, every 7th allocation and call fails. */
export async function failures(
  group: string,
  step = 1,
  onFault: (fault: Fault) => void = () => undefined,
): Promise<Summary> {
  const summary: Summary = { injected: 0, exceptions: 0, right: 0, ended: 0, crashes: 0, leaks: 0, faults: [] };
  const record = (fault: Fault): void => {
    summary.faults.push(fault);
    onFault(fault);
  };
  let crashes = 0;
  let start: Place | undefined = [0, 0, 0];
  while (start !== undefined) {
    const next: Place | undefined = await runChild(group, start, step, summary, record);
    crashes = next?.[0] === start[0] && next[1] === start[1] ? crashes + 1 : 1;
    // One bug often crashes the process at many places. After ten crashes the next mode begins.
    start = next === undefined || crashes < 10 ? next : [next[0], next[1] + 1, 0];
  }
  return summary;
}
