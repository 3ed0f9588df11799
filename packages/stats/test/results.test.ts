import { refusal } from '@capsule/test-support/refusal';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import * as stats from '../src/index.js';
import { run } from './child.js';

// What broadcasting makes of one number: as many values as anybody likes, of 8 bytes of memory.
const n = 2 ** 40;
const broadcast = () => forge.sealData('@forge/data', { room: 8, shape: [n], strides: [0], code: 2, bits: 64 });

describe('more results than there is memory for are refused by', () => {
  test.each<[doing: string, results: number, call: (x: ReturnType<typeof broadcast>) => unknown]>([
    ['rank(values)', n, (x) => stats.rank(x)],
    ['zscore(values)', n, (x) => stats.zscore(x)],
    ['rollingMean(values, window)', n - 2, (x) => stats.rollingMean(x, 3)],
    ['rollingStd(values, window)', n - 2, (x) => stats.rollingStd(x, 3)],
  ])('%s', (doing, results, call) => {
    expect(refusal(() => call(broadcast()))).toEqual({
      type: 'Error',
      code: 'ERR_STATS_OUT_OF_MEMORY',
      message: `${doing}: expected memory for ${results} results, found none.`,
      expected: `memory for ${results} results`,
      found: 'none',
    });
  });
});

// An accessor among the elements of an Array is JavaScript that runs while a sample is read.
test('a statistic that another call interrupts is that of its own options and values', () => {
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
  ['quantile of several p', 'stats.quantile([1, 2, 4, 8, 16], [0.5, 0.3, 0.9])'],
  ['an Accumulator', 'new stats.Accumulator().push([1, 2, 4]).describe()'],
  ['a state that is read', 'stats.Accumulator.fromJSON(new stats.Accumulator().push([1, 2, 4]).toJSON()).describe()'],
])('%s is right when the iterator of arrays and the length of typed arrays were replaced', (_, call) => {
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
