import { createRequire } from 'node:module';
import { inspect } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { application } from './application.js';
import type { forge } from './forge/index.js';

const { addon, install } = application();

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
install('@acme/throws-null', { 'index.js': 'throw null' });
install('@acme/throws-undefined', { 'index.js': 'throw undefined' });
install('@acme/incomplete', { 'index.js': "require('@acme/dependency')" });
install('@acme/empty', { 'index.js': '' });
install('@acme/nothing', { 'index.js': 'module.exports = undefined' });
install('@acme/misnamed', { 'index.js': `exports.capsule = ${seal('@acme/math')}` });
install('@acme/é', { 'index.js': `exports.capsule = ${seal('@acme/é')}` });
install('@acme/esm', {
  'package.json': '{ "type": "module" }',
  'index.js': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); export const capsule = ${seal('@acme/esm')};`,
});
install('dotted.name', { 'index.js': `exports.capsule = ${seal('dotted.name')}` });
// After the packages were installed: Bun remembers the folders that it has read.
const importer: typeof forge = createRequire(__filename)(addon);

describe('importing rejects', () => {
  test('a package that is not installed, and says where to add the dependency', () => {
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
    expect(refusal(offending)).toMatchObject({
      code: 'ERR_CAPSULE_PACKAGE_NOT_FOUND',
      message: `Importing '@acme/math/secret:capsule': expected an installed package that offers this path, found none. Make it a dependency of the package that contains ${addon}.`,
    });
    expect(offending).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' }) }),
    );
  });

  // Python reads such a name as a path through attributes; here it is one name.
  test.each([
    ['@acme/math.part', "'@acme/math.part'"],
    ['@acme/ma\u0301th', "'@acme/ma\\u{301}th'"],
  ])('a name that no package has, %s, and shows it escaped', (name, shown) => {
    expect(refusal(() => importer.import(name)).message).toBe(
      `Importing ${shown}: expected an installed package that offers this path, found none. Make it a dependency of the package that contains ${addon}.`,
    );
  });

  test.each([
    ['an Error', '@acme/throws', expect.objectContaining({ message: 'from the package' })],
    ['null', '@acme/throws-null', null],
    ['undefined', '@acme/throws-undefined', undefined],
  ])('a package that throws %s, which is the cause', (_, name, cause) => {
    let error: unknown;
    try {
      importer.import(name);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toHaveProperty('cause', cause);
  });

  test.each([
    ['@acme/throws', 'from the package'],
    ['@acme/incomplete', "Cannot find module '@acme/dependency'"],
  ])('a package that throws while it loads, %s, and keeps its error as the cause', (name, message) => {
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

  test('a getter that throws, and keeps its error as the cause', () => {
    expect(() => importer.import('@acme/math:getter')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: 'from the getter' }) }),
    );
  });

  test('an export that is not a capsule', () => {
    expect(refusal(() => importer.import('@acme/math:number'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      message: "Importing '@acme/math:number': expected a capsule, found a number.",
      expected: 'a capsule',
      found: 'a number',
    });
  });

  test('a capsule with another name', () => {
    expect(refusal(() => importer.import('@acme/misnamed'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NAME_MISMATCH',
      message: "Importing '@acme/misnamed': expected a capsule named '@acme/misnamed', found one named '@acme/math'.",
      expected: "a capsule named '@acme/misnamed'",
      found: "one named '@acme/math'",
    });
  });

  test.each<[string, string | Buffer | null, string]>([
    ['NULL', null, 'NULL'],
    ['nothing', '', "''"],
    ['no package', ':capsule', "':capsule'"],
    ['no export', '@acme/math:', "'@acme/math:'"],
    ['a control character', '@acme/ma\nth', "'@acme/ma\\u{a}th'"],
    ['bytes that are not UTF-8', Buffer.from([0x40, 0xff]), "'@\\xff'"],
  ])('a name that is %s', (_, name, shown) => {
    expect(refusal(() => importer.import(name))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NAME_UNUSABLE',
      message: `Importing: expected a name of 1 to 255 bytes of UTF-8 without control characters, found ${shown}. Use the name of the package: '@scope/package'.`,
    });
  });
});

test('rejects an engine without process.getBuiltinModule', () => {
  const { getBuiltinModule } = process;
  process.getBuiltinModule = () => {
    throw new Error('from the engine');
  };
  try {
    const offending = () => importer.import('@acme/math');
    expect(refusal(offending)).toEqual({
      type: 'Error',
      code: 'ERR_CAPSULE_ENGINE_REFUSED',
      message:
        "Importing '@acme/math': expected a way to require packages, process.getBuiltinModule, found none; the error is the cause.",
      expected: 'a way to require packages, process.getBuiltinModule',
      found: 'none; the error is the cause',
    });
    expect(offending).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: 'from the engine' }) }),
    );
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
});

test.each(['@acme/math', '@acme/math:part', '@acme/math/fast', '@acme/é', '@acme/esm', 'dotted.name'])(
  'finds %s as the require of the addon would',
  (name) => {
    expect(inspect(importer.import(name)).name).toBe(name);
  },
);

test('finds the same capsule as require', () => {
  expect(importer.import('@acme/math')).toBe(createRequire(addon)('@acme/math').capsule);
});

test('works in C++, with the same errors', () => {
  expect(importer.importCpp('@acme/math')).toBe(1);
  expect(refusal(() => importer.importCpp('@acme/none')).code).toBe('ERR_CAPSULE_PACKAGE_NOT_FOUND');
});
