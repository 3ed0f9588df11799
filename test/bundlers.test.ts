import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
// Vite is a dependency of vitest.
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';

// The folder is in the repository, so that the bundle finds its packages.
const folder = mkdtempSync(join(root, 'test', 'copy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'src'));
writeFileSync(
  join(folder, 'src', 'entry.mjs'),
  "import { mean } from '@capsule/stats';\nconsole.log(mean([1, 2, 6]));\n",
);

test('a bundle of Vite works when the packages with addons are external', async () => {
  const ssr = { external: ['@capsule/stats'] };
  const output = { ssr: 'src/entry.mjs', outDir: 'out', minify: false } as const;
  await build({ root: folder, configFile: false, logLevel: 'error', ssr, build: output });
  expect(node([join(folder, 'out', 'entry.js')])).toMatchObject({ status: 0, stdout: '3\n', stderr: '' });
});
