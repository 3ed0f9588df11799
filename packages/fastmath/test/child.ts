import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Runs a script as a process of its own, in the folder of this package. */
export function run(script: string, env: Record<string, string> = {}) {
  const { FASTMATH_CPU: _, FASTMATH_THREADS: _threads, ...inherited } = process.env;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    cwd: join(__dirname, '..'),
    encoding: 'utf8',
    env: { ...inherited, ...env },
    maxBuffer: 2 ** 26,
  });
  return { status, signal, stdout, stderr };
}
