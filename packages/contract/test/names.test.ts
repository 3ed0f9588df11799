import {
  array,
  callback,
  constPtr,
  contextOf,
  defineContract,
  type Fn,
  f64,
  fn,
  mutPtr,
  nothing,
  opaque,
  out,
  owned,
  struct,
  usize,
} from '@capsule/contract';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { generateFiles } from '../src/generate/languages.js';
import type { Opaque, Struct } from '../src/model/types.js';
import { about, define, validFn } from './declarations.js';

type Named = Opaque | Struct;

describe('rejects', () => {
  // One name of each kind: keywords of C11 to C23 and C++17 to C++20, and macros of common headers.
  test.each(
    `xor compl char8_t static_assert reinterpret_cast co_await typeof requires thread_local wchar_t complex stdin near si_pid
    interface linux _x x_ x__y sum_fn t`.split(/\s+/),
  )('%s as any name', (name) => {
    const type = struct(name, { a: f64 }, { doc: 'x' });
    for (const functions of [
      { [name]: validFn },
      { sum: fn(f64, { [name]: f64 }, about) },
      { sum: fn(f64, { x: constPtr(type) }, about) },
      { sum: fn(f64, { x: constPtr(struct('pair', { [name]: f64 }, { doc: 'x' })) }, about) },
    ]) {
      expect(refusal(() => define(functions)).code).toBe('ERR_CONTRACT_NAME_UNUSABLE');
    }
  });

  test.each(['max', 'isnan', 'tolower', 'memcpy', 'offsetof'])('%s as a function, but not as an argument', (name) => {
    expect(refusal(() => define({ [name]: validFn })).code).toBe('ERR_CONTRACT_NAME_UNUSABLE');
    expect(define({ sum: fn(f64, { [name]: f64 }, about) }).functions).toHaveLength(1);
  });

  test('a name that looks like a retired function', () => {
    expect(refusal(() => define({ retired_sum: validFn })).message).toBe(
      "Contract '@acme/math', retired_sum: expected a name that does not begin with retired_, as the members of retired functions do, found 'retired_sum'.",
    );
    expect(define({ sum: fn(f64, { retired_sum: f64 }, about) }).functions).toHaveLength(1);
  });

  test.each([
    ['@acme/2d-math', undefined, '2d_math'],
    ['@acme/capsule', undefined, 'capsule'],
    ['@acme/capsule-x', undefined, 'capsule_x'],
    ['@acme/con', undefined, 'con'],
    ['@acme/debug', undefined, 'debug'],
    ['@acme/math', 'Math', 'Math'],
  ])('%s with the prefix %s', (name, prefix, found) => {
    expect(
      refusal(() => defineContract(name, '1.0', { sum: validFn }, prefix === undefined ? {} : { prefix })),
    ).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CONTRACT_PREFIX_UNUSABLE',
      message: `Contract '${name}': expected a prefix in snake_case that C, Node-API and core do not use, found '${found}'. Write { prefix: '...' } as the last argument of defineContract.`,
    });
  });
});

test('rejects types with names that the generated headers define', () => {
  const state = opaque('ring', { doc: 'A handle.', end: 'ring_end' });
  const pair = struct('pair', { a: f64 }, { doc: 'Two.' });
  const each = callback('visit', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'Called.' });
  const list = (more: Named[]): Record<string, Fn> => ({
    total: fn(f64, { x: array(f64, 'n'), n: usize, twice: out(pair) }, about),
    ring: fn(owned(state), {}, about),
    push: fn(f64, { ring: mutPtr(state) }, { ...about, thread: 'handle' }),
    walk: fn(f64, { f: each, context: contextOf('f') }, { ...about, thread: 'one' }),
    ring_end: fn(nothing, { ring: mutPtr(state) }, about),
    last: fn(nothing, Object.fromEntries(more.map((type, i) => [`more${i}`, mutPtr(type)])), about),
  });
  const options = { prefix: 'own', languages: ['cpp', 'javascript', 'promises', 'rust'] as const };
  const definedBy = (more: Named[]) => defineContract('@acme/own', '1.0', list(more), options);
  const texts = generateFiles(definedBy([]), 'own.contract.ts').filter(({ path }) => /\.h(pp)?$/.test(path));
  const code = texts.map(({ text }) => text.replaceAll(/\/\*.*?\*\/|"[^"]*"/gs, '')).join('');
  const own = ['ring', 'pair'];
  const defined = [...new Set(Array.from(code.matchAll(/\bown_([a-z0-9_]+)/g), ([, name]) => name as string))];
  expect(defined.length).toBeGreaterThan(50);
  for (const name of [...defined, 'define_variants'].filter((name) => !own.includes(name))) {
    for (const type of [opaque(name, { doc: 'x' }), struct(name, { a: f64 }, { doc: 'x' })])
      expect(refusal(() => definedBy([type])).code, name).toMatch(/^ERR_CONTRACT_NAME_/);
  }
});

test('accepts the names of checks if no function has a rule of threads to check', () => {
  const type = opaque('checked_sum', { doc: 'x' });
  const sum = (thread: 'any' | 'one') => ({ sum: fn(f64, { x: mutPtr(type) }, { ...about, thread }) });
  expect(define(sum('any')).types).toEqual([type]);
  expect(refusal(() => define(sum('one')))).toMatchObject({
    code: 'ERR_CONTRACT_NAME_DUPLICATE',
    message:
      "Contract '@acme/math': expected names that the generated header does not define, found the type 'checked_sum', which the checks of thread rules have.",
  });
});

test.each(['capsule_call', 'capsule_call_begin', 'capsule_call_end', 'capsule_check_js', 'math_checks'])(
  'rejects an argument %s, which would hide what the checks of thread rules call',
  (name) => {
    for (const thread of ['one', 'js'] as const) {
      expect(refusal(() => define({ sum: fn(f64, { [name]: f64 }, { ...about, thread }) }))).toMatchObject({
        code: 'ERR_CONTRACT_NAME_DUPLICATE',
        message: `Contract '@acme/math', sum: expected names that the generated header does not define, found '${name}', which it defines.`,
      });
    }
    expect(define({ sum: fn(f64, { [name]: f64 }, about) }).functions).toHaveLength(1);
  },
);

test('accepts min and max as arguments and fields, which function-like macros do not replace', () => {
  const range = struct('range', { min: f64, max: f64 }, { doc: 'Two ends.' });
  expect(define({ clip: fn(nothing, { min: f64, max: f64, out: mutPtr(range) }, about) }).structs).toEqual([range]);
});

test('accepts another prefix', () => {
  expect(define({ sum: validFn }).prefix).toBe('math');
  expect(defineContract('@acme/2d-math', '1.0', { sum: validFn }, { prefix: 'flat' }).prefix).toBe('flat');
});
