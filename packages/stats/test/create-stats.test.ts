import { type CapsuleLabel, inspect } from '@capsule/core';
import * as fastmath from '@capsule/fastmath';
import { createStats } from '@capsule/stats';
import { refusal } from '@capsule/test-support/refusal';
import { contract, forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import { addonFile, run } from './child.js';
import { all, computeWith, known, ordinary, others, x, y } from './statistics.js';

const { capsule } = fastmath;
const opening = "Opening '@capsule/fastmath': ";
/** Returns a function that opens a value which TypeScript would reject. */
const open = (value: unknown) => () => Reflect.apply(createStats, undefined, [value]);

const plainAdvice =
  "Pass fastmath.capsule, not the module. An object copied between threads loses its contents: import '@capsule/fastmath' in this Worker.";

describe('createStats rejects', () => {
  test.each<[string, unknown, found: string, advice: string]>([
    [
      'the module',
      fastmath,
      'a module, a Proxy or another object without a prototype',
      'Pass fastmath.capsule, not the module or a Proxy of it.',
    ],
    ['the object that require() returns', { capsule }, 'a plain object', plainAdvice],
    ['an empty object', {}, 'a plain object', plainAdvice],
    ['undefined', undefined, 'undefined', 'Pass fastmath.capsule.'],
    ['its own result', createStats(capsule), 'a plain object', plainAdvice],
  ])('%s', (_, value, found, advice) => {
    expect(refusal(open(value))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      message: `${opening}expected a capsule, found ${found}. ${advice}`,
      expected: 'a capsule',
      found,
    });
  });

  test('the capsule of another package', () => {
    expect(refusal(open(forge.sealTable(contract('1.0', 'sum'))))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NAME_MISMATCH',
      message: `${opening}expected a capsule named '@capsule/fastmath', found one named '@forge/math'. Pass fastmath.capsule.`,
      expected: "a capsule named '@capsule/fastmath'",
      found: "one named '@forge/math'",
    });
  });

  test('fastmath 1.0, and names the missing functions', () => {
    const { functions } = inspect(capsule) as CapsuleLabel & { kind: 'table' };
    const entries = functions
      .filter(({ since }) => since === '1.0')
      .map(({ name, signature }) => ({ name, signature }));
    const old = forge.sealTable({ ...contract('1.0'), name: '@capsule/fastmath', entries });
    const found = refusal(open(old));
    expect(found).toMatchObject({ type: 'RangeError', code: 'ERR_CAPSULE_VERSION_MISMATCH', found: '1.0' });
    expect(found.expected).toMatch(/^contract 1\.1 or later \(for sum_exact, arg_min_max, .* and \d+ more\)$/);
  });

  test('a pointer capsule with the same name', () => {
    expect(refusal(open(forge.sealPointer('@capsule/fastmath', 1)))).toMatchObject({
      code: 'ERR_CAPSULE_KIND_MISMATCH',
      message: `${opening}expected a capsule that holds a table, found one that holds a pointer.`,
    });
  });
});

describe('createStats opens', () => {
  test('the capsule of fastmath, and returns every statistic', () => {
    const stats = createStats(capsule);
    expect(Object.keys(stats).sort()).toEqual([...all, ...others].sort());
    for (const name of all) expect(computeWith(stats, name, x, y)).toEqual(known[name]);
  });

  test('the capsule of fastmath for the named exports, with the same results', () => {
    for (const name of all) expect(computeWith(ordinary, name, x, y)).toEqual(known[name]);
  });
});

describe('in a Worker', () => {
  /** A script that runs code in a Worker, prints its messages, and computes a mean after the Worker has exited. */
  const script = (inMainBefore: string, inWorker: string, options = '') => `
    ${inMainBefore}
    const { Worker } = require('node:worker_threads');
    const inWorker = "const { parentPort, workerData } = require('node:worker_threads');" + ${JSON.stringify(inWorker)};
    const worker = new Worker(inWorker, { eval: true, ${options} });
    worker.on('message', (message) => console.log(message));
    worker.on('exit', () => setTimeout(() => console.log(require('@capsule/stats').mean(Array(300).fill(2))), 50));
  `;
  // 300 values are above the threshold of the fast path.
  const compute = "parentPort.postMessage(require('@capsule/stats').mean(Array(300).fill(2.5)));";

  test('createStats rejects a capsule that was copied to it, with advice', () => {
    const opens = `try { require('@capsule/stats').createStats(workerData); } catch ({ message }) { parentPort.postMessage(message); }`;
    expect(
      run(script("const { capsule } = require('@capsule/fastmath');", opens, 'workerData: capsule')),
    ).toMatchObject({
      status: 0,
      stdout: `${opening}expected a capsule, found a plain object. Pass fastmath.capsule, not the module. An object copied between threads loses its contents: import '@capsule/fastmath' in this Worker.\n2\n`,
      stderr: '',
    });
  });

  test.each([
    ['which only the Worker has loaded before', ''],
    ['which the main thread has loaded before', "require('@capsule/stats').mean(Array(300).fill(1));"],
  ])('the package computes, %s, and in the main thread after the Worker has exited', (_, inMainBefore) => {
    expect(run(script(inMainBefore, compute))).toMatchObject({ status: 0, stdout: '2.5\n2\n', stderr: '' });
  });
});

// TypeScript checks arguments first. These tests are of the checks in the addon, which can be loaded directly.
describe('the addon', () => {
  const arrays = `[
    undefined, null, 1, '1', true, 1n, Symbol(), () => {}, {}, [1, 2, 3], { length: 8 }, { valueOf },
    new ArrayBuffer(64), new SharedArrayBuffer(64), new Proxy(x, {}), Object.create(x),
  ]`;

  test('reads any view as memory, and never out of bounds', () => {
    const { status, stdout, stderr } = run(`
      const { capsule } = require('@capsule/fastmath');
      const stats = require(${JSON.stringify(addonFile)}).open(capsule);
      const { buffer } = Float64Array.of(1, 2, 6, 100);
      const views = [Uint8Array, Float32Array, BigInt64Array, DataView].map((View) => new View(buffer, 0, 24 / (View.BYTES_PER_ELEMENT ?? 1)));
      console.log(...[...views, Buffer.from(buffer, 0, 31)].map(stats.max));
    `);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '6 6 6 6 6\n', stderr: '' });
  });

  test('throws a TypeError for every wrong argument, and continues to work', () => {
    const { status, stdout, stderr } = run(`
      const { capsule } = require('@capsule/fastmath');
      const addon = require(${JSON.stringify(addonFile)});
      let converted = 0;
      const valueOf = () => { converted++; return 1; };
      const [x, y, out] = [Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 6), new Float64Array(8)];
      const wrong = {
        x: ${arrays},
        y: [...${arrays}, x.subarray(1)],
        out: [...${arrays}, out.subarray(1)],
        ddof: [undefined, null, '1', true, 1n, Symbol(), {}, [1], { valueOf }, new Number(1), x],
      };
      wrong.positions = [...wrong.out.slice(0, -1), Float64Array.of(0, -5e-324), Float64Array.of(2.1), Float64Array.of(NaN), new Float64Array(99).fill(3)];
      wrong.edges = [...wrong.out.slice(0, -1), out.subarray(7)];
      wrong.counts = wrong.edges;
      wrong.at = wrong.ddof;
      wrong.lag = [...wrong.ddof, -1, 4, NaN, Infinity];
      wrong.each = [...wrong.out.slice(0, -1), out.subarray(7)];
      const good = { x, y, out, ddof: 1, at: 2, lag: 1, each: new Float64Array(3), positions: new Float64Array(2), edges: Float64Array.of(0, 1, 3), counts: new Float64Array(2) };
      const functions = {
        mean: ['x'], variance: ['x', 'ddof'], std: ['x', 'ddof'], min: ['x'], max: ['x'], describe: ['x', 'ddof', 'out'],
        covariance: ['x', 'y', 'ddof'], correlation: ['x', 'y'], linearRegression: ['x', 'y', 'out'],
        sum: ['x'], minMax: ['x', 'out'], sem: ['x', 'ddof'], skewness: ['x'], kurtosis: ['x'],
        centralMoments: ['x', 'out'], momentsAbout: ['x', 'at', 'out'],
        geometricMean: ['x'], harmonicMean: ['x'], weightedMean: ['x', 'y', 'out'], zscore: ['x', 'ddof', 'each'],
        summary: ['x', 'out'], autocorrelation: ['x', 'lag'], rollingMean: ['x', 'lag', 'each'], rollingStd: ['x', 'ddof', 'lag', 'each'],
        median: ['x'], mad: ['x'], mode: ['x'], rank: ['x', 'each'], spearman: ['x', 'y'], kendall: ['x', 'y'],
        quantiles: ['x', 'positions'], histogram: ['x', 'edges', 'counts'],
      };
      const stats = addon.open(capsule);
      const messages = new Set();
      const refuses = (call) => {
        try { call(); } catch (error) {
          messages.add(error instanceof TypeError ? error.message : String(error));
          return;
        }
        messages.add('nothing thrown by ' + call);
      };
      let calls = 0;
      for (const [name, parameters] of Object.entries(functions)) {
        parameters.forEach((parameter, i) => {
          const given = parameters.map((each) => good[each]);
          refuses(() => stats[name](...given.slice(0, i)));
          for (const value of wrong[parameter]) refuses(() => stats[name](...given.with(i, value)));
          calls += wrong[parameter].length + 1;
        });
      }
      const results = Object.entries(functions).map(([name, parameters]) => stats[name](...parameters.map((each) => good[each])));
      process.stdout.write(JSON.stringify({ calls, messages: [...messages], converted, results }));
    `);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const found = JSON.parse(stdout);
    expect(found.messages.sort()).toEqual([
      'expected a Float64Array that is long enough',
      'expected a number',
      'expected a number as ddof',
      'expected a number up to the length',
      'expected positions within the sample',
    ]);
    expect(found.calls).toBeGreaterThan(200);
    expect(found.converted).toBe(0);
    expect(found.results).toEqual([
      2,
      1,
      1,
      1,
      3,
      2,
      2,
      1,
      2,
      6,
      1,
      1 / Math.sqrt(3),
      0,
      -1.5,
      1,
      1,
      Math.cbrt(6),
      18 / 11,
      28 / 12,
      2,
      2,
      0,
      0,
      0,
      2,
      1,
      1,
      0,
      1,
      1,
      null,
      null,
    ]);
  });
});
