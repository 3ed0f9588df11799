import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  callback,
  constPtr,
  type Fn,
  f64,
  fn,
  mutArray,
  mutPtr,
  type Pointer,
  type Struct,
  signature,
  struct,
  usize,
} from '@capsule/contract';
import { refusal } from '@capsule/test-support/refusal';
import { linuxOnly, posixOnly } from '@capsule/test-support/skip';
import { describe, expect, test, vi } from 'vitest';
import { about, define, validFn } from './declarations.js';
import { source, sum, temporaryProject } from './temporary-project.js';

// Tests that time and memory are bounded by the sizes of contracts, records and files.

/** A struct with two pointers to a struct, which has two pointers to a struct, and so on. */
function doubling(levels: number): Struct {
  let inner = struct('s0', { a: f64 }, { doc: 'x' });
  for (let i = 1; i < levels; i++)
    inner = struct(`s${i}`, { a: constPtr(inner), b: constPtr(inner) } as Record<string, Pointer>, { doc: 'x' });
  return inner;
}

/** A pointer to a pointer to ... a double, with this many levels. */
function deep(levels: number): Pointer {
  let pointer = constPtr(f64);
  for (let i = 1; i < levels; i++) pointer = constPtr(pointer);
  return pointer;
}

describe('a contract', () => {
  const rejected = { type: 'RangeError', code: 'ERR_CONTRACT_TOO_LARGE' };

  test('whose types double at each of 30 levels is rejected for its signature', () => {
    const message = "Contract '@acme/math', sum: expected a signature of at most 4095 characters, found more.";
    expect(refusal(() => define({ sum: fn(f64, { x: constPtr(doubling(30)) }, about) }))).toMatchObject({
      ...rejected,
      message,
    });
    expect(refusal(() => signature(fn(f64, { x: constPtr(doubling(30)) }, about)))).toMatchObject({
      ...rejected,
      message: 'signature(fn): expected a signature of at most 4095 characters, found more.',
    });
  });

  test('may have such types at 8 levels, each collected once', () => {
    const { structs, functions } = define({ sum: fn(f64, { x: constPtr(doubling(8)) }, about) });
    expect(structs.map(({ name }) => name)).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7']);
    // Level n is {*below,*below}: 2 L + 5 characters.
    const lengths = Array.from({ length: 7 }).reduce<number[]>((all) => [...all, 2 * (all.at(-1) ?? 0) + 5], [5]);
    expect(signature(functions[0] as Fn)).toHaveLength((lengths.at(-1) ?? 0) + 'f64(*)'.length);
  });

  test.each([1, 2, 100, 1365])(
    'a signature of %i arguments has the length that is compared with the limit',
    (count) => {
      const args = (length: number) => Object.fromEntries(Array.from({ length }, (_, i) => [`a${i}`, f64]));
      const name = (length: number) => signature(fn(f64, args(length), about));
      // "f64(" has 4 characters, and each argument adds 4.
      if (4 + 4 * count <= 4095) expect(name(count)).toHaveLength(4 + 4 * count);
      else expect(refusal(() => name(count)).code).toBe('ERR_CONTRACT_TOO_LARGE');
    },
  );

  test('may have functions with as many arguments as C compilers must accept, and no more', () => {
    const arrays = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, i) => [`x${i}`, mutArray(f64, 'n')]));
    const of = (count: number) => define({ sum: fn(f64, { ...arrays(count - 1), n: usize }, about) });
    expect(of(127).functions).toHaveLength(1);
    expect(refusal(() => of(128))).toMatchObject({
      ...rejected,
      message: "Contract '@acme/math', sum: expected a function with at most 127 arguments, found more.",
    });
  });

  test('may nest types as deep as core accepts, and no deeper', () => {
    expect(define({ sum: fn(f64, { x: deep(64) }, about) }).functions).toHaveLength(1);
    expect(refusal(() => define({ sum: fn(f64, { x: deep(65) }, about) }))).toMatchObject({
      ...rejected,
      message: "Contract '@acme/math', sum: expected x of a type that nests at most 64 levels deep, found more.",
    });
  });

  test('with a struct that makes a new struct whenever its field is read is rejected', () => {
    let made = 0;
    const endless = (): Pointer =>
      mutPtr({
        kind: 'struct',
        name: `s${made++}`,
        get fields() {
          return { a: endless(), b: endless() };
        },
        about: { doc: 'x' },
      } as unknown as Struct);
    expect(refusal(() => define({ sum: fn(f64, { x: endless() }, about) }))).toMatchObject(rejected);
    expect(made).toBeLessThan(200);
  });

  // Each function and each argument was once compared with all functions, which took minutes.
  test('may have 65,536 functions', { timeout: 60_000 }, () => {
    const one = fn(f64, { x: f64, y: f64, z: f64 }, about);
    const all = Object.fromEntries(Array.from({ length: 65_536 }, (_, i) => [`f${i}`, one]));
    expect(define(all).functions).toHaveLength(65_536);
  });

  test('with more than 65,536 functions is rejected', () => {
    const all = Object.fromEntries(Array.from({ length: 65_537 }, (_, i) => [`f${i}`, validFn]));
    expect(refusal(() => define(all))).toMatchObject({
      ...rejected,
      message: "Contract '@acme/math': expected a contract with at most 65536 functions, found more.",
    });
  });
});

describe('a type that does not come from this package', () => {
  const scalar = { kind: 'scalar', name: 'f64', c: 'double', size: 8 };
  const pair = { kind: 'struct', name: 'pair', fields: { a: f64 }, about: { doc: 'x' } };

  test.each<[string, unknown]>([
    ['a scalar with nothing but its kind', { kind: 'scalar' }],
    ['a scalar with other text in C', { ...scalar, c: 'double x); int evil(' }],
    ['a scalar with another size', { ...scalar, size: 4 }],
    ['a scalar with another name', { ...scalar, name: 'f64","x' }],
    ['a pointer without a target', { kind: 'pointer', const: true }],
    ['a pointer whose const is text', { kind: 'pointer', const: '*/', to: f64 }],
    ['a function', () => f64],
    ['a kind that every object inherits', { kind: 'constructor' }],
  ])('is rejected: %s', (_, type) => {
    expect(refusal(() => define({ sum: { ...validFn, args: { x: type } } }))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CONTRACT_TYPE_UNKNOWN',
      message: expect.stringContaining(
        "Contract '@acme/math', sum: expected x of a type of @capsule/contract, such as f64 or constPtr(f64), found ",
      ),
    });
  });

  test.each<[string, unknown, string]>([
    ['a struct', { kind: 'struct' }, 'ERR_CONTRACT_NAME_UNUSABLE'],
    ['a struct without fields', { ...pair, fields: undefined }, 'ERR_CONTRACT_STRUCT_UNUSABLE'],
    ['a struct without documentation', { ...pair, about: {} }, 'ERR_CONTRACT_DOC_MISSING'],
    ['an opaque struct', { kind: 'opaque', name: 'plan' }, 'ERR_CONTRACT_OPAQUE_UNUSABLE'],
    ['a callback', { kind: 'callback', name: 'visit' }, 'ERR_CONTRACT_CALLBACK_UNUSABLE'],
    ['a struct whose texts are a number', { ...pair, about: { doc: 'x', fields: 1 } }, 'ERR_CONTRACT_DOC_UNUSABLE'],
  ])('is rejected if it is incomplete: %s', (_, type, code) => {
    const target = { kind: 'pointer', const: true, to: type };
    expect(refusal(() => define({ sum: { ...validFn, args: { x: target } } })).code).toBe(code);
  });

  test('is accepted if it equals one of this package', () => {
    const [f] = define({
      sum: { ...validFn, args: { x: { kind: 'pointer', const: true, to: pair }, y: scalar } },
    }).functions;
    expect(signature(f as Fn)).toBe('f64(*{f64},f64)');
  });

  test('is read once, so that a getter cannot return another value later', () => {
    let reads = 0;
    const shifting = {
      ...scalar,
      get c() {
        return reads++ === 0 ? 'double' : 'evil';
      },
    };
    const { functions } = define({ sum: { ...validFn, args: { x: shifting } } });
    expect(functions[0]?.args['x']).toEqual(f64);
    const mutable = { ...validFn.about, doc: 'Text.' };
    const contract = define({ sum: { ...validFn, about: mutable } });
    mutable.doc = '\u202e';
    expect(contract.functions[0]?.about.doc).toBe('Text.');
  });
});

describe('a contract file that does not load', () => {
  const message = (found: string) => `math.contract.ts: expected a file that loads, found one that ${found}.\n`;

  test.each([
    ['ends the process with success', 'process.exit(0)'],
    ['waits for a promise that nothing resolves', 'await new Promise(() => {})'],
  ])('because it %s is reported, and the command fails', (_, code) => {
    using project = temporaryProject({ 'math.contract.ts': `${code};\n${source('1.0', { sum: sum() })}` });
    for (const command of ['check', 'generate', 'freeze']) {
      expect(project.spawn(command)).toEqual({
        status: 1,
        stdout: '',
        stderr: message('ended the process, or waits for what never happens'),
      });
    }
  });

  test.each([
    ['rejects a promise', "Promise.reject(new Error('\\u001b[2J\\nlater'));", '\\u{1b}[2J'],
    ['throws in a timer', "setTimeout(() => { throw new Error('\\u001b[2J\\nlater'); }, 0);", '\\u{1b}[2J'],
    ['throws no error', 'setTimeout(() => { throw Object.create(null); }, 0);', 'a value that has no text'],
  ])('because it %s is reported on one line', (_, code, found) => {
    const wait = 'await new Promise((resolve) => setTimeout(resolve, 1000));';
    using project = temporaryProject({ 'math.contract.ts': `${code}\n${wait}\n${source('1.0', { sum: sum() })}` });
    const { status, stdout, stderr } = project.spawn('check');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.replace(/^math\.contract\.ts(:\d+)?: /, '')).toBe(
      `expected a file that loads, found Error: ${found}.\n`,
    );
  });

  test('is reported after ten seconds, while it is still awaited', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const code = 'await new Promise((resolve) => { globalThis.finish = resolve; });';
      using project = temporaryProject({ 'math.contract.ts': `${code};\n${source('1.0', { sum: sum() })}` });
      const running = project.capsule('generate');
      const finish = () => (globalThis as { finish?: () => void }).finish;
      await vi.waitUntil(() => finish() !== undefined, 30_000);
      vi.advanceTimersByTime(10_000);
      finish()?.();
      expect(await running).toMatchObject({ status: 0, stderr: message('has not loaded after 10 s') });
    } finally {
      vi.useRealTimers();
    }
  });

  test('does not include a file that leaves a timer or a server running: the command ends', () => {
    const code = `setInterval(() => {}, 1000); (await import('node:net')).createServer().listen(0);`;
    using project = temporaryProject({ 'math.contract.ts': `${code}\n${source('1.0', { sum: sum() })}` });
    expect(project.spawn('generate')).toMatchObject({ status: 0, stderr: '' });
    expect(project.spawn('check')).toEqual({
      status: 0,
      stdout: 'math.contract.ts: contract 1.0 matches its generated files; no version is frozen yet.\n',
      stderr: '',
    });
  });

  test('a package that ends the process is reported by inspect', () => {
    using project = temporaryProject({ 'x/index.js': 'process.exit(0)', 'x/package.json': '{}' });
    expect(project.spawn('inspect', './x')).toEqual({
      status: 1,
      stdout: '',
      stderr: "Inspecting './x': expected a package that loads, found one that ended the process.\n",
    });
  });
});

describe('a file of another kind', () => {
  const files = { 'math.contract.ts': source('1.0', { sum: sum() }) };

  test.each([
    ['include/math/math.h', 'generate', 1],
    ['abi/math.abi.json', 'check', 1],
    ['package.json', 'check', 1],
    ['other.contract.ts', 'check', 1],
  ])('a pipe at %s does not block %s', posixOnly, (file, command, status) => {
    using project = temporaryProject({ ...files, [`${file}.folder/x`]: '' });
    expect(spawnSync('mkfifo', [join(project.folder, file)]).status).toBe(0);
    expect(project.spawn(command)).toMatchObject({
      status,
      stderr: expect.stringContaining(
        `${join(...file.split('/'))}: expected a file that can be read, found none, because it is not a regular file.\n`,
      ),
    });
  });

  // On Node 20, mkdir with the option `recursive` never ends there.
  test('a folder that cannot be created in /proc is reported', linuxOnly, () => {
    using project = temporaryProject(files);
    symlinkSync('/proc', join(project.folder, 'include'));
    expect(project.spawn('generate')).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^include\/math\/math\.h: expected a file that can be written, found ENOENT: .*\.\n$/,
      ),
    });
  });

  test('a file in place of a folder is reported', () => {
    using project = temporaryProject({ ...files, include: '' });
    expect(project.spawn('generate')).toEqual({
      status: 1,
      stdout: '',
      stderr: `${join('include', 'math', 'math.h')}: expected a file that can be written, found the file include in place of a folder.\n`,
    });
  });

  test('a link to itself is reported', posixOnly, () => {
    using project = temporaryProject(files);
    symlinkSync(join(project.folder, 'other.contract.ts'), join(project.folder, 'other.contract.ts'));
    expect(project.spawn('check')).toMatchObject({ status: 1, stderr: expect.stringContaining('other.contract.ts') });
  });

  test.each(['no JSON', 'null', '[', '"text"'])('a package.json of %s is reported without a stack trace', (text) => {
    using project = temporaryProject({ ...files, 'package.json': text });
    expect(project.spawn('generate')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'package.json: expected an object in JSON, found other text.\n',
    });
  });

  test('a folder in place of a contract file is reported', () => {
    using project = temporaryProject({ 'math.contract.ts/x': '' });
    expect(project.spawn('check')).toMatchObject({
      status: 1,
      stderr: 'math.contract.ts: expected a contract file, found a folder.\n',
    });
  });

  test('a record of deeply nested arrays is damaged', () => {
    using project = temporaryProject({ ...files, 'abi/math.abi.json': `${'['.repeat(1e6)}${']'.repeat(1e6)}` });
    expect(project.spawn('check')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        `abi${process.platform === 'win32' ? '\\' : '/'}math.abi.json: expected a record`,
      ),
    });
  });
});

test('callbacks that contain each other are rejected', () => {
  const args: Record<string, unknown> = {};
  const visit = callback('visit', f64, args as never, { doc: 'x' });
  args['visit'] = visit;
  expect(refusal(() => define({ sum: fn(f64, { visit }, about) })).code).toBe('ERR_CONTRACT_TYPE_RECURSIVE');
});
