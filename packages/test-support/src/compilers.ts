// The compilers and headers that tests use to compile C and C++.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/** Whether a program can be started. */
export const isInstalled = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

/** The installed C compilers, each with its C++ compiler. */
export const compilerPairs = [
  ['gcc', 'g++'],
  ['clang', 'clang++'],
].filter((pair) => pair.every(isInstalled));

/** The installed C compilers. */
export const compilers = ['gcc', 'clang'].filter(isInstalled);

/** The warnings with which all sources and headers of this repository are compiled, as errors. */
export const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Werror'];

/** The headers of Node-API. */
export const nodeInclude: string = createRequire(__filename)('node-api-headers').include_dir;

/** Compiler flags for include folders, the first of which wins, and for the headers of Node-API. */
export const includes = (...folders: string[]): string[] => [
  ...folders.flatMap((folder) => ['-I', folder]),
  ...['-isystem', nodeInclude],
];
