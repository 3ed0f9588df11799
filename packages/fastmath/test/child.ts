import { join } from 'node:path';
import { type Exit, runScript } from '@capsule/test-support/child-process';

/** Runs a script in a process, in the folder of this package. No FASTMATH_ variable is set except the given ones. */
export function run(script: string, env: Record<string, string> = {}): Exit {
  const { FASTMATH_CPU: _, FASTMATH_THREADS: _threads, ...inherited } = process.env;
  return runScript(script, { cwd: join(__dirname, '..'), env: { ...inherited, ...env } });
}
