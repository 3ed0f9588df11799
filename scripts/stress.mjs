// npm run test:stress: what CI does with small counts, with large ones: a million capsules of each kind, and thousands
// of random histories. Takes some minutes.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './workspaces.mjs';

const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '..', 'vitest.mjs');
const tests = ['packages/core/test/debug.test.ts', 'packages/core/test/model.test.ts'];
const env = { ...process.env, CAPSULE_STRESS: '1000000', CAPSULE_RUNS: '3000' };
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'core', ...tests], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
