import { createRequire } from 'node:module';
import type { Capsule } from '@capsule/core';
import * as fastmath from '@capsule/fastmath';
import * as promises from '@capsule/fastmath/promises';
import { detach } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';

type Functions = Readonly<Record<string, (...args: unknown[]) => unknown>>;
const functions = fastmath as unknown as Functions;
const later = promises as unknown as Functions;

const sample = (n: number, seed = 1) =>
  Float64Array.from({ length: n }, (_, i) => 2 + Math.sin((i + seed) * 1.7 * seed));
const shared = (values: Float64Array) => {
  const array = new Float64Array(new SharedArrayBuffer(values.byteLength));
  array.set(values);
  return array;
};

/** Arguments of each function; those that it changes are new each time. */
const calls: Record<string, (x: Float64Array, y: Float64Array) => unknown[]> = {
  ...Object.fromEntries(
    'sum minMax moments sumExact abs sqrt cumsum rank deviations'.split(' ').map((name) => [name, (x) => [x]]),
  ),
  ...Object.fromEntries(
    'dot comoments add subtract multiply divide momentsWeighted'.split(' ').map((name) => [name, (x, y) => [x, y]]),
  ),
  axpy: (x, y) => [2, x, y.slice()],
  scale: (x) => [2, x.slice()],
  sort: (x) => [x.slice()],
  widen: (x) => [Float32Array.from(x)],
  argMinMax: (x) => [x],
  select: (x, y) => [x, Float64Array.from(y, (_, i) => (i * 7919) % x.length)],
  searchSorted: (x, y) => [x.toSorted(), y, { side: 'right' }],
  histogram: (x) => [x, 1, 3, 50],
  ...Object.fromEntries(
    'gather sumStrided minMaxStrided momentsStrided'
      .split(' ')
      .map((name) => [name, (x) => [x, { offset: Math.min(1, x.length), stride: 3 }]]),
  ),
  ...Object.fromEntries(
    'dotStrided comomentsStrided'
      .split(' ')
      .map((name) => [name, (x, y) => [x, y, { xStride: -2, xOffset: x.length, n: 0 }]]),
  ),
};

test('every function has a promise that is tested here, and the CommonJS module has the same', () => {
  const names = Object.keys(calls).sort();
  expect(Object.keys(promises).sort()).toEqual(names);
  const others = ['capsule', 'createVector', 'threads'];
  expect([...names, ...others].sort()).toEqual(Object.keys(fastmath).sort());
  expect(Object.keys(createRequire(__filename)('@capsule/fastmath/promises')).sort()).toEqual(names);
});

describe.each([0, 1, 9, 1000, 20_000])('of %i values', (n) => {
  test('a promise has the bits of the function', async () => {
    const [x, y] = [sample(n), sample(n, 2)];
    const results = Object.entries(calls).map(async ([name, args]) => {
      expect([name, await later[name]?.(...args(x, y))]).toEqual([name, functions[name]?.(...args(x, y))]);
    });
    await Promise.all(results);
  });
});

test.each(Object.keys(calls))('%s has the result of call time, and the errors of the function', async (name) => {
  const [x, y] = [sample(2000), sample(2000, 2)];
  const args = calls[name]?.(x.slice(), y.slice()) ?? [];
  const expected = functions[name]?.(...(calls[name]?.(x, y) ?? []));
  const result = later[name]?.(...args);
  for (const each of args) if (ArrayBuffer.isView(each)) detach(each as Float64Array);
  expect(await result).toEqual(expected);
  const wrong = await Promise.resolve(later[name]?.(...args)).then(
    () => 'fulfilled',
    (error) =>
      refusal(() => {
        throw error;
      }),
  );
  expect(wrong).toEqual(refusal(() => functions[name]?.(...args)));
  expect(wrong).toMatchObject({ code: 'ERR_FASTMATH_DETACHED' });
});

test('sort changes an array in shared memory, and a copy of another one', async () => {
  const x = sample(10_000);
  const sorted = x.slice().sort();
  const array = shared(x);
  expect(await promises.sort(array)).toBe(array);
  expect(array).toEqual(sorted);
  const before = x.slice();
  expect(await promises.sort(x)).toEqual(sorted);
  expect(x).toEqual(before);
});

describe('indices, one number and several', () => {
  const x = sample(1000);

  test('one number has one result, and an Array is copied', async () => {
    expect(await promises.select(x, 3)).toBe(fastmath.select(x, 3));
    expect(await promises.searchSorted(x.toSorted(), 2.5)).toBe(fastmath.searchSorted(x.toSorted(), 2.5));
    const places = [5, 999, 0, 5];
    const selected = promises.select(x, places);
    places.fill(0);
    expect(await selected).toEqual(fastmath.select(x, [5, 999, 0, 5]));
  });

  test('results are in the order of the indices of call time', async () => {
    const places = Float64Array.of(900, 3, 500, 3);
    const expected = fastmath.select(x, places);
    const selected = promises.select(x, places);
    places.sort();
    expect(await selected).toEqual(expected);
  });

  test('an array without elements has no place, and integers are numbers', async () => {
    expect(await promises.argMinMax(new Float64Array())).toEqual({ min: -1, max: -1 });
    expect(await promises.histogram(x, 1, 3, 4)).toEqual(fastmath.histogram(x, 1, 3, 4));
  });

  test('indices in a data capsule are copied, and those that are invalid are rejected', async () => {
    const places = (...values: bigint[]) =>
      forge.sealData('@forge/places', {
        code: 1, // unsigned integers
        bits: 64,
        room: values.length * 8,
        bytes: Buffer.from(BigUint64Array.from(values).buffer),
        shape: [values.length],
      }) as Capsule<'@forge/places', 'data'>;
    expect(await promises.select(x, places(1n, 5n))).toEqual(fastmath.select(x, [1, 5]));
    await expect(promises.select(x, places(1n, 1000n))).rejects.toThrow('elements that are not contiguous');
  });
});

describe('elements at equal distances', () => {
  const matrix = sample(12_000);

  test.each([
    { offset: 1, stride: 4 },
    { offset: 11_999, stride: -3 },
    { offset: 5, stride: 0, n: 7 },
    { offset: 2, stride: 4000 },
    { offset: 12_000 },
  ])('%j are those of the function, from memory of call time', async (options) => {
    for (const make of [(values: Float64Array) => values.slice(), shared, fastmath.createVector]) {
      const x = make(matrix);
      expect(await promises.gather(x, options)).toEqual(fastmath.gather(matrix, options));
      expect(await promises.momentsStrided(x, options)).toEqual(fastmath.momentsStrided(matrix, options));
    }
    const x = matrix.slice();
    const gathered = promises.gather(x, options);
    x.fill(0);
    expect(await gathered).toEqual(fastmath.gather(matrix, options));
  });

  test('two arrays have their own distances', async () => {
    const options = { xStride: 2, yOffset: 1, yStride: 2 };
    expect(await promises.dotStrided(matrix, matrix, options)).toBe(fastmath.dotStrided(matrix, matrix, options));
    const expected = fastmath.comomentsStrided(matrix, matrix, options);
    expect(await promises.comomentsStrided(matrix, matrix, options)).toEqual(expected);
  });
});

describe('rejects as the function does', () => {
  const x = sample(10);
  test.each<[name: string, ...args: unknown[]]>([
    ['select', x, 10],
    ['select', x, [1, 2.5]],
    ['select', x, Float64Array.of(1, -1)],
    ['select', x, new Set([1])],
    ['select', x, [1], 5],
    ['searchSorted', x, 'a'],
    ['searchSorted', x, 1, { side: 'middle' }],
    ['histogram', x, 4, 0, 2],
    ['histogram', x, 0, Number.POSITIVE_INFINITY, 2],
    ['histogram', x, 0, 4, 0],
    ['histogram', x, 0, 4, 2 ** 53],
    ['gather', x, { offset: 10, n: 1 }],
    ['gather', x, { stride: 0 }],
    ['gather', x, { stride: 1.5 }],
    ['gather', x, { stride: 0, n: 2 ** 52 }],
    ['gather', 'x'],
    ['sumStrided', x, { offset: -1 }],
    ['dotStrided', x, x, { xStride: 2 }],
    ['argMinMax', [1]],
  ])('%s (%#)', async (name, ...args) => {
    const expected = refusal(() => functions[name]?.(...args));
    const error = await Promise.resolve(later[name]?.(...args)).then(
      () => undefined,
      (reason) => reason,
    );
    const found = refusal(() => {
      throw error;
    });
    expect(found).toEqual(expected);
  });

  test.each<[name: string, options: unknown, keys: string]>([
    ['gather', 5, '{ offset, stride, n, signal }'],
    ['searchSorted', { sid: 'left' }, '{ side, signal }'],
    ['sum', { signal: 1 }, 'an AbortSignal as signal'],
    ['gather', { signal: {} }, 'an AbortSignal as signal'],
  ])('options of %s: %j', async (name, options, keys) => {
    const args = name === 'searchSorted' ? [x, 1, options] : [x, options];
    await expect(later[name]?.(...args)).rejects.toMatchObject({
      code: 'ERR_FASTMATH_OPTIONS_UNUSABLE',
      message: expect.stringContaining(keys),
    });
  });
});

test('a signal is one of the options of a function that has others', async () => {
  const x = shared(sample(10_000));
  const { signal } = new AbortController();
  expect(await promises.gather(x, { stride: 2, signal })).toEqual(fastmath.gather(x, { stride: 2 }));
  expect(await promises.searchSorted(x, 2, { side: 'right', signal })).toBe(
    fastmath.searchSorted(x, 2, { side: 'right' }),
  );
  const aborted = AbortSignal.abort('reason');
  await expect(promises.gather(x, { stride: 2, signal: aborted })).rejects.toBe('reason');
  await expect(promises.select(x, 1, { signal: aborted })).rejects.toBe('reason');
  const controller = new AbortController();
  const all = Array.from({ length: 8 }, () => promises.searchSorted(x, x, { signal: controller.signal }));
  const settled = Promise.allSettled(all);
  controller.abort('later');
  expect(await settled).toEqual(Array(8).fill({ status: 'rejected', reason: 'later' }));
});

test('an abort rejects promises that wait', async () => {
  const controller = new AbortController();
  const x = shared(sample(500_000));
  const all = Array.from({ length: 8 }, () => promises.rank(x, { signal: controller.signal }));
  const settled = Promise.allSettled(all);
  controller.abort();
  expect((await settled).map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
  expect(await promises.sum(x)).toBe(fastmath.sum(x));
});
