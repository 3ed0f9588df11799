import { join } from 'node:path';
import { type Exit, runScript } from '@capsule/test-support/child-process';

/** Runs a script in the folder of this package. Of the variables of FASTMATH, only those given are set. */
export function run(script: string, env: Record<string, string> = {}): Exit {
  const { FASTMATH_CPU: _, FASTMATH_THREADS: _threads, ...inherited } = process.env;
  return runScript(script, { cwd: join(__dirname, '..'), env: { ...inherited, ...env } });
}
