import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { longestTimeout } from './slow-first.js';

test.each([
  ['test(name, () => {});', 0],
  ["test(name, { timeout: 10_000 }, () => {});\ntest('b', { timeout: 300_000, ...posixOnly }, run);", 300_000],
  ['const timeout = 900_000;', 900_000],
  ['vi.setConfig({ testTimeout: 300_000, hookTimeout: 400_000 });', 400_000],
  ['test(name, () => {\n  check();\n}, 600_000);', 600_000],
  ['  beforeAll(() => {\n  }, 600_000);', 600_000],
  ['test(\n  name,\n  () => {},\n  600_000,\n);', 600_000],
  ['expect(values).toHaveLength(700_000);\nlongest(values(700_000, 1));', 0],
])('the longest timeout of %j is %i', (source, timeout) => expect(longestTimeout(source)).toBe(timeout));

test('files with long timeouts start first, in whichever project they are', () => {
  mkdirSync(join(root, 'reports'), { recursive: true });
  const folder = mkdtempSync(join(root, 'reports', 'slow-first-'));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  try {
    write(
      'vitest.config.ts',
      `import { SlowFirst } from '../../test/slow-first.js';
      const projects = ['a', 'b'].map((name) => ({ extends: true, test: { name, include: [name + '-*.test.ts'] } }));
      export default { test: { maxWorkers: 1, sequence: { sequencer: SlowFirst }, projects } };`,
    );
    for (const [name, options] of Object.entries({
      'a-usual': '{}',
      'a-slow': '{ timeout: 300_000 }',
      'b-slowest': '{ timeout: 600_000 }',
    }))
      write(
        `${name}.test.ts`,
        `import { appendFileSync } from 'node:fs';
        import { test } from 'vitest';
        test('runs', ${options}, () => appendFileSync('started.txt', '${name} '));`,
      );
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    expect(node([vitest, 'run'], { cwd: folder }).status).toBe(0);
    expect(readFileSync(join(folder, 'started.txt'), 'utf8')).toBe('b-slowest a-slow a-usual ');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
