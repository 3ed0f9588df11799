import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { createVector } from '@capsule/fastmath';
import { detach, resizableWith } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import { run } from './child.js';
import { all, compute, given, known, ofNoValues, x, y } from './statistics.js';

class Sample extends Float64Array {}

/** Returns a function that puts numbers at an offset in a larger array. */
const from = (start: number) => (values: readonly number[]) =>
  Float64Array.from([...Array(start).fill(Number.NaN), ...values, Number.NaN]).subarray(start, start + values.length);

const shared = (values: readonly number[]) => {
  const array = new Float64Array(new SharedArrayBuffer(8 * values.length));
  array.set(values);
  return array;
};

/** Returns a function that puts numbers into the memory of another producer, `step` elements apart. */
function data(Type: Float64ArrayConstructor | Float32ArrayConstructor, step = 1, flags = 0) {
  const size = Type.BYTES_PER_ELEMENT;
  return (values: readonly number[]) => {
    const all = new Type(values.length * Math.abs(step)).fill(Number.NaN);
    values.forEach((value, i) => {
      all[step < 0 ? all.length - 1 + i * step : i * step] = value;
    });
    return forge.sealData('@forge/data', {
      room: all.byteLength,
      bytes: Buffer.from(all.buffer),
      offset: step < 0 ? all.byteLength - size : 0,
      shape: [values.length],
      strides: [step],
      bits: 8 * size,
      flags,
    });
  };
}

const kinds: [kind: string, make: (values: readonly number[]) => unknown][] = [
  ['an Array', (values) => [...values]],
  ['a frozen Array', (values) => Object.freeze([...values])],
  ['an Array of another realm', (values) => runInNewContext(`[${values}]`)],
  ['a subclass of Array', (values) => class extends Array {}.from(values)],
  ['an Array without a prototype', (values) => Object.setPrototypeOf([...values], null)],
  ['a Float64Array', (values) => Float64Array.from(values)],
  ['a Float64Array of another realm', (values) => runInNewContext(`Float64Array.of(${values})`)],
  ['a subclass of Float64Array', (values) => Sample.from(values)],
  [
    'a Float64Array with the prototype of another class',
    (values) => Object.setPrototypeOf(Float64Array.from(values), Sample.prototype),
  ],
  ['a Float64Array in shared memory', shared],
  ['a Float64Array in memory that can be resized', (values) => new Float64Array(resizableWith(...values))],
  ['a subarray from element 1', from(1)],
  ['a subarray from element 2', from(2)],
  ['a subarray from element 3', from(3)],
  ['a Float32Array', (values) => Float32Array.from(values)],
  ['a Float32Array of another realm', (values) => runInNewContext(`Float32Array.of(${values})`)],
  ['a vector of fastmath', (values) => createVector(Float64Array.from(values))],
  ['a data capsule of another producer', data(Float64Array)],
  ['a read-only data capsule', data(Float64Array, 1, 1)],
  ['a strided data capsule', data(Float64Array, 3)],
  ['a data capsule with a negative stride', data(Float64Array, -1)],
  ['a data capsule of float32', data(Float32Array)],
  ['a strided data capsule of float32', data(Float32Array, 2)],
  ['a subarray of a Float32Array', (values) => Float32Array.from([0, ...values]).subarray(1)],
];

describe.each(kinds)('for %s', (_, make) => {
  test.each(all)('%s returns the right result and does not change the sample', (name) => {
    const given = [make(x), make(y)] as const;
    const before = inspect(given);
    expect(compute(name, ...given)).toEqual(known[name]);
    expect(inspect(given)).toBe(before);
  });
});

test.each(all)('%s accepts samples of two kinds', (name) => {
  expect(compute(name, [...x], Float32Array.from(y))).toEqual(known[name]);
  expect(compute(name, Float32Array.from(x), Float64Array.from(y))).toEqual(known[name]);
});

test.each(all)('%s is not affected by a replaced iterator, length or method of typed arrays', (name) => {
  const { status, stdout, stderr } = run(`
    const stats = require('@capsule/stats');
    const before = JSON.stringify(stats.${name}(${given(name, '[1, 2, 3]', '[2, 4, 6]')}));
    const empty = new Float64Array(0);
    const typed = Object.getPrototypeOf(Float64Array.prototype);
    for (const prototype of [typed, Float64Array.prototype]) {
      Object.defineProperty(prototype, Symbol.iterator, { value: function* () { yield 42; } });
      for (const name of ['every', 'values', 'at']) Object.defineProperty(prototype, name, { value: () => 42 });
    }
    for (const name of ['sqrt', 'max', 'min', 'floor']) Math[name] = () => -5;
    globalThis.Float64Array = function () {};
    const length = Object.getOwnPropertyDescriptor(typed, 'length');
    Object.defineProperty(typed, 'length', { get: () => 5 });
    const after = JSON.stringify(stats.${name}(${given(name, '[1, 2, 3]', '[2, 4, 6]')}));
    let refused;
    try { stats.${name}(${given(name, 'empty', 'empty')}); } catch (error) { refused = error; }
    Object.defineProperty(typed, 'length', length); // the stream needs it
    process.stdout.write(String(before === after) + refused?.code);
  `);
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: `true${ofNoValues.includes(name) ? undefined : 'ERR_STATS_TOO_FEW_VALUES'}`,
    stderr: '',
  });
});

test('mean rejects an Array of holes before it allocates memory', () => {
  const refused = refusal(() => compute('mean', new Array(2 ** 32 - 1)));
  expect(refused).toMatchObject({ type: 'TypeError', found: `a hole at index ${2 ** 32 - 2}` });
});

test('float32 values are converted to float64 exactly', () => {
  const tenths = Float32Array.of(0.1, 0.2, 0.7);
  expect(compute('min', tenths)).toBe(Math.fround(0.1));
  expect(compute('describe', tenths)).toEqual(compute('describe', [...tenths]));
});

// The `length` and the iterator of an array can be overridden; its memory cannot.
test.each<[string, unknown]>([
  ['a Float64Array with its own length', Object.defineProperty(Float64Array.from(x), 'length', { value: 7 })],
  ['a Float64Array without a prototype', Object.setPrototypeOf(Float64Array.from(x), null)],
  ['a Float64Array with the prototype of Array', Object.setPrototypeOf(Float64Array.from(x), Array.prototype)],
  ['a Float32Array without a prototype', Object.setPrototypeOf(Float32Array.from(x), null)],
  [
    'a Float32Array with its own iterator',
    Object.defineProperty(Float32Array.from(x), Symbol.iterator, { value: () => [7].values() }),
  ],
])('every statistic reads the memory of %s', (_, given) => {
  for (const name of all) expect(compute(name, given, y)).toEqual(known[name]);
});

describe('an Array with a getter', () => {
  const withGetter = (values: readonly number[], index: number, get: () => number) =>
    Object.defineProperty([...values], index, { get });

  test('is rejected if the getter detaches the other sample', () => {
    const first = Float64Array.from(x);
    const second = withGetter(y, 1, () => {
      detach(first);
      return 4;
    });
    expect(refusal(() => compute('covariance', first, second)).message).toBe(
      'covariance(x, y): expected x and y of the same length, found 0 and 3 values.',
    );
  });

  test('is rejected if the getter shortens the Array', () => {
    const array: number[] = withGetter(x, 0, () => {
      array.pop();
      return 1;
    });
    expect(refusal(() => compute('mean', array)).message).toBe(
      'mean(values): expected only numbers in values, found a hole at index 2. Remove such elements: values.filter((value) => value != null).',
    );
  });
});

describe('replaced Function.prototype.call and apply have no effect', () => {
  /**
   * Computes every statistic in a process in which both throw; they are replaced before or after the package is loaded.
   */
  const results = (when: 'before' | 'after', kind: string) =>
    run(`
      const { apply, call } = Function.prototype;
      const spoil = () => { Function.prototype.call = Function.prototype.apply = () => { throw new Error('called'); }; };
      ${when === 'before' ? 'spoil();' : ''}
      const stats = require('@capsule/stats');
      ${when === 'after' ? 'spoil();' : ''}
      const [x, y, found] = [${kind}.of(1, 2, 3), ${kind}.of(2, 4, 6), {}];
      try {
        ${all.map((name) => `found.${name} = stats.${name}(${given(name, 'x', 'y')});`).join(' ')}
      } finally {
        Object.assign(Function.prototype, { apply, call });
      }
      process.stdout.write(JSON.stringify(found));
    `);
  const right = {
    status: 0,
    stdout: JSON.stringify(Object.fromEntries(all.map((name) => [name, known[name]]))),
    stderr: '',
  };

  test.each(['before', 'after'] as const)('%s the package is loaded, for an Array', (when) => {
    expect(results(when, 'Array')).toMatchObject(right);
  });

  test.each(['before', 'after'] as const)('%s the package is loaded, for typed arrays', (when) => {
    expect(results(when, 'Float64Array')).toMatchObject(right);
    expect(results(when, 'Float32Array')).toMatchObject(right);
  });
});

test('setters on Array.prototype do not run', () => {
  const { status, stdout, stderr } = run(`
    const stats = require('@capsule/stats');
    const [x, y, found] = [[1, 2, 3], [2, 4, 6], {}];
    const long = Array.from({ length: 5000 }, (_, i) => i);
    const sets = [1, 2, 3, 4, 5, 1001].map((length) => Array.from({ length }, () => x));
    const set = () => { throw new Error('called'); };
    for (let i = 0; i < 200; i++) Object.defineProperty(Array.prototype, i, { configurable: true, set });
    try {
      ${all.map((name) => `found.${name} = stats.${name}(${given(name, 'x', 'y')});`).join(' ')}
      const accumulator = new stats.Accumulator();
      for (let i = 0; i < 5000; i++) accumulator.push(i);
      found.mean5000 = accumulator.push(long).mean();
      found.matrices = sets.map((columns) => stats.correlationMatrix(columns).length);
    } finally {
      for (let i = 0; i < 200; i++) delete Array.prototype[i];
    }
    process.stdout.write(JSON.stringify(found));
  `);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const right = Object.fromEntries(all.map((name) => [name, known[name]]));
  expect(stdout).toBe(JSON.stringify({ ...right, mean5000: 2499.5, matrices: [1, 2, 3, 4, 5, 1001] }));
});
