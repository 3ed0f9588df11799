import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constPtr, defineContract, type Fn, f64, fn, i32, mutPtr, nothing, opaque } from '@capsule/contract';
import { include_dir, inspect } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { refusal } from '@capsule/test-support/refusal';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from './compile.js';
import { needsRustc, rustProblems } from './external-tools.js';
import { temporaryProject } from './temporary-project.js';

const source = join(__dirname, 'instances');
const text = readFileSync(join(source, 'counter.contract.ts'), 'utf8');
const project = temporaryProject({ 'package.json': '{ "name": "@acme/count" }', 'counter.contract.ts': text });
afterAll(() => project[Symbol.dispose]());
beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  for (const file of ['counter.c', 'methods.cpp', 'main.rs'])
    copyFileSync(join(source, file), join(project.folder, file));
});

const state = opaque('counter', { doc: 'A counter.' });
const about = { since: '1.0', thread: 'handle', doc: 'Text.' } as const;
const next = fn(f64, { state: mutPtr(state) }, about);
const where = "Contract '@acme/count/counter'";

function define(functions: Record<string, Fn>, options: object = {}) {
  return defineContract('@acme/count/counter', '1.0', functions, { kind: 'instance', ...options });
}

describe('a contract of instances', () => {
  test('has its kind; tables are the default', () => {
    expect(define({ next }).kind).toBe('instance');
    const plain = fn(f64, { a: f64 }, { ...about, thread: 'any' });
    expect(defineContract('@acme/math', '1.0', { plain }).kind).toBe('table');
  });

  const declare = "Declare the state once, as opaque('state', { doc }), and pass mutPtr(state) or constPtr(state).";
  const other = opaque('other', { doc: 'Another.' });
  const ended = opaque('counter', { doc: 'A counter.', end: 'free' });
  test.each<[string, () => unknown, string]>([
    [
      'an unknown kind',
      () => define({ next }, { kind: 'class' }),
      `${where}: expected kind: 'table' or 'instance', found 'class'.`,
    ],
    [
      'a first function without a state',
      () => define({ next: fn(f64, { a: f64 }, about) }),
      `${where}, next: expected a pointer to the state first, found another first argument. ${declare}`,
    ],
    [
      'a function without arguments',
      () => define({ next, reset: fn(nothing, {}, about) }),
      `${where}, reset: expected a pointer to the state 'counter' first, found another first argument. ${declare}`,
    ],
    [
      'another state',
      () => define({ next, reset: fn(nothing, { state: mutPtr(other) }, about) }),
      `${where}, reset: expected a pointer to the state 'counter' first, found a pointer to 'other'. ${declare}`,
    ],
    [
      'a function named as a member',
      () => define({ api: next }),
      `${where}, api: expected names that an instance does not have itself, found 'api'.`,
    ],
    [
      'an argument named as a member',
      () => define({ next: fn(f64, { self: mutPtr(state), state: i32 }, about) }),
      `${where}, next: expected names that an instance does not have itself, found 'state'.`,
    ],
    [
      'a state with an end',
      () =>
        define({
          next: fn(f64, { state: mutPtr(ended) }, about),
          free: fn(nothing, { state: mutPtr(ended) }, { ...about, thread: 'any' }),
        }),
      `${where}: expected a state 'counter' without an end, found the end 'free'. The producer passes a destructor when it seals; a consumer releases its hold.`,
    ],
    [
      'a type that the header defines',
      () => define({ next: fn(f64, { state: mutPtr(opaque('instance', { doc: 'One.' })) }, about) }),
      `${where}: expected names that the headers of an instance do not define, found the type 'instance'.`,
    ],
    [
      'a language without instances',
      () => define({ next }, { languages: ['cpp'] }),
      `${where}: expected no language but 'rust' for an instance, found 'cpp'. counter_node.h has its handle in C++.`,
    ],
  ])('rejects %s', (_, declared, message) => {
    expect(refusal(declared)).toMatchObject({ type: 'TypeError', code: 'ERR_CONTRACT_INSTANCE_UNUSABLE', message });
  });

  test.each([null, true, 'rust', 1, {}])('rejects languages that are no list: %o', (languages) => {
    expect(refusal(() => define({ next }, { languages } as never)).code).toBe('ERR_CONTRACT_LANGUAGE_UNKNOWN');
  });

  test('rejects a revoked Proxy in place of any part of a contract', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const proxy = revoked.proxy as never;
    for (const declare of [
      () => defineContract(proxy, '1.0', { next }),
      () => defineContract('@acme/counter', proxy, { next }),
      () => defineContract('@acme/counter', '1.0', proxy),
      () => defineContract('@acme/counter', '1.0', { next: proxy }),
      () => define({ next }, { kind: proxy }),
      () => define({ next }, { languages: proxy }),
    ])
      expect(refusal(declare).code).toMatch(/^ERR_CONTRACT_/);
  });

  test('rejects an argument that is named as a function of the header', () => {
    const counter_of = fn(f64, { state: mutPtr(state) }, about);
    expect(refusal(() => define({ counter_of }))).toMatchObject({ code: 'ERR_CONTRACT_NAME_DUPLICATE' });
    expect(
      refusal(() => define({ next: fn(f64, { state: mutPtr(state), counter_instance: i32 }, about) })),
    ).toMatchObject({ code: 'ERR_CONTRACT_NAME_DUPLICATE' });
  });

  test('rejects a Rust module in which a type has the name of the instance', () => {
    const h = opaque('h', { doc: 'One.' });
    expect(
      refusal(() => define({ next: fn(f64, { state: mutPtr(h) }, about) }, { languages: ['rust'] })),
    ).toMatchObject({
      code: 'ERR_CONTRACT_NAME_DUPLICATE',
    });
  });

  test('allows the rule for handles, because the instance is the handle', () => {
    expect(project.read('include/counter/counter.h')).toContain('any, one call at a time for each instance;');
    const plain = fn(f64, { state: constPtr(state) }, about);
    expect(refusal(() => defineContract('@acme/math', '1.0', { plain })).code).toBe('ERR_CONTRACT_HANDLE_UNUSABLE');
  });
});

describe('the record of instances', () => {
  const record = 'abi/counter.abi.json';
  const frozen = temporaryProject({ 'package.json': '{ "name": "@acme/count" }', 'counter.contract.ts': text });
  afterAll(() => frozen[Symbol.dispose]());
  beforeAll(async () => {
    await frozen.capsule('generate');
    expect(await frozen.capsule('freeze')).toMatchObject({ status: 0, stderr: '' });
  });

  test('has the kind', () => {
    expect(JSON.parse(frozen.read(record)).versions).toMatchObject([{ version: '1.1', kind: 'instance' }]);
  });

  test('rejects another kind in the same major version', async () => {
    const table = text.replace("kind: 'instance', ", '').replaceAll("'handle'", "'any'");
    expect(table).not.toBe(text);
    frozen.write('counter.contract.ts', table);
    const { status, stderr } = await frozen.capsule('check');
    expect(status).toBe(1);
    expect(stderr).toContain(
      "counter.contract.ts:7: expected kind 'instance', as frozen in 1.1, found 'table'. Write kind: 'instance', or start contract 2.0.",
    );
    frozen.write('counter.contract.ts', text);
  });

  test('rejects a changed function, as for tables', async () => {
    frozen.write('counter.contract.ts', text.replace('n: u64', 'n: usize'));
    const { stderr } = await frozen.capsule('check');
    expect(stderr).toContain('expected void(*<counter>,u64), as frozen in 1.1, found void(*<counter>,usize).');
    frozen.write('counter.contract.ts', text);
    expect(await frozen.capsule('check')).toMatchObject({ status: 0, stderr: '' });
  });

  test('rejects a record with an unknown kind', async () => {
    const before = frozen.read(record);
    frozen.write(record, before.replace('"kind": "instance"', '"kind": "class"'));
    expect((await frozen.capsule('check')).stderr).toContain("found 'class' as the kind of 1.1.");
    frozen.write(record, before);
  });
});

function compile(compiler: string, ...args: string[]): string {
  const paths = includes(join(project.folder, 'include'), include_dir);
  const { status, stdout, stderr } = spawnSync(compiler, [...warnings, ...paths, ...args], {
    cwd: project.folder,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}${status === 0 ? '' : `exit ${status}`}`;
}

const needsCompiler = skipWithout('gcc or clang', compilerPairs.length > 0);
describe.each(compilerPairs.length > 0 ? compilerPairs : [['cc', 'c++']])(
  'with %s and %s',
  needsCompiler,
  (c = '', cxx = '') => {
    test.each([['-std=c11'], ['-std=c++17', '-x', 'c++']])(
      'the headers compile without warnings, as %s',
      (...flags) => {
        project.write('alone.c', '#include <counter/counter_node.h>\n');
        expect(compile(flags.length > 1 ? cxx : c, ...flags, '-fsyntax-only', 'alone.c')).toBe('');
      },
    );

    test.each([
      ['c++17', '-O2'],
      ['c++20', '-O0', '-fno-exceptions'],
      ['c++17', '-O1', '-DCOUNTER_TARGET_MINOR=0'],
    ])('methods pass the state: %s %s %s', (standard, ...flags) => {
      expect(compile(cxx, `-std=${standard}`, ...flags, 'methods.cpp', '-o', 'methods')).toBe('');
      expect(spawnSync(join(project.folder, 'methods')).status).toBe(0);
    });

    test('an older target has no method of a newer function', () => {
      project.write(
        'newer.cpp',
        '#include <counter/counter.h>\nbool f(const counter_instance &c, double *x) { return c.fill(x, 1); }\n',
      );
      expect(compile(cxx, '-std=c++17', '-Wno-missing-declarations', '-fsyntax-only', 'newer.cpp')).toBe('');
      expect(compile(cxx, '-std=c++17', '-DCOUNTER_TARGET_MINOR=0', '-fsyntax-only', 'newer.cpp')).toContain('fill');
    });
  },
);

test('an addon seals and opens an instance', needsCompiler, async () => {
  const addon = join(project.folder, 'counter.node');
  const paths = includes(join(project.folder, 'include'), include_dir);
  await build(join(project.folder, 'counter.c'), addon, paths);
  const { create, draw } = createRequire(__filename)(addon);
  const capsule = create();
  expect(inspect(capsule)).toMatchObject({ name: '@acme/count/counter', version: '1.1', variant: 'plain' });
  expect([draw(capsule), draw(capsule)]).toEqual([41 + 42, 44 + 45]);
  expect(refusal(() => draw({})).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
});

describe('the Rust module', needsRustc, () => {
  test('compiles without warnings, calls, and drops what holds the instance', () => {
    expect(rustProblems(project.folder, project.read('bindings/counter.rs'))).toBe('');
    const env = { ...process.env, COUNTER_RS: join(project.folder, 'bindings', 'counter.rs') };
    const options = { cwd: project.folder, encoding: 'utf8', env } as const;
    const built = spawnSync('rustc', ['--edition', '2021', '-D', 'warnings', 'main.rs', '-o', 'main'], options);
    expect([built.status, built.stderr]).toEqual([0, '']);
    expect(spawnSync(join(project.folder, 'main'), options).stderr).toBe('');
  });

  test('one instance cannot be called twice at a time', () => {
    const module = project.read('bindings/counter.rs');
    const use = 'pub fn f(i: &module::Instance<()>) { i.next(); }';
    expect(rustProblems(project.folder, module, { use, editions: ['2021'] })).toContain('E0596');
  });
});
