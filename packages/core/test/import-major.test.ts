import { createRequire } from 'node:module';
import type { Capsule } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { application } from './application.js';
import type { forge } from './forge/index.js';

// A package seals a table for each major of its contract, and exports them as capsule, capsule_v1, capsule_v2 and so on.
const { addon, install } = application();

/** A contract of one version; each version has other functions. */
const contract = (name: string, version: string) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { name, major, minor, entries: [{ name: `sum_${major}`, signature: 'f64()' }] };
};
/** JavaScript that seals the table of a version. */
const seal = (name: string, version: string) =>
  `require(${JSON.stringify(addon)}).sealTable(${JSON.stringify(contract(name, version))})`;
/** Installs a package with these exports: versions by their names, or JavaScript. */
const produce = (name: string, exported: Record<string, string>, before = '') => {
  const text = Object.entries(exported).map(([key, value]) => {
    return `exports.${key} = ${/^\d/.test(value) ? seal(name, value) : value};\n`;
  });
  install(name, { 'index.js': `${before}${text.join('')}` });
};

produce('@majors/both', { capsule: '1.3', capsule_v2: '2.1' });
produce('@majors/newest-first', { capsule_v3: '3.0', capsule_v1: '1.0', capsule: '2.0' });
produce('@majors/numbered', { capsule_v1: '1.0', capsule_v2: '2.0' });
produce('@majors/repeated', { capsule: '1.1', capsule_v1: 'exports.capsule', capsule_v2: '2.0' });
produce('@majors/twice', { capsule: '1.1', capsule_v1: '1.4' });
produce('@majors/single', { capsule: '2.0' });
produce('@majors/one-number', { capsule_v2: '2.0' });
produce('@majors/others', {
  capsule: '1.0',
  capsule_v2: '5',
  capsule_v02: '2.0',
  capsule_v: '2.0',
  capsule_v2b: '2.0',
  capsules: '2.0',
  other_v2: '2.0',
});
produce('@majors/foreign', { capsule: '1.0', capsule_v2: seal('@majors/both', '2.0') });
produce('@majors/pointer', { capsule: `require(${JSON.stringify(addon)}).sealPointer('@majors/pointer', 1)` });
produce(
  '@majors/throws',
  { capsule: '1.0' },
  "Object.defineProperty(exports, 'capsule_v2', { enumerable: true, get() { throw new Error('from the getter') } });",
);
produce('@majors/many', Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`capsule_v${i}`, `${i}.0`])));
install('@majors/part', {
  'index.js': `exports.part = ${seal('@majors/part:part', '1.0')}; exports.part_v2 = ${seal('@majors/part:part', '2.0')};`,
});
install('@majors/esm', {
  'package.json': '{ "type": "module" }',
  'index.js': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
    export const capsule = ${seal('@majors/esm', '1.0')}; export const capsule_v2 = ${seal('@majors/esm', '2.0')};`,
});
install('@majors/function', {
  'index.js': `module.exports = Object.assign(() => {}, { capsule: ${seal('@majors/function', '1.0')}, capsule_v2: ${seal('@majors/function', '2.0')} });`,
});
install('@majors/empty', { 'index.js': '' });
install('@majors/null', { 'index.js': 'module.exports = null' });
const importer: typeof forge = createRequire(__filename)(addon);
const importVersion = (name: string, version: string) => importer.importTable(contract(name, version));

test.each([
  ['@majors/both', '1.3'],
  ['@majors/both', '1.0'],
  ['@majors/both', '2.1'],
  ['@majors/newest-first', '1.0'],
  ['@majors/newest-first', '2.0'],
  ['@majors/newest-first', '3.0'],
  ['@majors/numbered', '1.0'],
  ['@majors/numbered', '2.0'],
  ['@majors/repeated', '1.1'],
  ['@majors/single', '2.0'],
  ['@majors/one-number', '2.0'],
  ['@majors/part:part', '1.0'],
  ['@majors/part:part', '2.0'],
  ['@majors/esm', '2.0'],
  ['@majors/function', '2.0'],
  ['@majors/many', '11.0'],
])('finds the table of %s for a consumer of %s', (name, version) => {
  expect(importVersion(name, version)).toEqual([0]);
});

test('of two tables of one major, opens the one with the highest minor', () => {
  expect(importVersion('@majors/twice', '1.4')).toEqual([0]);
});

test('both majors work in one process, and each import returns its own', () => {
  for (const version of ['1.3', '2.1', '1.3', '2.1']) expect(importVersion('@majors/both', version)).toEqual([0]);
});

describe('a consumer that was compiled before packages offered several majors', () => {
  /** What its generated header did: capsule_import, then capsule_open_table. */
  const open = (name: string, version: string) => importer.openTable(importer.import(name), contract(name, version));

  test('opens the major that stays in the export `capsule`', () => {
    expect(open('@majors/both', '1.3')).toEqual([0]);
    expect(open('@majors/newest-first', '2.0')).toEqual([0]);
  });

  test('rejects other majors with the versions of both', () => {
    expect(refusal(() => open('@majors/both', '2.1'))).toMatchObject({
      code: 'ERR_CAPSULE_VERSION_MISMATCH',
      found: '1.3, which lacks or changes sum_2',
    });
  });
});

const files = `\n  needed by ${addon}\n  offered by ${addon}`;
describe('rejects a package without the major', () => {
  test.each([
    [
      '@majors/both',
      '3.0',
      'expected contract 3.x, found 1.3 and 2.1. Update @majors/both to a version with contract 3.x, or compile the consumer for contract 1.3 or 2.1.',
    ],
    [
      '@majors/newest-first',
      '0.1',
      'expected contract 0.x, found 1.0, 2.0 and 3.0. Install a version of @majors/newest-first with contract 0.x, or compile the consumer for contract 1.0, 2.0 or 3.0.',
    ],
    [
      '@majors/part:part',
      '3.0',
      'expected contract 3.x, found 1.0 and 2.0. Update @majors/part to a version with contract 3.x, or compile the consumer for contract 1.0 or 2.0.',
    ],
  ])('%s for a consumer of %s, and lists the majors that it offers', (name, version, message) => {
    const error = refusal(() => importVersion(name, version));
    expect(error).toMatchObject({ type: 'RangeError', code: 'ERR_CAPSULE_VERSION_MISMATCH' });
    expect(error.message).toBe(`Importing '${name}': ${message}${files}`);
  });

  test('and lists the newest eight of many', () => {
    expect(refusal(() => importVersion('@majors/many', '99.0')).found).toBe(
      '4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0 and 11.0',
    );
  });

  test.each(['@majors/single', '@majors/one-number'])('%s, which offers one, as opening does', (name) => {
    expect(refusal(() => importVersion(name, '1.0'))).toMatchObject({
      code: 'ERR_CAPSULE_VERSION_MISMATCH',
      message: `Opening '${name}': expected contract 1.x, found 2.0, which lacks or changes sum_1. Use ${name} 1.x, or compile the consumer for contract 2.0.${files}`,
    });
  });
});

test('rejects an older minor of the right major', () => {
  expect(refusal(() => importVersion('@majors/both', '2.2'))).toMatchObject({
    code: 'ERR_CAPSULE_VERSION_MISMATCH',
    message: `Opening '@majors/both': expected contract 2.2 or later, found 2.1. Update @majors/both to 2.2 or later.${files}`,
  });
});

test.each([
  ['@majors/others', 'ERR_CAPSULE_VERSION_MISMATCH', 'an export of another name, or that is no capsule'],
  ['@majors/foreign', 'ERR_CAPSULE_VERSION_MISMATCH', 'the capsule of another package'],
  ['@majors/pointer', 'ERR_CAPSULE_KIND_MISMATCH', 'a capsule of another kind'],
  ['@majors/empty', 'ERR_CAPSULE_EXPORT_MISSING', 'nothing'],
  ['@majors/null', 'ERR_CAPSULE_EXPORT_MISSING', 'null'],
  ['@majors/none', 'ERR_CAPSULE_PACKAGE_NOT_FOUND', 'no package'],
  ['@majors/throws', 'ERR_CAPSULE_EXPORT_MISSING', 'a getter that throws'],
])('for 2.x, does not take from %s, with %s, %s', (name, code) => {
  expect(refusal(() => importVersion(name, '2.0')).code).toBe(code);
});

test('reads no export of another major while its own is there: that may load another addon', () => {
  expect(importVersion('@majors/throws', '1.0')).toEqual([0]);
  expect(refusal(() => importVersion('@majors/throws', '3.0')).code).toBe('ERR_CAPSULE_VERSION_MISMATCH');
});

test('keeps the error of a getter as the cause', () => {
  expect(() => importVersion('@majors/throws', '2.0')).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ message: 'from the getter' }) }),
  );
});

test('rejects NULL as the contract', () => {
  expect(refusal(() => importer.importTable(null)).code).toBe('ERR_CAPSULE_NAME_UNUSABLE');
});

test('the capsule of each major can be passed instead', () => {
  const name = '@majors/both';
  const exported: Record<string, Capsule> = createRequire(addon)(name);
  expect(importer.openTable(exported['capsule'], contract(name, '1.3'))).toEqual([0]);
  expect(importer.openTable(exported['capsule_v2'], contract(name, '2.1'))).toEqual([0]);
});
