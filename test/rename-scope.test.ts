import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, run } from '@capsule/test-support/child-process';
import { afterAll, expect, test, vi } from 'vitest';
import { clone } from '../scripts/clone.mjs';

vi.setConfig({ testTimeout: 1_800_000 });

const { folder, remove } = clone();
afterAll(remove);

function succeeds(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(command, args, { cwd: folder });
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}
const rename = (...args: string[]) => node(['scripts/rename-scope.mjs', ...args], { cwd: folder });

test.each([
  ['no scope', [], "expected a scope of npm, like @yours, found ''. Use lower-case letters, digits and hyphens."],
  ['a name without @', ['yours'], "expected a scope of npm, like @yours, found 'yours'."],
  ['a package', ['@your/s'], "expected a scope of npm, like @yours, found '@your/s'."],
  ['a scope in use', ['@forge'], 'expected a scope that no file contains, found @forge in '],
])('rejects %s and changes nothing', (_, args, message) => {
  const { status, stderr } = rename(...args);
  expect(status).toBe(1);
  expect(stderr).toContain(`Renaming the scope: ${message}`);
  expect(readFileSync(join(folder, 'packages', 'core', 'package.json'), 'utf8')).toContain('"name": "@capsule/core"');
});

test('renames the packages in a clone, whose checks then pass', () => {
  const scope = '@yours';
  const { status, stdout, stderr } = rename(scope);
  expect(status, stdout + stderr).toBe(0);
  succeeds('npx', 'biome', 'ci', '--error-on-warnings', '.');
  succeeds('npx', 'capsule', 'check', 'packages/fastmath', 'packages/benchmarks', 'examples/03-produce');
  // Builds a producer that compiles quickly. `npm run test:stress` builds everything.
  succeeds('npm', 'run', 'build', '--', '--filter=@example/distance');
  const label = "console.log(require('@example/distance').capsule)";
  expect(succeeds('node', '-e', label)).toBe("[Capsule '@example/distance' 1.0: 2 functions]\n");
  if (process.env['CAPSULE_STRESS']) {
    succeeds('npm', 'run', 'check');
    succeeds('npm', 'test');
  }
});
