import {
  array,
  bool,
  callback,
  constPtr,
  contextOf,
  f64,
  fn,
  i32,
  mutArray,
  mutPtr,
  noMemory,
  nothing,
  opaque,
  out,
  outArray,
  owned,
  signature,
  status,
  struct,
  u8,
  usize,
} from '@capsule/contract';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { generateFiles } from '../src/generate/languages.js';
import { callsOf } from '../src/model/call.js';
import { freezeVersion } from '../src/record/record.js';
import { about, define } from './declarations.js';

const plan = opaque('plan', { doc: 'A plan.', end: 'plan_free' });
const visit = callback('visit', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
const pair = struct('pair', { low: f64, high: f64 }, { doc: 'Two.' });
const strings = struct('strings', { text: constPtr(u8) }, { doc: 'Text.' });
const notSorted = { code: 'NOT_SORTED', expected: 'k in ascending order', found: 'another order' };

/** A declaration that the compiler would reject. */
const wrong = (value: unknown) => value as never;

test('a contract with meanings has the signatures, the table and the C prototypes of one without', () => {
  const meant = define({
    norm: fn(f64, { x: array(f64, 'n'), n: usize }, about),
    add: fn(nothing, { x: array(f64, 'n'), out: outArray(f64, 'n', { mayBe: 'x' }), n: usize }, about),
    range: fn(status(i32, { 1: noMemory }), { x: array(f64, 'n'), n: usize, range: out(pair), mean: out(f64) }, about),
    plan_new: fn(owned(plan), { n: usize }, about),
    plan_run: fn(status(bool, { false: noMemory }), { plan: constPtr(plan), x: mutArray(f64, 3) }, about),
    plan_free: fn(nothing, { plan: mutPtr(plan) }, about), // any thread, so that neither checks its rule
    each: fn(f64, { visit, context: contextOf('visit') }, about),
  });
  const plainPlan = opaque('plan', { doc: 'A plan.' });
  const plain = define({
    norm: fn(f64, { x: constPtr(f64), n: usize }, about),
    add: fn(nothing, { x: constPtr(f64), out: mutPtr(f64), n: usize }, about),
    range: fn(i32, { x: constPtr(f64), n: usize, range: mutPtr(pair), mean: mutPtr(f64) }, about),
    plan_new: fn(mutPtr(plainPlan), { n: usize }, about),
    plan_run: fn(bool, { plan: constPtr(plainPlan), x: mutPtr(f64) }, about),
    plan_free: fn(nothing, { plan: mutPtr(plainPlan) }, about),
    each: fn(f64, { visit, context: mutPtr(nothing) }, about),
  });
  expect(meant.functions.map(signature)).toEqual(plain.functions.map(signature));
  const types = (contract: typeof meant) =>
    freezeVersion(contract).functions.map(({ result, arguments: args }) => ({ result, args }));
  expect(types(meant)).toEqual(types(plain));
  const code = (contract: typeof meant) =>
    generateFiles(contract, 'math.contract.ts').map(({ path, text }) => [path, text.replace(/\/\*[\s\S]*?\*\//g, '')]);
  expect(code(meant)).toEqual(code(plain));
});

test('conditions and failures are documented in C', () => {
  const contract = define({
    at: fn(
      status(i32, { 1: notSorted, 2: noMemory }),
      { k: array(usize, 'n'), n: usize },
      { ...about, requires: ['n >= 1', 'n < 100'], assumes: ['k is unique'] },
    ),
  });
  expect(generateFiles(contract, 'x')[0]?.text).toContain(
    `   Since    1.0.
   Needs    n >= 1; n < 100; k is unique.
   Fails    1: expected k in ascending order, found another order.
            2: expected memory for the result, found less than that. */`,
  );
});

describe('rejects', () => {
  const x = array(f64, 'n');
  const n = usize;

  test.each<[what: string, code: string, fn: unknown, message: string]>([
    [
      'a length that is not an argument',
      'LENGTH_UNUSABLE',
      fn(f64, wrong({ x: array(f64, 'm'), n, count: i32 }), about),
      "sum: expected the length of x to be an integer argument: 'n' or 'count', found 'm'.",
    ],
    [
      'a length without an integer argument',
      'LENGTH_UNUSABLE',
      fn(f64, wrong({ x: array(f64, 'n') }), about),
      "sum: expected the length of x to be a constant, because no argument is an integer, found 'n'.",
    ],
    [
      'a length that is no integer',
      'LENGTH_UNUSABLE',
      fn(f64, { x: array(f64, 'a'), a: f64, n }, about),
      "sum: expected the length of x to be an integer argument: 'n', found 'a', which is no integer.",
    ],
    [
      'a length that is an array',
      'LENGTH_UNUSABLE',
      fn(f64, wrong({ x, y: array(f64, 'x'), n }), about),
      "sum: expected the length of y to be an integer argument: 'n', found 'x', which is no integer.",
    ],
    ...[0, -1, 1.5, 2 ** 40, 'n * 2', 'n+1', 'n + 0', '', null, Number.NaN].map(
      (length) =>
        [
          `the length ${length}`,
          'LENGTH_UNUSABLE',
          fn(f64, wrong({ x: array(f64, wrong(length)), n }), about),
          `sum: expected the length of x to be the name of an argument, 'n', 'n + 1' or 'n - 1', or a constant up to 2147483647, found ${typeof length === 'string' ? `'${length}'` : String(length)}.`,
        ] as [string, string, unknown, string],
    ),
    [
      'an array of bool',
      'MEANING_UNUSABLE',
      fn(f64, { x: array(bool, 'n'), n }, about),
      'sum: expected x with elements that are numbers, found bool.',
    ],
    [
      'an array of pointers',
      'MEANING_UNUSABLE',
      fn(f64, { x: array(wrong(constPtr(f64)), 'n'), n }, about),
      'sum: expected x with elements that are numbers, found pointer.',
    ],
    [
      'an array of arrays',
      'MEANING_UNUSABLE',
      fn(f64, { x: array(wrong(x), 'n'), n }, about),
      'sum: expected x without a meaning: only arguments and results of functions have one, found array(...).',
    ],
    [
      'an array in a struct',
      'MEANING_UNUSABLE',
      fn(f64, { x: constPtr(struct('part', { x }, { doc: 'Part.' })), n }, about),
      'sum: expected field x of part without a meaning: only arguments and results of functions have one, found array(...).',
    ],
    [
      'a result in a callback',
      'MEANING_UNUSABLE',
      fn(f64, { f: callback('f', f64, { x: out(f64) }, { doc: 'f.' }) }, about),
      'sum: expected x of f without a meaning: only arguments and results of functions have one, found out(...).',
    ],
    [
      'an array as a result',
      'MEANING_UNUSABLE',
      fn(x, { n }, about),
      'sum: expected a result with a meaning of a result, found array(...), which is one of an argument.',
    ],
    [
      'a status as an argument',
      'MEANING_UNUSABLE',
      fn(f64, { n: status(i32, { 1: noMemory }) }, about),
      'sum: expected n with a meaning of an argument, found status(...), which is one of a result.',
    ],
    [
      'a meaning of another kind',
      'MEANING_UNUSABLE',
      fn(f64, { x: wrong({ ...constPtr(f64), meaning: { kind: 'list' } }) }, about),
      "sum: expected x with a meaning, such as array(f64, ...), found 'list'.",
    ],
    [
      'an array that is a pointer of another const',
      'MEANING_UNUSABLE',
      fn(f64, { x: { ...mutPtr(f64), meaning: { kind: 'array', length: 'n' } }, n }, about),
      'sum: expected x with array(...), found another pointer.',
    ],
    [
      'a struct with pointers as a result',
      'MEANING_UNUSABLE',
      fn(nothing, { text: out(strings) }, about),
      'sum: expected text with a number, or a struct of numbers, as out(...), found a struct of other types.',
    ],
    [
      'a rule for an array that does not exist',
      'OVERLAP_UNUSABLE',
      fn(nothing, wrong({ x, y: mutArray(f64, 'n', { mayBe: 'z' }), n }), about),
      "sum: expected mayBe of y to name another array, found 'z'.",
    ],
    [
      'a rule for the array itself',
      'OVERLAP_UNUSABLE',
      fn(nothing, { y: mutArray(f64, 'n', { apartFrom: 'y' }), n }, about),
      "sum: expected apartFrom of y to name another array, found 'y'.",
    ],
    [
      'no array in a rule',
      'OVERLAP_UNUSABLE',
      fn(nothing, { x, y: mutArray(f64, 'n', { mayBe: [] }), n }, about),
      'sum: expected mayBe of y to be names of arrays, found none.',
    ],
    [
      'an array of another length in place',
      'OVERLAP_UNUSABLE',
      fn(nothing, { x, y: mutArray(f64, 'n + 1', { mayBe: 'x' }), n }, about),
      "sum: expected mayBe of y to name an array of the same type and length, found 'x'.",
    ],
    [
      'two rules for a pair',
      'OVERLAP_UNUSABLE',
      fn(nothing, { x: array(f64, 'n', { apartFrom: 'y' }), y: mutArray(f64, 'n', { mayBe: 'x' }), n }, about),
      'sum: expected one rule for x and y, found apart and mayBe.',
    ],
    [
      'a condition without an operator',
      'CONDITION_UNUSABLE',
      fn(nothing, { x, n }, { ...about, requires: wrong(['x is sorted']) }),
      "sum: expected requires: a list of conditions such as 'n >= 1' or 'low < high', found 'x is sorted'.",
    ],
    [
      'a condition of an array',
      'CONDITION_UNUSABLE',
      fn(nothing, { x, n }, { ...about, requires: wrong(['x > 1']) }),
      "sum: expected a condition of arguments that are numbers: n, found 'x > 1'.",
    ],
    [
      'a condition that is not in a list',
      'CONDITION_UNUSABLE',
      fn(nothing, { x, n }, { ...about, requires: wrong('n >= 1') }),
      "sum: expected requires: a list of conditions, found 'n >= 1'.",
    ],
    [
      'a status of f64',
      'FAILURE_UNUSABLE',
      fn(status(f64, { 1: noMemory }), { x, n }, about),
      'sum: expected a result, status(...), of bool or an integer type, found f64.',
    ],
    [
      'a status without failures',
      'FAILURE_UNUSABLE',
      fn(status(i32, {}), { x, n }, about),
      'sum: expected a result, status(...), with the values that are failures: { 1: noMemory }, found none.',
    ],
    [
      'the failure 0',
      'FAILURE_UNUSABLE',
      fn(status(i32, { 0: noMemory }), { x, n }, about),
      "sum: expected a result, status(...), with values of i32 other than 0, which is success, found '0'.",
    ],
    [
      'a failure that the type cannot have',
      'FAILURE_UNUSABLE',
      fn(status(u8, { '-1': noMemory }), { x, n }, about),
      "sum: expected a result, status(...), with values of u8 other than 0, which is success, found '-1'.",
    ],
    [
      'two failures of a bool',
      'FAILURE_UNUSABLE',
      fn(status(bool, { true: noMemory, false: noMemory }), { x, n }, about),
      "sum: expected a result, status(...), with 'false' or 'true' as its failure, found 'true' and 'false'.",
    ],
    [
      'a code in small letters',
      'FAILURE_UNUSABLE',
      fn(status(i32, { 1: { ...noMemory, code: 'noMemory' } }), { x, n }, about),
      "sum: expected status 1 of a result with a code in capitals, such as 'NOT_SORTED', found 'noMemory'.",
    ],
    [
      'a failure without a text',
      'FAILURE_UNUSABLE',
      fn(status(i32, { 1: { ...noMemory, found: ' ' } }), { x, n }, about),
      "sum: expected status 1 of a result with the text 'found', found ' '.",
    ],
    [
      'an owned handle without an end',
      'HANDLE_UNUSABLE',
      fn(owned(opaque('list', { doc: 'A list.' })), {}, about),
      "sum: expected owned(list) of an opaque struct with a function that ends it, found none. Write opaque('list', { doc, end: 'list_free' }).",
    ],
    [
      'the thread rule handle without a handle',
      'HANDLE_UNUSABLE',
      fn(f64, { x, n }, { ...about, thread: 'handle' }),
      "sum: expected an argument that is a pointer to an opaque struct with an end, because of thread: 'handle', found none.",
    ],
    [
      'a context of no callback',
      'MEANING_UNUSABLE',
      fn(f64, wrong({ visit, context: contextOf('each') }), about),
      "sum: expected context, contextOf(...), to name a callback whose last argument is mutPtr(nothing), found 'each'.",
    ],
  ])('%s', (_, code, declared, message) => {
    expect(refusal(() => define({ sum: declared }))).toMatchObject({
      type: 'TypeError',
      code: `ERR_CONTRACT_${code}`,
      message: `Contract '@acme/math', ${message}`,
    });
  });

  test.each<[what: string, end: unknown, found: string]>([
    ['does not exist', undefined, "a function of this contract as the end of opaque struct 'plan', found 'plan_free'"],
    [
      'has another argument',
      fn(nothing, { plan: constPtr(plan) }, about),
      "fn(nothing, { plan: mutPtr(plan) }, ...) as the end of opaque struct 'plan', found plan_free, which has another type",
    ],
    [
      'returns something',
      fn(bool, { plan: mutPtr(plan) }, about),
      "fn(nothing, { plan: mutPtr(plan) }, ...) as the end of opaque struct 'plan', found plan_free, which has another type",
    ],
    [
      'can only be called on one thread',
      fn(nothing, { plan: mutPtr(plan) }, { ...about, thread: 'js' }),
      "a function with thread 'handle' or 'any' as the end of opaque struct 'plan', found plan_free with thread 'js'",
    ],
  ])('a handle whose end %s', (_, end, found) => {
    const functions = { plan_new: fn(owned(plan), {}, about), ...(end !== undefined && { plan_free: end }) };
    expect(refusal(() => define(functions))).toMatchObject({
      code: 'ERR_CONTRACT_HANDLE_UNUSABLE',
      message: `Contract '@acme/math': expected ${found}.`,
    });
  });

  test('a meaning with a getter that changes its mind', () => {
    let reads = 0;
    const meaning = {
      kind: 'array',
      get length() {
        return reads++ === 0 ? 'n' : 'evil */';
      },
    };
    const contract = define({ sum: fn(f64, wrong({ x: { ...constPtr(f64), meaning }, n: usize }), about) });
    expect(contract.functions[0]?.args['x']).toMatchObject({ meaning: { kind: 'array', length: 'n' } });
  });
});

test('a contract none of whose functions is offered still generates every file', () => {
  const contract = define({ raw: fn(f64, { x: constPtr(f64), n: usize }, { ...about, requires: ['n >= 1'] }) });
  const files = generateFiles({ ...contract, languages: ['cpp', 'javascript', 'rust'] }, 'math.contract.ts');
  const text = (end: string) => files.find(({ path }) => path.endsWith(end))?.text;
  expect(text('.rs')).toContain('let is_complete = true;');
  expect(text('_functions.h')).toContain('{NULL, NULL}};');
  expect(text('.hpp')).toContain('Not here, but in math.h: raw');
});

test('a function that returns a handle and an output is not offered, because no language returns both', () => {
  const contract = define({
    plan_new: fn(owned(plan), { size: out(f64) }, about),
    plan_free: fn(nothing, { plan: mutPtr(plan) }, about),
  });
  expect(callsOf(contract)).toMatchObject({
    calls: [],
    omitted: [{ name: 'plan_new', why: 'it returns a handle and another result' }],
  });
});
