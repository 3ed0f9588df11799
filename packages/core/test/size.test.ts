import { join } from 'node:path';
import { dispose, inspect, receive, share } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { declareGc } from '@capsule/test-support/garbage';
import { describe, expect, test } from 'vitest';
import { collect, forge } from './forge/index.js';

const MiB = 2 ** 20;
const core = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
const addon = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));
const modules = `
  const { parentPort, Worker } = require('node:worker_threads');
  const core = require(${core});
  const forge = require(${addon});`;

/** Runs a script, and returns what it prints as JSON. */
function measure(script: string): Record<string, number> {
  const { status, stdout, stderr } = runScript(`${modules}${script}`, { timeout: 60_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe.each(['pointer', 'function', 'data'] as const)('the size of a %s', (kind) => {
  // Data reports its real size.
  const bytes = kind === 'data' ? 64 * MiB : 2 ** 30;
  const make = () => forge.sealSized(kind, kind === 'data' ? bytes : 8, bytes);

  test('is reported when it is sealed, and taken back when the value is collected', async () => {
    await collect(() => false, 5);
    const before = forge.reportedMemory();
    (() => {
      const capsule = make();
      expect(Math.abs(forge.reportedMemory() - before - bytes)).toBeLessThan(MiB);
      expect(inspect(capsule).kind).toBe(kind);
    })();
    expect(await collect(() => forge.reportedMemory() < before + MiB)).toBe(true);
    expect(forge.reportedMemory()).toBeGreaterThan(before - MiB);
  });

  test('is taken back when it is disposed of, once', async () => {
    await collect(() => false, 5);
    const before = forge.reportedMemory();
    let capsule: ReturnType<typeof make> | undefined = make();
    expect(Math.abs(forge.reportedMemory() - before - bytes)).toBeLessThan(MiB);
    dispose(capsule);
    expect(Math.abs(forge.reportedMemory() - before)).toBeLessThan(MiB);
    capsule = undefined;
    await collect(() => false, 5);
    expect(Math.abs(forge.reportedMemory() - before)).toBeLessThan(MiB);
  });

  test('is reported for each value, and taken back for the sealed one when another is disposed of', async () => {
    await collect(() => false, 5);
    const before = forge.reportedMemory();
    let values: object[] = [make()];
    values.push(receive(share(values[0] as never)));
    expect(Math.abs(forge.reportedMemory() - before - 2 * bytes)).toBeLessThan(MiB);
    dispose(values[1] as never);
    expect(Math.abs(forge.reportedMemory() - before - bytes)).toBeLessThan(MiB);
    dispose(values[0] as never);
    expect(Math.abs(forge.reportedMemory() - before - bytes)).toBeLessThan(MiB);
    values = [];
    expect(await collect(() => forge.reportedMemory() < before + MiB)).toBe(true);
    expect(forge.reportedMemory()).toBeGreaterThan(before - MiB);
  });
});

test('reports no size of contents without a destructor, and no impossible size', () => {
  const before = forge.reportedMemory();
  const kept = [
    forge.sealUnowned('pointer', 2 ** 40),
    forge.sealUnowned('function', 2 ** 40),
    ...Array.from({ length: 4 }, () => forge.sealSized('pointer', 8, 2 ** 62)),
  ];
  expect(forge.reportedMemory() - before).toBeLessThan(4 * 2 ** 42 + MiB);
  for (const capsule of kept.slice(2)) dispose(capsule);
  expect(Math.abs(forge.reportedMemory() - before)).toBeLessThan(MiB);
});

// Disposing on the thread of another environment must not take back what was reported to the one that sealed, which may
// have ended; and finalizers, at any time, must not take it back twice. V8 ends the process if more is taken back.
test('is balanced in each environment, whichever disposes and whichever ends first', () => {
  const worker = `${modules}
    parentPort.on('message', (message) => {
      if (message === 'end') process.exit();
      const values = [core.receive(message)];
      if (message.dispose) core.dispose(values[0]);
      parentPort.postMessage({ ticket: core.share(forge.sealSized('pointer', 8, ${MiB})), reported: forge.reportedMemory() });
    });`;
  const result = measure(`
    const start = forge.reportedMemory();
    let largest = 0;
    async function round(i) {
        const worker = new Worker(${JSON.stringify(worker)}, { eval: true });
        const next = (event) => new Promise((resolve) => worker.once(event, resolve));
        const here = forge.sealSized('pointer', 8, ${MiB});
        worker.postMessage(core.share(here));
        const { ticket } = await next('message');
        const theirs = core.receive(ticket);
        if (i % 2 === 0) core.dispose(theirs); // while its environment lives
        const exit = next('exit');
        worker.postMessage('end');
        await exit;
        core.dispose(theirs); // after its environment has ended
        if (i % 4 < 2) core.dispose(here);
        largest = Math.max(largest, forge.reportedMemory() - start);
    }
    (async () => {
      for (let i = 0; i < 8; i++) await round(i);
      ${declareGc}
      for (let i = 0; i < 20; i++) { gc(); await new Promise(setImmediate); }
      console.log(JSON.stringify({ largest, end: forge.reportedMemory() - start }));
    })()`);
  expect(result['largest']).toBeGreaterThan(MiB);
  expect(Math.abs(result['end'] ?? Number.NaN)).toBeLessThan(MiB / 2);
});

/** How many contents the loops below seal. docs/ending-contents.md has the peaks for 3000. */
const count = Number(process.env['CAPSULE_PEAK_COUNT'] ?? 600);

/** Seals contents of 1 MiB in a loop, and returns the peak of the resident memory in MiB. */
function peak(kind: 'pointer' | 'function' | 'data', bytes: number, step: string): number {
  const { peak } = measure(`
    (async () => {
      for (let i = 0; i < ${count}; i++) {
        const capsule = forge.sealSized('${kind}', ${MiB}, ${bytes});
        ${step}
      }
      console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS / 1024 }));
    })()`);
  if (process.env['CAPSULE_PEAK_COUNT'] !== undefined)
    console.log(kind, bytes, step, '//', Math.round(peak ?? 0), 'MiB');
  return peak ?? Number.NaN;
}

const yields = 'if (i % 20 === 19) await new Promise(setImmediate);';

test('contents with a size are collected in time, as data is, and those without a size are not', () => {
  const data = peak('data', MiB, yields);
  expect(peak('pointer', MiB, yields)).toBeLessThan(1.2 * data + 20);
  expect(peak('function', MiB, yields)).toBeLessThan(1.2 * data + 20);
  expect(peak('pointer', 0, yields)).toBeGreaterThan(2 * data); // control
});

test('a loop that disposes and never yields needs the memory of one', () => {
  for (const kind of ['pointer', 'function', 'data'] as const)
    expect(peak(kind, MiB, 'core.dispose(capsule);')).toBeLessThan(200);
  expect(peak('pointer', 0, 'core.dispose(capsule);')).toBeLessThan(200);
  expect(peak('pointer', MiB, 'capsule[Symbol.dispose]();')).toBeLessThan(200);
  expect(peak('data', MiB, '')).toBeGreaterThan(600); // control: finalizers run between turns of the event loop
});
