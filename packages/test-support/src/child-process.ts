import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The folder of the repository. */
export const root = join(__dirname, '..', '..', '..');

/** The folder in `build` whose addons a test loads: as loadAddon does, the one that CAPSULE_BUILD names. */
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
  // A timeout is an error too, which `signal` reports.
  if (error !== undefined && signal === null) throw error;
  return { status, signal, stdout, stderr };
}

/** Runs this Node. */
export const node = (args: readonly string[], options?: Options): Exit => run(process.execPath, args, options);

/** Runs the text of a script in a child process, which may crash. */
export const runScript = (script: string, options?: Options): Exit => node(['-e', script], options);
