import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';

const cli = join(root, 'packages', 'contract', 'bin', 'capsule.js');

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'prebuild', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

const temporary = mkdtempSync(join(tmpdir(), 'capsule prebuild '));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** A copy of an example outside of this repository, with its dependencies. */
function copyOfExample(name: string): string {
  const folder = join(temporary, name);
  mkdirSync(folder);
  for (const file of ['CMakeLists.txt', 'package.json', 'adder.h', 'producer.c', 'consumer.c'])
    cpSync(join(root, 'examples', '00-minimal', file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

const PLATFORMS =
  'darwin-arm64, darwin-x64, linux-arm64, linux-arm64-musl, linux-x64, linux-x64-musl, win32-arm64, win32-x64';

describe('what cannot be prebuilt', () => {
  const folder = copyOfExample('refused');

  test('rejects an unknown platform and lists the platforms, with exit code 2', () => {
    expect(run(['--platform', 'linux-x64,win32-ia32'], folder)).toEqual({
      status: 2,
      stdout: '',
      stderr: `Prebuilding: expected a platform of ${PLATFORMS}, found 'win32-ia32'.\n`,
    });
  });

  test('rejects a folder without CMakeLists.txt, with exit code 2', () => {
    const empty = join(temporary, 'empty');
    mkdirSync(empty);
    expect(run([], empty)).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'Prebuilding .: expected the folder of a package with a CMakeLists.txt, found a folder without one. ' +
        'Run this in the folder of a package with an addon, or name its folder.\n',
    });
  });

  test('rejects a package that cannot resolve the core, with exit code 2', () => {
    const alone = join(temporary, 'alone');
    mkdirSync(alone);
    writeFileSync(join(alone, 'CMakeLists.txt'), 'project(alone)\n');
    expect(run([], alone)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('expected a package that depends on @capsule/core, found one that cannot'),
    });
  });

  test.each(['process.exit(0)', 'module.exports = null', 'setImmediate(() => { throw 1 }); throw 2'])(
    'fails if another package is in the place of the core: %s',
    (code) => {
      const folder = mkdtempSync(join(temporary, 'foreign-'));
      const core = join(folder, 'node_modules', '@capsule', 'core');
      mkdirSync(core, { recursive: true });
      writeFileSync(join(folder, 'CMakeLists.txt'), '');
      writeFileSync(join(core, 'paths.cjs'), code);
      const { status, stderr } = run([], folder);
      expect(status).not.toBe(0);
      expect(stderr).toContain('Prebuilding .: expected a package that depends on @capsule/core, found ');
    },
  );

  test('rejects unknown options with exit code 2', () => {
    expect(run(['--platfrom', 'linux-x64'], folder).status).toBe(2);
    expect(run(['--jobs', '0'], folder).status).toBe(2);
  });

  test('names every missing tool in one message, with exit code 3', () => {
    const { status, stderr } = run([], folder, { PATH: temporary, CAPSULE_ZIG: '' });
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^Prebuilding: expected CMake \(.*\), zig \(.*\), ninja or make \(.*\), found none\. Install/,
    );
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  test('names a CAPSULE_ZIG that is not zig, with exit code 3', () => {
    expect(run([], folder, { CAPSULE_ZIG: process.execPath })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('which does not print a version'),
    });
    expect(run([], folder, { CAPSULE_ZIG: join(temporary, 'none') })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('which does not exist'),
    });
  });
});

const hasZig =
  spawnSync('zig', ['version']).status === 0 || spawnSync('python3', ['-m', 'ziglang', 'version']).status === 0;

describe('with zig', skipWithout('zig', hasZig), () => {
  /** The versions of glibc that a binary requires. */
  const glibcVersions = (binary: Buffer) => [
    ...new Set([...binary.toString('latin1').matchAll(/GLIBC_(\d+)\.(\d+)/g)].map(([, , minor]) => Number(minor))),
  ];

  test('builds the same bytes in two folders, for Linux and Windows, without a path or a newer symbol', () => {
    const [first, second] = ['first', 'a second folder'].map(copyOfExample) as [string, string];
    for (const folder of [first, second]) {
      const { status, stderr } = run(['--platform', 'linux-arm64,win32-x64', '-D', 'CAPSULE_WERROR=ON'], folder);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
    for (const file of ['linux-arm64/producer.node', 'linux-arm64/consumer.node', 'win32-x64/consumer.node']) {
      const binary = readFileSync(join(first, 'prebuilds', file));
      expect(readFileSync(join(second, 'prebuilds', file)).equals(binary)).toBe(true);
      expect(binary.includes(temporary)).toBe(false);
      expect(binary.includes(root)).toBe(false);
      expect(Math.max(0, ...glibcVersions(binary))).toBeLessThanOrEqual(28);
      expect(binary.includes('GLIBCXX')).toBe(false);
      expect(binary.toString('latin1')).not.toMatch(/node\.exe/i);
    }
    expect(existsSync(join(first, 'build', 'Release'))).toBe(false);
  }, 600_000);

  test.each(['build', 'prebuilds'])(
    'reports a file in place of the folder %s, with exit code 1',
    (name) => {
      const folder = copyOfExample(`with-file-${name}`);
      writeFileSync(join(folder, name), '');
      const { status, stderr } = run(['--platform', 'linux-arm64'], folder);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^Prebuilding \. for linux-arm64: expected folders build and prebuilds that can be written, found ENOTDIR/,
      );
      expect(readFileSync(join(folder, name), 'utf8')).toBe('');
    },
    600_000,
  );

  test('prints the output of a compiler that fails, builds the other platform, and exits with 1', () => {
    const folder = copyOfExample('failing');
    const text = readFileSync(join(folder, 'producer.c'), 'utf8');
    writeFileSync(join(folder, 'producer.c'), `#ifdef _WIN32\n#error "not on Windows"\n#endif\n${text}`);
    const { status, stdout, stderr } = run(['--platform', 'win32-x64,linux-arm64'], folder);
    expect(status).toBe(1);
    expect(stderr).toContain('not on Windows');
    expect(stderr).toContain('Prebuilding . for win32-x64: expected cmake to compile, found exit code 1.');
    expect(stdout).toContain('prebuilds/linux-arm64/producer.node');
    expect(existsSync(join(folder, 'prebuilds', 'win32-x64'))).toBe(false);
  }, 600_000);
});
