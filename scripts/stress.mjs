// npm run test:stress: what CI does with small counts, with large ones: a million capsules of each kind, thousands
// of random histories, and a million sums that have to be exact. Takes some minutes.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './workspaces.mjs';

const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '..', 'vitest.mjs');
const tests = [
  'packages/core/test/debug.test.ts',
  'packages/core/test/model.test.ts',
  'packages/fastmath/test/sum-exact.test.ts',
];
const env = { ...process.env, CAPSULE_STRESS: '1000000', CAPSULE_RUNS: '3000', FASTMATH_EXACT_RUNS: '150000' };
const projects = ['--project', 'core', '--project', 'fastmath'];
const { status } = spawnSync(process.execPath, [vitest, 'run', ...projects, ...tests], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
