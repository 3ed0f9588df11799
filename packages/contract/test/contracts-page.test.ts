import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needsRustc } from './external-tools.js';
import { temporaryProject } from './temporary-project.js';

// Compiles and runs the snippets of docs/contracts.md, and compares what they print with what the page says.
const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'contracts.md'), 'utf8');

/** The snippets in a language, in their order. */
const snippets = (language: string): string[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, text = '']) =>
    kind === language ? [text] : [],
  );

const [contract = '', places = ''] = snippets('ts');
const [table = '', addon = ''] = snippets('c');
const [script = '', promises = ''] = snippets('js');
const [cpp = ''] = snippets('cpp');
const [rust = ''] = snippets('rust');
const [cppPrints, rustPrints, scriptPrints, promisesPrint] = snippets('text');

const project = temporaryProject({
  'package.json': '{ "name": "@acme/signal" }',
  'signal.contract.ts': contract,
  'table.c': table,
  'addon.c': addon,
  'main.js': script,
  'promises.js': promises,
  'main.cpp': cpp,
  'main.rs': rust,
});
afterAll(() => project[Symbol.dispose]());

function run(command: string, ...args: string[]): string {
  const env = { ...process.env, SIGNAL_RS: join(project.folder, 'bindings', 'signal.rs') };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project.folder, encoding: 'utf8', env });
  return `${stdout}${stderr}${status === 0 ? '' : `exit ${status}`}`;
}

const [[c = 'cc', cxx = 'c++'] = []] = compilerPairs;
const flags = [...warnings, '-O2', ...includes(join(project.folder, 'include'), include_dir)];

beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  expect(run(c, '-std=c11', ...flags, '-fPIC', '-c', 'table.c', '-o', 'table.o')).toBe('');
});

test('the second contract becomes functions in JavaScript', async () => {
  using other = temporaryProject({ 'package.json': '{ "name": "@acme/places" }', 'places.contract.ts': places });
  expect(await other.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  const types = other.read('bindings/places.d.ts');
  expect(types).toContain('function at(x: Float64Array | Data, k: number): number;');
  expect(types).toContain('function column(x: Float64Array | Data, options?: ColumnOptions): Float64Array;');
  expect(types).toContain("readonly ends?: 'closed' | 'open' | undefined;");
  expect(other.read('bindings/places.js')).toContain("const { native } = require('../index.js');");
});

test('the C++ snippet compiles without warnings and prints what the page says', () => {
  expect(run(cxx, '-std=c++17', ...flags, 'main.cpp', 'table.o', '-o', 'cpp')).toBe('');
  expect(run(join(project.folder, 'cpp'))).toBe(cppPrints);
});

test('the Rust snippet compiles without warnings and prints what the page says', needsRustc, () => {
  const link = ['-C', `link-arg=${join(project.folder, 'table.o')}`];
  expect(run('rustc', '--edition', '2021', '-D', 'warnings', 'main.rs', '-o', 'rust', ...link)).toBe('');
  expect(run(join(project.folder, 'rust'))).toBe(rustPrints);
});

test('the JavaScript snippets, of functions and of promises, print what the page says', () => {
  const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const options = ['-std=gnu11', '-DNAPI_VERSION=9', ...flags, '-shared', '-fPIC', ...dynamic];
  expect(run(c, ...options, 'addon.c', 'table.c', '-o', 'signal.node')).toBe('');
  expect(run(process.execPath, 'main.js')).toBe(scriptPrints);
  expect(run(process.execPath, 'promises.js')).toBe(promisesPrint);
});

test('every code of failures on the page is one that the header has, or that the contract lists', () => {
  const files = ['include/signal/signal.hpp', 'bindings/signal.functions.cjs', 'bindings/signal.promises.cjs'];
  const shared = join(include_dir, '..', 'src', 'generated');
  const common = readdirSync(shared).map((file) => readFileSync(join(shared, file), 'utf8'));
  const generated = [...files.map((file) => project.read(file)), ...common].join('');
  const codes = [...page.matchAll(/`(?:ERR_<PREFIX>)?_([A-Z_]+)`/g)].map(([, code]) => code ?? '');
  expect(codes.length).toBeGreaterThan(12);
  const missing = codes.filter((code) => !generated.includes(code));
  expect(missing).toEqual(['HANDLE_REPEATED']); // no function of the page takes two handles
});
