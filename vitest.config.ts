import { defineConfig } from 'vitest/config';

// One run for the whole house: a project is a folder with a package.json, or the repository itself.
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

export default defineConfig({
  test: {
    projects: [
      project('core', 'packages/core', true),
      project('contract', 'packages/contract', true),
      project('fastmath', 'packages/fastmath', true),
      project('benchmarks', 'packages/benchmarks'),
      project('test-support', 'packages/test-support'),
      project('repository', '.'),
      project('stats', 'packages/stats', true),
    ],
    // Native code is built and loaded, and children are started: slow machines get the time they need.
    allowOnly: false,
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
