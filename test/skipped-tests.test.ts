import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';

test('every skipped test has a reason: tests use skipWithout of test-support', () => {
  const skips = /\b(test|it|describe|context|ctx)\.(skip|skipIf|runIf|todo)\b|\bskip: /;
  const tests = files('ts').filter((file) => /(^|\/)test\//.test(file) && !file.endsWith('/skipped-tests.test.ts'));
  expect(tests.length).toBeGreaterThan(100);
  const found = tests.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (skips.test(line) ? [`${file}:${i + 1}`] : [])),
  );
  expect(found).toEqual([]);
});

describe('a run with skipped tests', () => {
  let folder = '';
  beforeAll(() => {
    mkdirSync(join(root, 'reports'), { recursive: true });
    folder = mkdtempSync(join(root, 'reports', 'skipped-'));
    writeFileSync(
      join(folder, 'vitest.config.ts'),
      `import { SkippedTests } from '../../test/skipped-tests.js';
      const reporters = ['json', new SkippedTests()];
      export default { test: { outputFile: { json: 'reports/vitest.json' }, reporters } };`,
    );
    writeFileSync(
      join(folder, 'some.test.ts'),
      `import { skipWithout } from '@capsule/test-support/skip';
      import { describe, expect, test } from 'vitest';
      test('runs', skipWithout('nothing', true), () => expect(1).toBe(1));
      describe('group', skipWithout('wine', false), () => {
        test.each([1, 2])('number %i', { timeout: 5 }, () => expect(1).toBe(2));
      });
      test('other', skipWithout('qemu', false), () => expect(1).toBe(2));
      test.skip('without a reason', () => expect(1).toBe(2));`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const vitest = (...args: string[]) =>
    node([join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], { cwd: folder });

  test('lists them by name below what they require', () => {
    const { status, stdout } = vitest();
    expect(status).toBe(0);
    expect(stdout).toContain(`
Skipped without wine:
  some.test.ts: group > number 1
  some.test.ts: group > number 2

Skipped without qemu:
  some.test.ts: other
`);
  });

  test('does not list tests without a reason, such as those that a filter excludes', () => {
    const { status, stdout } = vitest('-t', 'number');
    expect(status).toBe(0);
    expect(stdout).toContain('Skipped without wine:');
    expect(stdout).not.toMatch(/undefined|: (?:runs|without a reason)$/m);
  });

  test('.ci/run lists them, and shows where a reason is missing', () => {
    expect(vitest().status).toBe(0);
    mkdirSync(join(folder, '.ci'));
    copyFileSync(join(root, '.ci', 'count-tests.mjs'), join(folder, '.ci', 'count-tests.mjs'));
    expect(node([join(folder, '.ci', 'count-tests.mjs'), '0']).stdout).toBe(`\
skipped: group number 1 (requires wine)
skipped: group number 2 (requires wine)
skipped: other (requires qemu)
skipped: without a reason (requires nothing: no reason is given)
1 passed, 0 failed, 4 skipped
`);
  });
});
