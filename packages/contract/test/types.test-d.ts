import {
  array,
  bool,
  type Callback,
  type Contract,
  callback,
  constPtr,
  contextOf,
  defineContract,
  type Fn,
  f64,
  fn,
  mutArray,
  mutPtr,
  noMemory,
  nothing,
  opaque,
  out,
  owned,
  status,
  struct,
  usize,
} from '@capsule/contract';
import type { Capsule } from '@capsule/core';
import type { capsule, DistanceFunction } from '@example/distance';
import { expectTypeOf, test } from 'vitest';

const about = { since: '1.0', thread: 'any', doc: 'Text.' } as const;

test('a function accepts scalars and pointers, and documentation of its own arguments only', () => {
  expectTypeOf(fn(f64, { x: constPtr(f64) }, { ...about, args: { x: 'n values' } })).toEqualTypeOf<Fn>();
  // @ts-expect-error: there is no argument y
  fn(f64, { x: constPtr(f64) }, { ...about, args: { y: 'n values' } });
  // @ts-expect-error: nothing is not an argument
  fn(f64, { x: nothing }, about);
  // @ts-expect-error: a struct is passed by pointer
  fn(f64, { x: struct('pair', { a: f64 }, { doc: 'One.' }) }, about);
  // @ts-expect-error: a struct is not a result
  fn(struct('pair', { a: f64 }, { doc: 'One.' }), {}, about);
  // @ts-expect-error: a name is not a type
  fn('f64', {}, about);
});

test('a function requires since, thread and doc', () => {
  // @ts-expect-error: since is missing
  fn(f64, {}, { thread: 'any', doc: 'Text.' });
  // @ts-expect-error: thread is missing
  fn(f64, {}, { since: '1.0', doc: 'Text.' });
  // @ts-expect-error: an unknown thread rule
  fn(f64, {}, { ...about, thread: 'all' });
  // @ts-expect-error: doc is missing
  fn(f64, {}, { since: '1.0', thread: 'any' });
});

test('a function may have the version that retired it', () => {
  expectTypeOf(fn(f64, {}, { ...about, retired: '1.1' })).toEqualTypeOf<Fn>();
  // @ts-expect-error: retired is a version
  fn(f64, {}, { ...about, retired: true });
});

test('a struct accepts scalars and pointers, and documentation of its own fields only', () => {
  expectTypeOf(mutPtr(struct('pair', { a: f64, n: usize }, { doc: 'Two.', fields: { a: 'first' } }))).toHaveProperty(
    'const',
  );
  // @ts-expect-error: there is no field b
  struct('pair', { a: f64 }, { doc: 'One.', fields: { b: 'second' } });
  // @ts-expect-error: a struct in a struct is passed by pointer
  struct('pair', { a: struct('inner', { b: f64 }, { doc: 'In.' }) }, { doc: 'Out.' });
});

test('a callback is passed by value, an opaque struct by pointer', () => {
  const f = callback('f', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).', args: { x: 'where' } });
  expectTypeOf(f).toEqualTypeOf<Callback>();
  expectTypeOf(fn(f, { f, plan: mutPtr(opaque('plan', { doc: 'A plan.' })) }, about)).toEqualTypeOf<Fn>();
  // @ts-expect-error: there is no argument y
  callback('f', f64, { x: f64 }, { doc: 'f(x).', args: { y: 'where' } });
  // @ts-expect-error: doc is missing
  callback('f', f64, { x: f64 }, {});
  // @ts-expect-error: an opaque struct is not an argument
  fn(f64, { plan: opaque('plan', { doc: 'A plan.' }) }, about);
  // @ts-expect-error: doc is missing
  opaque('plan');
});

test('a contract has a name, a version and functions', () => {
  expectTypeOf(defineContract('@a/b', '1.0', { sum: fn(f64, {}, about) })).toEqualTypeOf<Contract>();
  // @ts-expect-error: a version is a string
  defineContract('@a/b', 1.0, {});
});

test('a producer in JavaScript has the types that are generated from its contract', () => {
  expectTypeOf<typeof capsule>().toEqualTypeOf<Capsule<'@example/distance', 'table'>>();
  expectTypeOf<DistanceFunction>().toEqualTypeOf<'manhattan' | 'chebyshev'>();
});

test('lengths, other arrays and conditions name arguments', () => {
  const args = { x: array(f64, 'n'), y: array(f64, 'n + 1'), n: usize, low: f64, c: array(f64, 3) };
  expectTypeOf(fn(f64, args, { ...about, requires: ['n >= 1', 'low < n'] })).toEqualTypeOf<Fn>();
  expectTypeOf(
    fn(nothing, { x: array(f64, 'n'), y: mutArray(f64, 'n', { mayBe: 'x' }), n: usize }, about),
  ).toEqualTypeOf<Fn>();
  // @ts-expect-error: there is no argument m
  fn(f64, { x: array(f64, 'm'), n: usize }, about);
  // @ts-expect-error: there is no argument m
  fn(f64, { x: array(f64, 'm + 1'), n: usize }, about);
  // @ts-expect-error: a length is not an array
  fn(f64, { x: array(f64, 'y'), y: array(f64, 'n'), n: usize }, about);
  // @ts-expect-error: n * 2 is not a length
  fn(f64, { x: array(f64, 'n * 2'), n: usize }, about);
  // @ts-expect-error: there is no array z
  fn(nothing, { x: array(f64, 'n'), y: mutArray(f64, 'n', { mayBe: 'z' }), n: usize }, about);
  // @ts-expect-error: n is not an array
  fn(nothing, { y: mutArray(f64, 'n', { apartFrom: ['n'] }), n: usize }, about);
  // @ts-expect-error: there is no argument m
  fn(f64, { x: array(f64, 'n'), n: usize }, { ...about, requires: ['m >= 1'] });
  // @ts-expect-error: => is not an operator
  fn(f64, { x: array(f64, 'n'), n: usize }, { ...about, requires: ['n => 1'] });
  // @ts-expect-error: an array is not a number
  fn(f64, { x: array(f64, 'n'), n: usize }, { ...about, requires: ['x > 0'] });
});

test('a result is a status or a new handle, and a context names a callback', () => {
  const plan = opaque('plan', { doc: 'A plan.', end: 'plan_free' });
  const visit = callback('visit', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
  expectTypeOf(fn(owned(plan), { n: usize }, { ...about, thread: 'handle' })).toEqualTypeOf<Fn>();
  expectTypeOf(fn(status(bool, { false: noMemory }), { low: out(f64) }, about)).toEqualTypeOf<Fn>();
  expectTypeOf(fn(f64, { visit, context: contextOf('visit') }, about)).toEqualTypeOf<Fn>();
  // @ts-expect-error: there is no callback f
  fn(f64, { visit, context: contextOf('f') }, about);
  // @ts-expect-error: only an opaque struct can be owned
  owned(f64);
  // @ts-expect-error: a failure has a code
  status(bool, { false: { expected: 'memory', found: 'none' } });
});
