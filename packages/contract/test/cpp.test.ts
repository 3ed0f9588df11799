import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineContract, f64, fn, mutPtr, nothing, opaque, out, owned } from '@capsule/contract';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { refusal } from '@capsule/test-support/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { header } from '../src/generate/c-header.js';
import { cppHeader } from '../src/generate/cpp.js';
import { about } from './declarations.js';
import { temporaryProject } from './temporary-project.js';

const source = join(__dirname, 'wrappers');
const project = temporaryProject({
  'package.json': '{ "name": "@acme/signal" }',
  'signal.contract.ts': readFileSync(join(source, 'signal.contract.ts'), 'utf8'),
});
afterAll(() => project[Symbol.dispose]());
beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  for (const file of ['table.c', 'main.cpp']) copyFileSync(join(source, file), join(project.folder, file));
});

function compile(compiler: string, ...args: string[]): string {
  const paths = includes(join(project.folder, 'include'), include_dir);
  const { status, stdout, stderr } = spawnSync(compiler, [...warnings, ...paths, ...args], {
    cwd: project.folder,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}${status === 0 ? '' : `exit ${status}`}`;
}

describe.each(compilerPairs)('%s and %s', (c = '', cxx = '') => {
  test.each([
    ['c++17', '-O2'],
    ['c++20', '-O0', '-fno-exceptions', '-fno-rtti'],
    ['c++17', '-O1', '-DSIGNAL_TARGET_MINOR=0'],
  ])('wrappers compile without warnings, and check, call and return: %s %s %s', (standard, ...flags) => {
    expect(compile(c, '-std=c11', '-O2', '-c', 'table.c', '-o', 'table.o')).toBe('');
    expect(compile(cxx, `-std=${standard}`, ...flags, 'main.cpp', 'table.o', '-o', 'main')).toBe('');
    const { status, stdout } = spawnSync(join(project.folder, 'main'), { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  test.each([
    ['a const array where the function writes', 'const double x[1] = {0}; signal.swap(x, x);'],
    ['an array of another type', 'float x[1] = {0}; signal.sum(x);'],
    ['a copy of a handle', 'Counter a; Counter b = a;'],
    ['a function that is not offered', 'double x[1] = {0}; signal.raw(x);'],
    ['the function that ends a handle', 'Counter a; signal.counter_free(a);'],
  ])('%s does not compile', (_, text) => {
    const begin = '#include <signal/signal.hpp>\nusing namespace capsule::signal;\nvoid f(const Table &signal) { ';
    project.write('wrong.cpp', `${begin}(void)signal; }\n`);
    expect(compile(cxx, '-std=c++17', '-fsyntax-only', 'wrong.cpp')).toBe('');
    project.write('wrong.cpp', `${begin}${text} }\n`);
    expect(compile(cxx, '-std=c++17', '-fsyntax-only', 'wrong.cpp')).toContain('error:');
  });
});

test('a wrapper without checks compiles to the instructions of the call through the pointer', () => {
  project.write(
    'same.cpp',
    `#include <signal/signal.hpp>
using capsule::signal::Table;
extern "C" double wrapped(const signal_api *api, const double *x, size_t n) noexcept { return Table(api).sum({x, n}); }
extern "C" double pointed(const signal_api *api, const double *x, size_t n) noexcept { return api->sum(x, n); }
extern "C" size_t wrapped_count(const signal_api *api) noexcept { return Table(api).ticket(); }
extern "C" size_t pointed_count(const signal_api *api) noexcept { return api->ticket(); }
`,
  );
  const optimized = ['-std=c++17', '-O2', '-fno-asynchronous-unwind-tables', '-fcf-protection=none', '-S', '-o', '-'];
  for (const [, cxx = ''] of compilerPairs) {
    const assembly = compile(cxx, ...optimized, 'same.cpp');
    const body = (name: string) => new RegExp(`^${name}:.*\n([\\s\\S]*?)\\.size`, 'm').exec(assembly)?.[1];
    const instructions = (name: string) => body(name)?.match(/^\t[a-z].*/gm);
    expect(instructions('wrapped')?.length).toBeGreaterThan(0);
    expect(instructions('wrapped')).toEqual(instructions('pointed'));
    expect(instructions('wrapped_count')).toEqual(instructions('pointed_count'));
  }
});

test('the header names the functions that it does not offer, and why', () => {
  expect(project.read('include/signal/signal.hpp').replace(/\s+/g, ' ')).toContain(
    'Not here, but in signal.h: raw, because argument x is a pointer without a meaning.',
  );
});

test.each([
  ['table', 'Table'],
  ['error', 'Error'],
  ['get', 'Get'],
  ['release', 'Release'],
  ['reset', 'Reset'],
  ['x_1', 'X1'],
])('rejects a handle %s, because its class %s would be another name of the header', (name, type) => {
  const make = (of: string) => opaque(of, { doc: 'A handle.', end: `${of}_free` });
  const functions = (types: string[]) =>
    Object.fromEntries(
      types.flatMap((of) => {
        const handle = make(of);
        return [
          [`${of}_new`, fn(owned(handle), {}, about)],
          [`${of}_free`, fn(nothing, { handle: mutPtr(handle) }, about)],
        ];
      }),
    );
  const both = functions(name === 'x_1' ? ['x_1', 'x1'] : [name]);
  expect(refusal(() => defineContract('@acme/math', '1.0', both, { languages: ['cpp'] }))).toMatchObject({
    code: 'ERR_CONTRACT_NAME_DUPLICATE',
    message: `Contract '@acme/math': expected names that are different types in C++ too, found two types ${type}. Rename one, or remove 'cpp' from the languages.`,
  });
});

test('rejects an output with the name of the result', () => {
  const sum = fn(f64, { result: out(f64) }, about);
  expect(refusal(() => defineContract('@acme/math', '1.0', { sum }))).toMatchObject({
    code: 'ERR_CONTRACT_NAME_DUPLICATE',
    message:
      "Contract '@acme/math', sum: expected another name for the argument 'result', found a function that has a result beside it.",
  });
});

test.each(['errno', 'int', 'detail'])(
  'a package %s has a namespace with an underscore: its name is a macro, a keyword or taken',
  (prefix) => {
    const contract = defineContract(
      `@acme/${prefix}`,
      '1.0',
      { sum: fn(f64, { a: f64 }, about) },
      { languages: ['cpp'] },
    );
    expect(cppHeader(contract, `${prefix}.contract.ts`)).toContain(`namespace ${prefix}_ {`);
  },
);

test('an output may have the name of any member', () => {
  const outputs = Object.fromEntries(['api', 'table', 'handle', 'get', 'value'].map((name) => [name, out(f64)]));
  const contract = defineContract('@acme/names', '1.0', { all: fn(nothing, outputs, about) }, { languages: ['cpp'] });
  const folder = join(project.folder, 'names');
  mkdirSync(join(folder, 'names'), { recursive: true });
  writeFileSync(join(folder, 'names', 'names.h'), header(contract, 'names.contract.ts'));
  writeFileSync(join(folder, 'names', 'names.hpp'), cppHeader(contract, 'names.contract.ts'));
  const include = ['-I', folder, '-fsyntax-only', '-x', 'c++', '-std=c++17'];
  for (const [, cxx = ''] of compilerPairs)
    expect(compile(cxx, ...include, join(folder, 'names', 'names.hpp'))).not.toMatch(/error|shadow/);
});
