import { createRequire } from 'node:module';
import * as fastmath from '@capsule/fastmath';
import * as promises from '@capsule/fastmath/promises';
import { detach } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
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
};

test('every promise is tested here, and the CommonJS module has the same', () => {
  const names = Object.keys(calls).sort();
  expect(Object.keys(promises).sort()).toEqual(names);
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
  for (const each of args) if (typeof each === 'object') detach(each as Float64Array);
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

test('an abort rejects promises that wait', async () => {
  const controller = new AbortController();
  const x = shared(sample(500_000));
  const all = Array.from({ length: 8 }, () => promises.rank(x, { signal: controller.signal }));
  const settled = Promise.allSettled(all);
  controller.abort();
  expect((await settled).map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
  expect(await promises.sum(x)).toBe(fastmath.sum(x));
});
