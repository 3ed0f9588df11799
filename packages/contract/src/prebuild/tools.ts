import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { capsuleError } from '@capsule/core';
import { displayPath } from '../project/files.js';

/** The programs that a prebuild runs, as absolute paths or names on the PATH. */
export interface Tools {
  readonly cmake: string;
  readonly zig: string;
  readonly zigVersion: string;
  /** The generator of CMake, for the build tool that is installed. */
  readonly generator: string;
}

const isWindows = process.platform === 'win32';

/** Finds the tools, or throws one error that lists everything that is missing. */
export function findTools(): Tools {
  const cmake = onPath('cmake');
  const zig = findZig();
  const generator = findGenerator();
  const missing = [
    ...(cmake === undefined ? ['CMake (https://cmake.org/download, or "pip install cmake")'] : []),
    ...(zig === undefined ? ['zig ("pip install ziglang", or https://ziglang.org/download)'] : []),
    ...(generator === undefined ? ['ninja or make ("pip install ninja")'] : []),
  ];
  if (cmake === undefined || zig === undefined || generator === undefined)
    throw capsuleError(Error, 'ERR_CONTRACT_TOOL_MISSING', 'Prebuilding', {
      expected: missing.join(', '),
      found: 'none',
      advice: `Install ${missing.length === 1 ? 'it' : 'them'}; CAPSULE_ZIG can name a zig that is not on the PATH.`,
    });
  return { cmake, generator, ...zig };
}

/** The path of a program on the PATH. */
function onPath(name: string): string | undefined {
  const file = isWindows ? `${name}.exe` : name;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, file)).find(existsSync);
}

type Zig = Pick<Tools, 'zig' | 'zigVersion'>;

/** CAPSULE_ZIG, else zig on the PATH, else the one in Python's package ziglang: the order of zig/toolchain.cmake. */
function findZig(): Zig | undefined {
  const named = process.env['CAPSULE_ZIG'];
  if (named) {
    const zig = resolve(named);
    const zigVersion = versionOf(zig);
    if (zigVersion !== undefined) return { zig, zigVersion };
    throw capsuleError(Error, 'ERR_CONTRACT_TOOL_MISSING', 'Prebuilding', {
      expected: 'the path of zig in the environment variable CAPSULE_ZIG',
      found: existsSync(zig)
        ? `${displayPath(zig)}, which does not print a version`
        : `'${named}', which does not exist`,
      advice: 'Set it to the program zig, or unset it to use the one on the PATH.',
    });
  }
  for (const zig of [onPath('zig'), inPython('python3'), inPython('python')]) {
    const zigVersion = zig === undefined ? undefined : versionOf(zig);
    if (zig !== undefined && zigVersion !== undefined) return { zig, zigVersion };
  }
  return undefined;
}

/** The program in Python's package ziglang. It is run without Python, which would add its own start to each call. */
function inPython(python: string): string | undefined {
  const program = onPath(python);
  if (program === undefined) return undefined;
  const code = "import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), 'zig'))";
  const { status, stdout } = spawnSync(program, ['-c', code], { encoding: 'utf8', windowsHide: true });
  const zig = `${stdout?.trim()}${isWindows ? '.exe' : ''}`;
  return status === 0 && existsSync(zig) ? zig : undefined;
}

function versionOf(zig: string): string | undefined {
  const { status, stdout } = spawnSync(zig, ['version'], { encoding: 'utf8', windowsHide: true });
  return status === 0 && /^\d+\.\d+/.test(stdout) ? stdout.trim() : undefined;
}

function findGenerator(): string | undefined {
  if (onPath('ninja') !== undefined) return 'Ninja';
  if (isWindows) return onPath('mingw32-make') === undefined ? undefined : 'MinGW Makefiles';
  return onPath('make') === undefined ? undefined : 'Unix Makefiles';
}
