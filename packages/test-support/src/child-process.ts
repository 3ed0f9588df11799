import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The folder of the repository. */
export const root = join(__dirname, '..', '..', '..');

/** The folder in `build` whose addons a test loads: the one that CAPSULE_BUILD names, as for loadAddon. */
export const configuration = process.env['CAPSULE_BUILD'] || 'Release';

/** How a child process ended, and what it printed. */
export interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options extends Omit<SpawnSyncOptionsWithStringEncoding, 'encoding'> {
  /**
   * CAPSULE_DEBUG of the child process, whose reports are then part of `stderr`. By default, a child of tests that run
   * with CAPSULE_DEBUG=1 reports faults but no events, and no holds or views at its end.
   */
  readonly debug?: string;
}

/** Runs a program, in the root of the repository unless the options name another folder. */
export function run(command: string, args: readonly string[], { debug, ...options }: Options = {}): Exit {
  const env = { ...(options.env ?? process.env) };
  const isReported = env['CAPSULE_DEBUG'] === '1';
  if (debug !== undefined) env['CAPSULE_DEBUG'] = debug;
  else if (isReported) env['CAPSULE_DEBUG'] = 'faults';
  const all = { cwd: root, maxBuffer: 2 ** 26, ...options, env, encoding: 'utf8' } as const;
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, all);
  // After a timeout `error` is set, too; `signal` reports it.
  if (error !== undefined && signal === null) throw error;
  const printed = stderr.replace(crashReport, '');
  return { status, signal, stdout, stderr: debug === undefined && isReported ? withoutHolds(printed) : printed };
}

/** What Bun prints after a process has aborted. */
const crashReport = /^=+\nBun v[\s\S]*/m;

/** Removes what a child process reports at its end, without a fault: tests end with holds and views on purpose. */
const withoutHolds = (stderr: string): string =>
  stderr.replace(/^\n?capsule: (?:never released|views that outlived) .*\n(?: .*\n)*\n?/gm, '');

/** Runs the current version of Node. */
export const node = (args: readonly string[], options?: Options): Exit => run(process.execPath, args, options);

/** Runs a script, passed as text, in a child process. The child process may crash. */
export const runScript = (script: string, options?: Options): Exit => node(['-e', script], options);
