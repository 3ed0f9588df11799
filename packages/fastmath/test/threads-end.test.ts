import { join } from 'node:path';
import { configuration } from '@capsule/test-support/child-process';
import { posixOnly } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { run } from './child.js';
import { kernelNames } from './forge/index.js';

// A process or Worker exits while pool threads compute, spin or sleep. Each case runs in a child process. With two
// cores, one of two pool threads spins after work, and the other sleeps.
const env = { FASTMATH_THREADS: '2' };
const prepare = `
  const addon = require('./build/${configuration}/fastmath.node');
  const { sum, moments, sort } = require('@capsule/fastmath');
  const { Worker } = require('node:worker_threads');
  addon.forceThreads(3, true);
  const x = new Float64Array(300_000).fill(0.1);
  const expected = sum(x);
`;
/** A Worker that calls without end, and posts a message when it has begun. */
const busy = `
  const worker = new Worker(\`
    const { parentPort } = require('node:worker_threads');
    const { sum, moments } = require('@capsule/fastmath');
    const x = new Float64Array(300_000).fill(0.1);
    sum(x);
    parentPort.postMessage('begun');
    for (;;) moments(x);
  \`, { eval: true });
`;

describe('exits correctly while pool threads exist:', () => {
  test.each<[string, string, number]>([
    ['naturally', 'sum(x)', 0],
    ['by process.exit, right after a call', 'sum(x); process.exit(7)', 7],
    ['by process.exit, while workers sleep', 'setTimeout(() => process.exit(7), 100)', 7],
    ['by process.exit, during the call of a Worker', `${busy}; worker.on('message', () => process.exit(7))`, 7],
    ['by process.exit in a Worker', "new Worker('process.exit(7)', { eval: true }).on('exit', process.exit)", 7],
    [
      'naturally, after a Worker was terminated during a call',
      `${busy}; worker.on('message', () => worker.terminate().then(() => process.exit(sum(x) === expected ? 0 : 1)))`,
      0,
    ],
  ])('%s', (_, script, status) => {
    for (let round = 0; round < 5; round++) {
      expect(run(prepare + script, env)).toEqual({ status, signal: null, stdout: '', stderr: '' });
    }
  });

  test('by an uncaught exception', () => {
    const { status, signal, stderr } = run(`${prepare} sum(x); throw new Error('not caught')`, env);
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toContain('Error: not caught');
  });

  test('by a signal, which no pool thread takes from its handler', posixOnly, () => {
    const handled = `process.on('SIGTERM', () => { console.log(sum(x) === expected); process.exit(7) });`;
    const raise = "setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20); setInterval(() => sum(x), 1)";
    expect(run(`${prepare} ${raise}`, env)).toMatchObject({ status: null, signal: 'SIGTERM' });
    expect(run(`${prepare} ${handled} ${raise}`, env)).toMatchObject({ status: 7, stdout: 'true\n' });
  });
});

test('Workers that call at the same time get the same result as one', () => {
  const script = `
    ${prepare}
    addon.forceThreads(1, false);
    const right = JSON.stringify([expected, moments(x)]);
    addon.forceThreads(3, true);
    const code = \`
      const { workerData: right, parentPort } = require('node:worker_threads');
      const { sum, moments } = require('@capsule/fastmath');
      const x = new Float64Array(300_000).fill(0.1);
      let wrong = 0;
      for (let i = 0; i < 100; i++) wrong += JSON.stringify([sum(x), moments(x)]) !== right;
      parentPort.postMessage(wrong);
    \`;
    for (let i = 0; i < 4; i++)
      new Worker(code, { eval: true, workerData: right }).on('message', (wrong) => console.log(wrong));
  `;
  expect(run(script, env)).toEqual({ status: 0, signal: null, stdout: '0\n0\n0\n0\n', stderr: '' });
});

// The control is in guard.test.ts, for the same systems.
test('threads stay within arrays that lie between unreadable pages', posixOnly, () => {
  const file = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));
  const script = `
    const { capsule } = require('@capsule/fastmath');
    const forge = require(${file});
    const addon = require('./build/${configuration}/fastmath.node');
    const wrong = [];
    for (const name of ${JSON.stringify(kernelNames)})
      for (const n of [8193, 16_383, 40_963]) {
        addon.forceThreads(1, false);
        const alone = forge.call(capsule, name, n, 'a page start');
        addon.forceThreads(3, true);
        for (const place of ['a page start', 'a page end'])
          if (forge.call(capsule, name, n, place) !== alone) wrong.push([name, n, place]);
      }
    console.log(JSON.stringify(wrong));
  `;
  expect(run(script, env)).toEqual({ status: 0, signal: null, stdout: '[]\n', stderr: '' });
});
