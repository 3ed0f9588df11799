// No C or C++ file uses a name that <windows.h> defines as a macro, and the public headers compile after <windows.h>.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { includes, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';

/** Macros without arguments of <windows.h>, which the preprocessor replaces wherever they occur as a name. */
const macros = new Set(
  `ABSOLUTE ALTERNATE ANYSIZE_ARRAY BELOW_NORMAL CALLBACK CONST DELETE DIFFERENCE ERROR FAR FASTCALL GET_VALUE IGNORE IN
  INFINITE MAXCHAR MAXDWORD MAXLONG MAXSHORT MAX_PATH MINCHAR MINLONG MINSHORT NEAR NO_ERROR OPAQUE OPTIONAL OUT PASCAL
  RELATIVE STRICT TRANSPARENT TRUE FALSE UNALIGNED VOID WINAPI WINDING cdecl far hyper interface near pascal rad1 small`.split(
    /\s+/,
  ),
);
/** Files that include <windows.h> and use its names on purpose. */
const ofWindows = new Set(['packages/core/cmake/node_api_windows.c', 'packages/core/test/abi/own.c']);

/** The text without comments and strings. */
const codeOf = (file: string) =>
  readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ')
    .replace(/"(\\.|[^"\\\n])*"/g, '""');

const namesIn = (code: string) => [...code.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => name);
const sources: readonly string[] = files('c', 'h', 'cc', 'hpp');

test('no file uses a name that windows.h defines', () => {
  const used = sources
    .filter((file) => !ofWindows.has(file))
    .flatMap((file) =>
      [...new Set(namesIn(codeOf(file)))].filter((name) => macros.has(name)).map((name) => `${file}: ${name}`),
    );
  expect(used).toEqual([]);
});

const publicHeaders = sources.filter((file) => /^(packages|examples)\/[^/]+\/include\//.test(file));

test('no public header calls min or max, for which windows.h has macros', () => {
  expect(publicHeaders.filter((file) => /\b(min|max)\s*\(/.test(codeOf(file)))).toEqual([]);
});

const zig = [['zig'], ['python3', '-m', 'ziglang']].find(
  ([program, ...args]) => spawnSync(program as string, [...args, 'version']).status === 0,
);

describe('after windows.h', skipWithout('zig', zig !== undefined), () => {
  const folder = mkdtempSync(join(tmpdir(), 'windows names '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const includeFolders = [...new Set(publicHeaders.map((file) => /^.*?\/include\//.exec(file)?.[0] ?? dirname(file)))];

  test.each([
    ['c', 'cc', 'c11'],
    ['cc', 'c++', 'c++17'],
  ])(
    'all public headers compile as %s',
    (extension, driver, standard) => {
      const headers = publicHeaders.filter((file) => extension === 'cc' || file.endsWith('.h'));
      const text = ['windows.h', ...headers.map((file) => file.replace(/^.*?\/include\//, ''))]
        .map((header) => `#include <${header}>\n`)
        .join('');
      // Headers of functions are for producers, which say so if their contract has a low target.
      const producers = headers.flatMap((file) => {
        const [, prefix] = /(\w+)_functions\.h$/.exec(file) ?? [];
        return prefix === undefined ? [] : [`-D${prefix.toUpperCase()}_PRODUCER`];
      });
      const source = join(folder, `all.${extension}`);
      writeFileSync(source, text);
      const [program, ...args] = zig as string[];
      const options = [
        ...['-target', 'x86_64-windows-gnu', `-std=${standard}`, '-c', '-o', join(folder, 'all.o')],
        ...[...warnings, '-DNAPI_VERSION=9', ...producers],
        ...includes(...includeFolders.map((include) => join(root, include))),
        ...['-isystem', join(root, 'node_modules', 'node-addon-api')],
      ];
      const { status, stderr } = spawnSync(program as string, [...args, driver, ...options, source], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
    600_000,
  );
});
