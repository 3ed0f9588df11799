import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { isCapsuleError } from '@capsule/core';
import { InvalidArgumentError } from 'commander';
import { buildPlatform } from '../prebuild/build.js';
import { readNativePackage, selectPlatforms } from '../prebuild/package-folder.js';
import { findTools } from '../prebuild/tools.js';
import { displayPath } from '../project/files.js';
import { print, printError, printOutput } from '../terminal.js';
import { WRONG_USAGE } from './doctor.js';

/** The exit code if zig or CMake is not installed. 1 means that a build failed, 2 wrong usage. */
const TOOL_MISSING = 3;

export interface PrebuildOptions {
  readonly platform?: readonly string[];
  readonly jobs?: number;
  readonly define?: readonly string[];
}

/** Builds the addons of a package for several platforms. */
export function prebuild(folder: string | undefined, options: PrebuildOptions): void {
  try {
    const native = readNativePackage(resolve(folder ?? '.'));
    const platforms = selectPlatforms(native, options.platform ?? []);
    const tools = findTools();
    const jobs = options.jobs ?? availableParallelism();
    print(`${displayPath(native.folder)}: ${platforms.join(', ')}, with zig ${tools.zigVersion}`);
    for (const platform of platforms) {
      try {
        const built = buildPlatform({ native, platform, tools, jobs, definitions: options.define ?? [] });
        print(built.map(({ file, bytes }) => `${kilobytes(bytes)}  ${displayPath(file)}`));
      } catch (error) {
        // The other platforms are built anyway: a compiler error may concern only one.
        if (!isCapsuleError(error, 'ERR_CONTRACT_BUILD_FAILED')) throw error;
        if (typeof error.cause === 'string') printOutput(error.cause);
        printError(error);
        process.exitCode = 1;
      }
    }
  } catch (error) {
    if (!isCapsuleError(error)) throw error;
    printError(error);
    process.exitCode = error.code === 'ERR_CONTRACT_TOOL_MISSING' ? TOOL_MISSING : WRONG_USAGE;
  }
}

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000)} kB`.padStart(8);

/** Parses the option --jobs. */
export function parseJobs(text: string): number {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 1024) throw new InvalidArgumentError('Expected 1 to 1024.');
  return jobs;
}

/** Collects the values of an option that can occur more than once. */
export const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];
