import { PCG64, type Seed } from '@capsule/random';
import * as ordinary from '@capsule/stats';
import { bootstrap } from '@capsule/stats/promises';
import { detach } from '@capsule/test-support/arrays';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';

type Later = (...args: unknown[]) => Promise<ordinary.Bootstrap>;
type Now = (...args: unknown[]) => ordinary.Bootstrap;

const sample = (n: number) => Float64Array.from({ length: n }, (_, i) => 2 + Math.sin(i * 1.7));
const shared = (values: Float64Array) => {
  const array = new Float64Array(new SharedArrayBuffer(values.byteLength));
  array.set(values);
  return array;
};
const sealed = (values: Float64Array) =>
  forge.sealData('@forge/data', {
    room: values.byteLength,
    bytes: Buffer.from(values.buffer),
    shape: [values.length],
  });

async function failure(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return { ...(error as object), message: (error as Error).message, type: (error as Error).constructor.name };
  }
  throw new Error('expected an error, found none');
}

describe.each(['mean', 'median', 'variance', 'std'] as const)('%s', (statistic) => {
  test.each(['BCa', 'percentile', 'basic'] as const)(
    '%s has the bits of the function with this seed',
    async (method) => {
      for (const [n, resamples] of [
        [5, 2],
        [40, 500],
        [3000, 1000], // more than one kernel
      ] as const) {
        const options = { method, resamples, seed: n, ...(/^(variance|std)$/.test(statistic) && { ddof: 0 }) };
        const x = sample(n);
        expect(await bootstrap(x, statistic, options)).toEqual(ordinary.bootstrap(x, statistic, options));
      }
    },
  );
});

test('the defaults, and every kind of sample and of seed', async () => {
  const x = sample(200);
  const expected = ordinary.bootstrap(x, 'mean', { seed: 3 });
  for (const values of [x, [...x], shared(x), sealed(x)])
    expect(await bootstrap(values as Float64Array, undefined, { seed: 3 })).toEqual(expected);
  expect((await bootstrap(x)).distribution).toHaveLength(9999);
  const seeds: Seed[] = [12345678901234567890n, [1n, 2n, 3n], 0];
  for (const seed of seeds) {
    expect(await bootstrap(x, 'mean', { seed, resamples: 50 })).toEqual(
      ordinary.bootstrap(x, 'mean', { seed, resamples: 50 }),
    );
  }
  const constant = await bootstrap([2, 2, 2], 'mean', { seed: 1 });
  expect(constant).toEqual(ordinary.bootstrap([2, 2, 2], 'mean', { seed: 1 }));
  expect(constant.low).toBeNaN();
});

test('the arguments are those of call time', async () => {
  const [x, other] = [sample(2000), sample(2000)];
  const seed = [1, 2, 3];
  const options = { seed, resamples: 2000 };
  const expected = ordinary.bootstrap(x, 'std', { seed: [1, 2, 3], resamples: 2000 });
  const results = [bootstrap(x, 'std', options), bootstrap(other, 'std', options)];
  x.fill(0);
  detach(other);
  seed.fill(9);
  options.resamples = 5;
  expect(await Promise.all(results)).toEqual([expected, expected]);
});

test('many at a time have the results that they have alone', async () => {
  const x = sample(500);
  const seeds = Array.from({ length: 12 }, (_, i) => i);
  const expected = seeds.map((seed) => ordinary.bootstrap(x, 'mean', { seed, resamples: 3000 }));
  const found = await Promise.all(seeds.map((seed) => bootstrap(x, 'mean', { seed, resamples: 3000 })));
  expect(found).toEqual(expected);
});

test('JavaScript runs meanwhile', async () => {
  let turns = 0;
  let isDone = false;
  const result = bootstrap(sample(20_000), 'mean', { seed: 1, resamples: 500, method: 'percentile' });
  const settled = result.then(() => {
    isDone = true;
  });
  while (!isDone) {
    turns++;
    await new Promise(setImmediate);
  }
  await settled;
  expect(turns).toBeGreaterThan(1);
});

describe('an abort', () => {
  test('rejects at once, and no further kernel is started', async () => {
    const x = sample(100_000);
    const controller = new AbortController();
    const options = { seed: 1, resamples: 1_000_000, signal: controller.signal }; // minutes
    const results = Array.from({ length: 5 }, () => bootstrap(x, 'median', options));
    const settled = Promise.allSettled(results);
    await new Promise((resolve) => setTimeout(resolve, 30));
    controller.abort('enough');
    expect(await settled).toEqual(Array(5).fill({ status: 'rejected', reason: 'enough' }));
    // The kernels that run end, and leave room for others.
    expect(await bootstrap([1, 2, 4], 'mean', { seed: 1 })).toEqual(ordinary.bootstrap([1, 2, 4], 'mean', { seed: 1 }));
  });

  test('before the call rejects', async () => {
    const signal = AbortSignal.abort('before');
    await expect(bootstrap(sample(10), 'mean', { signal })).rejects.toBe('before');
    await expect(bootstrap(sample(10), 'mean', { signal: 1 as never })).rejects.toMatchObject({
      code: 'ERR_STATS_OPTIONS_UNUSABLE',
      expected: 'an AbortSignal as signal',
    });
  });
});

describe('rejects', () => {
  const x = sample(10);
  test.each<[what: string, args: () => unknown[]]>([
    ['no values', () => []],
    ['one value', () => [[1]]],
    ['too few for ddof', () => [[1, 2], 'std', { ddof: 2 }]],
    ['values that are no numbers', () => [[1, '2', 3]]],
    ['a detached array', () => [detach(sample(3))]],
    ['an unknown method', () => [x, 'mean', { method: 'bca' }]],
    ['a negative ddof', () => [x, 'std', { ddof: -1 }]],
    ['a confidence of 1', () => [x, 'mean', { confidence: 1 }]],
    ['no resamples', () => [x, 'mean', { resamples: 0 }]],
    ['a seed that is no integer', () => [x, 'mean', { seed: 0.5 }]],
    ['options that are no object', () => [x, 'mean', 5]],
    ['an argument after the options', () => [x, 'mean', { seed: 1 }, 5]],
    ['an unknown option', () => [x, 'mean', { seeds: 1 }]],
  ])('%s with the error of the function', async (_, args) => {
    const expected = await failure(() => (ordinary.bootstrap as Now)(...args()));
    expect(await failure(() => (bootstrap as Later)(...args()))).toEqual(expected);
  });

  test('a generator, which JavaScript could use meanwhile', async () => {
    const generator = new PCG64(1);
    for (const given of [generator, generator.capsule])
      expect(await failure(() => (bootstrap as Later)(x, 'mean', { generator: given }))).toEqual({
        type: 'TypeError',
        code: 'ERR_STATS_OPTIONS_UNUSABLE',
        message:
          'bootstrap(values, statistic): expected a seed for a promise, found a generator. Another thread would draw from it while JavaScript can use it.',
        expected: 'a seed for a promise',
        found: 'a generator',
      });
  });

  test('a C function as the statistic, which may belong to the thread of JavaScript', async () => {
    const example = forge.sealFunction('@forge/function', 'f64(*f64,usize)', 'twice');
    expect(await failure(() => (bootstrap as Later)(x, example))).toMatchObject({
      code: 'ERR_STATS_BOOTSTRAP_UNUSABLE',
      expected: 'statistic to be mean, median, variance, std',
    });
  });
});
