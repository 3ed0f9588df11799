import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..', '..');

/** Runs a program in the repository, or in another folder, and gives what it prints. */
export function run(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a script with this Node. */
export const node = (args: string[], options?: Parameters<typeof run>[2]) => run(process.execPath, args, options);
