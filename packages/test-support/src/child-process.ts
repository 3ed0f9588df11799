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

export type Options = Omit<SpawnSyncOptionsWithStringEncoding, 'encoding'>;

/** Runs a program, in the root of the repository unless the options name another folder. */
export function run(command: string, args: readonly string[], options: Options = {}): Exit {
  const all = { cwd: root, maxBuffer: 2 ** 26, ...options, encoding: 'utf8' } as const;
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, all);
  // After a timeout `error` is set, too; `signal` reports it.
  if (error !== undefined && signal === null) throw error;
  return { status, signal, stdout, stderr };
}

/** Runs the current version of Node. */
export const node = (args: readonly string[], options?: Options): Exit => run(process.execPath, args, options);

/** Runs a script, passed as text, in a child process. The child process may crash. */
export const runScript = (script: string, options?: Options): Exit => node(['-e', script], options);
