import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';

// The commands of the document are for a POSIX shell.
test.skipIf(process.platform === 'win32')(
  'the commands of docs/your-own-pair.md make a pair that works',
  { timeout: 300_000 },
  () => {
    const clone = mkdtempSync(join(tmpdir(), 'capsule-'));
    try {
      for (const file of files()) {
        // What the forges forge is no part of it, and takes long to compile.
        if (file.includes('test/')) continue;
        mkdirSync(join(clone, dirname(file)), { recursive: true });
        writeFileSync(join(clone, file), readFileSync(join(root, file)));
      }
      cpSync(join(root, 'node_modules'), join(clone, 'node_modules'), { recursive: true, verbatimSymlinks: true });

      const document = readFileSync(join(root, 'docs', 'your-own-pair.md'), 'utf8');
      const commands = [...document.matchAll(/^```sh\n(.*?)^```/gms)].map(([, text]) => text).join('');
      writeFileSync(join(clone, 'commands.sh'), commands);
      const { status, stdout } = run('bash', ['-e', 'commands.sh'], { cwd: clone });
      // The copy has no record of shipped versions.
      expect(stdout).toContain('contract 1.0 fits its headers; nothing is frozen yet.');
      expect(stdout).toContain('@acme/distance 1.0');
      expect(stdout).toContain('nearest row: 12345');
      expect(status).toBe(0);
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  },
);
