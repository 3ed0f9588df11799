import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Diagnosis } from '@capsule/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyUnread } from '../src/doctor/contents.js';
import { examine } from '../src/doctor/doctor.js';
import { compilers, Trees } from './addons.js';
import { pe } from './images.js';

const bin = join(__dirname, '..', 'bin', 'capsule.js');
const root = join(__dirname, '..', '..', '..');
const here = `${process.platform}-${process.arch}`;
const trees = new Trees();
afterAll(() => trees.remove());

/** Runs `capsule doctor` as a process of its own. */
function doctor(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'doctor', ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The files of a package: with its addon, if one is given. Its JavaScript says so if somebody runs it. */
function pack(folder: string, name: string, version: string, addon?: string | Buffer, ...dependencies: string[]) {
  const at = (file: string) => join(folder, file);
  return {
    [at('package.json')]: { name, version, dependencies: Object.fromEntries(dependencies.map((each) => [each, '*'])) },
    [at('index.js')]: 'throw new Error("doctor has run this");',
    ...(addon === undefined ? {} : { [at('build/Release/addon.node')]: addon }),
  };
}

/** What is said of each consumer: its package, and `fits` or the refusal. */
function verdicts({ consumers }: Diagnosis): Record<string, string> {
  return Object.fromEntries(consumers.map(({ package: { name }, problem }) => [name, problem?.message ?? 'fits']));
}

const math = 'node_modules/@acme/math';
const user = 'node_modules/user';

describe('what is no folder is wrong usage', () => {
  test.each([
    ['nothing', ['none'], /^Examining: expected a folder at .*none, found none\.\n$/],
    ['a file', [__filename], /^Examining: expected a folder at .*doctor\.test\.ts, found a file\.\n$/],
    ['two', ['.', '.'], /too many arguments/],
    ['an unknown option', ['--load'], /unknown option '--load'/],
  ])('such as %s', (_, args, stderr) => {
    expect(doctor(trees.folder, ...args)).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  test('and help is none', () => {
    expect(doctor(trees.folder, '--help')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe.skipIf(compilers.length === 0)('in a tree with addons', () => {
  const built: Record<string, string> = {};
  beforeAll(() => {
    built['needs 1.0'] = trees.build('consumer', '1.0', { sum: '1.0' });
    built['needs 1.2'] = trees.build('consumer', '1.2', { sum: '1.0', dot: '1.1', norm: '1.2' });
    built['offers 1.0'] = trees.build('producer', '1.0', { sum: '1.0' });
    built['offers 1.2'] = trees.build('producer', '1.2', { sum: '1.0', dot: '1.1', norm: '1.2' });
    built['offers 1.2 changed'] = trees.build('producer', '1.2', { '*sum': '1.0', dot: '1.1', '*norm': '1.2' });
    built['offers 2.0'] = trees.build('producer', '2.0', { sum: '2.0' });
  });
  const get = (name: string): string => built[name] as string;

  describe('a consumer that does not fit is told what opening would throw', () => {
    test.each([
      [
        '1.0',
        'ERR_CAPSULE_VERSION_MISMATCH',
        'contract 1.2 or later (for dot, norm)',
        '1.0',
        'Update @acme/math to 1.2 or later.',
      ],
      [
        '2.0',
        'ERR_CAPSULE_VERSION_MISMATCH',
        'contract 1.x',
        '2.0',
        'Use @acme/math 1.x, or compile the consumer for contract 2.0.',
      ],
      [
        '1.2 changed',
        'ERR_CAPSULE_SIGNATURE_MISMATCH',
        'sum to be f64(f64)',
        'sum f64(f32)',
        'Also changed: norm. Build both addons with the same header of contract 1.2.',
      ],
    ])('by a producer of %s', (version, code, expected, found, advice) => {
      const files = {
        ...pack(math, '@acme/math', '1.0.0', get(`offers ${version}`)),
        ...pack(user, 'user', '1.0.0', get('needs 1.2')),
      };
      const diagnosis = examine(trees.plant(`misfit ${version}`, files));
      const message = `Opening '@acme/math': expected ${expected}, found ${found}. ${advice}`;
      expect(diagnosis.fits).toBe(false);
      expect(diagnosis.consumers.map(({ problem }) => problem)).toEqual([{ code, message, expected, found }]);

      const require = createRequire(__filename);
      const { capsule } = require(get(`offers ${version}`));
      let thrown = new Error('nothing');
      try {
        require(get('needs 1.2')).open(capsule);
      } catch (error) {
        thrown = error as Error;
      }
      expect({ ...thrown, message: thrown.message.split('\n')[0] }).toEqual({ code, message, expected, found });
    });
  });

  test('a consumer whose producer is not installed', () => {
    const tree = trees.plant('alone', pack(user, 'user', '1.0.0', get('needs 1.0')));
    expect(verdicts(examine(tree))).toEqual({
      user: `Opening '@acme/math': expected an installed package @acme/math, found none. Make it a dependency of the package in ${join(tree, user)}.`,
    });
  });

  test('a consumer whose producer has no addon, none for this system, or another one', () => {
    const other = process.platform === 'win32' ? Buffer.from('MZ') : pe(0xaa64);
    const found =
      process.platform === 'win32' ? 'addon.node, but it is no 64-bit binary' : 'addon.node for win32-arm64';
    const folder = (tree: string) => join(trees.folder, tree, math);
    const verdict = (tree: string, addon?: string | Buffer) =>
      verdicts(
        examine(
          trees.plant(tree, {
            ...pack(math, '@acme/math', '1.0.0', addon),
            ...pack(user, 'user', '1.0.0', get('needs 1.0')),
          }),
        ),
      )['user'];
    const build = 'Build it there; where it has a CMakeLists.txt, with "npx cmake-js compile".';
    expect(verdict('none')).toBe(
      `Opening '@acme/math': expected a binary for ${here} in ${folder('none')}, found none. ${build}`,
    );
    expect(verdict('elsewhere', other)).toBe(
      `Opening '@acme/math': expected a binary for ${here} in ${folder('elsewhere')}, found ${found}. ${build}`,
    );
    expect(verdict('another', get('needs 1.0'))).toBe(
      `Opening '@acme/math': expected an addon in ${folder('another')} that seals it, found none whose contract can be read. Run "capsule inspect @acme/math", which loads the package.`,
    );
  });

  test('a package that uses capsule.h and has no addon that could be loaded', () => {
    const recipe = { 'app/CMakeLists.txt': '' };
    const tree = trees.plant('unbuilt', {
      ...pack('app', 'app', '1.0.0', Buffer.alloc(0), '@capsule/core'),
      ...recipe,
    });
    expect(doctor(tree)).toEqual({
      status: 1,
      stdout: `${tree}, for ${here}

without an addon
  Looking for the addon of app: expected a binary for ${here} in ${join(tree, 'app')}, found addon.node, but it is empty. Build it there; where it has a CMakeLists.txt, with "npx cmake-js compile".

not read
  ${join('app', 'build', 'Release', 'addon.node')}: it is empty

0 producers, 0 consumers: 1 package has no addon.
`,
      stderr: '',
    });
  });

  test('each consumer is judged by the copy that its own require finds', () => {
    const tree = trees.plant('copies', {
      ...pack('', 'app', '1.0.0', get('needs 1.2')),
      ...pack(math, '@acme/math', '1.0.0', get('offers 1.0')),
      ...pack(user, 'user', '1.0.0', get('needs 1.2')),
      ...pack(`${user}/${math}`, '@acme/math', '1.2.0', get('offers 1.2')),
    });
    const diagnosis = examine(tree);
    expect(verdicts(diagnosis)).toEqual({ app: expect.stringContaining('for dot, norm'), user: 'fits' });
    expect(diagnosis.copies).toEqual([{ name: '@acme/math', folders: [join(tree, math), join(tree, user, math)] }]);
    expect(diagnosis.fits).toBe(false);
  });

  test('a store and links to it, as pnpm makes them: each package once', () => {
    const store = 'node_modules/.pnpm';
    const tree = trees.plant('pnpm', {
      ...pack('', 'app', '1.0.0'),
      ...pack(`${store}/@acme+math@1.0.0/${math}`, '@acme/math', '1.0.0', get('offers 1.0')),
      ...pack(`${store}/@acme+math@1.2.0/${math}`, '@acme/math', '1.2.0', get('offers 1.2')),
      ...pack(`${store}/user@1.0.0/${user}`, 'user', '1.0.0', get('needs 1.2')),
      ...pack(`${store}/old@1.0.0/node_modules/old`, 'old', '1.0.0', get('needs 1.0')),
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

  test('workspaces and links that lead in circles: each package once', () => {
    const tree = trees.plant('circles', {
      ...pack('', 'app', '1.0.0'),
      ...pack('packages/math', '@acme/math', '1.2.0', get('offers 1.2')),
      ...pack('packages/user', 'user', '1.0.0', get('needs 1.0')),
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

  test('an addon that is left to a package for one system', () => {
    const tree = trees.plant('split', {
      ...pack(math, '@acme/math', '1.2.0', undefined, '@acme/math-here', '@acme/math-elsewhere'),
      ...pack(`${math}-here`, '@acme/math-here', '1.2.0', get('offers 1.2')),
      ...pack(user, 'user', '1.0.0', get('needs 1.2')),
    });
    expect(verdicts(examine(tree))).toEqual({ user: 'fits' });
  });

  test('such an addon that opens tables as well', () => {
    const addon = (...folder: string[]) => readFileSync(join(root, 'packages', ...folder));
    const fastmath = 'node_modules/@capsule/fastmath';
    const tree = trees.plant('split both', {
      ...pack(fastmath, '@capsule/fastmath', '1.0.0', undefined, '@capsule/fastmath-here'),
      ...pack(
        `${fastmath}-here`,
        '@capsule/fastmath-here',
        '1.0.0',
        addon('stats/test/forge/build/Release/counting.node'),
      ),
      ...pack(user, 'user', '1.0.0', addon('stats/build/Release/stats.node')),
    });
    const { consumers, unclear } = examine(tree);
    expect(consumers.map((each) => [each.package.name, each.problem])).toEqual([['user', undefined]]);
    expect(unclear.map((each) => each.package.name)).toEqual(['@capsule/fastmath-here']);
  });

  test('a producer outside of the folder that is examined', () => {
    const tree = trees.plant('outside', {
      ...pack(math, '@acme/math', '1.2.0', get('offers 1.0')),
      ...pack('app', 'app', '1.0.0', get('needs 1.2')),
    });
    const diagnosis = examine(join(tree, 'app'));
    expect(verdicts(diagnosis)).toEqual({ app: expect.stringContaining('Update @acme/math to 1.2 or later.') });
    expect(diagnosis.producers).toEqual([]);
  });

  test('what a build leaves beside its result is not looked at', () => {
    const tree = trees.plant('leftovers', {
      ...pack('', 'app', '1.0.0', get('needs 1.0')),
      ...pack(math, '@acme/math', '1.0.0'),
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

  test('files that are no addons are told, and stop nothing', () => {
    const tree = trees.plant('unread', {
      ...pack('', 'app', '1.0.0', get('needs 1.0')),
      ...pack(math, '@acme/math', '1.0.0', get('offers 1.0')),
      'node_modules/x/package.json': 'no JSON',
      'node_modules/x/empty.node': '',
      'node_modules/x/text.node': 'no binary',
    });
    symlinkSync(join(tree, 'gone'), join(tree, 'node_modules', 'linked'), 'junction');
    symlinkSync(join(tree, 'gone'), join(tree, 'node_modules', 'x', 'linked.node'), 'junction');
    symlinkSync(join(tree, 'circle.node'), join(tree, 'circle.node'), 'junction');
    const diagnosis = examine(tree);
    expect(diagnosis.unread.map(({ file, why }) => [file.slice(tree.length + 1).replaceAll('\\', '/'), why])).toEqual(
      [
        ['circle.node', 'it is a link that leads nowhere'],
        ['node_modules/linked', 'it is a link that leads nowhere'],
        ['node_modules/x/empty.node', 'it is empty'],
        ['node_modules/x/linked.node', 'it is a link that leads nowhere'],
        ['node_modules/x/text.node', 'it is no 64-bit binary'],
      ].sort(),
    );
    expect(diagnosis.fits).toBe(true);
    const conclusion = '1 producer, 1 consumer: everything that could be judged fits.\n';
    expect(doctor(tree)).toEqual({ status: 0, stdout: expect.stringContaining(conclusion), stderr: '' });
  });

  test.skipIf(process.platform === 'win32')('a pipe is not waited for', () => {
    const tree = trees.plant('pipe', pack('', 'app', '1.0.0'));
    expect(spawnSync('mkfifo', [join(tree, 'pipe.node')]).status).toBe(0);
    expect(examine(tree).unread).toEqual([{ file: join(tree, 'pipe.node'), why: 'it is no file' }]);
  });

  test('prints what fits, and the same as JSON', () => {
    const tree = trees.plant('fits', {
      ...pack('', 'app', '1.0.0', get('needs 1.0')),
      ...pack(math, '@acme/math', '1.3.0', get('offers 1.2')),
    });
    const addon = join('build', 'Release', 'addon.node');
    expect(doctor(tree)).toEqual({
      status: 0,
      stdout: `${tree}, for ${here}

producers
  @acme/math 1.3.0 seals @acme/math 1.2: 3 functions
    ${join(math, addon)}

consumers
  app 1.0.0 opens @acme/math 1.0: fits
    ${addon}
    gets 1.2 of ${join(math, addon)}

1 producer, 1 consumer: everything fits.
`,
      stderr: '',
    });
    const { status, stdout } = doctor(trees.folder, tree, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(examine(tree));
  });

  test('what a terminal would obey is printed as text', () => {
    const tree = trees.plant('escape', pack('', 'app\u001b[2J\u202e', '1.0.0', get('offers 1.0')));
    const { stdout } = doctor(tree);
    expect(stdout).toContain('app\\u{1b}[2J\\u{202e} 1.0.0 seals');
  });
});

test('what the file system refuses is told in words', () => {
  const refusal = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code });
  expect(['EACCES', 'EPERM', 'ENOENT', 'ELOOP', 'EIO'].map((code) => whyUnread(refusal(code)))).toEqual([
    'it may not be read',
    'it may not be read',
    'it is a link that leads nowhere',
    'it is a link that leads nowhere',
    'EIO: as the system says it',
  ]);
});

describe('in this repository', () => {
  const fastmath = join(root, 'packages', 'fastmath', 'build', 'Release', 'fastmath.node');

  test('stats fits fastmath, which is found as Node finds it', () => {
    const { consumers, fits } = examine(join(root, 'packages', 'stats'));
    const [stats] = consumers.filter((each) => each.package.name === '@capsule/stats');
    expect(stats).toMatchObject({ contract: { name: '@capsule/fastmath' }, producers: [{ file: fastmath }] });
    expect(fits).toBe(true);
  });

  test('the examples fit, and what is wrong on purpose is not judged', () => {
    const { consumers, producers, unclear, fits } = examine(join(root, 'examples'));
    expect(producers.map(({ contract }) => contract.name)).toEqual(['@example/adder', '@example/distance']);
    expect(consumers.map(({ contract }) => contract.name)).toEqual(['@example/adder', '@capsule/fastmath']);
    expect(new Set(unclear.map((each) => each.package.name))).toEqual(new Set(['@example/05-refuse']));
    expect(fits).toBe(true);
  });
});
