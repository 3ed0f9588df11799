import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import { dispose } from '@capsule/core';
import { capsule, createVector } from '@capsule/fastmath';
import * as ordinary from '@capsule/stats';
import { correlationMatrix, type Accumulator as SynchronousAccumulator, sum } from '@capsule/stats';
import * as package_ from '@capsule/stats/promises';
import { createStats, type StatsPromises } from '@capsule/stats/promises';
import { detach, resizableWith } from '@capsule/test-support/arrays';
import { declareGc, gc } from '@capsule/test-support/garbage';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import { run } from './child.js';
import { all, call, compute, given, known, type Statistic, x } from './statistics.js';

const promises: StatsPromises = package_;
const callPromise = (name: Statistic, ...args: unknown[]): Promise<unknown> =>
  Reflect.apply(promises[name], undefined, args);
const computePromise = (name: Statistic, x: unknown, y: unknown, ...options: unknown[]) =>
  callPromise(name, ...given(name, x, y), ...options);

/** Positive values without a pattern, so that every statistic has a finite result. */
const sample = (n: number, seed = 1) =>
  Float64Array.from({ length: n }, (_, i) => 2 + Math.sin((i + seed) * 1.7 * seed));
const shared = (values: Float64Array) => {
  const array = new Float64Array(new SharedArrayBuffer(values.byteLength));
  array.set(values);
  return array;
};
const sealed = (values: Float64Array, step = 1) => {
  const spaced = new Float64Array(values.length * step);
  for (let i = 0; i < values.length; i++) spaced[i * step] = values[i] as number;
  return forge.sealData('@forge/data', {
    room: spaced.byteLength,
    bytes: Buffer.from(spaced.buffer),
    shape: [values.length],
    strides: [step],
  });
};

/** The error of a synchronous call, or of a promise, without its stack. */
async function failure(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return { ...(error as object), message: (error as Error).message, type: (error as Error).constructor.name };
  }
  throw new Error('expected an error, found none');
}

test('every statistic has a twin', () => {
  const synchronous = Object.keys(ordinary).filter(
    (name) => !['map', 'reduce', 'integrate', 'readArrow'].includes(name),
  );
  expect(Object.keys(package_).sort()).toEqual(synchronous.sort());
});

describe.each([1, 2, 3, 8, 100, 3000, 200_000])('of %i values', (n) => {
  test('a promise has the bits of the synchronous result, or its error', async () => {
    const [a, b] = [sample(n), sample(n, 2)];
    const results = await Promise.all(
      all.map(async (name) => {
        const expected = await Promise.resolve()
          .then(() => compute(name, a, b))
          .catch(String);
        return [name, await computePromise(name, a, b).catch(String), expected] as const;
      }),
    );
    for (const [name, found, expected] of results) expect([name, found]).toEqual([name, expected]);
  });
});

const kinds: [kind: string, make: (values: Float64Array) => unknown][] = [
  ['an Array', (values) => [...values]],
  ['a Float32Array', (values) => Float32Array.from(values)],
  ['a Float64Array in shared memory', shared],
  ['a Float64Array in memory that can be resized', (values) => new Float64Array(resizableWith(...values))],
  ['a data capsule', (values) => sealed(values)],
  ['a data capsule with gaps', (values) => sealed(values, 3)],
];

test.each(kinds)('%s is a sample', async (_, make) => {
  const [a, b] = [sample(100), sample(100, 2)];
  for (const name of all) expect(await computePromise(name, make(a), make(b))).toEqual(compute(name, make(a), make(b)));
});

test('several quantiles, options and correlation matrices', async () => {
  const [a, b] = [sample(5000), sample(5000, 2)];
  expect(await promises.quantile(a, [0.1, 0.9])).toEqual(ordinary.quantile(a, [0.1, 0.9]));
  expect(await promises.quantile(a, Array(100).fill(0.5), { method: 6 })).toEqual(
    ordinary.quantile(a, Array(100).fill(0.5), { method: 6 }),
  );
  expect(await promises.variance(a, { ddof: 0 })).toBe(ordinary.variance(a, { ddof: 0 }));
  expect(await promises.moment(a, 3, { center: 1 })).toBe(ordinary.moment(a, 3, { center: 1 }));
  expect(await promises.histogram(a, { bins: 40, range: [1, 3] })).toEqual(
    ordinary.histogram(a, { bins: 40, range: [1, 3] }),
  );
  const columns = [a, Array.from(b), sealed(a), shared(b), Float32Array.from(a)];
  expect(await promises.correlationMatrix(columns)).toEqual(correlationMatrix(columns));
  // The arguments of a callback of map().
  const mapped = [a, b].map((...args) => callPromise('mean', ...args));
  expect(await Promise.all(mapped)).toEqual([a, b].map(ordinary.mean));
  expect(await createStats(capsule).mean(a)).toBe(ordinary.mean(a));
});

test.each(all)('%s rejects what the synchronous function rejects, with the same error', async (name) => {
  const good = Float64Array.from(x);
  const unusable: unknown[][] = [
    [],
    given<unknown>(name, 1, 2),
    given<unknown>(name, 'ab', good),
    given<unknown>(name, [1, 2, '3'], good),
    given<unknown>(name, [1, undefined, 3], good),
    given<unknown>(name, detach(sample(3)), good),
    given<unknown>(name, new Proxy([1, 2], {}), good),
    given<unknown>(name, good, [1, 2]),
    given<unknown>(name, capsule, good),
    given<unknown>(name, [], []),
    [...given<unknown>(name, good, good), { unknown: 1 }],
    [...given<unknown>(name, good, good), 1, 2, 3],
  ];
  for (const args of unusable) {
    const synchronous = await failure(() => call(name, ...args)).catch(() => undefined);
    if (synchronous === undefined) continue; // accepted: the second sample of a statistic that has one
    expect(await failure(() => callPromise(name, ...args))).toEqual(synchronous);
  }
});

test.each(all)(
  '%s has the errors of the synchronous function for Arrays and capsules where none belong',
  async (name) => {
    const inner = [[1], [2, 3]];
    const others = [[1], ['a'], createVector(2), [null, 1], new Set([1])];
    const calls = [...others.map((other) => [...given(name, x, x), ...(name === 'quantile' ? [{}] : []), other])];
    calls.push(given(name, inner, inner), [inner, x, ...given(name, x, x).slice(2)]);
    for (const args of calls)
      expect(await failure(() => callPromise(name, ...args))).toEqual(await failure(() => call(name, ...args)));
  },
);

test('correlationMatrix has the errors of the synchronous function for Arrays and capsules where none belong', async () => {
  for (const args of [[createVector(2)], [[x, [x]]], [[x, x], [1]], [[createVector(3), [null, 1, 2]]]]) {
    const error = await failure(() => Reflect.apply(promises.correlationMatrix, undefined, args));
    expect(error).toEqual(await failure(() => Reflect.apply(correlationMatrix, undefined, args)));
  }
});

describe('the result is that of call time', () => {
  const [a, b] = [sample(50_000), sample(50_000, 2)];

  test.each(all)('%s of arrays that are overwritten or detached afterwards', async (name) => {
    const expected = compute(name, a, b);
    for (const change of [detach, (array: Float64Array) => array.fill(Number.NaN)]) {
      const [c, d] = [a.slice(), b.slice()];
      const promise = computePromise(name, c, d);
      change(c);
      change(d);
      expect(await promise).toEqual(expected);
    }
  });

  test('arrays that shrink', async () => {
    const buffer = resizableWith(...a.subarray(0, 100));
    const promise = promises.median(new Float64Array(buffer));
    buffer.resize(0);
    expect(await promise).toBe(ordinary.median(a.subarray(0, 100)));
  });

  test('capsules that are revoked, Arrays and options that change', async () => {
    const data = sealed(a);
    const options = { method: 1 as ordinary.QuantileMethod };
    const p = [0.25, 0.5];
    const result = promises.quantile(data, p, options);
    forge.revoke(data, '@forge/data');
    options.method = 9;
    p.fill(7);
    expect(await result).toEqual(ordinary.quantile(a, [0.25, 0.5], { method: 1 }));
  });

  test('capsules that nothing else refers to are not collected', async () => {
    const expected = [ordinary.rank(a), ordinary.median(b)];
    const results = [promises.rank(sealed(a)), promises.median(sealed(b, 3))];
    for (let i = 0; i < 5; i++) {
      gc();
      await new Promise(setImmediate);
    }
    expect(await Promise.all(results)).toEqual(expected);
  });

  test('options are read once', async () => {
    let reads = 0;
    const options = {
      get ddof() {
        reads++;
        return 0;
      },
    };
    expect(await promises.variance(a, options)).toBe(ordinary.variance(a, { ddof: 0 }));
    expect(reads).toBe(1);
  });
});

test('JavaScript runs while a promise computes', async () => {
  const large = shared(sample(2_000_000));
  let ticks = 0;
  let isPending = true;
  const tick = () => {
    ticks++;
    if (isPending) setImmediate(tick);
  };
  setImmediate(tick);
  await Promise.all(['median', 'rank', 'kendall'].map((name) => computePromise(name as Statistic, large, large)));
  isPending = false;
  expect(ticks).toBeGreaterThan(3);
});

describe('signal', () => {
  const large = shared(sample(500_000));

  test('a promise whose signal was aborted before computes nothing', async () => {
    const reason = new Error('not needed');
    await expect(promises.mean(large, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(promises.variance(large, { ddof: 0, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('aborting rejects those that run and those that wait, and leaves the others', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = Array.from({ length: 8 }, () => promises.rank(large, { signal }));
    const other = promises.median(large);
    const settled = Promise.allSettled(aborted);
    controller.abort();
    expect((await settled).map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
    await expect(aborted[0]).rejects.toBe(signal.reason);
    expect(await other).toBe(ordinary.median(large));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a promise that was fulfilled keeps no listener', async () => {
    const { signal } = new AbortController();
    expect(await promises.sum(large, { signal })).toBe(sum(large));
    expect(await promises.variance(large, { signal, ddof: 0 })).toBe(ordinary.variance(large, { ddof: 0 }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('many promises with one signal add one listener, without a warning', async () => {
    const { signal } = new AbortController();
    const warnings: unknown[] = [];
    const warn = (warning: unknown) => warnings.push(warning);
    process.on('warning', warn);
    const all = Array.from({ length: 30 }, () => promises.sum(large, { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    expect(new Set(await Promise.all(all))).toEqual(new Set([sum(large)]));
    await new Promise(setImmediate);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('an event that a script dispatches aborts nothing', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const [first, second] = [promises.rank(large, { signal }), promises.rank(large, { signal })];
    signal.dispatchEvent(new Event('abort'));
    expect(await first).toEqual(ordinary.rank(large));
    controller.abort(7);
    await second.catch((reason) => expect(reason).toBe(7));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('only an AbortSignal is a signal', async () => {
    for (const signal of [1, {}, 'abort', null, new AbortController(), new Proxy(new AbortController().signal, {})])
      expect(await failure(() => promises.mean(large, { signal } as never))).toMatchObject({
        code: 'ERR_STATS_OPTIONS_UNUSABLE',
        expected: 'an AbortSignal as signal',
      });
    expect(await promises.mean(large, { signal: undefined })).toBe(ordinary.mean(large));
  });
});

test('at most 1000 promises are pending', async () => {
  const results = await Promise.allSettled(Array.from({ length: 1005 }, () => promises.mean(sample(200))));
  const rejected = results.filter((result) => result.status === 'rejected');
  // Kernels of promises that were aborted above may still be running: they count.
  expect(rejected.length).toBeGreaterThanOrEqual(5);
  expect(rejected.length).toBeLessThan(20);
  for (const { reason } of rejected)
    expect([reason.name, reason.code]).toEqual(['RangeError', 'ERR_STATS_TOO_MANY_PROMISES']);
  expect(await promises.mean(Float64Array.from(x))).toBe(known.mean);
});

describe('Accumulator', () => {
  const { Accumulator } = package_;

  test('a sample of many blocks counts as one promise', async () => {
    const accumulator = new Accumulator();
    const pushed = accumulator.push(shared(sample(5_000_000)));
    const others = Promise.allSettled(Array.from({ length: 1100 }, () => promises.mean(sample(200))));
    expect(await pushed).toBe(accumulator);
    expect(accumulator.n).toBe(5_000_000);
    await others;
  });

  test('a plain object with many keys is rejected without a look at them', async () => {
    let looks = 0;
    const keys = {
      get [Symbol.iterator]() {
        looks++;
        return undefined;
      },
      get a() {
        looks++;
        return 1;
      },
    };
    for (const call of [() => promises.mean(keys as never), () => new Accumulator().push(keys as never)])
      expect(await failure(call)).toMatchObject({ code: 'ERR_STATS_NOT_NUMBERS' });
    expect(looks).toBe(0);
  });

  test('has the results of the synchronous one, after samples of every size and kind', async () => {
    const accumulator = new Accumulator();
    const synchronous: SynchronousAccumulator = new ordinary.Accumulator();
    for (const values of [1, sample(10), [...sample(600)], sealed(sample(700)), shared(sample(2_500_000))]) {
      expect(await accumulator.push(values)).toBe(accumulator);
      synchronous.push(values);
    }
    expect(accumulator.n).toBe(synchronous.n);
    const [found, expected] = [accumulator.describe(), synchronous.describe()];
    for (const key of Object.keys(expected) as (keyof typeof expected)[])
      expect(Math.abs(Number(found[key]) / Number(expected[key]) - 1)).toBeLessThan(1e-13);
  });

  test('adds samples that are pushed at a time, merges, and is stored as JSON', async () => {
    const accumulator = new Accumulator();
    await Promise.all([accumulator.push(sample(5000)), accumulator.push(sample(5000)), accumulator.push(7)]);
    expect(accumulator.n).toBe(10_001);
    const restored = Accumulator.fromJSON(JSON.parse(JSON.stringify(accumulator)));
    expect(restored.merge(accumulator).merge(new ordinary.Accumulator().push(1)).n).toBe(20_003);
    expect(await restored.push([1, 2])).toBe(restored);
    expect(restored.n).toBe(20_005);
  });

  test('a rejected sample adds nothing', async () => {
    const accumulator = new Accumulator();
    const controller = new AbortController();
    const promise = accumulator.push(shared(sample(3_000_000)), { signal: controller.signal });
    controller.abort();
    await expect(promise).rejects.toBe(controller.signal.reason);
    expect(await failure(() => accumulator.push([1, '2'] as never))).toEqual(
      await failure(() => new ordinary.Accumulator().push([1, '2'] as never)),
    );
    expect(await failure(() => Reflect.apply(accumulator.push, accumulator, []))).toMatchObject({
      code: 'ERR_STATS_NOT_NUMBERS',
    });
    for (const values of [7, [1, 2], shared(sample(1000))])
      await expect(accumulator.push(values, { signal: AbortSignal.abort(3) })).rejects.toBe(3);
    expect(accumulator.n).toBe(0);
  });
});

test('createStats() has no options', () => {
  expect(() => Reflect.apply(createStats, undefined, [capsule, { threads: 2 }])).toThrow(
    'createStats(capsule): expected no argument after capsule, found a plain object.',
  );
});

test('a data capsule with more values than memory can hold is rejected as by the synchronous function', async () => {
  const huge = forge.sealData('@forge/data', { room: 8, shape: [2 ** 40], strides: [0], code: 2, bits: 64 });
  for (const name of ['median', 'rank', 'zscore', 'mode'] as const)
    expect(await failure(() => callPromise(name, huge))).toMatchObject({ code: 'ERR_STATS_OUT_OF_MEMORY' });
});

const entry = JSON.stringify(join(__dirname, '..', 'dist', 'promises', 'index.js'));

test('getters and setters on Array.prototype do not run', () => {
  const { status, stdout, stderr } = run(`
    const stats = require(${entry});
    const [x, y, found] = [[1, 2, 3], [2, 4, 6], {}];
    const set = () => { throw new Error('called'); };
    for (let i = 0; i < 20; i++) Object.defineProperty(Array.prototype, i, { configurable: true, get: set, set });
    const results = { ${all.map((name) => `${name}: stats.${name}(${given(name, 'x', 'y')})`).join(', ')} };
    results.matrix = stats.correlationMatrix([x, y]).then((matrix) => matrix.length);
    (async () => {
      for (const name of Object.keys(results)) found[name] = await results[name];
      for (let i = 0; i < 20; i++) delete Array.prototype[i];
      process.stdout.write(JSON.stringify(found));
    })();
  `);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const right = Object.fromEntries(all.map((name) => [name, known[name]]));
  expect(stdout).toBe(JSON.stringify({ ...right, matrix: 2 }));
});

/** A Worker that starts promises without end. */
const worker = `
  const stats = require(${entry});
  const x = Float64Array.from({ length: 100000 }, (_, i) => Math.sin(i));
  const loop = async (name) => { for (;;) await stats[name](x, 3); };
  for (const name of ['mean', 'median', 'rollingMean', 'autocorrelation', 'moment']) loop(name);
  stats.mean(x).then(() => require('node:worker_threads').parentPort.postMessage('begins'));`;
const start = `new (require('node:worker_threads').Worker)(${JSON.stringify(worker)}, { eval: true })`;

/** CAPSULE_STRESS=1000000 ends 500 Workers. */
const rounds = Math.max(15, Math.ceil(Number(process.env['CAPSULE_STRESS'] ?? 0) / 2000));

test('a Worker can be terminated at any moment while it computes', () => {
  const { status, stdout, stderr } = run(`
    (async () => {
      const main = require(${entry});
      const x = Float64Array.from({ length: 1000 }, (_, i) => i);
      for (let i = 0; i < ${rounds}; i++) {
        const worker = ${start};
        await new Promise((resolve) => worker.once('message', resolve));
        await new Promise((resolve) => setTimeout(resolve, i % 8));
        const promise = main.mean(x);
        await worker.terminate();
        if (await promise !== 499.5) throw new Error('wrong');
      }
      console.log('alive');
    })()`);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'alive\n', stderr: '' });
}, 600_000);

test.each([1, 3, 7])('the process can exit while promises are pending, after %i ms', (delay) => {
  const { status, stderr } = run(`
    ${start}.on('message', () => setTimeout(() => process.exit(7), ${delay}));
    require(${entry}).median(Float64Array.from({ length: 3000000 }, Math.random));`);
  expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
});

test('promises leak no memory', () => {
  const { status, stdout, stderr } = run(`
    ${declareGc}
    const stats = require(${entry});
    const x = Float64Array.from({ length: 50000 }, Math.random);
    const settle = async (count) => {
      for (let i = 0; i < count; i++) {
        await Promise.all([stats.zscore(x), stats.median(x), stats.histogram(x)]);
        if (i % 20 === 0) { gc(); await new Promise(setImmediate); }
      }
      gc();
      return process.memoryUsage().rss / 2 ** 20;
    };
    (async () => {
      const before = await settle(100);
      const after = await settle(300);
      console.log(after - before < 60 ? 'stable' : after - before);
    })();`);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'stable\n', stderr: '' });
});

describe('an Array of billions of holes', () => {
  test.each(['begins and ends with holes', 'ends with a value'])('that %s is rejected without a copy of it', (kind) => {
    const holes = kind === 'ends with a value' ? 'holes[2 ** 32 - 2] = [1, 2];' : 'holes.length = 2 ** 32 - 1;';
    const { status, stdout, stderr } = run(`
      const promises = require('@capsule/stats/promises');
      const holes = [];
      ${holes}
      (async () => {
        for (const name of ${JSON.stringify([...all, 'correlationMatrix'])}) {
          try {
            await promises[name](holes, [1, 2, 3]);
            console.log(name);
          } catch (error) {
            if (!/^ERR_STATS_/.test(error.code)) console.log(name, error);
          }
        }
      })();`);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

test('a capsule that is disposed of after the call has the result of call time, whatever else runs', async () => {
  const names = ['mean', 'median', 'variance', 'describe', 'mad', 'rank', 'zscore', 'mode'] as const;
  const values = sample(2000);
  const vector = createVector(values);
  const found = names.map((name) => callPromise(name, vector));
  const matrix = promises.correlationMatrix([vector, values]);
  const accumulator = new promises.Accumulator().push(vector);
  dispose(vector);
  expect(await Promise.all(found)).toEqual(names.map((name) => call(name, values)));
  expect(await matrix).toEqual(correlationMatrix([values, values]));
  expect((await accumulator).mean()).toBe(new ordinary.Accumulator().push(values).mean());
  await expect(promises.mean(vector)).rejects.toMatchObject({ code: 'ERR_CAPSULE_DISPOSED' });
});

test('setters and values on Object.prototype change no result of a promise', async () => {
  const values = sample(2000);
  const signal = new AbortController().signal;
  const keys = ['get', 'set', 'value', 'mean', 'variance', 'min', 'summary', 'keep', 'reject', 'column'];
  const pollute = (key: string) => {
    const set = () => {
      throw new Error('called');
    };
    Object.defineProperty(Object.prototype, key, { get: () => set, set, configurable: true });
  };
  const expected = [ordinary.variance(values, { ddof: 0 }), ordinary.describe(values)];
  for (const key of keys) {
    pollute(key);
    let found: unknown[];
    try {
      found = [await promises.variance(values, { ddof: 0, signal }), await promises.describe(values)];
    } finally {
      delete (Object.prototype as Record<string, unknown>)[key];
    }
    expect([key, ...found]).toEqual([key, ...expected]);
  }
});
