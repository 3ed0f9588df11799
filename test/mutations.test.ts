import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { mutations } from '../scripts/mutations.mjs';

// "npm run test:mutations" takes minutes. This test only checks that its list matches the sources.
test.each(mutations)('the text that a planted bug replaces occurs once in its file: $bug', ({ file, from, to }) => {
  expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});
