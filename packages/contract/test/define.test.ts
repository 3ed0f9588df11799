import { constPtr, defineContract, f64, fn, mutPtr, nothing, type Pointer, struct, u8 } from '@capsule/contract';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { about, define, validFn } from './declarations.js';

/** A linked list: its struct refers to itself. */
const node = struct(
  'node',
  {
    get next(): Pointer {
      return mutPtr(node);
    },
  },
  { doc: 'One of many.' },
);

describe('rejects', () => {
  test.each([
    [undefined, 'nothing'],
    ['', "''"],
    ['@Acme/Math', "'@Acme/Math'"],
    ['@acme', "'@acme'"],
    ['@acme/math:', "'@acme/math:'"],
    ['@acme/x/..//y', "'@acme/x/..//y'"],
    [`@acme/${'x'.repeat(400)}`, 'a string of 406 characters'],
  ])('a name that is not a package name: %s', (name, found) => {
    expect(refusal(() => defineContract(name as string, '1.0', { sum: validFn }))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CONTRACT_NAME_UNUSABLE',
      message: `defineContract(name): expected the name of a package, '@scope/package' or '@scope/package:export', found ${found}.`,
    });
  });

  test.each([
    [null, 'null'],
    ['1', "'1'"],
    ['1.0.0', "'1.0.0'"],
    ['01.0', "'01.0'"],
    [1, '1'],
  ])('a version without major and minor: %s', (version, found) => {
    expect(refusal(() => define({ sum: validFn }, version))).toMatchObject({
      type: 'RangeError',
      code: 'ERR_CONTRACT_VERSION_UNUSABLE',
      message: `Contract '@acme/math': expected a version with a major and a minor, like '1.0', found ${found}.`,
    });
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ['no functions', 'ERR_CONTRACT_EMPTY', {}, 'expected at least one function, found none.'],
    [
      'camelCase',
      'ERR_CONTRACT_NAME_UNUSABLE',
      { minMax: validFn },
      "expected a name in snake_case that is not a keyword of C or C++, found 'minMax'.",
    ],
    [
      'a keyword of C',
      'ERR_CONTRACT_NAME_UNUSABLE',
      { double: validFn },
      "expected a name in snake_case that is not a keyword of C or C++, found 'double'.",
    ],
    [
      'a keyword of C++',
      'ERR_CONTRACT_NAME_UNUSABLE',
      { template: validFn },
      "expected a name in snake_case that is not a keyword of C or C++, found 'template'.",
    ],
    [
      'a member of every table',
      'ERR_CONTRACT_NAME_DUPLICATE',
      { size: validFn },
      "expected a unique name, found 'size', which every table has.",
    ],
    [
      'a value that is not a function',
      'ERR_CONTRACT_FUNCTION_UNUSABLE',
      { sum: 'f64' },
      "expected fn(result, arguments, { since, thread, doc }), found 'f64'.",
    ],
    [
      'no since',
      'ERR_CONTRACT_SINCE_UNUSABLE',
      { sum: { ...validFn, about: { ...about, since: undefined } } },
      "expected since: a version from '1.0' to '1.0', found nothing.",
    ],
    [
      'a function that is retired by the version that adds it',
      'ERR_CONTRACT_RETIRED_UNUSABLE',
      { sum: { ...validFn, about: { ...about, retired: '1.0' } } },
      "expected retired: a version of 1.x after '1.0', and no later than the contract itself, found '1.0'.",
    ],
    [
      'a function that a later version will retire',
      'ERR_CONTRACT_RETIRED_UNUSABLE',
      { sum: { ...validFn, about: { ...about, retired: '1.1' } } },
      "expected retired: a version of 1.x after '1.0', and no later than the contract itself, found '1.1'. Raise the contract from 1.0 to 1.1.",
    ],
    [
      'a function that is retired by another major version',
      'ERR_CONTRACT_RETIRED_UNUSABLE',
      { sum: { ...validFn, about: { ...about, retired: '2.0' } } },
      "expected retired: a version of 1.x after '1.0', and no later than the contract itself, found '2.0'.",
    ],
    [
      'a since of another major',
      'ERR_CONTRACT_SINCE_UNUSABLE',
      { sum: { ...validFn, about: { ...about, since: '2.0' } } },
      "expected since: a version from '1.0' to '1.0', found '2.0'.",
    ],
    [
      'a since later than the contract',
      'ERR_CONTRACT_SINCE_UNUSABLE',
      { sum: { ...validFn, about: { ...about, since: '1.1' } } },
      "expected since: a version from '1.0' to '1.0', found '1.1'. Raise the contract from 1.0 to 1.1.",
    ],
    [
      'an unknown thread rule',
      'ERR_CONTRACT_THREAD_UNKNOWN',
      { sum: { ...validFn, about: { ...about, thread: 'all' } } },
      "expected thread: 'any', 'handle', 'one' or 'js', found 'all'.",
    ],
    [
      'no doc',
      'ERR_CONTRACT_DOC_MISSING',
      { sum: { ...validFn, about: { ...about, doc: ' ' } } },
      'expected doc: a description of the function, found nothing.',
    ],
    [
      'an unknown result',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      { sum: { ...validFn, result: 'f64' } },
      "expected a result of a type of @capsule/contract, such as f64 or constPtr(f64), found 'f64'.",
    ],
    [
      'an unknown argument',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      { sum: { ...validFn, args: { x: Number } } },
      'expected x of a type of @capsule/contract, such as f64 or constPtr(f64), found the function Number.',
    ],
    [
      'an undefined argument',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      { sum: { ...validFn, args: { x: undefined } } },
      'expected x of a type of @capsule/contract, such as f64 or constPtr(f64), found nothing.',
    ],
    [
      'a pointer to an unknown type',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      { sum: { ...validFn, args: { x: constPtr({ kind: 'f80' } as never) } } },
      'expected x of a type of @capsule/contract, such as f64 or constPtr(f64), found an object.',
    ],
    [
      'an argument of type nothing',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      { sum: { ...validFn, args: { x: nothing } } },
      'expected x of a type that C passes by value, found nothing.',
    ],
    [
      'a struct by value',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      { sum: { ...validFn, args: { x: struct('pair', { a: f64 }, { doc: 'Two.' }) } } },
      'expected x of a type that C passes by value, found a struct. Pass it by pointer: constPtr(...) or mutPtr(...).',
    ],
    [
      'an argument that is a keyword of C',
      'ERR_CONTRACT_NAME_UNUSABLE',
      { sum: { ...validFn, args: { register: f64 } } },
      "expected an argument in snake_case that is not a keyword of C or C++, found 'register'.",
    ],
    [
      'documentation of an argument that does not exist',
      'ERR_CONTRACT_DOC_STRAY',
      { sum: { ...validFn, about: { ...about, args: { y: 'none' } } } },
      "expected text about x, n, found text about 'y'.",
    ],
    [
      'a field that is not a type',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      { sum: fn(f64, { x: constPtr(struct('pair', { a: nothing as never }, { doc: 'x' })) }, about) },
      'expected field a of pair of a type that C passes by value, found nothing.',
    ],
    [
      'a missing list of functions',
      'ERR_CONTRACT_EMPTY',
      undefined as never,
      'expected at least one function, found nothing.',
    ],
    [
      'a name that ends like a type',
      'ERR_CONTRACT_NAME_UNUSABLE',
      { sum: { ...validFn, args: { size_t: f64 } } },
      "expected an argument that does not end in _t or _fn, as types do, found 'size_t'.",
    ],
    [
      'a macro',
      'ERR_CONTRACT_NAME_UNUSABLE',
      { sum: { ...validFn, args: { errno: f64 } } },
      "expected an argument that is not a macro of a common header, found 'errno'.",
    ],
    [
      'a function with the name of a function-like macro of windows.h',
      'ERR_CONTRACT_NAME_UNUSABLE',
      { min: validFn },
      "expected a name that is not a macro of a common header, found 'min'.",
    ],
    [
      'documentation that is not a string',
      'ERR_CONTRACT_DOC_UNUSABLE',
      { sum: { ...validFn, about: { ...about, doc: 5n } } },
      'expected doc as a string, found 5n.',
    ],
    [
      'a doc with control characters',
      'ERR_CONTRACT_DOC_UNUSABLE',
      { sum: { ...validFn, about: { ...about, args: { x: 'bell \u0007' } } } },
      'expected text about x that is printable, found the character U+0007.',
    ],
    [
      'a struct with the name of a generated type',
      'ERR_CONTRACT_NAME_DUPLICATE',
      { sum: fn(f64, { x: constPtr(struct('api', { a: f64 }, { doc: 'x' })) }, about) },
      "expected a struct with a unique name, found 'api', which every generated header defines.",
    ],
    [
      'an argument with the name of a generated type',
      'ERR_CONTRACT_NAME_DUPLICATE',
      { sum: fn(f64, { math_pair: constPtr(struct('pair', { a: f64 }, { doc: 'x' })) }, about) },
      "expected names that the generated header does not define, found 'math_pair', which it defines.",
    ],
    [
      'a struct without doc',
      'ERR_CONTRACT_STRUCT_UNUSABLE',
      { sum: fn(f64, { x: constPtr(struct('pair', { a: f64 }, undefined as never)) }, about) },
      "expected struct('pair', { field: type }, { doc }), found nothing in place of { doc }.",
    ],
    [
      'a struct whose fields are null',
      'ERR_CONTRACT_STRUCT_UNUSABLE',
      { sum: fn(f64, { x: constPtr(struct('pair', null as never, { doc: 'x' })) }, about) },
      "expected struct('pair', { field: type }, { doc }), found null in place of { field: type }.",
    ],
    [
      'an empty struct',
      'ERR_CONTRACT_STRUCT_EMPTY',
      { sum: fn(f64, { x: constPtr(struct('pair', {}, { doc: 'x' })) }, about) },
      "expected struct 'pair' with a field, found none. If callers do not use its fields, declare opaque('pair', { doc }).",
    ],
    [
      'a struct that refers to itself',
      'ERR_CONTRACT_TYPE_RECURSIVE',
      { sum: fn(f64, { x: constPtr(node) }, about) },
      "expected field next of node of a type that does not refer to itself, found struct 'node', which does. Declare that pointer as mutPtr(nothing), and cast it in C.",
    ],
  ])('%s', (_, code, functions, problem) => {
    const [name] = Object.keys(functions ?? {});
    const where = `Contract '@acme/math'${name === undefined ? '' : `, ${name}`}: `;
    expect(refusal(() => define(functions))).toMatchObject({ code, message: where + problem });
  });

  test.each([
    [{ prefx: 'math' }, "the key 'prefx'. Did you mean 'prefix'?"],
    [null, 'null.'],
  ])('unknown options: %o', (options, found) => {
    expect(refusal(() => defineContract('@acme/math', '1.0', { sum: validFn }, options as never))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CONTRACT_OPTION_UNKNOWN',
      message: `Contract '@acme/math': expected options as an object, { doc, prefix, languages, kind, target, addon, example }, found ${found}`,
    });
  });

  test('two structs with the same name', () => {
    const one = struct('pair', { a: f64 }, { doc: 'One.' });
    const two = struct('pair', { a: u8 }, { doc: 'Two.' });
    expect(
      refusal(() =>
        define({ first: fn(f64, { x: constPtr(one) }, about), second: fn(f64, { x: constPtr(two) }, about) }),
      ),
    ).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CONTRACT_NAME_DUPLICATE',
      message:
        "Contract '@acme/math', second: expected one type named 'pair', found a second one. Declare it once, as a constant, and use the constant everywhere.",
    });
  });

  test('a new function before an older one', () => {
    const newer = fn(f64, {}, { ...about, since: '1.1' });
    expect(refusal(() => define({ cumsum: newer, sum: validFn }, '1.1'))).toMatchObject({
      type: 'RangeError',
      code: 'ERR_CONTRACT_ORDER_WRONG',
      message:
        "Contract '@acme/math', sum: expected newer functions after older ones, found since 1.0 after a newer function. Append new functions at the end.",
    });
  });
});

test('keeps the order of the functions, and collects the structs that they use', () => {
  const inner = struct('inner', { a: f64 }, { doc: 'Inside.' });
  const outer = struct('outer', { first: constPtr(inner), second: mutPtr(f64) }, { doc: 'Outside.' });
  const only = struct('only', { a: f64 }, { doc: 'Only a result.' });
  const contract = define({
    b: fn(nothing, { out: mutPtr(outer) }, about),
    a: validFn,
    c: fn(constPtr(only), { x: constPtr(inner) }, about),
  });
  expect(contract).toMatchObject({ name: '@acme/math', major: 1, minor: 0 });
  expect(contract.functions.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  expect(contract.structs).toEqual([inner, outer, only]);
});
