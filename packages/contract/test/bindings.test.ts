import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContractOptions, constPtr, defineContract, f64, fn, nothing, struct } from '@capsule/contract';
import { competitors, needsKoffi, needsNodeFfi, nodeWithFfi } from '@capsule/test-support/foreign-functions';
import { refusal } from '@capsule/test-support/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rustModule } from '../src/generate/rust.js';
import { about, validFn } from './declarations.js';
import { formatted, needsRustc, needsRustfmt, rustProblems } from './external-tools.js';
import { temporaryProject } from './temporary-project.js';

// A function adds a value of every scalar type; another sets a struct with padding; names are keywords of Rust.
const text = `import * as c from '@capsule/contract';
const about = { since: '1.0', thread: 'any', doc: 'x[0] is \`one\`; \`\`\` ends nothing.' };
const { i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, usize, isize, bool, nothing, constPtr, mutPtr } = c;
const padded = c.struct('padded', { flag: bool, value: f64, type: f32, text: constPtr(nothing), last: u8 }, { doc: 'Holes.' });
const plan = c.opaque('plan', { doc: 'A handle.' });
const visit = c.callback('visit', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'Looks at x.' });
export default c.defineContract('@acme/math', '1.2', {
  all: c.fn(f64, { i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, usize, isize, yes: bool }, about),
  fill: c.fn(nothing, { self: mutPtr(padded), match: bool }, about),
  each: c.fn(nothing, { plan: mutPtr(plan), visit }, about),
  first: c.fn(constPtr(f64), { x: constPtr(constPtr(f64)) }, { ...about, since: '1.1', retired: '1.2', args: { x: 'one' } }),
}, { doc: 'Of everything.', languages: ['rust', 'ffi'] });
`;

const project = temporaryProject({ 'math.contract.ts': text });
const scratch = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => {
  project[Symbol.dispose]();
  rmSync(scratch, { recursive: true, force: true });
});
beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
});

describe('rejects', () => {
  const define = (functions: object, options: unknown) =>
    refusal(() => defineContract('@acme/math', '1.0', functions as never, options as ContractOptions));

  test.each([
    [['rust', 'go'], "'go'"],
    ['rust', "'rust'"],
    [[undefined], 'nothing'],
  ])('an unknown language: %o', (languages, found) => {
    expect(define({ sum: validFn }, { languages })).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CONTRACT_LANGUAGE_UNKNOWN',
      message: `Contract '@acme/math': expected languages: a list of 'cpp', 'javascript', 'promises', 'rust' and 'ffi', found ${found}.`,
    });
  });

  test.each([
    ['x_1', 'x1', 'X1'],
    ['a', 'api', undefined],
    ['a', 'option', 'Option'],
    ['a', 'entry', 'Entry'],
  ])('structs %s and %s, whose names become the same type in Rust', (first, second, type) => {
    const takes = (name: string) => ({ x: constPtr(struct(name, { a: f64 }, { doc: 'A struct.' })) });
    const functions = { one: fn(f64, takes(first), about), two: fn(f64, takes(second), about) };
    const found = type === undefined ? `'api', which every generated header defines` : `two types ${type}`;
    const rejected = define(functions, { languages: ['rust'] });
    expect(rejected).toMatchObject({ code: 'ERR_CONTRACT_NAME_DUPLICATE' });
    expect(rejected.message).toContain(`found ${found}.`);
    if (type !== undefined) expect(() => defineContract('@acme/math', '1.0', functions)).not.toThrow();
  });
});

test('bindings are generated on request, and check reports stale ones', async () => {
  expect(project.read('bindings/math.rs')).toContain('pub type AllFn = unsafe extern "C" fn(');
  project.write('bindings/math.ffi.cjs', project.read('bindings/math.ffi.cjs').replace('int8', 'uint8'));
  const { status, stderr } = await project.capsule('check');
  expect(status).toBe(1);
  expect(stderr).toContain(
    `${join('bindings', 'math.ffi.cjs')}: expected the text that math.contract.ts generates, found other`,
  );
  await project.capsule('generate');
  expect(await project.capsule('check')).toMatchObject({ status: 0, stderr: '' });
});

describe('the Rust module', () => {
  const rust = () => project.read('bindings/math.rs');

  test('writes names that are keywords of Rust as raw identifiers', () => {
    expect(rust()).toContain('pub type FillFn = unsafe extern "C" fn(self_: *mut Padded, r#match: bool);');
    expect(rust()).toContain('    pub r#type: f32,\n    pub text: *const c_void,\n');
  });

  test('declares opaque structs without fields, and callbacks as Option', () => {
    expect(rust()).toContain('pub struct Plan {\n    _private: [u8; 0],\n}');
    expect(rust()).toContain('pub type VisitFn = unsafe extern "C" fn(x: f64, context: *mut c_void) -> f64;');
    expect(rust()).toContain('pub type EachFn = unsafe extern "C" fn(plan: *mut Plan, visit: Option<VisitFn>);');
  });

  test('has the signatures of the C header, and marks retired functions', () => {
    expect(rust()).toContain('    entry(c"fill", c"void(*{bool,f64,f32,*void,u8},bool)", 0, 0),\n');
    expect(rust()).toContain('    entry(c"first", c"*f64(**f64)", 1, 1),\n');
    expect(rust()).toContain('    pub retired_first: Option<FirstFn>,\n');
  });

  test('compiles without warnings with Rust 1.77 or later', needsRustc, () => {
    expect(rustProblems(scratch, rust(), { use: 'pub static TABLE: &module::Contract = &module::CONTRACT;\n' })).toBe(
      '',
    );
  });

  test('does not compile if its layout differs from that of C', needsRustc, () => {
    expect(rustProblems(scratch, rust().replace('last) == 32', 'last) == 40'))).toContain('offset_of!(Padded, last)');
    expect(rustProblems(scratch, rust().replace('pub flag: bool,\n', ''))).toContain('error');
  });

  // The limit of rustfmt applies to the arguments of offset_of!, not to the whole condition.
  test.each([59, 60, 61])('is formatted as by rustfmt for names of %i columns', needsRustfmt, (columns) => {
    const type = struct('a_struct_with_a_long_name', { [`f${'x'.repeat(columns - 23)}`]: f64 }, { doc: 'One.' });
    const long = defineContract('@acme/math', '1.0', { one: fn(f64, { x: constPtr(type) }, about) });
    const module = rustModule(long, 'math.contract.ts');
    expect(module.includes('offset_of!(\n')).toBe(columns > 60);
    expect(rustProblems(scratch, module)).toBe('');
  });

  test('is formatted as by rustfmt for names of every length', needsRustfmt, () => {
    const args = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`argument_${i}`, constPtr(f64)]));
    const lengths = Array.from({ length: 63 }, (_, i) => `f${'x'.repeat(i)}`);
    for (const result of [nothing, f64, constPtr(constPtr(constPtr(f64)))]) {
      const functions = Object.fromEntries(lengths.map((name) => [name, fn(result, args, about)]));
      expect(rustProblems(scratch, rustModule(defineContract('@acme/math', '1.0', functions), 'x.contract.ts'))).toBe(
        '',
      );
    }
  });

  test('is formatted as by rustfmt', needsRustfmt, () => {
    expect(rustProblems(scratch, rust())).toBe('');
    expect(rustProblems(scratch, rust().replace('    pub size', 'pub size'))).toContain('Diff in');
  });
});

const library = `#include <math/math.h>
#include <string.h>
double all(int8_t a, int16_t b, int32_t c, int64_t d, uint8_t e, uint16_t f, uint32_t g, uint64_t h, float i, double j,
           size_t k, ptrdiff_t l, bool m) {
  return a + b + c + (double)d + e + f + g + (double)h + i + j + (double)k + (double)l + m;
}
void fill(math_padded *out, bool match) {
  const math_padded value = {true, 2.5, match ? 0.5f : 0, out, 7};
  memcpy(out, &value, sizeof(value));
}
`;

/** A program that loads the library by an interface and calls its functions. */
const script = (load: string) => `
  const { functions, structs } = require('./bindings/math.ffi.cjs');
  const { all, fill } = (${load})(process.argv[1]);
  const out = new DataView(new ArrayBuffer(structs.padded.size));
  fill(new Uint8Array(out.buffer), 1);
  const { flag, value, type, last } = structs.padded.fields;
  console.log(all(-1, -300, -70000, -5n, 200, 60000, 4000000000, 10n ** 12n, 0.25, 1e-3, 3n, -4n, 1), out.getUint8(flag.offset),
    out.getFloat64(value.offset, true), out.getFloat32(type.offset, true), out.getUint8(last.offset))`;
const sum = -1 - 300 - 70000 - 5 + 200 + 60000 + 4000000000 + 10 ** 12 + 0.25 + 1e-3 + 3 - 4 + 1;

const nodeFfi = `(file) => require('node:ffi').dlopen(file, { all: functions.all, fill: functions.fill }).functions`;
const koffi = `(file) => {
  const koffi = require(process.argv[2]);
  koffi.alias('pointer', 'void *');
  const library = koffi.load(file);
  return { all: library.func('all', functions.all.return, functions.all.arguments),
    fill: library.func('fill', functions.fill.return, functions.fill.arguments) };
}`;

describe('the definitions for foreign function interfaces', () => {
  let file: string;
  beforeAll(() => {
    file = join(scratch, 'library.so');
    writeFileSync(join(scratch, 'library.c'), library);
    const args = ['-shared', '-fPIC', '-I', join(project.folder, 'include'), join(scratch, 'library.c'), '-o', file];
    expect(spawnSync('cc', args, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
  const run = (node: string, load: string, ...args: string[]) =>
    spawnSync(node, ['--no-warnings', '-e', script(load), '--', file, ...args], {
      cwd: project.folder,
      encoding: 'utf8',
    });

  test('have the types of each function and the offset of each field', () => {
    const { name, functions, callbacks, structs } = createRequire(__filename)(
      join(project.folder, 'bindings', 'math.ffi.cjs'),
    );
    expect(name).toBe('@acme/math');
    expect(functions.each).toEqual({ offset: 32, return: 'void', arguments: ['pointer', 'pointer'] });
    expect(callbacks.visit).toEqual({ return: 'float64', arguments: ['float64', 'pointer'] });
    expect(functions.first).toEqual({ offset: 40, return: 'pointer', arguments: ['pointer'] });
    expect(structs.padded.size).toBe(40);
    expect(structs.padded.fields.type).toEqual({ type: 'float32', offset: 16 });
  });

  test('are formatted as by Biome', () => {
    const definitions = project.read('bindings/math.ffi.cjs');
    expect(formatted(definitions)).toBe(definitions);
  });

  test('work with node:ffi', needsNodeFfi, () => {
    const printed = run(nodeWithFfi ?? '', nodeFfi);
    expect(printed).toMatchObject({ status: 0, stderr: '', stdout: `${sum} 1 2.5 0.5 7\n` });
  });

  test('work with koffi', needsKoffi, () => {
    const printed = run(process.execPath, koffi, join(competitors, 'koffi'));
    expect(printed).toMatchObject({ status: 0, stderr: '', stdout: `${sum} 1 2.5 0.5 7\n` });
  });
});
