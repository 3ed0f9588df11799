import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constPtr, defineContract, f64, fn, mutPtr, nothing, opaque, out, owned, struct } from '@capsule/contract';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes } from '@capsule/test-support/compilers';
import { refusal } from '@capsule/test-support/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rustModule } from '../src/generate/rust.js';
import { about } from './declarations.js';
import { needsRustc, rustProblems } from './external-tools.js';
import { temporaryProject } from './temporary-project.js';

const source = join(__dirname, 'wrappers');
const project = temporaryProject({
  'package.json': '{ "name": "@acme/signal" }',
  'signal.contract.ts': readFileSync(join(source, 'signal.contract.ts'), 'utf8'),
});
afterAll(() => project[Symbol.dispose]());
beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  for (const file of ['table.c', 'main.rs']) copyFileSync(join(source, file), join(project.folder, file));
});

function run(command: string, ...args: string[]) {
  const env = { ...process.env, SIGNAL_RS: join(project.folder, 'bindings', 'signal.rs') };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project.folder, encoding: 'utf8', env });
  return { status, text: `${stdout}${stderr}` };
}

const linked = ['-C', `link-arg=${join(project.folder, 'table.o')}`];

describe('the safe Rust module', needsRustc, () => {
  test('compiles without warnings, and checks, calls and returns', () => {
    const [[c = 'cc'] = []] = compilerPairs;
    const paths = includes(join(project.folder, 'include'), include_dir);
    expect(run(c, '-std=c11', '-O1', '-fPIC', ...paths, '-c', 'table.c', '-o', 'table.o')).toMatchObject({ status: 0 });
    const module = project.read('bindings/signal.rs');
    expect(rustProblems(project.folder, module)).toBe('');
    const built = run('rustc', '--edition', '2021', '-D', 'warnings', 'main.rs', '-o', 'main', ...linked);
    expect(built).toEqual({ status: 0, text: '' });
    expect(run(join(project.folder, 'main'))).toEqual({ status: 0, text: '' });
  });

  const body = (text: string) => `pub fn f(table: &module::Table, x: &mut [f64]) { ${text} }`;
  test.each([
    ['a written array that is also read', 'let _ = table.add(x, x, x);', 'E0502'],
    ['a shared array where the function writes', 'let y = [1.0]; let _ = table.swap(x, &y);', 'E0308'],
    ['a handle after its end', 'let c = table.counter_new(1).unwrap(); drop(c); table.counter_total(&mut c);', 'E0382'],
    [
      'one handle as two arguments',
      'let mut c = table.counter_new(1).unwrap(); table.counter_merge(&mut c, &mut c);',
      'E0499',
    ],
    ['a function for one thread at a time, outside of unsafe code', 'table.ticket();', 'E0133'],
    ['a function of the JavaScript thread, outside of unsafe code', 'table.here();', 'E0133'],
    ['a function that is not offered', 'table.raw(x);', 'E0599'],
  ])('%s does not compile', (_, text, code) => {
    const module = project.read('bindings/signal.rs');
    expect(rustProblems(project.folder, module, { use: body('let _ = table.sum(x);'), editions: ['2021'] })).toBe('');
    expect(rustProblems(project.folder, module, { use: body(text), editions: ['2021'] })).toContain(`error[${code}]`);
  });
});

test.each([
  ['error', 'Error'],
  ['table', 'Table'],
])('rejects a struct %s in a contract with meanings', (name, type) => {
  const fill = fn(nothing, { x: out(struct(name, { a: f64 }, { doc: 'A struct.' })) }, about);
  const define = () => defineContract('@acme/math', '1.0', { fill }, { languages: ['rust'] });
  expect(refusal(define)).toMatchObject({
    code: 'ERR_CONTRACT_NAME_DUPLICATE',
    message: `Contract '@acme/math': expected names that are different types in Rust too, found two types ${type}. Rename one, or remove 'rust' from the languages.`,
  });
});

test('a struct of such a name stays valid in a contract without meanings', () => {
  const take = fn(nothing, { x: constPtr(struct('error', { a: f64 }, { doc: 'A struct.' })) }, about);
  expect(() => defineContract('@acme/math', '1.0', { take }, { languages: ['rust'] })).not.toThrow();
});

test('a function may have the name of a method of a trait, and outputs may have names of keywords', needsRustc, () => {
  const functions = {
    cmp: fn(f64, { x: f64 }, about),
    ends: fn(nothing, { self: out(f64), super: out(f64), type: out(f64) }, about),
  };
  const contract = defineContract('@acme/names', '1.0', functions, { languages: ['rust'] });
  expect(rustProblems(project.folder, rustModule(contract, 'names.contract.ts'))).toBe('');
});

test('a module compiles without warnings if only the function that ends a handle is used', needsRustc, () => {
  const plan = opaque('plan', { doc: 'A plan.', end: 'plan_free' });
  const functions = {
    plan_new: fn(owned(plan), { size: out(f64) }, about),
    plan_free: fn(nothing, { plan: mutPtr(plan) }, about),
  };
  const contract = defineContract('@acme/plans', '1.0', functions, { languages: ['rust'] });
  expect(rustProblems(project.folder, rustModule(contract, 'plans.contract.ts'))).toBe('');
});

test('a module compiles without warnings if a low target leaves no function of the table', needsRustc, () => {
  const contract = defineContract(
    '@acme/x',
    '1.1',
    {
      old: fn(nothing, {}, { since: '1.0', thread: 'any', doc: 'Old.', retired: '1.1' }),
      later: fn(nothing, {}, { since: '1.1', thread: 'any', doc: 'Later.' }),
    },
    { languages: ['rust'], target: '1.0' },
  );
  expect(rustProblems(project.folder, rustModule(contract, 'x.contract.ts'))).toBe('');
});

test('a function may not be older than the one that ends its handle', () => {
  const plan = opaque('plan', { doc: 'A plan.', end: 'plan_free' });
  const functions = {
    plan_new: fn(owned(plan), {}, about),
    plan_free: fn(nothing, { plan: mutPtr(plan) }, { ...about, since: '1.1' }),
  };
  expect(refusal(() => defineContract('@acme/math', '1.1', functions))).toMatchObject({
    code: 'ERR_CONTRACT_HANDLE_UNUSABLE',
    message:
      "Contract '@acme/math', plan_new: expected a function that is not older than plan_free, which ends its handle, found since 1.0 before 1.1.",
  });
});
