import {
  type Binaries,
  type Capsule,
  type CapsuleError,
  type CapsuleErrorCode,
  type CapsuleFunction,
  type CapsuleLabel,
  type CapsuleState,
  inspect,
  isCapsule,
  isCapsuleError,
  loadAddon,
} from '@capsule/core';
import { expectTypeOf, test } from 'vitest';

test('a capsule has the type of its name, and no other object is a capsule', () => {
  expectTypeOf<Capsule<'@a/b'>>().toExtend<Capsule>();
  expectTypeOf<Capsule<'@a/b'>>().not.toExtend<Capsule<'@a/c'>>();
  expectTypeOf<object>().not.toExtend<Capsule>();
  expectTypeOf<Capsule>().not.toExtend<Capsule<'@a/b'>>();
});

test('isCapsule narrows to the name if one is given', () => {
  const value: unknown = undefined;
  if (isCapsule(value)) expectTypeOf(value).toEqualTypeOf<Capsule<string>>();
  if (isCapsule(value, '@a/b')) expectTypeOf(value).toEqualTypeOf<Capsule<'@a/b'>>();
  // @ts-expect-error: a name is a string
  isCapsule(value, 1);
});

test('isCapsule does not narrow for a name of type string', () => {
  const name: string = '@a/b';
  const capsule = {} as Capsule;
  if (!isCapsule(capsule, name)) expectTypeOf(capsule).toEqualTypeOf<Capsule>();
  if (!isCapsule(capsule, '@a/b')) expectTypeOf(capsule).toEqualTypeOf<Capsule>();
  // @ts-expect-error: a name that is promised has to be given
  isCapsule<'@a/b'>(capsule);
});

test('inspect returns the label, narrowed by kind', () => {
  expectTypeOf(inspect<'@a/b'>)
    .parameter(0)
    .toEqualTypeOf<Capsule<'@a/b'>>();
  const label = {} as CapsuleLabel<'@a/b'>;
  expectTypeOf(label.name).toEqualTypeOf<'@a/b'>();
  if (label.kind === 'table') expectTypeOf(label.version).toEqualTypeOf<string>();
  // @ts-expect-error: a pointer has no version
  else expectTypeOf(label.version).toBeAny();
  // @ts-expect-error: a plain object is not a capsule
  inspect({});
});

test('inspect returns the label of the kind that the capsule is known to hold', () => {
  const label = <Kind extends 'pointer' | 'table' | 'function' | 'data'>(capsule: Capsule<'@a/b', Kind>) =>
    inspect(capsule);
  const table = label({} as Capsule<'@a/b', 'table'>);
  expectTypeOf(table.functions).toEqualTypeOf<readonly CapsuleFunction[]>();
  expectTypeOf(table.variant).toEqualTypeOf<string | undefined>();
  // @ts-expect-error: a table is never taken or revoked
  expectTypeOf(table.state).toBeAny();
  expectTypeOf(label({} as Capsule<'@a/b', 'data'>).shape).toEqualTypeOf<readonly number[]>();
  expectTypeOf(label({} as Capsule<'@a/b', 'function'>).signature).toEqualTypeOf<string>();
  const pointer = label({} as Capsule<'@a/b', 'pointer'>);
  expectTypeOf(pointer.state).toEqualTypeOf<CapsuleState>();
  // @ts-expect-error: a pointer has no functions
  expectTypeOf(pointer.functions).toBeAny();
});

test('a capsule of a known kind is a capsule of any kind, and not the reverse', () => {
  expectTypeOf<Capsule<'@a/b', 'table'>>().toExtend<Capsule<'@a/b'>>();
  expectTypeOf<Capsule<'@a/b'>>().not.toExtend<Capsule<'@a/b', 'table'>>();
  expectTypeOf<Capsule<'@a/b', 'data'>>().not.toExtend<Capsule<'@a/b', 'table'>>();
});

test('isCapsuleError narrows to the code', () => {
  const error: unknown = undefined;
  if (isCapsuleError(error, 'ERR_CAPSULE_NAME_MISMATCH')) {
    expectTypeOf(error).toEqualTypeOf<CapsuleError<'ERR_CAPSULE_NAME_MISMATCH'>>();
    expectTypeOf(error.found).toEqualTypeOf<string>();
  }
  expectTypeOf<'ERR_CAPSULE_NOT_A_CAPSULE'>().toExtend<CapsuleErrorCode>();
  expectTypeOf<'ERR_CAPSULE_WHATEVER'>().not.toExtend<CapsuleErrorCode>();
});

test('isCapsuleError does not narrow for a code of type string', () => {
  const code: string = 'ERR_CAPSULE_NAME_MISMATCH';
  const error = {} as CapsuleError;
  if (!isCapsuleError(error, code)) expectTypeOf(error).toEqualTypeOf<CapsuleError>();
  // @ts-expect-error: a code that is promised has to be given
  isCapsuleError<'ERR_CAPSULE_NAME_MISMATCH'>(error);
  const caught: unknown = undefined;
  if (isCapsuleError(caught)) expectTypeOf(caught).toEqualTypeOf<CapsuleError>();
});

test('loadAddon takes a path, a URL or a list of binaries', () => {
  expectTypeOf(loadAddon<{ open(): void }>).returns.toEqualTypeOf<{ open(): void }>();
  expectTypeOf<string | URL | Binaries>().toExtend<Parameters<typeof loadAddon>[0]>();
  expectTypeOf<number>().not.toExtend<Parameters<typeof loadAddon>[0]>();
  expectTypeOf<{ load(file: string): unknown }>().not.toExtend<Parameters<typeof loadAddon>[0]>();
});
