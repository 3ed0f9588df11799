import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { uncovered } from '../scripts/coverage/uncovered.mjs';
import { equivalents, scopes } from '../scripts/mutations/mutants.mjs';
import { mutations } from '../scripts/mutations/mutations.mjs';

// "npm run test:mutations", "npm run test:mutations:ts" and "npm run test:coverage" take minutes. These tests only check
// that their lists match the sources.
test.each(mutations)('the text that a planted bug replaces occurs once in its file: $bug', ({ file, from, to }) => {
  expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});

test.each(equivalents)('the text that an equivalent bug replaces is in its file: $file: $from', ({ file, from }) => {
  expect(scopes.flatMap(({ files }) => files)).toContain(file);
  expect(readFileSync(join(root, file), 'utf8').replaceAll(/\s+/g, ' ')).toContain(from);
});

test.each(uncovered)('the lines that no test executes are in their file: $file, $reason', ({ file, lines = [] }) => {
  const source = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .map((line) => line.trim());
  expect(lines.filter((line) => !source.includes(line))).toEqual([]);
});
