import {
  array,
  bool,
  constPtr,
  defineContract,
  f64,
  fn,
  isize,
  nothing,
  outArray,
  status,
  usize,
} from '@capsule/contract';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { freezeVersion } from '../src/record/record.js';
import { about, define } from './declarations.js';

// `javascript` of a function, its binding: what differs from C in JavaScript.
const bad = { code: 'BAD', expected: 'one', found: 'another' };
const args = {
  x: array(f64, 'n'),
  n: usize,
  k: array(usize, 'count'),
  count: usize,
  right: bool,
  low: f64,
  first: constPtr(f64),
  stride: isize,
  out: outArray(f64, 'count'),
};
const make = (javascript: unknown) =>
  define({ f: fn(status(bool, { false: bad }), args, { ...about, javascript: javascript as never }) });

describe('rejects', () => {
  test.each<[expected: string, found: string, javascript: unknown]>([
    ['name in camel case', "'sum_all'", { name: 'sum_all' }],
    ['name that is no reserved word', "'delete'", { name: 'delete' }],
    ['hint as a text', 'null', { hint: null }],
    ['newResults as a boolean', "'yes'", { newResults: 'yes' }],
    ['result to name an array or a number that is written', "'x'", { result: 'x' }],
    ['requires as a list', "'n >= 1'", { requires: 'n >= 1' }],
    [
      "that: a condition such as 'low < high' or 'high - low < infinity'",
      "'low ~ 1'",
      { requires: [{ that: 'low ~ 1', code: 'A', expected: 'b' }] },
    ],
    [
      'that to name arguments that are numbers',
      "'right'",
      { requires: [{ that: 'right < 1', code: 'A', expected: 'b' }] },
    ],
    [
      "a code in capitals, such as 'RANGE_UNUSABLE'",
      "'a'",
      { requires: [{ that: 'low < 1', code: 'a', expected: 'b' }] },
    ],
    ['expected as a text', 'nothing', { requires: [{ that: 'low < 1', code: 'A' }] }],
    ['failures of false', "'true'", { failures: { true: bad } }],
    ['args as an object', '1', { args: 1 }],
    [
      'args to name arguments: x, n, k, count, right, low, first, stride or out',
      "'y'",
      { args: { y: { numbers: true } } },
    ],
    ['numbers as true', "'1'", { args: { x: { numbers: '1' } } }],
    [
      'ascending to name an array that is read, of f64, usize or isize',
      "'out'",
      { args: { out: { ascending: true } } },
    ],
    ['index of an array of usize that is read, or of out(usize)', "'x'", { args: { x: { index: 'k' } } }],
    ['index to name an array', "'n'", { args: { k: { index: 'n' } } }],
    ['stride of a constPtr of numbers', "'x'", { args: { x: { stride: 'stride', count: 'n' } } }],
    ['a stride with a count', "'first'", { args: { first: { stride: 'stride' } } }],
    ["a stride with a name that ends in 'stride'", "'n'", { args: { first: { stride: 'n', count: 'size' } } }],
    ['count to name an argument of type usize', "'low'", { args: { first: { stride: 'stride', count: 'low' } } }],
    ['count to name no length of an array that is read', "'n'", { args: { first: { stride: 'stride', count: 'n' } } }],
    ['option in camel case', "'the side'", { args: { right: { option: 'the side', choices: { a: true, b: false } } } }],
    [
      'choices as an object of two booleans or more',
      'an object',
      { args: { right: { option: 'side', choices: { a: true } } } },
    ],
    [
      'choices as an object of two numbers or more',
      'an object',
      { args: { low: { option: 'side', choices: { a: 1, b: true } } } },
    ],
  ])('a binding without %s: found %s', (expected, found, javascript) => {
    expect(refusal(() => make(javascript))).toEqual({
      type: 'TypeError',
      code: 'ERR_CONTRACT_JAVASCRIPT_UNUSABLE',
      message: `Contract '@acme/math', f: expected javascript: ${expected}, found ${found}.`,
      expected: `javascript: ${expected}`,
      found,
    });
  });

  test('unknown keys', () => {
    expect(refusal(() => make({ nme: 'f' })).message).toBe(
      "Contract '@acme/math', f, javascript: expected options as an object, { name, doc, returns, example, hint, newResults, result, requires, failures, args }, found the key 'nme'. Did you mean 'name'?",
    );
  });

  test.each(['', '../native.js', '/native.js', 'native.ts', 1])('%j as the module of the addon', (addon) => {
    const sum = fn(f64, { x: array(f64, 'n'), n: usize }, about);
    expect(refusal(() => defineContract('@acme/math', '1.0', { sum }, { addon: addon as string })).expected).toBe(
      "addon: the path of a module in the package, like 'dist/native.js'",
    );
  });
});

test('the record does not depend on it', () => {
  const binding = { name: 'g', newResults: true, args: { k: { numbers: true, index: 'x' } } };
  expect(freezeVersion(make(binding))).toEqual(freezeVersion(make(undefined)));
  const gather = { first: constPtr(f64), stride: isize, n: usize, out: outArray(f64, 'n') };
  const strided = { args: { first: { stride: 'stride', count: 'n' } } };
  const one = define({ f: fn(nothing, gather, { ...about, javascript: strided }) });
  expect(freezeVersion(one)).toEqual(freezeVersion(define({ f: fn(nothing, gather, about) })));
});
