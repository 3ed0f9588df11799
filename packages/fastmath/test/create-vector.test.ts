import { asTypedArray, inspect } from '@capsule/core';
import { createVector } from '@capsule/fastmath';
import { detach, outOfBounds } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import { addon } from './addon.js';

describe('createVector rejects', () => {
  test.each<[found: string, values: unknown]>([
    ['undefined', undefined],
    ['the number -1', -1],
    ['the number 1.5', 1.5],
    ['the number NaN', Number.NaN],
    ["the string '3'", '3'],
    ['an Array of 2 numbers', [1, 2]],
    ['a Float32Array of 2 values', new Float32Array(2)],
  ])('%s', (found, values) => {
    expect(refusal(() => createVector(values as number))).toEqual({
      type: 'TypeError',
      code: 'ERR_FASTMATH_NOT_A_VECTOR',
      message: `createVector(values): expected a length, or a Float64Array, found ${found}.`,
      expected: 'a length, or a Float64Array',
      found,
    });
  });

  test.each([detach(new Float64Array(2)), outOfBounds(3)])('a detached or out-of-bounds array', (values) => {
    expect(refusal(() => createVector(values))).toMatchObject({ type: 'TypeError', code: 'ERR_FASTMATH_DETACHED' });
  });

  test.each([2 ** 46, 2 ** 50, Number.MAX_SAFE_INTEGER])('%i numbers, more than memory holds', (n) => {
    expect(refusal(() => createVector(n))).toEqual({
      type: 'RangeError',
      code: 'ERR_FASTMATH_OUT_OF_MEMORY',
      message: `createVector(values): expected memory for ${n} numbers, found less than that.`,
      expected: `memory for ${n} numbers`,
      found: 'less than that',
    });
  });
});

test('the addon itself rejects wrong arguments', () => {
  const vector = addon.vector as (...given: unknown[]) => unknown;
  const x = new Float64Array(3);
  for (const given of [[], [{}], ['1'], [-1], [Number.NaN], [2 ** 62]])
    expect(refusal(() => vector(...given)).message).toBe('expected a length that fits in memory');
  expect(refusal(() => vector(3, new Float32Array(3))).message).toBe('expected the given number of values');
  for (const n of [2, 4]) expect(refusal(() => vector(n, x)).message).toBe('expected the given number of values');
});

test.each([0, 1, 7, 1000])('returns %i zeros, or a copy of that many values, in a data capsule', (n) => {
  const values = Float64Array.from({ length: n }, (_, i) => i + 0.5);
  const [zeros, copy] = [createVector(n), createVector(values)];
  for (const vector of [zeros, copy]) {
    expect(inspect(vector)).toMatchObject({
      name: '@capsule/fastmath:vector',
      kind: 'data',
      dtype: 'f64',
      shape: [n],
      readOnly: false,
    });
  }
  const shown = [asTypedArray(zeros), asTypedArray(copy)];
  values.fill(-1);
  expect(shown).toEqual([new Float64Array(n), Float64Array.from({ length: n }, (_, i) => i + 0.5)]);
});

test('is aligned to a cache line', () => {
  for (let n = 0; n < 40; n++) {
    const hold = forge.openData(createVector(n), '@capsule/fastmath:vector');
    expect(forge.alignment(hold)).toBeGreaterThanOrEqual(64);
    forge.release(hold);
  }
});
