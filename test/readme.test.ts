// Checks that the README of a package names every export, and that its tables list nothing else.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { describe, expect, test } from 'vitest';
import { libraries } from '../scripts/release/published.mjs';

const require = createRequire(import.meta.url);
const headings = ['export', 'function', 'JavaScript'];

/** The names at the beginning of code spans, in the columns of a table that list exports. */
function namesInTables(readme: string): string[] {
  const tables = readme.match(/^\|.*\|\n\| ---.*\n(?:\|.*\|\n)+/gm) ?? [];
  return tables.flatMap((table) => {
    const [head = [], , ...rows] = table.split('\n').map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
    const column = head.findIndex((cell) => headings.includes(cell));
    return rows.flatMap((row) => [...(row[column] ?? '').matchAll(/`(\w+)/g)].map(([, name = '']) => name));
  });
}

describe.each(libraries)('the README of @capsule/%s', (name) => {
  const folder = join(root, 'packages', name);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const values = Object.keys(require(`@capsule/${name}`));
  const index = readFileSync(join(folder, 'src', 'index.ts'), 'utf8');
  const types = [...index.matchAll(/\{([^}]+)\}/g)].flatMap(([, list = '']) => list.match(/\w+/g) ?? []);

  test('names every export', () => {
    const code = [...readme.matchAll(/```.*?```|`[^`\n]+`|^ {4}.*$/gms)].map(([text]) => text).join('\n');
    expect(values.length).toBeGreaterThan(6);
    expect(values.filter((each) => !new RegExp(`\\b${each}\\b`).test(code))).toEqual([]);
  });

  test('lists nothing else in its tables', () => {
    const names = namesInTables(readme);
    // The README of contract has a table of commands, and no table of exports.
    expect(names.length > 6).toBe(name !== 'contract');
    expect(names.filter((each) => !values.includes(each) && !types.includes(each))).toEqual([]);
  });
});
