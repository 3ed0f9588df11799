import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';

// Runs some test files of the packages on other engines. "npm run test:engines" runs all of them.
const installed = existsSync(join(root, 'test', 'engines', 'node_modules'));

test.skipIf(!installed).each(['node22', 'node26', 'bun', 'deno'])(
  'the tests of the packages pass on %s (requires npm run engines:setup)',
  (engine) => {
    const { status, stdout } = node(['scripts/engines.mjs', '--quick', '--engine', engine]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/: \d{4} passed, \d differ as known, 0 failed/),
    });
  },
  300_000,
);
