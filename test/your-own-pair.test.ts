import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { posixOnly } from '@capsule/test-support/skip';
import { expect, test } from 'vitest';
import { clone } from '../scripts/clone.mjs';

// The commands of the document require a POSIX shell.
test('the commands of docs/your-own-pair.md make a pair that works', { timeout: 300_000, ...posixOnly }, () => {
  // The clone has no tests, because the addons of test/forge compile slowly.
  const { folder, remove } = clone((file) => !file.includes('test/'));
  try {
    const document = readFileSync(join(root, 'docs', 'your-own-pair.md'), 'utf8');
    const commands = [...document.matchAll(/^```sh\n(.*?)^```/gms)].map(([, text]) => text).join('');
    writeFileSync(join(folder, 'commands.sh'), commands);
    const { status, stdout } = run('bash', ['-e', 'commands.sh'], { cwd: folder });
    // The copy has no record of shipped versions.
    expect(stdout).toContain('contract 1.0 matches its generated files; no version is frozen yet.');
    expect(stdout).toContain('@acme/distance 1.0');
    expect(stdout).toContain('nearest row: 12345');
    expect(status).toBe(0);
  } finally {
    remove();
  }
});
