import { configuration } from '@capsule/test-support/child-process';
import { describe, expect, test } from 'vitest';
import { variants } from './addon.js';
import { run } from './child.js';

// A Worker writes random bits into the memory that kernels read, sort and search. Results are meaningless then, but no
// index is out of bounds and nothing crashes. Which writes fall between which reads is random, so many calls are made.
const script = `
  const { Worker } = require('node:worker_threads');
  const addon = require('./build/${configuration}/fastmath.node');
  const math = addon.load(process.env.FASTMATH_CPU);
  addon.forceThreads(Number(process.env.FASTMATH_THREADS), process.env.FASTMATH_THREADS !== '1');
  const n = 3000;
  const memory = new SharedArrayBuffer(8 * n + 8);
  const x = new Float64Array(memory, 0, n);
  const written = new Int32Array(memory, 8 * n, 1);
  const worker = new Worker(\`
    const { workerData: memory } = require('node:worker_threads');
    const n = memory.byteLength / 8 - 1;
    const x = new Float64Array(memory, 0, n);
    const words = new Uint32Array(memory, 0, 2 * n);
    const written = new Int32Array(memory, 8 * n, 1);
    for (;;) {
      for (let i = 0; i < 100; i++) {
        words[Math.floor(Math.random() * 2 * n)] = Math.random() * 2 ** 32;
        x[Math.floor(Math.random() * n)] = [NaN, -0, 0, Infinity, -Infinity, 0.5][Math.floor(Math.random() * 6)];
      }
      Atomics.add(written, 0, 1);
    }
  \`, { eval: true, workerData: memory });
  while (Atomics.load(written, 0) === 0);
  const two = new Float64Array(2), counts = new Float64Array(9), three = new Float64Array(3), out = new Float64Array(n);
  const wrong = [];
  const check = (right, what) => right || wrong.push(what);
  const before = Atomics.load(written, 0);
  for (let round = 0; round < 1500; round++) {
    math.argMinMax(x, two);
    check(two.every((place) => place >= 0 && place < n), 'argMinMax');
    const counted = math.histogram(x, -1, 1, 9, counts);
    check(counts.reduce((sum, count) => sum + count) === counted && counted <= n, 'histogram');
    math.searchSorted(x, x, round % 2 === 0, out);
    check(out.every((place) => place >= 0 && place <= n), 'searchSorted');
    check(math.rank(x, out) && out.every((rank) => !(rank < 1 || rank > n)), 'rank');
    check(math.select(x, Float64Array.of(0, n >> 1, n - 1), three), 'select');
    math.sort(x);
  }
  const during = Atomics.load(written, 0) !== before;
  worker.terminate().then(() => console.log(JSON.stringify({ wrong: [...new Set(wrong)], during })));
`;

describe.each(
  variants.flatMap((variant) => [
    [variant, '1'],
    [variant, '3'],
  ]),
)('%s, threads: %s', (variant, threads) => {
  test('uses no index that another thread may have changed', () => {
    const env = { FASTMATH_CPU: variant as string, FASTMATH_THREADS: threads as string };
    const { status, signal, stdout, stderr } = run(script, env);
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ wrong: [], during: true });
  });
});
