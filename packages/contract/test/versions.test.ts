import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Capsule, include_dir } from '@capsule/core';
import { compilers, includes } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from './compile.js';
import { history } from './history.js';
import type { TemporaryProject } from './temporary-project.js';

// A contract has the versions 1.0, 1.1, 1.2 and 2.0. Every consumer opens the table of every producer, in one process.
// If two compilers are installed, one builds the producers and the other the consumers.

/** The versions of the headers, and other compiler flags. */
const producers: Record<string, [version: string, ...flags: string[]]> = {
  '1.0': ['1.0'],
  '1.1': ['1.1'],
  '1.2': ['1.2'],
  '1.2 without edge': ['1.2', '-DWITHOUT_EDGE'],
  '1.2 low': ['1.2-low', '-DRECTANGLE_PRODUCER'],
  '2.0': ['2.0'],
};
const target = (minor: number) => `-DRECTANGLE_TARGET_MINOR=${minor}`;
const consumers: Record<string, [version: string, ...flags: string[]]> = {
  '1.0': ['1.0'],
  '1.1': ['1.1'],
  '1.1 for 1.0': ['1.1', target(0)],
  '1.2': ['1.2'],
  '1.2 for 1.1': ['1.2', target(1)],
  '1.2 for 1.0': ['1.2', target(0)],
  '1.2 low': ['1.2-low'],
  '1.2 low for 1.1': ['1.2-low', target(1)],
  '2.0': ['2.0'],
};

const fileOf = (role: string, name: string) => join(project.folder, `${role}-${name.replaceAll(' ', '-')}.node`);
const load = (role: string, name: string) => createRequire(__filename)(fileOf(role, name));
const seal = (producer: string): Capsule => load('producer', producer).seal();
const open = (consumer: string, value: unknown): unknown => load('consumer', consumer).open(value);

function compile(role: string, name: string, [version, ...flags]: [string, ...string[]], core = include_dir) {
  const [major, minor] = version.replace('-low', '').split('.');
  const folder = join(project.folder, version, 'include');
  const all = [...includes(folder, core), `-DMAJOR=${major}`, `-DMINOR=${minor}`, ...flags];
  const compiler = role === 'producer' ? compilers[0] : compilers.at(-1);
  return build(join(__dirname, 'versions', `${role}.c`), fileOf(role, name), all, compiler);
}

/** A copy of core's headers with another ABI version. */
function coreWithAbi(abi: number): string {
  const copy = join(project.folder, `core-${abi}`);
  cpSync(include_dir, copy, { recursive: true });
  const changed = readdirSync(copy, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.h'))
    .filter((file) => {
      const text = readFileSync(join(copy, file), 'utf8');
      const other = text.replace(/^(#define CAPSULE_ABI) 1u$/m, `$1 ${abi}u`);
      writeFileSync(join(copy, file), other);
      return other !== text;
    });
  expect(changed).toHaveLength(1);
  return copy;
}

let project: TemporaryProject;
describe(
  'side by side',
  skipWithout('gcc or clang, on a POSIX system', process.platform !== 'win32' && compilers.length > 0),
  () => {
    beforeAll(async () => {
      project = await history();
      const other = coreWithAbi(2);
      await Promise.all([
        ...Object.entries(producers).map(([name, how]) => compile('producer', name, how)),
        ...Object.entries(consumers).map(([name, how]) => compile('consumer', name, how)),
        compile('consumer', 'careless', ['1.2', target(0), '-DCARELESS']),
        compile('producer', 'ABI 2', ['1.1'], other),
        compile('consumer', 'ABI 2', ['1.1'], other),
      ]);
    });
    afterAll(() => project[Symbol.dispose]());

    const area = 12;
    const edge = 14;
    const diagonal = 5;
    const ratio = 0.75;
    const none = -1;
    const update = (version: string, functions: string, found: string) => ({
      code: 'ERR_CAPSULE_VERSION_MISMATCH',
      message: `expected contract ${version} or later (for ${functions}), found ${found}. Update @acme/rectangle to ${version} or later.`,
    });
    const major = (functions: string) => ({
      code: 'ERR_CAPSULE_VERSION_MISMATCH',
      message: `expected contract 1.x, found 2.0, which lacks or changes ${functions}. Use @acme/rectangle 1.x, or compile the consumer for contract 2.0.`,
    });
    const older = (found: string, functions: string) => ({
      code: 'ERR_CAPSULE_VERSION_MISMATCH',
      message: `expected contract 2.x, found ${found}, which lacks or changes ${functions}. Use @acme/rectangle 2.x, or compile the consumer for contract ${found}.`,
    });
    const retired = {
      code: 'ERR_CAPSULE_ENTRY_MISSING',
      message:
        'expected a function for edge, found NULL, retired in contract 1.2. Compile the consumer with the header of contract 1.2, without what is retired.',
    };

    test.each<[consumer: string, producer: string, outcome: Record<string, number | string>]>([
      ['1.0', '1.0', { area, edge }],
      ['1.0', '1.1', { area, edge }],
      ['1.0', '1.2', { area, edge }],
      ['1.0', '1.2 without edge', retired],
      ['1.0', '2.0', major('area, edge')],

      ['1.1', '1.0', update('1.1', 'diagonal', '1.0')],
      ['1.1', '1.1', { area, edge, diagonal }],
      ['1.1', '1.2', { area, edge, diagonal }],
      ['1.1', '1.2 without edge', retired],
      ['1.1', '2.0', major('area, edge')],

      ['1.1 for 1.0', '1.0', { area, edge, diagonal: none }],
      ['1.1 for 1.0', '1.1', { area, edge, diagonal }],
      ['1.1 for 1.0', '1.2', { area, edge, diagonal }],
      ['1.1 for 1.0', '1.2 without edge', retired],
      ['1.1 for 1.0', '2.0', major('area, edge')],

      ['1.2', '1.0', update('1.2', 'diagonal, ratio', '1.0')],
      ['1.2', '1.1', update('1.2', 'ratio', '1.1')],
      ['1.2', '1.2', { area, edge, diagonal, ratio }],
      ['1.2', '1.2 without edge', { area, edge: none, diagonal, ratio }],
      ['1.2', '2.0', major('area, ratio')],

      ['1.2 for 1.1', '1.0', update('1.1', 'diagonal', '1.0')],
      ['1.2 for 1.1', '1.1', { area, edge, diagonal, ratio: none }],
      ['1.2 for 1.1', '1.2', { area, edge, diagonal, ratio }],
      ['1.2 for 1.1', '1.2 without edge', { area, edge: none, diagonal, ratio }],
      ['1.2 for 1.1', '2.0', major('area')],

      ['1.2 for 1.0', '1.0', { area, edge, diagonal: none, ratio: none }],
      ['1.2 for 1.0', '1.1', { area, edge, diagonal, ratio: none }],
      ['1.2 for 1.0', '1.2', { area, edge, diagonal, ratio }],
      ['1.2 for 1.0', '1.2 without edge', { area, edge: none, diagonal, ratio }],
      ['1.2 for 1.0', '2.0', major('area')],

      // A contract with `target: '1.0'`: its consumers need 1.0 unless they ask for more.
      ['1.2 low', '1.0', { area, edge, diagonal: none, ratio: none }],
      ['1.2 low', '1.1', { area, edge, diagonal, ratio: none }],
      ['1.2 low', '1.2', { area, edge, diagonal, ratio }],
      ['1.2 low', '1.2 low', { area, edge, diagonal, ratio }],
      ['1.2 low', '1.2 without edge', { area, edge: none, diagonal, ratio }],
      ['1.2 low', '2.0', major('area')],
      ['1.2 low for 1.1', '1.0', update('1.1', 'diagonal', '1.0')],
      ['1.2 low for 1.1', '1.2 low', { area, edge, diagonal, ratio }],
      ['1.0', '1.2 low', { area, edge }],
      ['1.2', '1.2 low', { area, edge, diagonal, ratio }],

      ['2.0', '1.0', older('1.0', 'volume, area, diagonal')],
      ['2.0', '1.1', older('1.1', 'volume, area')],
      ['2.0', '1.2', older('1.2', 'volume, area')],
      ['2.0', '1.2 without edge', older('1.2', 'volume, area')],
      ['2.0', '2.0', { volume: 12, area: 38, diagonal }],
    ])('a consumer of %s and a producer of %s work, or the consumer reports why not', (consumer, producer, outcome) => {
      const capsule = seal(producer);
      if (outcome['code'] === undefined) {
        expect(open(consumer, capsule)).toEqual(outcome);
        return;
      }
      const files = `\n  needed by ${fileOf('consumer', consumer)}\n  offered by ${fileOf('producer', producer)}`;
      const message = `Opening '@acme/rectangle': ${outcome['message']}${files}`;
      expect(() => open(consumer, capsule)).toThrow(expect.objectContaining({ code: outcome['code'], message }));
    });

    // Every table above ends at the end of a page, so that reading past it crashes. This consumer does so.
    test('a consumer that ignores the size of the table crashes', () => {
      const script = `require(${JSON.stringify(fileOf('consumer', 'careless'))}).open(
      require(${JSON.stringify(fileOf('producer', '1.0'))}).seal())`;
      const { signal } = spawnSync(process.execPath, ['-e', script]);
      expect(['SIGSEGV', 'SIGBUS']).toContain(signal);
    });

    describe('two copies of core with different ABIs', () => {
      test.each([
        ['1.1', 'ABI 2', 2],
        ['ABI 2', '1.1', 1],
      ])('a consumer of %s rejects a producer of %s', (consumer, producer, abi) => {
        expect(() => open(consumer, seal(producer))).toThrow(
          expect.objectContaining({
            code: 'ERR_CAPSULE_ABI_UNKNOWN',
            message: `Opening '@acme/rectangle': expected an envelope whose ABI this addon knows, found ABI ${abi}. Build both addons with the same version of @capsule/core.`,
          }),
        );
      });

      test('each ABI version opens its own capsules', () => {
        expect(open('ABI 2', seal('ABI 2'))).toEqual({ area, edge, diagonal });
        expect(open('1.1', seal('1.1'))).toEqual({ area, edge, diagonal });
      });
    });
  },
);
