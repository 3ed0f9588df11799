import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { linuxOnly, posixOnly, skipWithout, unsanitized } from '@capsule/test-support/skip';
import { afterEach, describe, expect, test } from 'vitest';
import type { FastmathFunction } from '../bindings/fastmath.js';
import { addon, kernels, load, sameBits, variants } from './addon.js';
import { run } from './child.js';
import { kindNames, make } from './data.js';
import { forge } from './forge/index.js';

const block = 8192;
/** Lengths around one block and pairs of blocks, and around that from which chunks have two blocks. */
const lengths = [block + 1, 2 * block, 5 * block + 7];
const around = [256 * block, 256 * block + 1, 513 * block + 5];
/** All kernels except those that use one thread. */
const parallel = Object.keys(kernels).filter((name) => !/select|rank|cumsum/.test(name));
const expected = 'FASTMATH_THREADS to be a whole number from 1 to 256';

describe('FASTMATH_THREADS', () => {
  test.each(['0', '-1', 'abc', '1e9', '257', '1.5', ' 2', '02'])('%j is rejected with a message', (value) => {
    const script = `
      try { require('@capsule/fastmath') } catch ({ name, code, message, expected, found }) {
        console.log(JSON.stringify({ name, code, message, expected, found }));
      }`;
    expect(JSON.parse(run(script, { FASTMATH_THREADS: value }).stdout)).toEqual({
      name: 'Error',
      code: 'ERR_FASTMATH_THREADS_UNKNOWN',
      message: `Loading @capsule/fastmath: expected ${expected}, found '${value}'. Unset it to use all cores.`,
      expected,
      found: `'${value}'`,
    });
  });

  const show = "console.log(require('@capsule/fastmath').threads)";

  test('sets the number of threads', () => {
    for (const value of ['1', '3', '256']) expect(run(show, { FASTMATH_THREADS: value }).stdout).toBe(`${value}\n`);
  });

  test('defaults to all cores that this process may use', () => {
    const [unset, empty] = [run(show), run(show, { FASTMATH_THREADS: '' })].map(({ stdout }) => Number(stdout));
    expect(empty).toBe(unset);
    expect(unset).toBeGreaterThanOrEqual(1);
    expect(unset).toBeLessThanOrEqual(availableParallelism());
  });

  test('is checked in each Worker, but the first to load the package decides', () => {
    const script = `
      const { Worker } = require('node:worker_threads');
      ${show};
      const start = (FASTMATH_THREADS, then) => new Worker(${JSON.stringify(show)}, { eval: true, env: { ...process.env, FASTMATH_THREADS } })
        .on('error', ({ code }) => console.log(code))
        .on('exit', then);
      start('2', () => start('none', () => {}));
    `;
    expect(run(script, { FASTMATH_THREADS: '3' }).stdout).toBe('3\n3\nERR_FASTMATH_THREADS_UNKNOWN\n');
  });

  test(
    'sets how many threads a long call uses; a short call uses one',
    skipWithout('/proc/self/task', existsSync('/proc/self/task')),
    () => {
      const script = `
      const { readdirSync } = require('node:fs');
      const { sum } = require('@capsule/fastmath');
      const threads = () => readdirSync('/proc/self/task').length;
      const before = threads();
      for (let i = 0; i < 100; i++) sum(new Float64Array(4096));
      const short = threads();
      sum(new Float64Array(2 ** 21));
      console.log(short - before, threads() - before);
    `;
      expect(run(script, { FASTMATH_THREADS: '1' }).stdout).toBe('0 0\n');
      expect(run(script, { FASTMATH_THREADS: '3' }).stdout).toBe('0 2\n');
    },
  );
});

describe.each(variants)('%s', (variant) => {
  const math = load(variant);

  afterEach(() => addon.forceThreads(1, false));

  /** Calls with a number of threads; several times, because a sleeping worker may be too late for one call. */
  function inThreads<T>(threads: number, call: () => T, times = 1): T[] {
    addon.forceThreads(threads, threads > 1);
    return Array.from({ length: times }, call);
  }

  test.each(kindNames)('returns the same bits in 1, 2, 3 and 8 threads: %s', (kind) => {
    const wrong: object[] = [];
    for (const n of lengths) {
      const [x, y] = [make(kind, n, 1), make(kind, n, 2)];
      for (const name of parallel) {
        const call = kernels[name] as (typeof kernels)[string];
        const [alone] = inThreads(1, () => call(math, x.slice(), y.slice()));
        for (const threads of [2, 3, 8]) {
          const [found] = inThreads(threads, () => call(math, x.slice(), y.slice()));
          if (!sameBits(found as Float64Array, alone as Float64Array)) wrong.push({ name, n, threads });
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(around)('returns the same bits around the lengths at which chunks become larger: %i values', (n) => {
    const [x, y] = [make('uniform numbers', n, 1), make('uniform numbers', n, 2)];
    const names = [
      'sum',
      'dot',
      'minMax',
      'moments',
      'comoments',
      'argMinMax',
      'momentsWeighted',
      'sumStrided',
      'deviations',
    ];
    const wrong = names.filter((name) => {
      const call = () => kernels[name]?.(math, x, y) as Float64Array;
      const [alone] = inThreads(1, call);
      return ![2, 3, 8].every((threads) =>
        sameBits(inThreads(threads, call)[0] as Float64Array, alone as Float64Array),
      );
    });
    expect(wrong).toEqual([]);
  });

  const { capsule } = math;
  const n = 12 * block + 1;

  test('pool threads use the floating-point environment of the caller', () => {
    for (const name of ['sum', 'moments', 'add'] as const) {
      const [nearest] = inThreads(1, () => forge.call(capsule, name, n));
      const [upward] = inThreads(1, () => forge.callRoundingUp(capsule, name, n));
      expect(upward).not.toBe(nearest);
      // Pool threads that start now round to nearest.
      expect(new Set(inThreads(3, () => forge.call(capsule, name, n), 10))).toEqual(new Set([nearest]));
      expect(new Set(inThreads(3, () => forge.callRoundingUp(capsule, name, n), 10))).toEqual(new Set([upward]));
    }
  });

  /** One kernel for each use of parallel_for. */
  const parallelKernels: FastmathFunction[] = [
    'sum',
    'min_max',
    'moments',
    'add',
    'histogram',
    'comoments_strided',
    'sum_exact',
    'sort',
  ];

  test.each(parallelKernels)('%s preserves the environment, and is correct for four callers at a time', (name) => {
    addon.forceThreads(3, true);
    expect(forge.keepsEnvironment(capsule, name, 3 * block)).toBe(true);
    expect(forge.callAtOnce(capsule, name, 3 * block)).toBe(true);
  });

  test('a child process forked during calls starts its own threads', posixOnly, () => {
    addon.forceThreads(3, true);
    for (const name of ['sum', 'moments', 'add'] as const) expect(forge.callInChild(capsule, name, n)).toBe(true);
  });

  // AddressSanitizer reserves more address space than the test allows.
  test('results are correct when the system cannot start all threads', { ...linuxOnly, ...unsanitized }, () => {
    for (const name of ['sum', 'moments', 'add', 'sort'] as const) {
      addon.forceThreads(1, false);
      const expected = forge.call(capsule, name, 30_000);
      addon.forceThreads(64, true);
      for (const megabytes of [4, 16, 48])
        expect(forge.callWithMemory(capsule, name, 30_000, megabytes << 20, expected)).toBe(true);
    }
  });
});
