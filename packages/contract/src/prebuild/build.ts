import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { capsuleError, isCapsuleError } from '@capsule/core';
import { displayPath } from '../project/files.js';
import { addonsOf, requestTargets } from './addons.js';
import type { NativePackage } from './package-folder.js';
import type { Tools } from './tools.js';

/** What to build, and how. */
export interface Job {
  readonly native: NativePackage;
  readonly platform: string;
  readonly tools: Tools;
  /** How many compilers run at a time. */
  readonly jobs: number;
  /** Variables of CMake, as `NAME=value`. */
  readonly definitions: readonly string[];
}

/** A file below `prebuilds`, and its size in bytes. */
export interface Prebuilt {
  readonly file: string;
  readonly bytes: number;
}

/** Builds the addons of a package for a platform, and puts them in `prebuilds`. */
export function buildPlatform(job: Job): Prebuilt[] {
  try {
    return build(job);
  } catch (cause) {
    if (isCapsuleError(cause)) throw cause;
    throw capsuleError(Error, 'ERR_CONTRACT_BUILD_FAILED', operationOf(job), {
      expected: 'folders build and prebuilds that can be written',
      found: (cause as Error).message,
      advice: 'Remove what is in their place.',
      cause,
    });
  }
}

function build(job: Job): Prebuilt[] {
  const { native, platform, tools, jobs } = job;
  // The ordinary build uses build/Release, build/Debug and build/Sanitize.
  const tree = join(native.folder, 'build', 'prebuild', platform);
  discardForeignTree(tree, job);
  requestTargets(tree);
  run(job, 'configure', tree, ['-S', native.folder, '-B', tree, '-G', tools.generator, ...definitionsOf(job)]);
  writeFileSync(join(tree, KEY_FILE), keyOf(job));
  const addons = addonsOf(tree);
  if (addons.length === 0)
    throw capsuleError(Error, 'ERR_CONTRACT_BUILD_FAILED', operationOf(job), {
      expected: 'a CMakeLists.txt that builds an addon for this platform',
      found: 'one without',
      advice: 'Name the addon with capsule_add_addon.',
    });
  run(job, 'compile', tree, ['--build', tree, '--parallel', String(jobs)]);
  return install(addons, join(native.folder, 'prebuilds', platform));
}

const operationOf = ({ native, platform }: Job): string => `Prebuilding ${displayPath(native.folder)} for ${platform}`;

function definitionsOf({ native, platform, tools, definitions }: Job): string[] {
  const toolchain = native.toolchains.get(platform);
  const fixed = [`CMAKE_TOOLCHAIN_FILE=${toolchain}`, `CAPSULE_ZIG=${tools.zig}`, 'CMAKE_BUILD_TYPE=Release'];
  return ['--no-warn-unused-cli', ...[...fixed, ...definitions].map((definition) => `-D${definition}`)];
}

/** The file of a build tree with the settings of its configuration. */
const KEY_FILE = 'capsule-prebuild.json';

/** Everything that CMake does not accept to change in an existing tree, or does not notice. */
function keyOf({ native, platform, tools, definitions }: Job): string {
  const toolchain = readFileSync(native.toolchains.get(platform) as string, 'utf8');
  return JSON.stringify([native.folder, platform, tools, definitions, toolchain]);
}

/** Removes a build tree that was made in another folder, by other tools or with other definitions. */
function discardForeignTree(tree: string, job: Job): void {
  const file = join(tree, KEY_FILE);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== keyOf(job)) rmSync(tree, { recursive: true, force: true });
}

/** Runs CMake, and throws an error whose cause is its output if it fails. */
function run(job: Job, step: 'configure' | 'compile', tree: string, args: readonly string[]): void {
  const { status, signal, error, stdout, stderr } = spawnSync(job.tools.cmake, args, {
    cwd: job.native.folder,
    env: environment(tree),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    windowsHide: true,
  });
  if (status === 0) return;
  const output = `${stdout ?? ''}${stderr ?? ''}`.trim();
  throw capsuleError(Error, 'ERR_CONTRACT_BUILD_FAILED', operationOf(job), {
    expected: `cmake to ${step}`,
    found: error?.message ?? signal ?? `exit code ${status}`,
    advice: 'Its output precedes this message.',
    cause: output,
  });
}

/** Variables that would mix options, headers or libraries of this machine into a build for another one. */
const OF_THIS_MACHINE =
  /^(CC|CXX|RC|AR|LD|(C|CXX|CPP|LD|RC)FLAGS|CPATH|(C|CPLUS|OBJC)_INCLUDE_PATH|LIBRARY_PATH|SDKROOT|MACOSX_DEPLOYMENT_TARGET|CMAKE_.*)$/;

function environment(tree: string): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THIS_MACHINE.test(name)));
  // zig fails without a folder for its cache, by default in the home folder.
  if (!env['ZIG_GLOBAL_CACHE_DIR'] && !isWritable(homedir()))
    env['ZIG_GLOBAL_CACHE_DIR'] = join(tree, '..', 'zig-cache');
  return env;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Copies the addons to a folder, and removes those that are not built any more. */
function install(addons: readonly string[], folder: string): Prebuilt[] {
  mkdirSync(folder, { recursive: true });
  const names = addons.map((addon) => basename(addon));
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.node') && !names.includes(name)) rmSync(join(folder, name));
  }
  return addons.map((addon) => {
    const file = join(folder, basename(addon));
    // Renaming replaces a binary that a process has loaded without writing into its memory.
    const copy = `${file}.${process.pid}`;
    copyFileSync(addon, copy);
    renameSync(copy, file);
    return { file, bytes: statSync(file).size };
  });
}
