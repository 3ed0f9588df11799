import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fastmath from '@capsule/fastmath';
import { expect, test } from 'vitest';
import { kernelNames } from './forge/index.js';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
const rows = readme.split('\n').filter((line) => /^\|.*`/.test(line));
const column = (i: number) => rows.map((row) => row.split('|')[i] ?? '').join();
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

test('the table of the README has every kernel and every function of the package', () => {
  expect(sorted(column(1).match(/\w+/g) ?? [])).toEqual(sorted(kernelNames));
  const functions = Object.entries(fastmath).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect(sorted(Array.from(column(2).matchAll(/(\w+)\(/g), ([, name]) => name as string))).toEqual(sorted(functions));
});
