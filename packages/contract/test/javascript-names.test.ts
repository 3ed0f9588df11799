import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  array,
  defineContract,
  type Fn,
  f64,
  fn,
  mutArray,
  mutPtr,
  nothing,
  opaque,
  outArray,
  owned,
  usize,
} from '@capsule/contract';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { refusal } from '@capsule/test-support/refusal';
import { expect, test } from 'vitest';
import { about } from './declarations.js';
import { rustProblems } from './external-tools.js';
import { temporaryProject } from './temporary-project.js';

test('functions and handles may have the names of helpers in the generated files', async () => {
  const names = `release release_array lock unlock one results create retry failed count native done args more kind_of
    detail constructor value fail check core queue job base run start finish destroy uses cancel cancel_promise id
    ready promise result options signal calls handles`.split(/\s+/);
  const functions = names.map(
    (name) =>
      `  ${name}: fn(f64, { ${name}: f64, value: array(f64, 'length'), length: usize, data: out(f64) }, about),\n`,
  );
  const text = `import { array, defineContract, f64, fn, mutPtr, nothing, opaque, out, owned, usize } from '@capsule/contract';
const about = { since: '1.0', thread: 'one', doc: 'Text.' } as const;
const box = opaque('array', { doc: 'A handle.', end: 'array_end' });
const other = opaque('array_end', { doc: 'Another one.', end: 'wrap' });
export default defineContract('@acme/names', '1.0', {
${functions.join('').replace('value: f64, value:', 'value: f64, values:')}  array_new: fn(owned(box), {}, about),
  array_end: fn(nothing, { array: mutPtr(box) }, { ...about, thread: 'any' }),
  wrap: fn(nothing, { end: mutPtr(other) }, { ...about, thread: 'any' }),
  handle_array: fn(f64, { handle: mutPtr(box), other: mutPtr(other) }, about),
}, { languages: ['cpp', 'javascript', 'promises', 'rust'] });
`;
  using names_ = temporaryProject({ 'package.json': '{ "name": "@acme/names" }', 'names.contract.ts': text });
  expect(await names_.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  names_.write(
    'all.c',
    '#include <names/names_functions.h>\n#ifdef __cplusplus\n#include <names/names.hpp>\n#endif\nint x(void);\nint x(void) { return names_define_functions(NULL, NULL, NULL); }\n',
  );
  const paths = ['-DNAPI_VERSION=9', ...includes(join(names_.folder, 'include'), include_dir)];
  for (const [c = '', cxx = ''] of compilerPairs) {
    for (const command of [
      [c, '-std=c11'],
      [cxx, '-std=c++17', '-x', 'c++'],
    ]) {
      const [compiler = '', ...options] = command;
      const { status, stderr } = spawnSync(compiler, [...options, ...warnings, ...paths, '-fsyntax-only', 'all.c'], {
        cwd: names_.folder,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  }
  expect(rustProblems(names_.folder, names_.read('bindings/names.rs'), { editions: ['2021'] })).toBe('');
  const native = Object.fromEntries(
    names.map((name) => [name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), () => true]),
  );
  const require_ = createRequire(join(names_.folder, 'x.js'));
  const created = require_('./bindings/names.functions.cjs').createFunctions(native);
  for (const name of Object.keys(native))
    expect(created[name](1, Float64Array.of(1)), name).toEqual({ result: 0, data: 0 });
  for (const name of Object.keys(native))
    Object.assign(native, { [`start_${name}`]: () => Promise.resolve({ r0: 1, r1: 2 }) });
  const promises = require_('./bindings/names.promises.cjs').createPromises(native);
  expect(Object.keys(promises)).toEqual(
    expect.arrayContaining(Object.keys(created).filter((name) => !/^Array/.test(name))),
  );
  for (const [name, start] of Object.entries<(...args: unknown[]) => Promise<unknown>>(promises)) {
    if (/rray/.test(name)) continue; // handles
    expect(await start(1, Float64Array.of(1)), name).toEqual({ result: 1, data: 2 });
  }
});

test.each<[what: string, functions: Parameters<typeof defineContract>[2], name: string]>([
  ['a result and an array that is changed', { f: fn(f64, { result: mutArray(f64, 'n'), n: usize }, about) }, 'result'],
  ...['abort_options', 'signal', 'promise', 'abort_signal'].map((name): [string, Record<string, Fn>, string] => {
    const handle = opaque(name, { doc: 'A handle.', end: 'end_it' });
    const functions = {
      make: fn(owned(handle), {}, about),
      end_it: fn(nothing, { handle: mutPtr(handle) }, about),
    };
    return [`a handle ${name}`, functions, name.replace(/(^|_)(.)/g, (_, __, letter) => letter.toUpperCase())];
  }),
])('rejects names that are the same in promises: %s', (_, functions, name) => {
  expect(() => defineContract('@acme/math', '1.0', functions, { languages: ['javascript'] })).not.toThrow();
  const both = { languages: ['javascript', 'promises'] } as const;
  expect(refusal(() => defineContract('@acme/math', '1.0', functions, both))).toMatchObject({
    code: 'ERR_CONTRACT_NAME_DUPLICATE',
    message: `Contract '@acme/math': expected names that are different in promises too, found two names ${name}. Rename one, or remove 'promises' from the languages.`,
  });
});

test('rejects promises without the functions, whose checks they share', () => {
  const functions = { f: fn(f64, {}, about) };
  expect(refusal(() => defineContract('@acme/math', '1.0', functions, { languages: ['promises'] }))).toMatchObject({
    code: 'ERR_CONTRACT_LANGUAGE_UNKNOWN',
    message:
      "Contract '@acme/math': expected 'javascript' among the languages, because 'promises' share its checks, found 'promises' alone. Add 'javascript'.",
  });
});

test.each([
  [
    { a_b: fn(nothing, {}, about), ab: fn(nothing, {}, about), a_b1: fn(f64, {}, about), a_b_1: fn(f64, {}, about) },
    'aB1',
  ],
  [{ f: fn(f64, { x_1: f64, x1: f64 }, about) }, 'x1'],
  [{ f: fn(f64, { x: array(f64, 'n'), result: outArray(f64, 'n'), n: usize }, about) }, 'result'],
  [{ capsule: fn(f64, {}, about) }, 'capsule'],
])('rejects names that are the same in JavaScript', (functions, name) => {
  expect(refusal(() => defineContract('@acme/math', '1.0', functions, { languages: ['javascript'] }))).toMatchObject({
    code: 'ERR_CONTRACT_NAME_DUPLICATE',
    message: `Contract '@acme/math': expected names that are different in JavaScript too, found two names ${name}. Rename one, or remove 'javascript' from the languages.`,
  });
});

test.each([
  ['object', 'Object'],
  ['symbol', 'Symbol'],
  ['type_error', 'TypeError'],
  ['float64_array', 'Float64Array'],
  ['big_int', 'BigInt'],
  ['capsule', 'Capsule'],
  ['data', 'Data'],
  ['out', 'Out'],
  ['out2', 'Out2'],
  ['math_function', 'MathFunction'],
])('rejects a handle %s, because its class would hide %s in the generated files', (name, type) => {
  const handle = opaque(name, { doc: 'A handle.', end: 'end_it' });
  const functions = {
    make: fn(owned(handle), {}, about),
    end_it: fn(nothing, { handle: mutPtr(handle) }, about),
    split: fn(nothing, { low: outArray(f64, 'n'), high: outArray(f64, 'n'), n: usize }, about),
  };
  expect(refusal(() => defineContract('@acme/math', '1.0', functions, { languages: ['javascript'] }))).toMatchObject({
    code: 'ERR_CONTRACT_NAME_DUPLICATE',
    message: `Contract '@acme/math': expected names that are different in JavaScript too, found two names ${type}. Rename one, or remove 'javascript' from the languages.`,
  });
});
