import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SkippedTests } from './test/skipped-tests.js';
import { SlowFirst } from './test/slow-first.js';

/** npm run test:stress: a million capsules of each kind, thousands of random histories, a new seed. Takes minutes. */
const stress = {
  CAPSULE_STRESS: '1000000',
  CAPSULE_RUNS: '3000',
  CAPSULE_FUZZ_SEED: String(Date.now() % 2 ** 31),
  FASTMATH_EXACT_RUNS: '150000',
};

// A project is a package, or the repository itself.
const project = (name: string, root: string, typecheck = false) => ({
  extends: true as const,
  root,
  test: {
    name,
    include: ['test/**/*.test.ts'],
    typecheck: {
      enabled: typecheck,
      include: ['test/**/*.test-d.ts'],
      tsconfig: `${import.meta.dirname}/tsconfig.json`,
    },
  },
});

export default defineConfig(({ mode }) => ({
  test: {
    // The mode install is that of npm run test:install.
    env: mode === 'stress' ? stress : mode === 'install' ? { CAPSULE_INSTALL: 'all' } : {},
    projects: [
      project('core', 'packages/core', true),
      project('contract', 'packages/contract', true),
      project('fastmath', 'packages/fastmath', true),
      project('failures', 'packages/failures'),
      project('benchmarks', 'packages/benchmarks'),
      project('test-support', 'packages/test-support'),
      project('random', 'packages/random', true),
      project('repository', '.'),
      project('stats', 'packages/stats', true),
    ],
    allowOnly: false,
    // A worker often waits for a child process or a compiler: one more than the cores keeps all of them busy.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: SlowFirst },
    reporters: [
      'default',
      ['json', { outputFile: process.env['CAPSULE_TEST_REPORT'] ?? 'reports/vitest.json' }],
      new SkippedTests(),
    ],
    // Tests compile native code and start child processes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));
