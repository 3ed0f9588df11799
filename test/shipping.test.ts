import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { sizes } from '../scripts/release/sizes.mjs';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

// The rows of docs/shipping.md are regular expressions for the names of tests.
const text = readFileSync(join(root, 'docs', 'shipping.md'), 'utf8');
const [, tables = ''] = text.split('## Where it works\n');
const rows = [...tables.matchAll(/^\| `((?:[^`\\]|\\.)+)`/gm)].map(([, row = '']) => row.replaceAll('\\|', '|'));

let names: string[];
beforeAll(() => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const files = ['install.test.ts', 'installed-types.test.ts', 'bundlers.test.ts'];
  const args = [vitest, 'list', '--mode', 'install', '--project', 'repository', ...files, '--json'];
  const env = { ...process.env, CAPSULE_LIST_ALL: '1' };
  const found: { name: string }[] = JSON.parse(run(process.execPath, args, { env }).stdout);
  names = found.map(({ name }) => name.replaceAll(' > ', ' '));
});

describe('docs/shipping.md', () => {
  test('has the sizes of the tarballs', () => {
    for (const [name, bytes] of sizes()) {
      const [, row = ''] = new RegExp(`^\\| ${name} \\| (.*) \\|$`, 'm').exec(text) ?? [];
      const documented = row.split(' | ').map(Number);
      const found = Object.values(bytes).map((each) => each / 1000);
      expect(documented).toHaveLength(found.length);
      for (const [i, each] of found.entries())
        expect(Math.abs(each - (documented[i] ?? 0))).toBeLessThan(each / 2 + 10);
    }
  });

  test('has rows', () => expect(rows.length).toBeGreaterThan(30));

  test.each(rows)('the row %s is the name of a test', (row) => {
    expect(names.filter((name) => new RegExp(row).test(name))).not.toEqual([]);
  });

  test('has a row for each test of installed packages', () => {
    expect(names.filter((name) => !rows.some((row) => new RegExp(row).test(name)))).toEqual([]);
  });
});
