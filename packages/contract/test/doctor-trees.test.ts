import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { examine } from '../src/doctor/doctor.js';
import { needsCompiler, PackageTrees, packageFiles, verdicts, type versions } from './addons.js';

// Tests how producers are resolved among installed packages.
const root = join(__dirname, '..', '..', '..');
const here = `${process.platform}-${process.arch}`;
const trees = new PackageTrees();
afterAll(() => trees.remove());

const math = 'node_modules/@acme/math';
const user = 'node_modules/user';

describe('in a tree, it', needsCompiler, () => {
  const get = (name: keyof typeof versions): string => trees.addon(name);

  test('compares each consumer with the copy that its own require finds', () => {
    const tree = trees.create('copies', {
      ...packageFiles('', 'app', '1.0.0', get('needs 1.2')),
      ...packageFiles(math, '@acme/math', '1.0.0', get('offers 1.0')),
      ...packageFiles(user, 'user', '1.0.0', get('needs 1.2')),
      ...packageFiles(`${user}/${math}`, '@acme/math', '1.2.0', get('offers 1.2')),
    });
    const diagnosis = examine(tree);
    expect(verdicts(diagnosis)).toEqual({ app: expect.stringContaining('for dot, norm'), user: 'fits' });
    expect(diagnosis.copies).toEqual([{ name: '@acme/math', folders: [join(tree, math), join(tree, user, math)] }]);
    expect(diagnosis.fits).toBe(false);
  });

  test('reads each package once in a store with links, as in pnpm', () => {
    const store = 'node_modules/.pnpm';
    const tree = trees.create('pnpm', {
      ...packageFiles('', 'app', '1.0.0'),
      ...packageFiles(`${store}/@acme+math@1.0.0/${math}`, '@acme/math', '1.0.0', get('offers 1.0')),
      ...packageFiles(`${store}/@acme+math@1.2.0/${math}`, '@acme/math', '1.2.0', get('offers 1.2')),
      ...packageFiles(`${store}/user@1.0.0/${user}`, 'user', '1.0.0', get('needs 1.2')),
      ...packageFiles(`${store}/old@1.0.0/node_modules/old`, 'old', '1.0.0', get('needs 1.0')),
    });
    const link = (from: string, to: string) => {
      mkdirSync(join(tree, from, '..'), { recursive: true });
      symlinkSync(join(tree, store, to), join(tree, from), 'junction');
    };
    link(`${store}/user@1.0.0/${math}`, `@acme+math@1.2.0/${math}`);
    link(`${store}/old@1.0.0/${math}`, `@acme+math@1.0.0/${math}`);
    link(user, `user@1.0.0/${user}`);
    link('node_modules/old', 'old@1.0.0/node_modules/old');
    const diagnosis = examine(tree);
    expect(diagnosis.consumers.map((each) => [each.package.name, each.producers[0]?.package.version])).toEqual([
      ['old', '1.0.0'],
      ['user', '1.2.0'],
    ]);
    expect(diagnosis).toMatchObject({ fits: true, producers: { length: 2 }, copies: [{ name: '@acme/math' }] });
  });

  test('reads each package once among workspaces with circular links', () => {
    const tree = trees.create('circles', {
      ...packageFiles('', 'app', '1.0.0'),
      ...packageFiles('packages/math', '@acme/math', '1.2.0', get('offers 1.2')),
      ...packageFiles('packages/user', 'user', '1.0.0', get('needs 1.0')),
    });
    mkdirSync(join(tree, 'node_modules', '@acme'), { recursive: true });
    mkdirSync(join(tree, 'node_modules', '.store', 'x'), { recursive: true });
    symlinkSync(join(tree, 'packages', 'math'), join(tree, math), 'junction');
    symlinkSync(join(tree, 'packages', 'user'), join(tree, user), 'junction');
    symlinkSync(tree, join(tree, 'node_modules', 'app'), 'junction');
    symlinkSync(join(tree, 'node_modules'), join(tree, 'packages', 'user', 'node_modules'), 'junction');
    symlinkSync(join(tree, 'node_modules'), join(tree, 'node_modules', '.store', 'x', 'node_modules'), 'junction');
    const diagnosis = examine(tree);
    expect(diagnosis).toMatchObject({ producers: { length: 1 }, copies: [], unread: [], fits: true });
    expect(diagnosis.consumers.map((each) => each.producers[0]?.file)).toEqual([
      join(tree, 'packages', 'math', 'build', 'Release', 'addon.node'),
    ]);
  });

  test('finds an addon in a platform package', () => {
    const tree = trees.create('split', {
      ...packageFiles(math, '@acme/math', '1.2.0', undefined, '@acme/math-here', '@acme/math-elsewhere'),
      ...packageFiles(`${math}-here`, '@acme/math-here', '1.2.0', get('offers 1.2')),
      ...packageFiles(user, 'user', '1.0.0', get('needs 1.2')),
    });
    expect(verdicts(examine(tree))).toEqual({ user: 'fits' });
  });

  test('finds an addon in a platform package that also opens tables', () => {
    const addon = (...folder: string[]) => readFileSync(join(root, 'packages', ...folder));
    const fastmath = 'node_modules/@capsule/fastmath';
    const tree = trees.create('split both', {
      ...packageFiles(fastmath, '@capsule/fastmath', '1.0.0', undefined, '@capsule/fastmath-here'),
      ...packageFiles(
        `${fastmath}-here`,
        '@capsule/fastmath-here',
        '1.0.0',
        addon('stats/test/forge/build/Release/counting.node'),
      ),
      ...packageFiles(user, 'user', '1.0.0', addon('stats/build/Release/stats.node')),
    });
    const { consumers, unclear } = examine(tree);
    const ofFastmath = consumers.filter(({ contract }) => contract.name === '@capsule/fastmath');
    expect(ofFastmath.map((each) => [each.package.name, each.problem])).toEqual([['user', undefined]]);
    expect(unclear.map((each) => each.package.name)).toEqual(['@capsule/fastmath-here']);
  });

  test('finds a producer outside of the searched folder', () => {
    const tree = trees.create('outside', {
      ...packageFiles(math, '@acme/math', '1.2.0', get('offers 1.0')),
      ...packageFiles('app', 'app', '1.0.0', get('needs 1.2')),
    });
    const diagnosis = examine(join(tree, 'app'));
    expect(verdicts(diagnosis)).toEqual({ app: expect.stringContaining('Update @acme/math to 1.2 or later.') });
    expect(diagnosis.producers).toEqual([]);
  });

  test('ignores intermediate files of a build', () => {
    const tree = trees.create('leftovers', {
      ...packageFiles('', 'app', '1.0.0', get('needs 1.0')),
      ...packageFiles(math, '@acme/math', '1.0.0'),
      [`${math}/prebuilds/${here}/addon.node`]: get('offers 1.0'),
      'node_modules/build/package.json': { name: 'build' },
      'node_modules/build/lib/addon.node': get('needs 1.2'),
      [`${math}/build/Debug/addon.node`]: get('offers 2.0'),
      [`${math}/build/Release/obj.target/addon.node`]: get('offers 2.0'),
      [`${math}/build-check/CMakeCache.txt`]: '',
      [`${math}/build-check/Release/addon.node`]: get('offers 2.0'),
    });
    expect(verdicts(examine(tree))).toEqual({ app: 'fits', build: expect.stringContaining('found 1.0') });
  });
});
