import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cmake_dir, include_dir } from '@capsule/core';
import { compilers, includes, isInstalled, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';
import { files } from '../../../scripts/files.mjs';

const addon_api = createRequire(__filename).resolve('node-addon-api/napi.h');
const here = join(__dirname, 'header');
const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compile(compiler: string, file: string, ...flags: string[]) {
  const language = flags.some((flag) => flag.includes('++')) ? 'c++' : 'c';
  const all = [
    ...flags,
    ...warnings,
    '-x',
    language,
    ...includes(include_dir),
    '-c',
    file,
    '-o',
    join(folder, 'out.o'),
  ];
  const { status, stderr } = spawnSync(compiler, all, { encoding: 'utf8' });
  return { status, stderr };
}

/** Returns a function that finds the example after a text in the comment of a header. */
function blocks(name: string) {
  const header = readFileSync(join(include_dir, 'capsule', name), 'utf8');
  return (after: string) =>
    header.slice(header.indexOf(after) + after.length).match(/\n\n((?: {5}.*\n|\n)+)/)?.[1] ?? '';
}

// MSVC takes other flags: there the packages themselves are the test, in the CI workflow.
const needsCompiler = skipWithout('gcc or clang', compilers.length > 0);
describe.each(compilers.length > 0 ? compilers : ['no compiler'])('with %s, the header', needsCompiler, (compiler) => {
  const clean = { status: 0, stderr: '' };

  test.each(['-std=c11', '-std=gnu11', '-std=c17', '-std=c++17', '-std=gnu++17', '-std=c++20'])(
    'compiles without a warning as %s',
    (standard) => {
      expect(compile(compiler, join(here, 'uses_all.c'), standard)).toEqual(clean);
    },
  );

  test.each(['-O0', '-O3'])(
    'compiles without a warning at %s, and in a file that included a system header before',
    (level) => {
      expect(compile(compiler, join(here, 'uses_all.c'), '-std=c11', level, '-DLATE')).toEqual(clean);
    },
  );

  test.each(['-std=c11', '-std=c++17'])('needs no declaration that a system header hides, as %s', (standard) => {
    const flags = ['-D_POSIX_C_SOURCE=200809L', '-DHAS_DL_INFO'];
    expect(compile(compiler, join(here, 'uses_all.c'), standard, ...flags)).toEqual(clean);
  });

  test.each(['-std=c11', '-std=c++17'])('has the layout of ABI 1 as %s', (standard) => {
    expect(compile(compiler, join(here, 'layout.c'), standard)).toEqual(clean);
  });

  test.each(['-std=c11', '-std=c++17'])(
    'compiles when any of its files is the only one included, as %s',
    (standard) => {
      const file = join(folder, 'alone.c');
      const headers = readdirSync(include_dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.h'),
      );
      expect(headers.length).toBeGreaterThan(10);
      for (const header of headers) {
        writeFileSync(file, `#include <${header.replaceAll('\\', '/')}>\n`);
        expect(compile(compiler, file, standard), header).toEqual(clean);
      }
    },
  );

  test('keeps node-addon-api from aborting, or says what to define', () => {
    const file = join(folder, 'cpp.cc');
    const flags = ['-std=c++17', '-DNODE_ADDON_API_CPP_EXCEPTIONS', '-isystem', dirname(addon_api)];
    const swallowed = '\n#ifndef NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS\n#error "aborts"\n#endif\n';
    writeFileSync(file, `#include <capsule/capsule.hpp>${swallowed}`);
    expect(compile(compiler, file, ...flags)).toEqual(clean);
    writeFileSync(file, '#include <napi.h>\n#include <capsule/capsule.hpp>\n');
    expect(compile(compiler, file, ...flags).stderr).toContain(
      'Define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS for the addon',
    );
  });

  test('says what to define when Node-API is too old', () => {
    const { status, stderr } = compile(compiler, join(here, 'uses_all.c'), '-std=c11', '-DNAPI_VERSION=8');
    expect(status).not.toBe(0);
    expect(stderr).toContain('capsule.h needs Node-API 9: define NAPI_VERSION=9');
  });

  test('has an example that compiles', () => {
    const block = blocks('capsule.h');
    const source = `#include <capsule/capsule.h>
      ${block('the same description of the table:')}
      static double add(double a, double b) { return a + b; }
      napi_value produce(napi_env env);
      napi_value produce(napi_env env) { ${block('returns the capsule to JavaScript:')} return capsule; }
      napi_value consume(napi_env env, napi_value value);
      napi_value consume(napi_env env, napi_value value) { ${block('the value that JavaScript passes, and calls:')} napi_value result = NULL;
        napi_create_double(env, three, &result); return result; }\n`;
    const file = join(folder, 'example.c');
    writeFileSync(file, source);
    expect(source).toContain('math->add(1, 2)');
    expect(compile(compiler, file, '-std=c11')).toEqual(clean);
  });

  test('capsule_function.h has an example that compiles', () => {
    const block = blocks('capsule_function.h');
    const [declarations = '', sealing = ''] = block('and JavaScript passes the capsule:').split('static cubic own');
    const source = `#include <capsule/capsule_function.h>
      ${declarations}
      napi_value produce(napi_env env);
      napi_value produce(napi_env env) { static cubic own${sealing} return capsule; }
      napi_value consume(napi_env env, napi_value argument, const double *x, size_t n);
      napi_value consume(napi_env env, napi_value argument, const double *x, size_t n) {
        double sum = 0; ${block('opens it, calls it, and releases it:')} napi_value result = NULL;
        napi_create_double(env, sum, &result); return result; }\n`;
    const file = join(folder, 'function.c');
    writeFileSync(file, source);
    expect(source).toContain('capsule_function_of(held)');
    expect(source).toContain('own = {2, 1}');
    expect(compile(compiler, file, '-std=c11')).toEqual(clean);
  });

  test('capsule_instance.h has an example that compiles', () => {
    const block = blocks('capsule_instance.h');
    const source = `#include <capsule/capsule_instance.h>
      ${block('Both addons include the same description:')}
      struct counter_state { double value; };
      static double next(counter_state *state) { return state->value++; }
      static void free_state(void *state, void *table) { (void)table; ((counter_state *)state)->value = 0; }
      static const counter_api table = {sizeof(counter_api), NULL, next};
      napi_value produce(napi_env env);
      napi_value produce(napi_env env) {
        static counter_state own; counter_state *const state = &own;
        ${block('together with its table:')} return capsule; }
      napi_value consume(napi_env env, napi_value argument, size_t n);
      napi_value consume(napi_env env, napi_value argument, size_t n) {
        double sum = 0; ${block('opens it, calls it, and releases it:')} napi_value result = NULL;
        napi_create_double(env, sum, &result); return result; }\n`;
    const file = join(folder, 'instance.c');
    writeFileSync(file, source);
    expect(source).toContain('sum += api->next(state)');
    expect(source).toContain('capsule_seal_instance(env, &counter, &table, state, free_state)');
    expect(compile(compiler, file, '-std=c11')).toEqual(clean);
  });
});

test('only the gate unwraps', () => {
  const root = join(__dirname, '..', '..', '..');
  const sources = files('c', 'h', 'cc', 'hpp').filter((file) => /^(packages|examples)\//.test(file));
  expect(sources.length).toBeGreaterThan(40);
  const unwraps = /napi_(remove_wrap|unwrap)\b|\bUnwrap\(|ObjectWrap/;
  expect(sources.filter((file) => unwraps.test(readFileSync(join(root, file), 'utf8')))).toEqual([
    'packages/core/include/capsule/detail/gate.h',
    'packages/core/test/abi/own.c', // a gate of its own, from docs/abi.md
    'packages/failures/include/failures/failures_functions.h', // generated: handles, whose type tag is checked first
    'packages/failures/native/calls.cc', // lists the functions of Node-API that can be made to fail
  ]);
});

// Runs only capsule_resolve, without building anything.
test.each([
  ['exports no paths.cjs', { exports: { '.': './index.js' } }, 'Add "./paths.cjs": "./paths.cjs" to the "exports"'],
  ['is not installed', undefined, 'Make @acme/closed a dependency'],
])(
  'capsule_use says what to do about a package that %s',
  skipWithout('cmake', isInstalled('cmake')),
  (_, content, advice) => {
    const app = mkdtempSync(join(folder, 'app-'));
    const installed = join(app, 'node_modules', '@acme', 'closed');
    mkdirSync(installed, { recursive: true });
    if (content !== undefined) writeFileSync(join(installed, 'package.json'), JSON.stringify(content));
    writeFileSync(
      join(app, 'use.cmake'),
      `include(${cmake_dir}/capsule.cmake)\ncapsule_resolve(@acme/closed include_dir x)\n`,
    );
    const { status, stderr } = spawnSync('cmake', ['-P', 'use.cmake'], { cwd: app, encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(advice);
  },
);
