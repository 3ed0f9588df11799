import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { equivalents, scopes } from '../scripts/mutations/mutants.mjs';
import { mutations } from '../scripts/mutations/mutations.mjs';

// "npm run test:mutations" and "npm run test:mutations:ts" take minutes. These tests only check that their lists match
// the sources.
test.each(mutations)('the text that a planted bug replaces occurs once in its file: $bug', ({ file, from, to }) => {
  expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});

test.each(equivalents)('the text that an equivalent bug replaces is in its file: $file: $from', ({ file, from }) => {
  expect(scopes.flatMap(({ files }) => files)).toContain(file);
  expect(readFileSync(join(root, file), 'utf8').replaceAll(/\s+/g, ' ')).toContain(from);
});
