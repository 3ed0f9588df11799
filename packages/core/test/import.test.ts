import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from '@capsule/core';
import { afterAll, describe, expect, test } from 'vitest';
import type { forge } from './forge/index.js';
import { refusal } from './refusal.js';

// An application of its own: what an addon finds depends on where the addon lies.
const app = realpathSync(mkdtempSync(join(tmpdir(), 'capsule-')));
afterAll(() => rmSync(app, { recursive: true, force: true }));
const addon = join(app, 'forge.node');
copyFileSync(join(__dirname, 'forge', 'build', 'Release', 'forge.node'), addon);
const importer: typeof forge = createRequire(__filename)(addon);

function install(name: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    const path = join(app, 'node_modules', name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** JavaScript that seals a table under a name. */
const seal = (name: string) => `
  require(${JSON.stringify(addon)}).sealTable({
    name: ${JSON.stringify(name)}, major: 1, minor: 0, entries: [{ name: 'sum', signature: 'f64()' }],
  })`;

install('@acme/math', {
  'package.json': '{ "exports": { ".": "./index.js", "./fast": "./fast.js" } }',
  'index.js': `exports.capsule = ${seal('@acme/math')}; exports.part = ${seal('@acme/math:part')};
    exports.number = 5; Object.defineProperty(exports, 'getter', { get() { throw new Error('from the getter') } });`,
  'fast.js': `exports.capsule = ${seal('@acme/math/fast')};`,
});
install('@acme/throws', { 'index.js': "throw new Error('from the package')" });
install('@acme/incomplete', { 'index.js': "require('@acme/dependency')" });
install('@acme/empty', { 'index.js': '' });
install('@acme/nothing', { 'index.js': 'module.exports = undefined' });
install('@acme/liar', { 'index.js': `exports.capsule = ${seal('@acme/math')}` });
install('@acme/é', { 'index.js': `exports.capsule = ${seal('@acme/é')}` });
install('@acme/esm', {
  'package.json': '{ "type": "module" }',
  'index.js': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); export const capsule = ${seal('@acme/esm')};`,
});
install('dotted.name', { 'index.js': `exports.capsule = ${seal('dotted.name')}` });

describe('refuses', () => {
  test('a package that is not installed, and says where the dependency belongs', () => {
    expect(refusal(() => importer.import('@acme/none'))).toEqual({
      type: 'Error',
      code: 'ERR_CAPSULE_PACKAGE_NOT_FOUND',
      message: `Importing '@acme/none': expected an installed package that offers this path, found none. Make it a dependency of the package that contains ${addon}.`,
      expected: 'an installed package that offers this path',
      found: 'none',
    });
    expect(() => importer.import('@acme/none')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'MODULE_NOT_FOUND' }) }),
    );
  });

  test('a path that the package does not offer', () => {
    const offending = () => importer.import('@acme/math/secret:capsule');
    expect(refusal(offending).code).toBe('ERR_CAPSULE_PACKAGE_NOT_FOUND');
    expect(offending).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' }) }),
    );
  });

  test.each([
    ['@acme/throws', 'from the package'],
    ['@acme/incomplete', "Cannot find module '@acme/dependency'"],
  ])('a package that throws while it loads, %s, and keeps its error', (name, message) => {
    expect(refusal(() => importer.import(name))).toEqual({
      type: 'Error',
      code: 'ERR_CAPSULE_PACKAGE_THREW',
      message: `Importing '${name}': expected a package that loads, found one that threw; its error is the cause.`,
      expected: 'a package that loads',
      found: 'one that threw; its error is the cause',
    });
    expect(() => importer.import(name)).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining(message) }) }),
    );
  });

  test.each([
    ['@acme/empty', 'capsule'],
    ['@acme/nothing', 'capsule'],
    ['@acme/math:parts', 'parts'],
    ['@acme/math:getter', 'getter'],
  ])('a package without the export, %s', (name, key) => {
    expect(refusal(() => importer.import(name))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_EXPORT_MISSING',
      message: `Importing '${name}': expected the export '${key}', found a package without it.`,
      expected: `the export '${key}'`,
      found: 'a package without it',
    });
  });

  test('a getter that throws, and keeps its error', () => {
    expect(() => importer.import('@acme/math:getter')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: 'from the getter' }) }),
    );
  });

  test('an export that is no capsule', () => {
    expect(refusal(() => importer.import('@acme/math:number'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      message: "Importing '@acme/math:number': expected a capsule, found a number.",
      expected: 'a capsule',
      found: 'a number',
    });
  });

  test('a capsule that says it is another', () => {
    expect(refusal(() => importer.import('@acme/liar'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NAME_MISMATCH',
      message: "Importing '@acme/liar': expected a capsule named '@acme/liar', found one named '@acme/math'.",
      expected: "a capsule named '@acme/liar'",
      found: "one named '@acme/math'",
    });
  });

  test.each<[string, string | Buffer | null, string]>([
    ['NULL', null, 'NULL'],
    ['nothing', '', "''"],
    ['no package', ':capsule', "':capsule'"],
    ['no export', '@acme/math:', "'@acme/math:'"],
    ['a control character', '@acme/ma\nth', "'@acme/ma\\u{a}th'"],
    ['bytes that are no UTF-8', Buffer.from([0x40, 0xff]), "'@\\xff'"],
  ])('a name that is %s', (_, name, shown) => {
    expect(refusal(() => importer.import(name))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NAME_UNUSABLE',
      message: `Importing: expected a name of 1 to 255 bytes of UTF-8 without control characters, found ${shown}. Use the name of the package: '@scope/package'.`,
    });
  });
});

test.each(['@acme/math', '@acme/math:part', '@acme/math/fast', '@acme/é', '@acme/esm', 'dotted.name'])(
  'finds %s, as the addon itself would',
  (name) => {
    expect(inspect(importer.import(name)).name).toBe(name);
  },
);

test('finds the same capsule as require does', () => {
  expect(importer.import('@acme/math')).toBe(createRequire(addon)('@acme/math').capsule);
});
