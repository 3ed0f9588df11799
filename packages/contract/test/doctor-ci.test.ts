import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { linuxOnly } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';
import { examine } from '../src/doctor/doctor.js';
import { needsCompiler, PackageTrees, packageFiles, verdicts, type versions } from './addons.js';
import { pe } from './images.js';

// Tests what the doctor judges in CI: a monorepo with tests, optional parts, links and prebuilt binaries.
const here = `${process.platform}-${process.arch}`;
const trees = new PackageTrees();
afterAll(() => trees.remove());

const get = (name: keyof typeof versions): string => trees.addon(name);
const math = 'node_modules/@acme/math';
const privatePackage = (name: string, ...dependencies: string[]) => ({
  name,
  private: true,
  dependencies: Object.fromEntries(['@capsule/core', ...dependencies].map((each) => [each, '*'])),
});

function link(tree: string, from: string, to: string): void {
  mkdirSync(dirname(join(tree, from)), { recursive: true });
  symlinkSync(join(tree, to), join(tree, from), 'junction');
}

describe('addons of tests', needsCompiler, () => {
  const files = {
    ...packageFiles('', 'app', '1.0.0', get('needs 1.0')),
    ...packageFiles(math, '@acme/math', '1.0.0', get('offers 1.0')),
    'test/forge/package.json': privatePackage('@app/forge'),
    'test/forge/build/Release/forge.node': get('needs 1.2'),
    'test/unbuilt/package.json': privatePackage('@app/unbuilt'),
    'test/unbuilt/CMakeLists.txt': '',
    '__fixtures__/old.node': get('needs 1.2'),
    'test/build/Release/own.node': get('needs 1.2'),
  };

  test('are not examined, also if a link leads to them', () => {
    const tree = trees.create('forge', files);
    link(tree, 'node_modules/@app/forge', 'test/forge');
    const { fixtures, consumers, fits } = examine(tree);
    expect(fixtures).toEqual([join(tree, 'test', 'forge'), join(tree, 'test', 'unbuilt')]);
    expect(consumers.map((each) => each.package.name)).toEqual(['app']);
    expect(fits).toBe(true);
  });

  test('are examined if the folder is named', () => {
    const tree = trees.create('named', files);
    expect(verdicts(examine(join(tree, 'test', 'forge')))).toEqual({
      '@app/forge': expect.stringContaining('dot, norm'),
    });
  });

  test('are examined if their package is not private, or is only called "test"', () => {
    const tree = trees.create('public', {
      ...files,
      ...packageFiles('test/shipped', '@app/shipped', '1.0.0', get('needs 1.2')),
      ...packageFiles('node_modules/test', 'test', '1.0.0', get('needs 1.2')),
    });
    expect(Object.keys(verdicts(examine(tree))).sort()).toEqual(['@app/shipped', 'app', 'test']);
  });
});

describe('a package without an addon', () => {
  const unbuilt = (path: string, name: string, more: object = {}) => ({
    [`${path}/package.json`]: { ...privatePackage(name), ...more },
    [`${path}/CMakeLists.txt`]: '',
  });

  test('is no fault if it is private and no package needs it', () => {
    const tree = trees.create('optional', {
      'package.json': privatePackage('app'),
      ...unbuilt('examples/rust', 'rust'),
    });
    const { fits, problems, unbuilt: listed } = examine(tree);
    expect({ fits, problems }).toEqual({ fits: true, problems: [] });
    expect(listed.map(({ message }) => message)).toEqual([expect.stringContaining('Looking for the addon of rust')]);
  });

  test('is a fault if another package depends on it, if it can be published, or if it is the examined one', () => {
    const needed = trees.create('needed', {
      'package.json': privatePackage('app', 'rust'),
      ...unbuilt('examples/rust', 'rust'),
    });
    link(needed, 'node_modules/rust', 'examples/rust');
    const published = trees.create('publishable', unbuilt('rust', 'rust', { private: false }));
    const messages = [needed, published, join(needed, 'examples', 'rust')].map((tree) => examine(tree).problems);
    for (const problems of messages) expect(problems).toMatchObject([{ code: 'ERR_CAPSULE_ADDON_NOT_BUILT' }]);
  });

  test('is no fault if it is for other systems, or an optional dependency', () => {
    const tree = trees.create('foreign', {
      'package.json': { ...privatePackage('app'), optionalDependencies: { maybe: '*', foreign: '*' } },
      ...unbuilt('node_modules/foreign', 'foreign', { private: false, os: [`!${process.platform}`] }),
      ...unbuilt('node_modules/maybe', 'maybe'),
    });
    expect(examine(tree)).toMatchObject({ fits: true, problems: [], unbuilt: [{ expected: expect.any(String) }] });
  });

  test('is no fault of a consumer that may do without it', needsCompiler, () => {
    const app = (more: object) => ({
      ...packageFiles('', 'app', '1.0.0', get('needs 1.0')),
      'package.json': { name: 'app', ...more },
    });
    const peer = {
      peerDependencies: { '@acme/math': '*' },
      peerDependenciesMeta: { '@acme/math': { optional: true } },
    };
    const optional = { optionalDependencies: { '@acme/math': '*' } };
    for (const [i, more] of [peer, optional].entries())
      expect(verdicts(examine(trees.create(`may do ${i}`, app(more))))).toEqual({ app: 'fits' });
    const required = examine(trees.create('must', app({ dependencies: { '@acme/math': '*' } })));
    expect(verdicts(required)['app']).toContain('expected an installed package @acme/math, found none');
  });
});

describe('links', needsCompiler, () => {
  test('lead to packages outside of the folder, with the dependencies that Node finds there', () => {
    // As by file: and npm link, and in a global store of pnpm, where the dependencies of a package lie beside it.
    const tree = trees.create('outside', {
      ...packageFiles('app', 'app', '1.0.0', undefined, 'plain'),
      ...packageFiles('store/plain/node_modules/plain', 'plain', '1.0.0', undefined, 'user'),
      ...packageFiles('store/user/node_modules/user', 'user', '1.0.0', get('needs 1.2'), '@acme/math'),
      ...packageFiles('store/math/node_modules/@acme/math', '@acme/math', '1.0.0', get('offers 1.0')),
    });
    link(tree, 'app/node_modules/plain', 'store/plain/node_modules/plain');
    link(tree, 'store/plain/node_modules/user', 'store/user/node_modules/user');
    link(tree, 'store/user/node_modules/@acme/math', 'store/math/node_modules/@acme/math');
    const diagnosis = examine(join(tree, 'app'));
    expect(verdicts(diagnosis)).toEqual({ user: expect.stringContaining('Update @acme/math to 1.2 or later.') });
    expect(diagnosis.producers.map(({ package: { folder } }) => folder)).toEqual([
      join(tree, 'store', 'math', 'node_modules', '@acme', 'math'),
    ]);
  });

  test('a package that is installed below its user is found before the one above', () => {
    const tree = trees.create('nested', {
      ...packageFiles('', 'app', '1.0.0', undefined, 'user', '@acme/math'),
      ...packageFiles(math, '@acme/math', '1.0.0', get('offers 1.0')),
      ...packageFiles('linked/user', 'user', '1.0.0', get('needs 1.2'), '@acme/math'),
      ...packageFiles(`linked/user/${math}`, '@acme/math', '1.2.0', get('offers 1.2')),
    });
    link(tree, 'node_modules/user', 'linked/user');
    expect(verdicts(examine(tree))).toEqual({ user: 'fits' });
  });
});

// ELF files do not name their system, so that the addons of this machine stand for those of another one.
describe('prebuilt binaries', { ...linuxOnly, ...needsCompiler }, () => {
  const other = `freebsd-${process.arch}`;
  const pack = (folder: string, name: string, addons: Record<string, string | Buffer>, ...dependencies: string[]) => ({
    ...packageFiles(folder, name, '1.0.0', undefined, ...dependencies),
    ...Object.fromEntries(
      Object.entries(addons).map(([platform, addon]) => [join(folder, 'prebuilds', platform, 'addon.node'), addon]),
    ),
  });

  test('are compared for each platform', () => {
    const tree = trees.create('prebuilt', {
      ...pack('', 'app', { [here]: get('needs 1.0'), [`${here}-musl`]: get('needs 1.0'), [other]: get('needs 1.2') }),
      ...pack(math, '@acme/math', { [here]: get('offers 1.0'), [other]: get('offers 1.0') }),
    });
    const { prebuilt, consumers, fits } = examine(tree);
    expect(consumers).toMatchObject([{ file: join(tree, 'prebuilds', here, 'addon.node') }]);
    const found = prebuilt.map((each) => [
      each.platform,
      each.consumers.map(({ problem, producers }) => problem?.expected ?? `fits ${producers.length}`),
    ]);
    expect(found).toEqual([
      [other, ['contract 1.2 or later (for dot, norm)']],
      [here, ['fits 1']],
      [`${here}-musl`, ['fits 0']], // there is no producer for musl
    ]);
    expect(fits).toBe(false);
  });

  test.each([
    ['glibc', { getReport: () => ({ sharedObjects: ['/lib/x86_64-linux-gnu/libc.so.6'] }) }, here],
    ['musl', { getReport: () => ({ sharedObjects: ['/lib/ld-musl-x86_64.so.1'] }) }, `${here}-musl`],
    ['an unknown C library, without a report', undefined, here],
  ])('are those that a process with %s loads', (_, report, platform) => {
    const tree = trees.create(`library ${platform}`, {
      ...pack('', 'app', { [here]: get('needs 1.0'), [`${here}-musl`]: get('needs 1.0') }),
    });
    const original = Object.getOwnPropertyDescriptor(process, 'report') as PropertyDescriptor;
    Object.defineProperty(process, 'report', { configurable: true, value: report });
    try {
      expect(examine(tree).consumers).toMatchObject([{ file: join(tree, 'prebuilds', platform, 'addon.node') }]);
    } finally {
      Object.defineProperty(process, 'report', original);
    }
  });

  test('are not loaded here if the package is built', () => {
    const tree = trees.create('built', {
      ...packageFiles('', 'app', '1.0.0', get('needs 1.0')),
      ...pack(math, '@acme/math', { [here]: get('offers 2.0') }),
      [`${math}/build/Release/addon.node`]: get('offers 1.0'),
    });
    expect(verdicts(examine(tree))).toEqual({ app: 'fits' });
  });

  test('have to be for the platform that their folder names', () => {
    const tree = trees.create('misplaced', pack('', 'app', { [here]: get('needs 1.0'), 'darwin-arm64': pe(0xaa64) }));
    const { prebuilt } = examine(tree);
    expect(prebuilt.flatMap(({ problems }) => problems)).toMatchObject([
      {
        code: 'ERR_CAPSULE_ADDON_NOT_LOADABLE',
        message: `Reading ${join(tree, 'prebuilds', 'darwin-arm64', 'addon.node')}: expected a binary for darwin-arm64, found one for win32-arm64. Run "npx -p @capsule/contract capsule prebuild --platform darwin-arm64" in its package.`,
      },
    ]);
  });
});
