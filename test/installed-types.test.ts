import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { libraries, publishedPackages } from '../scripts/release/published.mjs';
import {
  application,
  hasTools,
  installedFolder,
  isComplete,
  node,
  pack,
  scope,
  temporary,
  tool,
  toolsOnly,
  unpack,
  write,
} from './install/application.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 }); // package managers and compilers are slow

// Each title is a row of the tables in docs/shipping.md.

const imports = `
import { asTypedArray, type Binaries, type Capsule, capsuleError, inspect, isCapsule, loadAddon } from '@capsule/core';
import { defineContract, f64, fn } from '@capsule/contract';
import { capsule, createVector, dot } from '@capsule/fastmath';
import { Accumulator, createStats, describe, mean, type Stats } from '@capsule/stats';
import { mean as meanLater } from '@capsule/stats/promises';
import { cmake_dir } from '@capsule/core/paths.cjs';
import { include_dir } from '@capsule/fastmath/paths.cjs';
`;
const body = `
const stats: Stats = createStats(capsule);
const values: number[] = [mean([1, 2]), stats.variance([1, 2], { ddof: 0 }), describe([1, 2]).mean, dot(x(), x())];
const accumulator: Accumulator = new Accumulator().push(1);
const named: Capsule<'@capsule/fastmath', 'table'> = capsule;
const addon = (binaries: Binaries) => loadAddon<{ open(given: Capsule): void }>(binaries, 'x').open(named);
const error: RangeError = capsuleError(RangeError, 'ERR_X', 'x', { expected: 'a', found: 'b', cause: 1 });
const contract = defineContract('@a/b', '1.0', { half: fn(f64, { x: f64 }, { since: '1.0', thread: 'any', doc: 'x / 2', args: { x: 'a number' } }) });
const paths: string[] = [cmake_dir, include_dir, inspect(capsule).version];
function x(): Float64Array { return new Float64Array(2); }
const later: Promise<number> = meanLater([1, 2]);
export { accumulator, addon, asTypedArray, contract, createVector, error, isCapsule, later, paths, values };
`;
// The types are found, and are not any.
const wrong = `import { mean } from '@capsule/stats';\nexport const text: string = mean([1]);\n`;
const found = "wrong.ts(2,14): error TS2322: Type 'number' is not assignable to type 'string'.\n";

const published = publishedPackages().map((each) => basename(each.folder));

let folder: string;
let tarballs: ReturnType<typeof pack>;
beforeAll(() => {
  if (!hasTools) return;
  tarballs = pack(published);
  folder = application('types', {
    'a.mts': imports + body,
    'b.cts': imports + body,
    'c.ts': imports + body,
    'wrong.ts': wrong,
  });
  unpack(folder, tarballs);
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const compilers = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0'];
const resolutions = [
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
] as const;
const libs = ['es2020', 'es2022', 'esnext'];
const isQuick = (compiler: string, resolution: string, library: string) =>
  library === 'es2020' &&
  (compiler === '7.0' || `${compiler} ${resolution}` === '5.4 node16' || `${compiler} ${resolution}` === '5.9 bundler');

const rows = compilers.flatMap((compiler) =>
  resolutions.flatMap(([resolution, module]) =>
    libs
      .filter((library) => isComplete || isQuick(compiler, resolution, library))
      .map((library) => [compiler, resolution, library, module] as const),
  ),
);
const tsc = (compiler: string) =>
  compiler === '7.0'
    ? join(__dirname, '..', 'node_modules', 'typescript', 'bin', 'tsc')
    : tool(`typescript-${compiler}`, 'bin', 'tsc');

/** The errors of a compiler, without types of Node and with a check of all declarations. */
async function errors(compiler: string, files: readonly string[], options: object): Promise<string> {
  const config = `tsconfig-${compiler}.json`;
  const compilerOptions = { strict: true, skipLibCheck: false, noEmit: true, types: [], target: 'es2020', ...options };
  write(join(folder, config), JSON.stringify({ compilerOptions, files }));
  const { stdout, stderr } = await node([tsc(compiler), '-p', config], folder);
  return stdout + stderr;
}

describe('without the types of Node and with skipLibCheck: false,', toolsOnly, () => {
  test.each(rows)('TypeScript %s, moduleResolution %s, lib %s', async (compiler, moduleResolution, library, module) => {
    const options = { module, moduleResolution, lib: [library] };
    expect(await errors(compiler, ['a.mts', 'b.cts', 'c.ts', 'wrong.ts'], options)).toBe(found);
  });

  test.each(compilers.filter((compiler) => compiler < '6' && (isComplete || compiler === '5.4')))(
    'TypeScript %s, moduleResolution node10, lib es2020',
    async (compiler) => {
      const options = { module: 'commonjs', moduleResolution: 'node10', lib: ['es2020'] };
      expect(await errors(compiler, ['c.ts', 'wrong.ts'], options)).toBe(found);
    },
  );
});

/** The paths of all files with an extension in an installed package. */
const filesOf = (name: string, extension: RegExp): string[] =>
  readdirSync(installedFolder(folder, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => extension.test(file))
    .map((file) => join(installedFolder(folder, name), file));

describe('the tarball is complete:', toolsOnly, () => {
  test.each(libraries)('%s contains the sources of its source maps, and its licence', (name) => {
    const maps = filesOf(name, /\.map$/);
    expect(maps.length).toBeGreaterThan(5);
    for (const map of maps) {
      const { sources, sourceRoot } = JSON.parse(readFileSync(map, 'utf8'));
      for (const source of sources) expect(existsSync(resolve(dirname(map), sourceRoot ?? '', source)), map).toBe(true);
    }
    expect(existsSync(join(installedFolder(folder, name), 'LICENSE'))).toBe(true);
  });

  test.each(libraries)('%s has no install script, and declares every package that it imports', (name) => {
    const manifest = JSON.parse(readFileSync(join(installedFolder(folder, name), 'package.json'), 'utf8'));
    expect(Object.keys(manifest.scripts).filter((script) => /install|^prepare$/.test(script))).toEqual([]);
    const declared = [manifest.name, ...Object.keys(manifest.dependencies ?? {})];
    const imported = filesOf(name, /^(dist|bin|binaries|paths).*(\.d)?\.[cm]?[jt]s$/).flatMap((file) => {
      const text = readFileSync(file, 'utf8').replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
      return [...text.matchAll(/(?:\bfrom |\bimport |\bimport\(|\brequire\()(['"])([@\w][\w./@:-]*)\1/g)].map(
        ([, , id = '']) => id,
      );
    });
    expect(imported.length).toBeGreaterThan(0);
    const packages = imported.filter((id) => !isBuiltin(id)).map((id) => id.match(/^(@[^/]+\/)?[^/]+/)?.[0]);
    expect([...new Set(packages)].filter((id) => !declared.includes(id))).toEqual([]);
  });
});

describe('the tarball is clean for', toolsOnly, () => {
  test.each(published)('publint: %s', async (name) => {
    const { status, stdout } = await node([tool('publint', 'src', 'cli.js'), file(name), '--strict'], temporary);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('All good!') });
  });

  test.each(libraries)('attw, profile strict: %s', async (name) => {
    const attw = tool('@arethetypeswrong', 'cli', 'dist', 'index.js');
    const { status, stdout } = await node(
      [attw, file(name), '--profile', 'strict', '--no-color', '--no-emoji'],
      temporary,
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('No problems found') });
  });

  const file = (name: string) => tarballs[`${scope}/${name}`]?.file ?? '';
});
