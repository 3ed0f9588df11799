import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rustc } from './external-tools.js';
import { temporaryProject } from './temporary-project.js';

// A new function is an entry in the contract and a function in C. Everything else follows from these two.
const entry = `    weighted: fn(
      status(bool, { false: { code: 'NO_WEIGHT', expected: 'a weight other than 0', found: 'none' } }),
      { x: array(f64, 'n'), w: array(f64, 'n'), n: usize, mean: out(f64) },
      { ...v1_1, doc: 'The weighted mean of x.', args: { w: 'the weights' }, requires: ['n >= 1'] },
    ),
  },
  { addon: 'native.js', doc: 'For tests.'`;
const body = `static bool weighted_(const double *x, const double *w, size_t n, double *mean) {
  const double weight = sum_(w, n);
  *mean = dot_(x, w, n) / weight;
  return weight != 0;
}

#define SET`;

const read = (file: string) => readFileSync(join(__dirname, 'wrappers', file), 'utf8');
const project = temporaryProject({
  'package.json': '{ "name": "@acme/signal" }',
  'signal.contract.ts': read('signal.contract.ts').replace("  },\n  { doc: 'For tests.'", entry),
  'table.c': read('table.c').replace('#define SET', body),
  'addon.c': read('addon.c'),
  'native.js': "if (process.env.BROKEN) throw new Error('broken');\nexports.native = require('./signal.node');\n",
});
afterAll(() => project[Symbol.dispose]());

function run(command: string, ...args: string[]): string {
  const env = { ...process.env, SIGNAL_RS: join(project.folder, 'bindings', 'signal.rs') };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project.folder, encoding: 'utf8', env });
  return `${stdout}${stderr}${status === 0 ? '' : `exit ${status}`}`;
}

const [[c = 'cc', cxx = 'c++'] = []] = compilerPairs;
const flags = ['-O1', '-DNAPI_VERSION=9', ...warnings, ...includes(join(project.folder, 'include'), include_dir)];
const program = join(project.folder, 'program');
const called = '3\nERR_SIGNAL_LENGTH_MISMATCH\nERR_SIGNAL_NO_WEIGHT\n';

beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  expect(run(c, '-std=gnu11', ...flags, '-fPIC', '-c', 'table.c', '-o', 'table.o')).toBe('');
});

test('a new function is called from C', () => {
  project.write(
    'main.c',
    `#include <signal/signal.h>
#include <stdio.h>
extern const signal_api signal_table;
int main(void) {
  const double x[] = {1, 4}, w[] = {1, 2};
  double mean;
  if (signal_table.weighted(x, w, 2, &mean)) printf("%g\\n", mean);
  return 0;
}
`,
  );
  expect(run(c, '-std=c11', ...flags, 'main.c', 'table.o', '-o', program)).toBe('');
  expect(run(program)).toBe('3\n');
});

test('a new function is called from C++', () => {
  project.write(
    'main.cpp',
    `#include <signal/signal.hpp>
#include <cstdio>
#include <vector>
extern "C" const signal_api signal_table;
int main() {
  const capsule::signal::Table signal(&signal_table);
  const std::vector<double> x = {1, 4}, w = {1, 2}, zero = {0, 0};
  std::printf("%g\\n", *signal.weighted(x, w));
  std::printf("%s\\n", signal.weighted(x, {w.data(), 1}).error().code);
  std::printf("%s\\n", signal.weighted(x, zero).error().code);
}
`,
  );
  expect(run(cxx, '-std=c++17', ...flags, 'main.cpp', 'table.o', '-o', program)).toBe('');
  expect(run(program)).toBe(called);
});

test('a new function is called from Rust', skipWithout('rustc', rustc !== undefined), () => {
  project.write(
    'main.rs',
    `pub mod signal {
    include!(env!("SIGNAL_RS"));
}
extern "C" {
    static signal_table: signal::Api;
}
fn main() {
    let signal = unsafe { signal::Table::new(&signal_table) }.expect("a complete table");
    println!("{}", signal.weighted(&[1.0, 4.0], &[1.0, 2.0]).unwrap());
    println!("{}", signal.weighted(&[1.0, 4.0], &[1.0]).unwrap_err().code);
    println!("{}", signal.weighted(&[1.0, 4.0], &[0.0, 0.0]).unwrap_err().code);
}
`,
  );
  const link = ['-C', `link-arg=${join(project.folder, 'table.o')}`];
  expect(run('rustc', '--edition', '2021', '-D', 'warnings', 'main.rs', '-o', program, ...link)).toBe('');
  expect(run(program)).toBe(called);
});

test('a new function is called from JavaScript, with typed arrays and data capsules', () => {
  const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  expect(
    run(c, '-std=gnu11', ...flags, '-shared', '-fPIC', ...dynamic, 'addon.c', 'table.o', '-o', 'signal.node'),
  ).toBe('');
  project.write(
    'main.js',
    `const native = require('./signal.node');
const { weighted } = require('./bindings/signal.functions.cjs').createFunctions(native);
const x = Float64Array.of(1, 4);
const code = (w) => { try { weighted(x, w) } catch (error) { return error.code } };
console.log(weighted(x, Float64Array.of(1, 2)));
console.log(code(Float64Array.of(1)));
console.log(code(new Float64Array(2)));
console.log(weighted(native.data(0, true), Float64Array.of(0, 0, 1, 1)));
`,
  );
  expect(run(process.execPath, 'main.js')).toBe(`${called}2.5\n`);
});

test('a new function is called as a promise, with the same errors', () => {
  project.write(
    'promises.js',
    `const native = require('./signal.node');
const { weighted } = require('./bindings/signal.promises.cjs').createPromises(native);
const x = Float64Array.of(1, 4);
const code = (error) => error.code;
(async () => {
  console.log(await weighted(x, Float64Array.of(1, 2)));
  console.log(await weighted(x, Float64Array.of(1)).catch(code));
  console.log(await weighted(x, new Float64Array(2)).catch(code));
  console.log(await weighted(native.data(0, true), Float64Array.of(0, 0, 1, 1)));
})();
`,
  );
  expect(run(process.execPath, 'promises.js')).toBe(`${called}2.5\n`);
});

const uses = (load: (file: string) => string) => `
(async () => {
  const { capsule, weighted } = ${load('signal')};
  const later = ${load('signal.promises')};
  const [x, w] = [Float64Array.of(1, 4), Float64Array.of(1, 2)];
  console.log(capsule !== undefined, weighted(x, w), await later.weighted(x, w));
})().catch((error) => console.log(error.message));`;

test.each([
  ['CommonJS', 'use.cjs', uses((file) => `require('./bindings/${file}.js')`)],
  ['an ES module', 'use.mjs', uses((file) => `await import('./bindings/${file}.mjs')`)],
])('a new function is exported by its name, in %s', (_, file, text) => {
  project.write(file, text);
  expect(run(process.execPath, file)).toBe('true 3 3\n');
});

test('an addon that cannot be loaded is an error that a program can catch', () => {
  for (const name of ['signal', 'signal.promises']) {
    const script = `import('./bindings/${name}.mjs').catch((error) => console.log(error.message))`;
    expect(run(process.execPath, '-e', `process.env.BROKEN = 1; ${script}`)).toBe('broken\n');
  }
});

test('a new function has types and documentation in TypeScript', () => {
  project.write(
    'use.ts',
    `import type { weighted } from './bindings/signal.js';
import type { weighted as promised } from './bindings/signal.promises.js';
declare const f: typeof weighted;
declare const g: typeof promised;
export const mean: number = f(new Float64Array(2), new Float64Array(2));
export const later: Promise<number> = g(new Float64Array(2), new Float64Array(2), { signal: undefined });
// @ts-expect-error: a length is no argument
f(new Float64Array(2), new Float64Array(2), 2);
// @ts-expect-error: a length is no argument
g(new Float64Array(2), new Float64Array(2), 2);
`,
  );
  const tsc = join(dirname(createRequire(__filename).resolve('typescript/package.json')), 'bin', 'tsc');
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    '',
  ];
  expect(run(process.execPath, tsc, ...options, 'use.ts')).toBe('');
  expect(project.read('bindings/signal.d.ts')).toContain(`/**
 * The weighted mean of x.
 * Needs n >= 1.
 *
 * @param x
 * @param w - the weights
 * @throws \`ERR_SIGNAL_LENGTH_MISMATCH\`, \`ERR_SIGNAL_CONDITION_UNMET\`, \`ERR_SIGNAL_NO_WEIGHT\`,
 *   \`ERR_SIGNAL_NOT_A_VECTOR\`, \`ERR_SIGNAL_DETACHED\`
 */
export declare function weighted(x: Float64Array | Data, w: Float64Array | Data): number;`);
});
