import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { expect, test } from 'vitest';

// Runs some test files of the packages on other engines. "npm run test:engines" runs all of them.
const installed = existsSync(join(root, 'test', 'engines', 'node_modules'));

test.each(['node22', 'node26', 'bun', 'deno'])(
  'the tests of the packages pass on %s (requires npm run engines:setup)',
  { timeout: 300_000, ...skipWithout('the engines, which npm run engines:setup installs', installed) },
  (engine) => {
    const { status, stdout } = node(['scripts/engines.mjs', '--quick', '--engine', engine]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/: \d{4} passed, \d differ as known, 0 failed/),
    });
  },
);
