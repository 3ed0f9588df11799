import { constPtr, f64, fn, mutPtr, nothing, signature, struct, u8, usize } from '@capsule/contract';
import { expect, test } from 'vitest';
import { about } from './good.js';

const pair = struct('pair', { a: f64, b: usize, c: constPtr(u8) }, { doc: 'Three.' });
test.each([
  [fn(f64, { x: constPtr(f64), y: constPtr(f64), n: usize }, about), 'f64(*f64,*f64,usize)'],
  [fn(nothing, {}, about), 'void()'],
  [fn(mutPtr(nothing), { x: mutPtr(constPtr(f64)) }, about), '*void(**f64)'],
  [fn(nothing, { p: mutPtr(pair) }, about), 'void(*{f64,usize,*u8})'],
])('%# spells the C ABI', (declared, text) => {
  expect(signature(declared)).toBe(text);
});
