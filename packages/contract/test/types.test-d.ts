import {
  type Callback,
  type Contract,
  callback,
  constPtr,
  defineContract,
  type Fn,
  f64,
  fn,
  mutPtr,
  nothing,
  opaque,
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
  expectTypeOf<typeof capsule>().toEqualTypeOf<Capsule<'@example/distance'>>();
  expectTypeOf<DistanceFunction>().toEqualTypeOf<'manhattan' | 'chebyshev'>();
});
