import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { configuration } from '@capsule/test-support/child-process';

/** The addon itself, past the checks of TypeScript. */
export const addonFile = join(__dirname, '..', 'build', configuration, 'stats.node');

/** Runs a script in a process of its own, where it may spoil what it likes; `require` starts from this package. */
export function run(script: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    cwd: join(__dirname, '..'),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
