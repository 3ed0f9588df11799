// Compares the figures in the README with the recorded run of the benchmarks that they are taken from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './workspaces.mjs';

const recorded = 'packages/benchmarks/results/recorded.json';
const rows = [
  ['through JavaScript', 'through-js'],
  ['through the capsule', 'capsule'],
  ['through a function pointer in the same image', 'pointer'],
];

/** Prints what differs, and says whether nothing does. */
export function figuresAreRecorded() {
  const { meta, rows: measured } = JSON.parse(readFileSync(join(root, recorded), 'utf8'));
  const lines = readFileSync(join(root, 'README.md'), 'utf8').split('\n');
  const problems = [];
  for (const [words, competitor] of rows) {
    const { median } = measured.find(
      (row) => row.suite === 'call-path' && row.function === 'add' && row.competitor === competitor,
    );
    const expected = median < 10 ? median.toFixed(1) : median.toFixed(0);
    const line = lines.find((each) => each.startsWith('|') && each.includes(words)) ?? '';
    const found = line.split('|').at(-2)?.replaceAll('*', '').trim();
    if (found !== expected)
      problems.push(`README.md: expected ${expected} ns ${words}, found ${found ?? 'no such line'}`);
  }
  const birthplace = `Node ${/^v(\d+\.\d+)/.exec(meta.node)[1]}`;
  const date = meta.date.slice(0, 10);
  if (!lines.some((line) => line.includes(birthplace) && line.includes(date))) {
    problems.push(`README.md: expected a line with "${birthplace}" and "${date}", found none`);
  }
  for (const problem of problems) console.log(`${problem}. The recorded run is ${recorded}.`);
  return problems.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = figuresAreRecorded() ? 0 : 1;
