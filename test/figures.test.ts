import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';

interface Recorded {
  meta: { node: string; date: string };
  rows: { suite: string; function: string; competitor: string; median: number }[];
}
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { meta, rows }: Recorded = JSON.parse(read('packages/benchmarks/results/recorded.json'));
const lines = read('README.md').split('\n');

test.each([
  ['through JavaScript', 'through-js'],
  ['through the capsule', 'capsule'],
  ['through a function pointer in the same image', 'pointer'],
])('README.md shows the recorded nanoseconds of an addition %s', (words, competitor) => {
  const row = rows.find(
    (each) => each.suite === 'call-path' && each.function === 'add' && each.competitor === competitor,
  );
  const median = row?.median ?? Number.NaN;
  const line = lines.find((each) => each.startsWith('|') && each.includes(words)) ?? '';
  const found = line.split('|').at(-2)?.replaceAll('*', '').trim();
  expect(found).toBe(median < 10 ? median.toFixed(1) : median.toFixed(0));
});

test('README.md names the Node version and the date of the recorded run', () => {
  const node = `Node ${/^v(\d+\.\d+)/.exec(meta.node)?.[1]}`;
  expect(lines.filter((line) => line.includes(node) && line.includes(meta.date.slice(0, 10)))).not.toEqual([]);
});
