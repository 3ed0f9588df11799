import { callback, constPtr, f64, fn, mutPtr, nothing, opaque, signature, struct, u8, usize } from '@capsule/contract';
import { expect, test } from 'vitest';
import { about } from './good.js';

const pair = struct('pair', { a: f64, b: usize, c: constPtr(u8) }, { doc: 'Three.' });
const integrand = callback('integrand', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
const visit = callback('visit', nothing, { each: integrand, of: constPtr(pair) }, { doc: 'Each.' });
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
])('%# spells the C ABI', (declared, text) => {
  expect(signature(declared)).toBe(text);
});
