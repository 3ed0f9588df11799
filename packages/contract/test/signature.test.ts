import {
  callback,
  constPtr,
  type Fn,
  f32,
  f64,
  fn,
  isize,
  mutPtr,
  nothing,
  opaque,
  signature,
  struct,
  u8,
  u32,
  u64,
  usize,
} from '@capsule/contract';
import { expect, test } from 'vitest';
import { declare, declared } from '../src/model/signature.js';
import { about } from './declarations.js';

const pair = struct('pair', { a: f64, b: usize, c: constPtr(u8) }, { doc: 'Three.' });
const integrand = callback('integrand', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
const visit = callback('visit', nothing, { each: integrand, of: constPtr(pair) }, { doc: 'Each.' });
const done = callback('done', nothing, {}, { doc: 'Nothing.' });
const plan = opaque('plan', { doc: 'A plan.' });
const job = struct('job', { f: integrand, plan: mutPtr(plan) }, { doc: 'Two.' });
test.each([
  [fn(f64, { x: constPtr(f64), y: constPtr(f64), n: usize }, about), 'f64(*f64,*f64,usize)'],
  [fn(nothing, {}, about), 'void()'],
  [fn(mutPtr(nothing), { x: mutPtr(constPtr(f64)) }, about), '*void(**f64)'],
  [fn(nothing, { p: mutPtr(pair) }, about), 'void(*{f64,usize,*u8})'],
  [fn(f64, { f: integrand, context: mutPtr(nothing), a: f64 }, about), 'f64((f64(f64,*void)),*void,f64)'],
  [fn(integrand, { f: mutPtr(integrand) }, about), '(f64(f64,*void))(*(f64(f64,*void)))'],
  [fn(nothing, { visit }, about), 'void((void((f64(f64,*void)),*{f64,usize,*u8})))'],
  [fn(mutPtr(plan), { plan: constPtr(plan) }, about), '*<plan>(*<plan>)'],
  [fn(nothing, { job: constPtr(job) }, about), 'void(*{(f64(f64,*void)),*<plan>})'],
])('%#: the signature is the C ABI', (declared, text) => {
  expect(signature(declared)).toBe(text);
});

// If C declarations were compared as text, equal signatures would differ, and types of different widths could be equal.
const sum = signature(fn(f64, { x: constPtr(f64), n: usize }, about));
const vector = constPtr(f64);
test.each<[string, Fn]>([
  ['a const', fn(f64, { x: mutPtr(f64), n: usize }, about)],
  ['a constant for a type', fn(f64, { x: vector, n: usize }, about)],
  ['other names of arguments', fn(f64, { values: constPtr(f64), count: usize }, about)],
])('%s changes nothing in a signature', (_, declared) => {
  expect(signature(declared)).toBe(sum);
});

test.each<[string, Fn]>([
  ['another width of a pointer target', fn(f64, { x: constPtr(f32), n: usize }, about)],
  ['another width of an argument', fn(f64, { x: constPtr(f64), n: u32 }, about)],
  ['a type with the same width on some machines only', fn(f64, { x: constPtr(f64), n: u64 }, about)],
  ['another sign', fn(f64, { x: constPtr(f64), n: isize }, about)],
  ['another result', fn(f32, { x: constPtr(f64), n: usize }, about)],
  ['one pointer more', fn(f64, { x: constPtr(constPtr(f64)), n: usize }, about)],
])('%s is another signature', (_, declared) => {
  expect(signature(declared)).not.toBe(sum);
});

// The length is computed before the text is built, because the text may be exponential.
test.each(
  Object.entries({ f64, pair, integrand, visit, done, job, pointer: mutPtr(constPtr(pair)), plan: constPtr(plan) }),
)('a signature with %s may have 4,095 characters, and not one more', (_, type) => {
  const many = (result: typeof f64 | typeof nothing, length: number, last: typeof f64) => {
    const args = [type, ...Array.from({ length }, () => u8), last];
    return signature({ result, args: Object.fromEntries(args.map((each, i) => [`a${i}`, each])) } as never);
  };
  // An argument u8 adds 3 characters, and f64 as the last one adds 1.
  const result = [u8, f64, nothing].find((each) => (4095 - many(each, 0, u8).length) % 3 === 0) ?? f64;
  const length = (4095 - many(result, 0, u8).length) / 3;
  expect(many(result, length, u8)).toHaveLength(4095);
  expect(() => many(result, length, f64)).toThrow('expected a signature of at most 4095 characters, found more');
});

test('types that double at each of 60 levels are measured once each, and rejected', () => {
  let type: unknown = f64;
  for (let i = 0; i < 60; i++)
    type =
      i % 2 === 0
        ? struct('twice', { a: type, b: type } as never, { doc: 'Two.' })
        : callback('twice', nothing, { a: type, b: type } as never, { doc: 'Two.' });
  expect(() => signature({ result: f64, args: { type } } as never)).toThrow('at most 4095 characters, found more');
});

test.each([
  [f64, 'f64', 'double x', 'double'],
  [nothing, 'void', 'void x', 'void'],
  [constPtr(f64), '*const f64', 'const double *x', 'const double *'],
  [mutPtr(f64), '*f64', 'double *x', 'double *'],
  [constPtr(mutPtr(f64)), '*const *f64', 'double *const *x', 'double *const *'],
  [mutPtr(constPtr(f64)), '**const f64', 'const double **x', 'const double **'],
  [pair, 'struct pair', 'acme_pair x', 'acme_pair'],
  [constPtr(pair), '*const struct pair', 'const acme_pair *x', 'const acme_pair *'],
  [mutPtr(plan), '*opaque plan', 'acme_plan *x', 'acme_plan *'],
  [integrand, 'callback integrand', 'acme_integrand_fn *x', 'acme_integrand_fn *'],
  [mutPtr(integrand), '*callback integrand', 'acme_integrand_fn **x', 'acme_integrand_fn **'],
])('%#: a type in a record and in C', (type, record, value, alone) => {
  expect(declared(type)).toBe(record);
  expect(declare(type, 'x', 'acme')).toBe(value);
  expect(declare(type, '', 'acme')).toBe(alone);
});
