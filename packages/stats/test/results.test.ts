import { refusal } from '@capsule/test-support/refusal';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import * as stats from '../src/index.js';
import { run } from './child.js';

// Broadcasting: a stride of 0 repeats one number, so that a data capsule with 8 bytes of memory has 2^40 values.
const n = 2 ** 40;
const broadcast = () => forge.sealData('@forge/data', { room: 8, shape: [n], strides: [0], code: 2, bits: 64 });

describe('more results than memory can hold', () => {
  test.each<[operation: string, results: number, call: (x: ReturnType<typeof broadcast>) => unknown]>([
    ['rank(values)', n, (x) => stats.rank(x)],
    ['zscore(values)', n, (x) => stats.zscore(x)],
    ['rollingMean(values, window)', n - 2, (x) => stats.rollingMean(x, 3)],
    ['rollingStd(values, window)', n - 2, (x) => stats.rollingStd(x, 3)],
  ])('are rejected by %s', (operation, results, call) => {
    expect(refusal(() => call(broadcast()))).toEqual({
      type: 'Error',
      code: 'ERR_STATS_OUT_OF_MEMORY',
      message: `${operation}: expected memory for ${results} results, found none.`,
      expected: `memory for ${results} results`,
      found: 'none',
    });
  });
});

// A getter in an Array runs JavaScript while the sample is converted.
test('a call during another call does not change the result of that call', () => {
  const values = [1, 2, 3];
  Object.defineProperty(values, 1, {
    get() {
      stats.histogram([100, 200], { range: [100, 200], bins: 1 });
      stats.describe([100, 200]);
      stats.quantile([100, 200], [0.1, 0.2]);
      return 2;
    },
  });
  const { counts, edges } = stats.histogram(values, { range: [0, 4], bins: 2 });
  expect([...counts]).toEqual([1, 2]);
  expect([...edges]).toEqual([0, 2, 4]);
  expect(stats.describe(values)).toEqual(stats.describe([1, 2, 3]));
  expect(stats.quantile(values, 0.25)).toBe(1.5);
  expect(stats.linearRegression(values, [2, 4, 7])).toEqual(stats.linearRegression([1, 2, 3], [2, 4, 7]));
  expect(stats.weightedMean(values, [1, 1, 2])).toBe(2.25);
});

test.each([
  ['the quantile of several p', 'stats.quantile([1, 2, 4, 8, 16], [0.5, 0.3, 0.9])'],
  ['an Accumulator', 'new stats.Accumulator().push([1, 2, 4]).describe()'],
  ['a restored Accumulator', 'stats.Accumulator.fromJSON(new stats.Accumulator().push([1, 2, 4]).toJSON()).describe()'],
])('%s is not affected by a replaced iterator of arrays or length of typed arrays', (_, call) => {
  const { status, stdout, stderr } = run(`
    const stats = require('@capsule/stats');
    const before = ${call};
    const { iterator } = Symbol;
    const typed = Object.getPrototypeOf(Float64Array.prototype);
    const [each, length] = [Array.prototype[iterator], Object.getOwnPropertyDescriptor(typed, 'length')];
    Array.prototype[iterator] = () => ({ next: () => ({ done: false, value: 42 }) });
    Object.defineProperty(typed, 'length', { get: () => 1, configurable: true });
    let after;
    try { after = ${call}; } catch {}
    Array.prototype[iterator] = each;
    Object.defineProperty(typed, 'length', length);
    console.log(JSON.stringify(after) === JSON.stringify(before));
  `);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true\n', stderr: '' });
});
