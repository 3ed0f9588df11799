import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Runs a program in the repository, or in another folder, and returns what it prints. */
export function run(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a script with this Node. */
export const node = (args: string[], options?: Parameters<typeof run>[2]) => run(process.execPath, args, options);

/** Returns the output that the README of an example shows: the lines after `#`, in which ... stands for any text. */
export function outputInReadme(folder: string): RegExp[] {
  const readme = readFileSync(join(root, 'examples', folder, 'README.md'), 'utf8');
  return [...readme.matchAll(/^ +# +(.+)$/gm)].map(([, line = '']) => {
    const parts = line.split('...').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
    return new RegExp(`^ *${parts.join('.*')}$`, 'm');
  });
}
