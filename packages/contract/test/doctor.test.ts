import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Diagnosis } from '@capsule/contract';
import { posixOnly } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';
import { examine } from '../src/doctor/doctor.js';
import { whyUnread } from '../src/read-file.js';
import { needsCompiler, PackageTrees, packageFiles, verdicts, type versions } from './addons.js';
import { pe } from './images.js';

const bin = join(__dirname, '..', 'bin', 'capsule.js');
const root = join(__dirname, '..', '..', '..');
const here = `${process.platform}-${process.arch}`;
const trees = new PackageTrees();
afterAll(() => trees.remove());

/** Runs `capsule doctor` in a child process. */
function doctor(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'doctor', ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const math = 'node_modules/@acme/math';
const user = 'node_modules/user';

describe('rejects arguments', () => {
  test.each([
    ['nothing', ['none'], /^Examining: expected a folder at .*none, found none\.\n$/],
    ['a file', [__filename], /^Examining: expected a folder at .*doctor\.test\.ts, found a file\.\n$/],
    ['two', ['.', '.'], /too many arguments/],
    ['an unknown option', ['--load'], /unknown option '--load'/],
  ])('such as %s', (_, args, stderr) => {
    expect(doctor(trees.folder, ...args)).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  test('accepts --help', () => {
    expect(doctor(trees.folder, '--help')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('in a tree with addons, it', needsCompiler, () => {
  const get = (name: keyof typeof versions): string => trees.addon(name);

  describe('reports the error that opening would throw', () => {
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
        '2.0, which lacks or changes dot, norm',
        'Use @acme/math 1.x, or compile the consumer for contract 2.0.',
      ],
      [
        '1.2 changed',
        'ERR_CAPSULE_SIGNATURE_MISMATCH',
        'sum to be f64(f64)',
        'sum f64(f32)',
        'Also changed: norm. Build both addons with the same header of contract 1.2.',
      ],
    ] as const)('by a producer of %s', (version, code, expected, found, advice) => {
      const files = {
        ...packageFiles(math, '@acme/math', '1.0.0', get(`offers ${version}`)),
        ...packageFiles(user, 'user', '1.0.0', get('needs 1.2')),
      };
      const diagnosis = examine(trees.create(`mismatch ${version}`, files));
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

  test('reports a missing producer', () => {
    const tree = trees.create('alone', packageFiles(user, 'user', '1.0.0', get('needs 1.0')));
    expect(verdicts(examine(tree))).toEqual({
      user: `Opening '@acme/math': expected an installed package @acme/math, found none. Add it to the dependencies of the package in ${join(tree, user)}.`,
    });
  });

  test('reports a producer without an addon, for another platform, or with another contract', () => {
    const other = process.platform === 'win32' ? Buffer.from('MZ') : pe(0xaa64);
    const found =
      process.platform === 'win32' ? 'addon.node, but it is not a 64-bit binary' : 'addon.node for win32-arm64';
    const folder = (tree: string) => join(trees.folder, tree, math);
    const verdict = (tree: string, addon?: string | Buffer) =>
      verdicts(
        examine(
          trees.create(tree, {
            ...packageFiles(math, '@acme/math', '1.0.0', addon),
            ...packageFiles(user, 'user', '1.0.0', get('needs 1.0')),
          }),
        ),
      )['user'];
    const build = 'Build it in that folder, for example with "npx cmake-js compile".';
    expect(verdict('none')).toBe(
      `Opening '@acme/math': expected a binary for ${here} in ${folder('none')}, found none. ${build}`,
    );
    expect(verdict('elsewhere', other)).toBe(
      `Opening '@acme/math': expected a binary for ${here} in ${folder('elsewhere')}, found ${found}. ${build}`,
    );
    expect(verdict('another', get('needs 1.0'))).toBe(
      `Opening '@acme/math': expected an addon in ${folder('another')} that seals it, found none whose contract can be read. Run "npx -p @capsule/contract capsule inspect @acme/math", which loads the package.`,
    );
  });

  test('reports a package that uses capsule.h and has no addon', () => {
    const recipe = { 'app/CMakeLists.txt': '' };
    const tree = trees.create('unbuilt', {
      ...packageFiles('app', 'app', '1.0.0', Buffer.alloc(0), '@capsule/core'),
      ...recipe,
    });
    expect(doctor(tree)).toEqual({
      status: 1,
      stdout: `${tree}, for ${here}

without an addon
  Looking for the addon of app: expected a binary for ${here} in ${join(tree, 'app')}, found addon.node, but it is empty. Build it in that folder, for example with "npx cmake-js compile".

unreadable
  ${join('app', 'build', 'Release', 'addon.node')}: it is empty

0 producers, 0 consumers: 1 package has no addon.
`,
      stderr: '',
    });
  });

  test('reports files that are not addons, and continues', () => {
    const tree = trees.create('unread', {
      ...packageFiles('', 'app', '1.0.0', get('needs 1.0')),
      ...packageFiles(math, '@acme/math', '1.0.0', get('offers 1.0')),
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
        ['circle.node', 'it is a broken link'],
        ['node_modules/linked', 'it is a broken link'],
        ['node_modules/x/empty.node', 'it is empty'],
        ['node_modules/x/linked.node', 'it is a broken link'],
        ['node_modules/x/text.node', 'it is not a 64-bit binary'],
      ].sort(),
    );
    expect(diagnosis.fits).toBe(true);
    const conclusion = '1 producer, 1 consumer: everything that could be compared fits.\n';
    expect(doctor(tree)).toEqual({ status: 0, stdout: expect.stringContaining(conclusion), stderr: '' });
  });

  test('does not block on a pipe', posixOnly, () => {
    const tree = trees.create('pipe', packageFiles('', 'app', '1.0.0'));
    expect(spawnSync('mkfifo', [join(tree, 'pipe.node')]).status).toBe(0);
    expect(examine(tree).unread).toEqual([{ file: join(tree, 'pipe.node'), why: 'it is not a regular file' }]);
  });

  test('prints the result as text and as JSON', () => {
    const tree = trees.create('fits', {
      ...packageFiles('', 'app', '1.0.0', get('needs 1.0')),
      ...packageFiles(math, '@acme/math', '1.3.0', get('offers 1.2')),
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
    resolves to 1.2 in ${join(math, addon)}

1 producer, 1 consumer: everything fits.
`,
      stderr: '',
    });
    const { status, stdout } = doctor(trees.folder, tree, '--json');
    expect(status).toBe(0);
    const printed: Diagnosis = JSON.parse(stdout);
    expect(printed).toEqual(examine(tree));
  });

  test('escapes terminal commands', () => {
    const tree = trees.create('escape', packageFiles('', 'app\u001b[2J\u202e', '1.0.0', get('offers 1.0')));
    const { stdout } = doctor(tree);
    expect(stdout).toContain('app\\u{1b}[2J\\u{202e} 1.0.0 seals');
  });
});

test('describes errors of the file system', () => {
  const errorOf = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code });
  expect(['EACCES', 'EPERM', 'ENOENT', 'ELOOP', 'EIO'].map((code) => whyUnread(errorOf(code)))).toEqual([
    'permission is denied',
    'permission is denied',
    'it is a broken link',
    'it is a broken link',
    'EIO: as the system says it',
  ]);
});

describe('in this repository', () => {
  const fastmath = join(root, 'packages', 'fastmath', 'build', 'Release', 'fastmath.node');

  test('stats fits fastmath, resolved as by Node', () => {
    const { consumers, fits } = examine(join(root, 'packages', 'stats'));
    const [stats] = consumers.filter((each) => each.package.name === '@capsule/stats');
    expect(stats).toMatchObject({ contract: { name: '@capsule/fastmath' }, producers: [{ file: fastmath }] });
    expect(fits).toBe(true);
  });

  test('the examples fit, and addons with deliberate errors are not compared', () => {
    const { consumers, producers, unclear, problems } = examine(join(root, 'examples'));
    const named = (all: typeof consumers | typeof producers) =>
      all
        .filter((each) => each.file.startsWith(join(root, 'examples'))) // the others are dependencies
        .map((each) => [each.package.name, each.contract.name])
        // Packages with addons that are built only if cargo is installed.
        .filter(([name]) => name !== '@example/08-rust' && name !== '@example/12-languages');
    expect(named(producers)).toEqual([
      ['@example/00-minimal', '@example/adder'],
      ['@example/distance', '@example/distance'],
      ['@example/06-callback', '@example/06-callback:radiation'],
      ['@example/14-random', '@capsule/random/bitgen'],
      ['@example/clamp', '@example/clamp'],
      ['@example/clamp', '@example/clamp'],
    ]);
    expect(named(consumers)).toEqual([
      ['@example/00-minimal', '@example/adder'],
      ['@example/nearest', '@example/distance'],
      ['@example/09-ffi', '@capsule/fastmath'],
      ...Array.from({ length: 4 }, () => ['@example/clamp', '@example/clamp']), // one consumer opens both majors
    ]);
    expect(new Set(unclear.map((each) => each.package.name))).toEqual(new Set(['@example/05-refuse']));
    expect(consumers.map(({ problem }) => problem)).toEqual(consumers.map(() => undefined));
    expect(problems.filter(({ message }) => !message.includes('08-rust'))).toEqual([]); // built only if cargo is installed, and later
  });

  test('everything fits after a build, and the addons of tests are not examined', () => {
    const { fits, fixtures, problems, consumers } = examine(root);
    expect(consumers.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(problems).toEqual([]);
    expect(fits).toBe(true);
    expect(fixtures).toContain(join(root, 'packages', 'core', 'test', 'forge'));
  });
});
