import { createRequire } from 'node:module';
import { bindContext, dispose, functionOf } from '@capsule/core';
import { createVector } from '@capsule/fastmath';
import { integrate, map, reduce } from '@capsule/stats';
import { detach } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import { addonFile } from './child.js';
import { callbacks } from './forge/index.js';

const times = callbacks.seal('times', 3);
const twice = callbacks.seal('twice');
const digits = callbacks.seal('digits');
/** Calls a function with arguments that TypeScript would reject. */
const any = (call: unknown, ...args: unknown[]) => Reflect.apply(call as typeof map, undefined, args);

describe.each([
  ['map(values, f)', map, twice, []],
  ['reduce(values, f, initial)', reduce, digits, [0]],
] as const)('%s rejects', (operation, call, f, rest) => {
  test.each<[string, unknown, string]>([
    [
      'no values',
      undefined,
      'a Float64Array, a Float32Array, an Array of numbers, a data capsule of numbers or an Arrow column as values, found undefined.',
    ],
    [
      'a string among the values',
      [1, '2'],
      "only numbers in values, found the string '2' at index 1. Convert it: values.map(Number).",
    ],
  ])('%s', (_, values, problem) => {
    expect(refusal(() => any(call, values, f, ...rest)).message).toBe(`${operation}: expected ${problem}`);
  });

  test('a detached array', () => {
    const array = Float64Array.of(1, 2);
    detach(array);
    expect(refusal(() => any(call, array, f, ...rest)).code).toBe('ERR_STATS_DETACHED');
  });

  test.each<[string, unknown, string, string]>([
    ['a JavaScript function', (x: number) => x, 'ERR_CAPSULE_NOT_A_CAPSULE', 'a function'],
    ['a function of float32', callbacks.seal('float'), 'ERR_CAPSULE_SIGNATURE_MISMATCH', 'f32(f32)'],
    [
      'a function with another number of parameters',
      call === map ? digits : twice,
      'ERR_CAPSULE_SIGNATURE_MISMATCH',
      call === map ? 'f64(f64,f64)' : 'f64(f64)',
    ],
    ['a pointer', forge.sealPointer('@forge/content', 1), 'ERR_CAPSULE_KIND_MISMATCH', 'one that holds a pointer'],
  ])('%s', (_, wrong, code, found) => {
    const refused = refusal(() => any(call, [1], wrong, ...rest));
    expect(refused).toMatchObject({ type: 'TypeError', code });
    expect(refused.found).toContain(found);
  });
});

test('functions of a table are called by their names, with a context', () => {
  const table = forge.sealScalars();
  expect(map([1, 2, 3], functionOf(table, 'twice'))).toEqual(Float64Array.of(2, 4, 6));
  expect(reduce([3, 8, 5], functionOf(table, 'larger'), 0)).toBe(8);
  const times = functionOf(table, 'times', { context: createVector(Float64Array.of(3)) });
  expect(map(Float64Array.of(1, 2), times)).toEqual(Float64Array.of(3, 6));
  expect(integrate(bindContext(times, createVector(Float64Array.of(4))), 0, 1).value).toBeCloseTo(2, 14);
  dispose(times);
  expect(refusal(() => map([1], times)).code).toBe('ERR_CAPSULE_DISPOSED');
});

test('reduce rejects an initial value that is not a number', () => {
  expect(refusal(() => any(reduce, [1], digits, '0'))).toMatchObject({
    code: 'ERR_STATS_NOT_A_NUMBER',
    message:
      "reduce(values, f, initial): expected a number as initial, found the string '0'. Convert it: Number(initial).",
  });
  expect(refusal(() => any(reduce, [1], digits)).code).toBe('ERR_STATS_NOT_A_NUMBER');
});

describe('a callback', () => {
  test.each([
    ['a Float64Array', Float64Array.of(1, -2, 0.5)],
    ['a Float32Array', Float32Array.of(1, -2, 0.5)],
    ['an Array', [1, -2, 0.5]],
    ['a data capsule', createVector(Float64Array.of(1, -2, 0.5))],
  ])('is applied to every value of %s', (_, values) => {
    expect(map(values, twice)).toEqual(Float64Array.of(2, -4, 1));
    expect(map(values, times)).toEqual(Float64Array.of(3, -6, 1.5));
    expect(reduce(values, digits, 0)).toBe(80.5);
    expect(map(values, callbacks.seal('times', 1))).toEqual(Float64Array.of(1, -2, 0.5));
  });

  test('reduces values from the first to the last, with or without a context', () => {
    expect(reduce([1, 2, 3], digits, 7)).toBe(7123);
    expect(reduce(Float64Array.of(1, 2, 3), callbacks.seal('smooth', 0.5), 0)).toBe(2.125);
  });

  test('is not called for no values: map returns an empty array, reduce the initial value', () => {
    expect(map([], twice)).toEqual(new Float64Array(0));
    expect(reduce([], digits, 5)).toBe(5);
  });

  test('receives and returns NaN, infinities and the sign of 0', () => {
    expect(map([Number.NaN, Infinity, -0], twice)).toEqual(Float64Array.of(Number.NaN, Infinity, -0));
    expect(reduce([1, Number.NaN, 2], digits, 0)).toBeNaN();
  });

  test('has the same results as in JavaScript for a million values', () => {
    const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i - 0.5);
    expect(map(x, times)).toEqual(x.map((value) => 3 * value));
    expect(reduce(x, callbacks.seal('add'), 0)).toBe(x.reduce((sum, value) => sum + value));
  });
});

test('the addon throws a TypeError for every wrong argument', () => {
  const addon = createRequire(__filename)(addonFile);
  const x = new Float64Array(8);
  const wrong = [undefined, null, 1, 'x', {}, [], Symbol(), () => {}, new Float64Array(0), twice, x];
  let calls = 0;
  for (const name of ['map', 'reduce', 'integrate']) {
    for (const first of wrong) {
      for (const second of wrong) {
        if (first === twice && second instanceof Float64Array) continue;
        expect(() => addon[name](first, ...Array(6).fill(second))).toThrow(TypeError);
        calls++;
      }
    }
  }
  expect(calls).toBeGreaterThan(300);
  expect(() => addon.map(twice, x, new Float64Array(7))).toThrow('long enough');
  expect(() => addon.integrate(twice, 0, 1, 1, 1, new Float64Array(3), x)).toThrow('long enough');
  expect(() => addon.integrate(twice, 0, 1, 1, 1, x, new Float64Array(3))).toThrow('long enough');
  addon.map(twice, Float64Array.of(1, 2), x);
  expect([...x.subarray(0, 3)]).toEqual([2, 4, 0]);
});
