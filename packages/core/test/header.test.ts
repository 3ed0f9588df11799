import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { afterAll, describe, expect, test } from 'vitest';

const node_include: string = createRequire(__filename)('node-api-headers').include_dir;
const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Werror'];
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
    '-I',
    include_dir,
    '-isystem',
    node_include,
    '-c',
    file,
    '-o',
    join(folder, 'out.o'),
  ];
  const { status, stderr } = spawnSync(compiler, all, { encoding: 'utf8' });
  return { status, stderr };
}

const available = ['gcc', 'clang'].filter((compiler) => spawnSync(compiler, ['--version']).status === 0);

// MSVC takes other flags: there the packages themselves are the test, in the CI workflow.
describe.skipIf(available.length === 0).each(available)('with %s, the header', (compiler) => {
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

  test.each(['-std=c11', '-std=c++17'])('has the layout of ABI 1 as %s', (standard) => {
    expect(compile(compiler, join(here, 'layout.c'), standard)).toEqual(clean);
  });

  test('says what to define when Node-API is too old', () => {
    const { status, stderr } = compile(compiler, join(here, 'uses_all.c'), '-std=c11', '-DNAPI_VERSION=8');
    expect(status).not.toBe(0);
    expect(stderr).toContain('capsule.h needs Node-API 9: define NAPI_VERSION=9');
  });

  test('has an example in its comment that compiles', () => {
    const header = readFileSync(join(include_dir, 'capsule', 'capsule.h'), 'utf8');
    const block = (after: string) =>
      header.slice(header.indexOf(after) + after.length).match(/\n\n((?: {5}.*\n|\n)+)/)?.[1] ?? '';
    const source = `#include <capsule/capsule.h>
      ${block('the same description of the table:')}
      static double add(double a, double b) { return a + b; }
      napi_value produce(napi_env env);
      napi_value produce(napi_env env) { ${block('hands the value to JavaScript:')} return capsule; }
      napi_value consume(napi_env env, napi_value value);
      napi_value consume(napi_env env, napi_value value) { ${block('what JavaScript brings, and calls:')} napi_value result = NULL;
        napi_create_double(env, three, &result); return result; }\n`;
    const file = join(folder, 'example.c');
    writeFileSync(file, source);
    expect(source).toContain('math->add(1, 2)');
    expect(compile(compiler, file, '-std=c11')).toEqual(clean);
  });
});

test('only the gate unwraps', () => {
  const detail = ['text', 'found', 'refuse', 'gate', 'pin', 'envelope', 'show', 'seal', 'open', 'import'];
  const using = detail.filter((name) =>
    readFileSync(join(include_dir, 'capsule', 'detail', `${name}.h`), 'utf8').includes('napi_unwrap'),
  );
  expect(using).toEqual(['gate']);
});
