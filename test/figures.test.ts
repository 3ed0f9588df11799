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

/** The recorded median as documents show it. */
function recorded(suite: string, name: string, competitor: string, unit: number): string {
  const row = rows.find((each) => each.suite === suite && each.function === name && each.competitor === competitor);
  const median = (row?.median ?? Number.NaN) / unit;
  return median < 10 ? median.toPrecision(2) : median.toFixed(0);
}

/** A cell of the table row that contains `words`; the first column is 0. */
function cell(file: string, words: string, column: number): string | undefined {
  const line = read(file)
    .split('\n')
    .find((each) => each.startsWith('|') && each.includes(words));
  return line?.split('|')[column + 1]?.replaceAll(/[* ]|ms/g, '');
}

test.each([
  ['through JavaScript', 'through-js'],
  ['through the capsule', 'capsule'],
  ['through a function pointer in the same image', 'pointer'],
])('README.md shows the recorded nanoseconds of an addition %s', (words, competitor) => {
  expect(cell('README.md', words, 1)).toBe(recorded('call-path', 'add', competitor, 1));
});

test.each([
  ['| hand over |', 'hand over'],
  ['| hand over, and compute the mean |', 'mean'],
])('docs/arrow.md shows the recorded milliseconds of the row "%s"', (words, name) => {
  expect(cell('docs/arrow.md', words, 1)).toBe(recorded('arrow', name, 'arrow-capsule', 1e6));
  expect(cell('docs/arrow.md', words, 2)).toBe(recorded('arrow', name, 'arrow-ipc', 1e6));
});

test.each([
  ['PCG64 through an instance', 'pcg64'],
  ['xoshiro256++ through an instance', 'xoshiro256'],
  ['Philox through an instance', 'philox'],
  ['NumPy', 'numpy'],
])('docs/instances.md shows the recorded nanoseconds of a number of %s', (words, competitor) => {
  expect(cell('docs/instances.md', words, 1)).toBe(recorded('random', 'uniform', competitor, 1));
  expect(cell('docs/instances.md', words, 2)).toBe(recorded('random', 'normal', competitor, 1));
});

test('docs/instances.md shows the recorded nanoseconds of a number of a JavaScript callback', () => {
  expect(cell('docs/instances.md', 'a JavaScript callback', 1)).toBe(recorded('random', 'uniform', 'javascript', 1));
});

test.each(['README.md', 'docs/arrow.md', 'docs/instances.md'])(
  '%s names the Node version and the date of the recorded run',
  (file) => {
    const node = `Node ${/^v(\d+\.\d+)/.exec(meta.node)?.[1]}`;
    const lines = read(file).split('\n');
    expect(lines.filter((line) => line.includes(node) && line.includes(meta.date.slice(0, 10)))).not.toEqual([]);
  },
);
