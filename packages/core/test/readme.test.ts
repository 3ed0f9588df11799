import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { expect, test } from 'vitest';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
const code = [...readme.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text).join('\n');

/** Headers with many functions, which they describe themselves. The README only links them. */
const linked = ['capsule_arguments.h', 'capsule_arrow.h', 'capsule_promise.h'];

test('the README names every function of the headers, or links the header', () => {
  const all = readdirSync(join(include_dir, 'capsule')).filter((file) => file.endsWith('.h'));
  const headers = all.filter((file) => !linked.includes(file));
  for (const file of linked) expect(readme).toContain(`[${file}](include/capsule/${file})`);
  const functions = headers.flatMap((file) => {
    const text = readFileSync(join(include_dir, 'capsule', file), 'utf8');
    return [...text.matchAll(/^static inline [\w *]*?\b(capsule_\w+)\(/gm)].map(([, name]) => name);
  });
  expect(functions.length).toBeGreaterThan(20);
  expect(functions.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
});

test.each([
  ...['New', 'CheckExact', 'IsValid', 'Import'],
  ...['Pointer', 'Name', 'Context', 'Destructor'].flatMap((what) => [`Get${what}`, `Set${what}`]),
])('the README has the counterpart of PyCapsule_%s', (name) => {
  expect(readme).toMatch(new RegExp(`^\\| \`PyCapsule_${name}\` \\| [^|]+ \\| [^|]+ \\|$`, 'm'));
});

test('the README has at most 150 lines', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(151);
});
