// No two C or C++ files include each other, no file includes a file of a layer above it, and every header includes what
// it uses.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';

const sources: readonly string[] = files('c', 'h', 'cc', 'hpp');
const known = new Set(sources);
const includeFolders = ['packages', 'examples']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}/include`))
  .filter((folder) => existsSync(join(root, folder)));

interface Include {
  readonly text: string;
  /** The file of this repository, or undefined for a header of the system or of a dependency. */
  readonly file: string | undefined;
  readonly quoted: boolean;
}

function includesOf(file: string): Include[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)/gm)].map(([, quoted, angled]) => {
    const name = quoted ?? angled ?? '';
    const beside = quoted === undefined ? [] : [posix.join(posix.dirname(file), quoted)];
    const candidates = [...beside, ...includeFolders.map((folder) => posix.join(folder, name))];
    return { text: name, quoted: quoted !== undefined, file: candidates.find((candidate) => known.has(candidate)) };
  });
}

const graph = new Map(sources.map((file) => [file, includesOf(file)]));
const included = (file: string) => (graph.get(file) ?? []).flatMap(({ file }) => file ?? []);

/** The first cycle that a depth-first search finds, as a path. */
function includeCycle(): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of included(file)) {
      const found = visit(next, [...path, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  return sources.map((file) => visit(file, [])).find((path) => path.length > 0) ?? [];
}

test('a quoted include names a file of this repository', () => {
  const dependencies = /^(napi|node_api)\.h$/;
  const unknown = sources.flatMap((file) =>
    includesOf(file)
      .filter(({ quoted, file, text }) => quoted && file === undefined && !dependencies.test(text))
      .map(({ text }) => `${file}: "${text}"`),
  );
  expect(unknown).toEqual([]);
});

test('no two files include each other, directly or through others', () => {
  expect(includeCycle()).toEqual([]);
});

// The layers of each package from the bottom up. A file belongs to the first pattern that matches its path. It includes
// files of its own layer and of those below; the packages themselves are layers too.
const layers = [
  /^packages\/core\/include\/capsule\/(abi|detail\/platform)\.h$/,
  /^packages\/core\/include\/capsule\/detail\//,
  /^packages\/core\/include\//,
  /^packages\/core\/(cmake|native)\/(?!addon\.cc$)/,
  /^packages\/core\/native\//,
  /^packages\/fastmath\/include\//,
  /^packages\/fastmath\/native\/(simd|reduction|parallel)\//,
  /^packages\/fastmath\/native\/kernels\//,
  /^packages\/fastmath\/native\/(node\/|table\.)/,
  /^packages\/fastmath\/native\//,
  /^packages\/random\/include\//,
  /^packages\/random\/native\/generators\//,
  /^packages\/random\/native\/node\//,
  /^packages\/random\/native\//,
  /^packages\/stats\/native\/(statistics|arrow)\//,
  /^packages\/stats\/native\/node\//,
  /^packages\/stats\/native\//,
  /^(packages\/(benchmarks|contract|failures)|examples|site)\//,
  /(^|\/)test\//,
];
const layerOf = (file: string) =>
  /(^|\/)test\//.test(file) ? layers.length - 1 : layers.findIndex((pattern) => pattern.test(file));

test('every file belongs to a layer, and every layer has files', () => {
  expect(sources.filter((file) => layerOf(file) === -1)).toEqual([]);
  expect(layers.filter((_, layer) => !sources.some((file) => layerOf(file) === layer))).toEqual([]);
});

test('no file includes a file of a layer above it', () => {
  const upward = sources.flatMap((file) =>
    included(file)
      .filter((other) => layerOf(other) > layerOf(file))
      .map((other) => `${file} includes ${other}`),
  );
  expect(upward).toEqual([]);
});

/** The files that include a header, directly or through others. */
function includersOf(header: string): Set<string> {
  const found = new Set<string>();
  const pending = [header];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const source of sources) {
      if (found.has(source) || !included(source).includes(file)) continue;
      found.add(source);
      pending.push(source);
    }
  }
  return found;
}

/** Whether a header has to compile as C and as C++: a public header in both, any other in the language of its users. */
const isPublic = (header: string) => /^(packages|examples)\/[^/]+\/include\/.*\.h$/.test(header);

function languagesOf(header: string): string[] {
  if (header.endsWith('.hpp')) return ['c++'];
  if (isPublic(header)) return ['c', 'c++'];
  const includers = [...includersOf(header)];
  return ['c', ...['cc', 'hpp']].flatMap((extension) =>
    includers.some((file) => file.endsWith(`.${extension}`)) ? [extension === 'c' ? 'c' : 'c++'] : [],
  );
}

// Bodies (-inl.h) are included once for each instruction set, between a header of simd/ that defines the operations and
// one that undefines them; own_addon.h is the second half of own.c. None of these headers compiles alone.
const isPart = (header: string) => /-inl\.h$|^packages\/fastmath\/native\/simd\/|\/own_addon\.h$/.test(header);
// The tests of core compile its headers, also one by one, with every standard and every compiler.
const headers = sources.filter(
  (file) => /\.(h|hpp)$/.test(file) && !isPart(file) && !file.startsWith('packages/core/include/'),
);
const addonApi = dirname(createRequire(import.meta.url).resolve('node-addon-api/napi.h'));
const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a header compiles alone', skipWithout('gcc or clang', compilerPairs.length > 0), () => {
  const flags = [
    ...warnings,
    '-fsyntax-only',
    '-DNAPI_VERSION=9',
    ...includes(...includeFolders.map((each) => join(root, each))),
    ...['-isystem', addonApi],
  ];

  test.each(headers.map((header) => [header, [...new Set(languagesOf(header))]] as const))(
    '%s, in %j',
    (header, languages) => {
      expect(languages).not.toEqual([]);
      const [c = '', cxx = ''] = compilerPairs[0] ?? [];
      for (const language of languages) {
        const source = join(folder, language === 'c' ? 'alone.c' : 'alone.cc');
        // The declaration is needed because C has no empty translation unit.
        writeFileSync(source, `#include "${join(root, header)}"\nextern int alone;\n`);
        const [compiler, standard] = language === 'c' ? [c, '-std=c11'] : [cxx, '-std=c++17'];
        expect(run(compiler, [standard, ...flags, source])).toMatchObject({ status: 0, stderr: '' });
      }
    },
  );
});
