import { spawnSync } from 'node:child_process';
import type { Language } from './options.js';

/** The output of `<command> --version`; undefined if there is no such command. */
function versionOf(command: string | undefined): string | undefined {
  if (command === undefined || command === '') return undefined;
  const { status, stdout } = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return status === 0 ? stdout : undefined;
}

const isInstalled = (commands: readonly (string | undefined)[]) =>
  commands.some((command) => versionOf(command) !== undefined);

/** Whether a version in a text is at least 1.77, for example. */
function isAtLeast(text: string | undefined, major: number, minor: number): boolean {
  const [, found = '0', foundMinor = '0'] = /(\d+)\.(\d+)/.exec(text ?? '') ?? [];
  return Number(found) > major || (Number(found) === major && Number(foundMinor) >= minor);
}

/** The tools that building packages in some languages needs and that are not installed. */
export function missingTools(languages: readonly Language[]): string[] {
  const missing: string[] = [];
  const isWindows = process.platform === 'win32';
  if (languages.some((language) => language !== 'rust')) {
    if (!isAtLeast(versionOf('cmake'), 3, 15)) missing.push('CMake 3.15 or later (https://cmake.org)');
    // CMake finds Visual Studio when no compiler is on the PATH.
    if (!isWindows && !isInstalled([process.env['CC'], 'cc', 'gcc', 'clang'])) missing.push('a C compiler');
    if (!isWindows && !isInstalled([process.env['CXX'], 'c++', 'g++', 'clang++'])) missing.push('a C++ compiler');
    if (!isWindows && !isInstalled(['ninja', 'make', 'gmake'])) missing.push('make or ninja');
  }
  if (languages.includes('rust')) {
    if (isWindows) missing.push('Linux or macOS, for Rust');
    else if (!isAtLeast(versionOf('cargo'), 1, 77)) missing.push('cargo 1.77 or later (https://rustup.rs)');
  }
  return missing;
}
