import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';

test('the list of files has none that a test writes, because other tests run at the same time', () => {
  const folders = ['copy-', 'workbench-'].map((prefix) => mkdtempSync(join(root, 'test', prefix)));
  try {
    for (const folder of folders) writeFileSync(join(folder, 'written.ts'), '');
    const found = files('ts');
    expect(found).toContain('test/files.test.ts');
    expect(found.filter((file) => file.endsWith('/written.ts'))).toEqual([]);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
});
