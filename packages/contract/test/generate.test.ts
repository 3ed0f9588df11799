import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { compilers, includes } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, expect, test } from 'vitest';
import { source, sum, temporaryProject } from './temporary-project.js';

const everything = source('1.1', {
  nothing_at_all: `fn(nothing, {}, { since: '1.0', thread: 'js', doc: 'Does nothing.' })`,
  every_scalar: `fn(bool, { a: i32, b: f32, c: usize, d: bool }, { since: '1.0', thread: 'one', doc: 'Says whether.' })`,
  pointers: `fn(constPtr(f64), { a: constPtr(constPtr(f64)), b: mutPtr(constPtr(f32)), c: constPtr(mutPtr(i32)), d: mutPtr(nothing) },
    { since: '1.0', thread: 'any', doc: 'One paragraph.\\n\\nAnother, that is so long that it has to be broken into lines, because long lines are hard to read, here and in every other header.',
      args: { a: 'the first', b: 'the second, about which so much can be said that it does not fit on one line, as this shows' } })`,
  padded: `fn(nothing, { out: mutPtr(struct('padded', { flag: bool, value: f64, narrow: f32, text: constPtr(nothing), last: bool },
    { doc: 'A struct with holes.', fields: { value: 'after a hole' } })) }, { since: '1.1', thread: 'any', doc: 'Fills it.' })`,
  a_function_with_a_name_as_long_as_names_get: `fn(f64, { the_first_of_many_arguments: constPtr(f64), the_second_of_many_arguments: constPtr(f64),
    the_third_of_many_arguments: constPtr(f64), n: usize }, { since: '1.1', thread: 'any', doc: 'Long.' })`,
});

const project = temporaryProject({ 'math.contract.ts': everything });
const include = join(project.folder, 'include');
const scratch = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(async () => {
  project[Symbol.dispose]();
  rmSync(scratch, { recursive: true, force: true });
});

test('writes both headers and the types, and prints their paths', async () => {
  const files = ['include/math/math.h', 'include/math/math_node.h', 'bindings/math.d.ts'].map((file) =>
    join(...file.split('/')),
  );
  expect(await project.capsule('generate')).toMatchObject({
    status: 0,
    stdout: files.map((file) => `written   ${file}\n`).join(''),
  });
  expect((await project.capsule('generate', 'math.contract.ts')).stdout).toBe(
    files.map((file) => `unchanged ${file}\n`).join(''),
  );
});

test('documents arguments, threads and versions', async () => {
  expect(project.read('include/math/math.h')).toContain(`/* One paragraph.

   Another, that is so long that it has to be broken into lines, because long lines are hard to
   read, here and in every other header.

     a   the first
     b   the second, about which so much can be said that it does not fit on one line, as this
         shows

   Thread   any; concurrent calls are allowed.
   Since    1.0. */
typedef const double *math_pointers_fn(const double *const *a, const float **b, int32_t *const *c,
                                       void *d);
`);
});

test('escapes text that would end a comment or continue a line', async () => {
  const doc = 'ends */ and /* begins, /*/ twice; what??/ in C:\\\n\nthen this';
  const text = source('1.0', { sum: sum().replace("'A sum.'", JSON.stringify(doc)) });
  using other = temporaryProject({ 'math.contract.ts': text });
  expect((await other.capsule('generate')).stderr).toBe('');
  expect(other.read('include/math/math.h')).toContain(String.raw`
/* ends * / and / * begins, / * / twice; what? ?/ in C:\ .

   then this
`);
});

test('writes the signatures, with structs expanded', async () => {
  const header = project.read('include/math/math_node.h');
  expect(header).toContain('{"padded", "void(*{bool,f64,f32,*void,bool})", 1, 0},');
  expect(header).toContain('CAPSULE_CONTRACT("@acme/math", 1, MATH_TARGET_MINOR, math_entries)');
});

test.each(compilers.flatMap((compiler) => ['-std=c11', '-std=c++17'].map((standard) => [compiler, standard])))(
  'the headers compile with %s %s without warnings, and every offset is as expected',
  (compiler, standard) => {
    const file = join(scratch, 'all.c');
    writeFileSync(
      file,
      `#include <math/math_node.h>
       static_assert(sizeof(math_padded) == 40, "holes");
       ${standard === '-std=c11' ? 'const math_api table = {MATH_HEAD, .variant = "x"};' : ''}
       napi_value use(napi_env env, napi_value value);
       napi_value use(napi_env env, napi_value value) {
         const math_api *math = math_open(env, value);
         if (math == NULL) math = math_import(env);
         if (MATH_GET(math, padded) != NULL) math->nothing_at_all();
         return math_seal(env, math);
       }\n`,
    );
    const flags = [
      standard,
      '-Wall',
      '-Wextra',
      '-Wpedantic',
      '-Wconversion',
      '-Wshadow',
      '-Werror',
      '-Wno-missing-field-initializers',
    ];
    const paths = includes(include, include_dir);
    const language = standard.includes('++') ? 'c++' : 'c';
    const run = spawnSync(compiler, [...flags, ...paths, '-x', language, '-c', file, '-o', join(scratch, 'out.o')], {
      encoding: 'utf8',
    });
    expect(run).toMatchObject({ status: 0, stderr: '' });
  },
);

test.each(compilers.flatMap((compiler) => ['-std=c11', '-std=c++17'].map((standard) => [compiler, standard] as const)))(
  'MATH_FUNCTIONS(X) lists the functions that a producer sets: %s %s',
  (compiler, standard) => {
    const file = join(scratch, 'list.c');
    const isC = standard === '-std=c11';
    writeFileSync(
      file,
      `#include <math/math.h>
       #ifdef __cplusplus
       extern "C" {
       #endif
       #define DECLARE(name) math_##name##_fn name##_scalar;
       MATH_FUNCTIONS(DECLARE)
       #ifdef __cplusplus
       }
       #endif
       #define COUNT(name) COUNT_##name,
       enum { MATH_FUNCTIONS(COUNT) COUNT };
       static_assert(COUNT_nothing_at_all == 0 && COUNT_padded == 3 && COUNT == 5, "in the order of the table");
       ${isC ? '#define FILL(name) .name = name##_scalar,\nconst math_api table = {MATH_HEAD, .variant = "scalar", MATH_FUNCTIONS(FILL)};' : ''}
       #define NAME(name) #name,
       extern const char *const names[];
       const char *const names[] = {MATH_FUNCTIONS(NAME)};\n`,
    );
    const flags = [standard, '-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Werror', '-fsyntax-only'];
    const run = spawnSync(compiler, [...flags, '-I', include, '-x', isC ? 'c' : 'c++', file], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stderr: '' });
  },
);

test.each(compilers.length > 0 ? compilers : ['no compiler'])(
  'a member at another index does not compile: %s',
  (compiler) => {
    const moved = project.read('include/math/math.h').replace('MATH_AT_padded = 5', 'MATH_AT_padded = 6');
    writeFileSync(join(scratch, 'moved.h'), moved);
    const { status, stderr } = spawnSync(compiler, ['-std=c11', '-x', 'c', '-fsyntax-only', join(scratch, 'moved.h')], {
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain('math_api.padded');
  },
);

// Two addons may have different versions of the contract, so its symbols must not be exported.
test.each(compilers.length > 0 ? compilers : ['no compiler'])(
  'in C++ the contract is one constant in an addon, not exported to others: %s',
  skipWithout('gcc or clang, on Linux', process.platform === 'linux' && compilers.length > 0),
  (compiler) => {
    const object = (name: string, text: string) => {
      writeFileSync(join(scratch, `${name}.cc`), `#include <math/math_node.h>\n${text}\n`);
      return join(scratch, `${name}.cc`);
    };
    const one = object('one', 'const void *one() { return &math_contract; }');
    const two = object('two', 'const void *two() { return capsule::Contract<math_api>::Get(); }');
    const main = object(
      'main',
      'const void *one(); const void *two(); int main() { return one() == two() && one() == &math_contract ? 0 : 1; }',
    );
    const paths = includes(include, include_dir);
    // Node-API is not linked, so its symbols stay undefined.
    const flags = ['-std=c++17', '-x', 'c++', ...paths, '-O0', '-w'];
    const link = ['-x', 'none', '-lstdc++', '-ldl', '-Wl,--unresolved-symbols=ignore-all'];
    const program = join(scratch, 'program');
    expect(spawnSync(compiler, [...flags, one, two, main, '-o', program, ...link], { encoding: 'utf8' })).toMatchObject(
      {
        status: 0,
        stderr: '',
      },
    );
    expect(spawnSync(program).status).toBe(0);
    const shared = spawnSync(compiler, [...flags, '-shared', '-fPIC', one, two, '-o', `${program}.so`, ...link]);
    expect(shared.status).toBe(0);
    const exported = spawnSync('nm', ['-D', '--defined-only', `${program}.so`], { encoding: 'utf8' });
    expect(exported.stdout).toContain('one');
    expect(exported.stdout).not.toMatch(/math_(contract|entries)/);
  },
);

test('the header of the table needs no Node-API', async () => {
  const file = join(scratch, 'plain.c');
  writeFileSync(file, '#include <math/math.h>\nextern const math_api *math;\n');
  const run = spawnSync(compilers[0] ?? 'cc', ['-std=c11', '-I', include, '-c', file, '-o', join(scratch, 'out.o')], {
    encoding: 'utf8',
  });
  expect(run).toMatchObject({ status: 0, stderr: '' });
});

// In numpy#9309 and numpy#20642, each file has a global variable for the table, NULL in files that did not import it.
test('a file without a table has no function to call', () => {
  const file = join(scratch, 'other.c');
  const compile = (parameters: string, call: string) => {
    const use = `double use(${parameters})`;
    writeFileSync(file, `#include <math/math_node.h>\n${use};\n${use} { return ${call}(NULL, NULL, NULL, 0); }\n`);
    const args = ['-std=c11', '-Werror', ...includes(include, include_dir), '-fsyntax-only'];
    const { status, stderr } = spawnSync(compilers[0] ?? 'cc', [...args, file], { encoding: 'utf8' });
    return { status, stderr };
  };
  const name = 'a_function_with_a_name_as_long_as_names_get';
  for (const call of [name, `math_${name}`, `math->${name}`])
    expect(compile('void', call)).toMatchObject({ status: 1, stderr: expect.stringMatching(/undeclared|implicit/) });
  expect(compile('const math_api *math', `math->${name}`)).toEqual({ status: 0, stderr: '' });
});

test('has at most 100 columns', () => {
  const lines = ['math.h', 'math_node.h'].flatMap((file) => project.read(join('include', 'math', file)).split('\n'));
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('derives the prefix from the name, including the export after the colon', async () => {
  using other = temporaryProject({
    'x.contract.ts': source('1.0', { sum: sum() }).replace('@acme/math', '@acme/vector-math:fast'),
  });
  expect((await other.capsule('generate')).status).toBe(0);
  expect(other.read('include/vector_math_fast/vector_math_fast.h')).toContain('} vector_math_fast_api;');
});

test('shows the searched folder if there is no contract', async () => {
  using empty = temporaryProject({});
  expect(await empty.capsule('generate')).toMatchObject({
    status: 1,
    stderr: `Looking for contracts: expected a file *.contract.ts in ${empty.folder}, found none.\n`,
  });
  expect((await empty.capsule('generate', 'no.contract.ts')).stderr).toBe(
    `Looking for contracts: expected the file ${join(empty.folder, 'no.contract.ts')}, found none.\n`,
  );
});
