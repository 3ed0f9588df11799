import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { capsuleError } from '@capsule/core';
import { displayPath } from '../project/files.js';
import { watchForeignCode } from '../terminal.js';

/** A package with addons, and the toolchain files of the core that it is built with. */
export interface NativePackage {
  readonly folder: string;
  /** The toolchain file of each platform, by names such as `linux-x64-musl`. */
  readonly toolchains: ReadonlyMap<string, string>;
}

/** Checks that a folder has a CMakeLists.txt that can find capsule.cmake, as CMake will do it. */
export function readNativePackage(folder: string): NativePackage {
  const operation = `Prebuilding ${displayPath(folder)}`;
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  if (!isFolder || !existsSync(join(folder, 'CMakeLists.txt')))
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', operation, {
      expected: 'the folder of a package with a CMakeLists.txt',
      found: isFolder ? 'a folder without one' : existsSync(folder) ? 'a file' : 'none',
      advice: 'Run this in the folder of a package with an addon, or name its folder.',
    });
  const toolchains = join(cmakeFolder(folder, operation), 'toolchains');
  if (!existsSync(toolchains))
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', operation, {
      expected: `toolchain files in ${displayPath(toolchains)}`,
      found: 'an earlier @capsule/core without them',
      advice: 'Update @capsule/core.',
    });
  const platforms = readdirSync(toolchains)
    .filter((name) => name.endsWith('.cmake'))
    .map((name) => name.slice(0, -'.cmake'.length))
    .sort();
  return {
    folder,
    toolchains: new Map(platforms.map((name) => [name, join(toolchains, `${name}.cmake`)])),
  };
}

/** The folder of capsule.cmake that the package resolves to. */
function cmakeFolder(folder: string, operation: string): string {
  const expected = 'a package that depends on @capsule/core';
  const rejected = (found: string, cause?: unknown) =>
    capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', operation, {
      expected,
      found,
      advice: 'Make it a dependency in package.json, and run npm install.',
      cause,
    });
  const other = 'another package in its place';
  const stopWatching = watchForeignCode({ ended: rejected(other), threw: (cause) => rejected(other, cause) });
  try {
    const paths: unknown = createRequire(join(folder, 'package.json'))('@capsule/core/paths.cjs');
    return String((paths as { cmake_dir: unknown }).cmake_dir);
  } catch (cause) {
    throw rejected('one that cannot resolve it', cause);
  } finally {
    stopWatching();
  }
}

/** The selected platforms, each once. Without a selection all of them. */
export function selectPlatforms({ toolchains }: NativePackage, selected: readonly string[]): string[] {
  const names = selected.flatMap((list) => list.split(',')).map((name) => name.trim());
  const unknown = names.find((name) => !toolchains.has(name));
  if (unknown !== undefined)
    throw capsuleError(TypeError, 'ERR_CONTRACT_PLATFORM_UNKNOWN', 'Prebuilding', {
      expected: `a platform of ${[...toolchains.keys()].join(', ')}`,
      found: `'${unknown}'`,
    });
  return names.length === 0 ? [...toolchains.keys()] : [...new Set(names)];
}
