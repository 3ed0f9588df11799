import { spawnSync } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gc } from '@capsule/test-support/garbage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure, type GeneratedAddon, generatedAddon } from './generated-addon.js';

// In which order the promises of a contract run, and how they, their handles and their threads end. The functions wait as
// long as a test wants, and notice calls at the same time: promised/work.c.
let addon: GeneratedAddon;
beforeAll(async () => {
  addon = await generatedAddon('promised', 'work', ['work.c']);
});
afterAll(() => addon.project[Symbol.dispose]());

interface Clock {
  readonly ended: boolean;
  end(): void;
}
const promise = (name: string, ...args: unknown[]) => addon.promises[name]?.(...args) as Promise<unknown>;
const call = (name: string, ...args: unknown[]) => addon.functions[name]?.(...args);
const clock = () => call('clockNew', 0) as Clock;

describe('functions for one call at a time', () => {
  test('run one at a time, in the order of the calls', async () => {
    const before = (await promise('number', 0)) as number;
    const numbers = [5, 0, 3, 0, 1].map((ms) => promise('number', ms));
    expect(await Promise.all(numbers)).toEqual([1, 2, 3, 4, 5].map((i) => before + i));
    await Promise.all(Array.from({ length: 20 }, () => promise('turn', 1)));
  });

  test('do not keep others from running', async () => {
    const turns = Promise.all(Array.from({ length: 8 }, () => promise('turn', 20)));
    const first = await Promise.race([turns, promise('total', Float64Array.of(1, 2), 0)]);
    expect(first).toBe(3);
    await turns;
  });

  test('wait for a synchronous call of another thread, which waits for them', () => {
    const { status, stdout, stderr } = run(`
      const { Worker } = require('node:worker_threads');
      const script = ${JSON.stringify(`${load()}
        for (let i = 0; i < 300; i++) functions.turn(0);
        Promise.all(Array.from({ length: 100 }, () => promises.turn(0)))`)};
      const workers = [1, 2, 3, 4].map(() => new Worker(script, { eval: true }));
      Promise.all([
        ...workers.map((worker) => new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject))),
        ...Array.from({ length: 300 }, () => promises.turn(0)),
      ]).then((all) => console.log(new Set(all)));`);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'Set(2) { 0, undefined }\n', stderr: '' });
  });
});

describe('a handle', () => {
  test('has one call at a time, in the order of the calls', async () => {
    const one = clock();
    const ticks = Array.from({ length: 10 }, (_, i) => promise('clockTick', one, i % 3));
    expect(await Promise.all(ticks)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    one.end();
  });

  test('does not wait for another one', async () => {
    const [one, other] = [clock(), clock()];
    expect(await Promise.all([one, other].map((each) => promise('clockMeet', each, 2)))).toEqual([true, true]);
    one.end();
    other.end();
  });

  test('is shared by calls that may run at a time, and waits for those that may not', async () => {
    const one = clock();
    const looks = [1, 2].map(() => promise('clockLook', one, 2));
    const tick = promise('clockTick', one, 2);
    const later = promise('clockLook', one, 1);
    expect(await Promise.all([...looks, tick, later])).toEqual([true, true, 1, true]);
    one.end();
  });

  test('waits for each of two handles that a call needs', async () => {
    const [one, other] = [clock(), clock()];
    const ticks = [promise('clockTick', one, 2), promise('clockTick', one, 1), promise('clockTick', other, 3)];
    const set = promise('clockSet', other, one, 2);
    const after = [promise('clockTick', other, 0), promise('clockTick', one, 0)];
    expect(await Promise.all([...ticks, set, ...after])).toEqual([1, 2, 1, undefined, 3, 3]);
    one.end();
    other.end();
  });

  test('is busy for functions while a promise uses it', async () => {
    const one = clock();
    const tick = promise('clockTick', one, 5);
    expect(await failure(() => call('clockTick', one, 0))).toEqual({
      type: 'Error',
      code: 'ERR_WORK_HANDLE_BUSY',
      message:
        'clockTick(clock, ms): expected clock to be free, found one that a promise uses. Await the promise before.',
      expected: 'clock to be free',
      found: 'one that a promise uses',
    });
    expect(await failure(() => call('clockLook', one, 1))).toMatchObject({ code: 'ERR_WORK_HANDLE_BUSY' });
    expect(await tick).toBe(1);
    const look = promise('clockLook', one, 1);
    expect(call('clockLook', one, 1)).toBe(true);
    expect(await failure(() => call('clockTick', one, 0))).toMatchObject({ code: 'ERR_WORK_HANDLE_BUSY' });
    expect(await look).toBe(true);
    expect(call('clockTick', one, 0)).toBe(2);
    one.end();
  });

  test('ends after the promises that use it, and accepts no call in between', async () => {
    const before = call('clocks');
    const one = clock();
    const ticks = [promise('clockTick', one, 3), promise('clockTick', one, 3)];
    one.end();
    one.end();
    expect(one.ended).toBe(true);
    expect(call('clocks')).toBe((before as number) + 1);
    expect(await failure(() => promise('clockTick', one, 0))).toMatchObject({ code: 'ERR_WORK_HANDLE_ENDED' });
    expect(await failure(() => call('clockTick', one, 0))).toMatchObject({ code: 'ERR_WORK_HANDLE_ENDED' });
    expect(await Promise.all(ticks)).toEqual([1, 2]);
    expect(call('clocks')).toBe(before);
  });

  test('that was created by a promise is one of the functions, and is collected', async () => {
    const before = call('clocks') as number;
    expect(call('clockTick', await promise('clockNew', 1), 0)).toBe(1);
    for (let i = 0; i < 20; i++) void promise('clockTick', clock(), 1);
    const made = await Promise.all(Array.from({ length: 20 }, () => promise('clockNew', 0)));
    expect(new Set(made)).toHaveProperty('size', 20);
    made.length = 0;
    for (let i = 0; i < 100 && call('clocks') !== before; i++) {
      gc();
      await nextTurn();
    }
    expect(call('clocks')).toBe(before);
  });
});

describe('signal', () => {
  test('aborting cancels calls that wait, and rejects those that run', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const before = call('begun') as number;
    const aborted = Array.from({ length: 50 }, () => promise('pause', 20, { signal }));
    const other = promise('pause', 0);
    const settled = Promise.allSettled(aborted);
    controller.abort();
    for (const each of await settled) expect(each).toEqual({ status: 'rejected', reason: signal.reason });
    await other;
    // libuv's pool has 4 threads: 3 calls ran, and none of those that waited.
    expect((call('begun') as number) - before).toBe(4);
  });

  test('a call that is canceled frees the handle that it waited for', async () => {
    const before = call('clocks');
    const controller = new AbortController();
    const [one, other] = [clock(), clock()];
    const tick = promise('clockTick', one, 20);
    const canceled = failure(() => promise('clockSet', other, one, 0, { signal: controller.signal }));
    const waits = promise('clockTick', other, 0);
    controller.abort(new Error('not needed'));
    expect(await waits).toBe(1);
    expect(await canceled).toMatchObject({ message: 'not needed' });
    one.end();
    other.end();
    expect(await tick).toBe(1);
    expect(call('clocks')).toBe(before);
  });
});

test('JavaScript runs while promises wait and run', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await Promise.all(Array.from({ length: 6 }, () => promise('pause', 20)));
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
});

const load = () => `
  const native = require('./work.node');
  const functions = require('./bindings/work.functions.cjs').createFunctions(native);
  const promises = require('./bindings/work.promises.cjs').createPromises(native);
  const x = Float64Array.from({ length: 10000 }, (_, i) => i);`;

function run(script: string, ...options: string[]) {
  const { folder } = addon.project;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, '-e', `${load()}\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 600_000,
  });
  return { status, stdout, stderr };
}

/** CAPSULE_STRESS=1000000 ends 500 Workers. */
const rounds = Math.max(15, Math.ceil(Number(process.env['CAPSULE_STRESS'] ?? 0) / 2000));

/** A Worker that starts promises of each kind without end. */
const worker = (folder: string) => `
  const require_ = require('node:module').createRequire(${JSON.stringify(`${folder}/x.js`)});
  ${load().replaceAll("require('./", "require_('./")}
  const shared = new Float64Array(new SharedArrayBuffer(160000));
  const { signal } = new AbortController();
  const loop = async (start) => { for (;;) await start(); };
  const one = functions.clockNew(0);
  for (let i = 0; i < 5; i++) loop(() => promises.total(x, 0));
  loop(() => promises.copy(x, 0));
  loop(() => promises.copy(shared, 1, { signal }));
  loop(() => promises.copy(x, 0, shared.subarray(0, 10000)));
  loop(() => promises.negate(x, 0));
  loop(() => promises.turn(1));
  loop(() => promises.turn(0));
  for (let i = 0; i < 3; i++) loop(() => promises.clockTick(one, 0));
  loop(async () => (await promises.clockNew(0)).end());
  loop(async () => promises.clockTick(await promises.clockNew(0), 0));
  loop(() => promises.total(x, 1, { signal: AbortSignal.timeout(1) }).catch(() => undefined));
  promises.total(x, 0).then(() => require('node:worker_threads').parentPort.postMessage('begins'));`;

test('a Worker can be terminated at any moment while its promises wait and run', () => {
  const { status, stdout, stderr } = run(`
    const { Worker } = require('node:worker_threads');
    const script = ${JSON.stringify(worker(addon.project.folder))};
    (async () => {
      let memory = 0;
      for (let i = 0; i < ${rounds}; i++) {
        const worker = new Worker(script, { eval: true });
        await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
        await new Promise((resolve) => setTimeout(resolve, i % 8));
        const promise = promises.total(x, 1);
        await worker.terminate();
        if (await promise !== 49995000) throw new Error('wrong');
        if (i === Math.floor(${rounds} / 2)) memory = process.memoryUsage().rss;
      }
      const grown = (process.memoryUsage().rss - memory) / 2 ** 20;
      // Every handle of a Worker was ended, and every copy was freed.
      console.log(functions.clocks(), grown < 40 + ${rounds} / 10 ? 'stable' : grown);
    })()`);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '0 stable\n', stderr: '' });
}, 600_000);

test.each([1, 7, 19])('the process can exit while promises are pending, after %i ms', (delay) => {
  const { status, stderr } = run(`
    for (let i = 0; i < 100; i++) promises.pause(50), promises.turn(10);
    const one = functions.clockNew(0);
    for (let i = 0; i < 10; i++) promises.clockTick(one, 5);
    setTimeout(() => process.exit(7), ${delay});`);
  expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
});

test('promises leak no memory', () => {
  const { status, stdout, stderr } = run(
    `const large = Float64Array.from({ length: 50000 }, (_, i) => i);
     const settle = async (count) => {
       for (let i = 0; i < count; i++) {
         const controller = new AbortController();
         const { signal } = controller;
         const one = functions.clockNew(0);
         const started = [
           promises.total(large, 0), promises.copy(large, 0), promises.negate(large, 0), promises.clockTick(one, 0),
           promises.total(large, 0, { signal }), promises.copy(large, 0, { signal }), promises.clockTick(one, 0, { signal }),
         ];
         controller.abort();
         await Promise.allSettled(started);
         if (i % 20 === 0) { gc(); await new Promise(setImmediate); }
       }
       gc();
       return process.memoryUsage().rss / 2 ** 20;
     };
     (async () => {
       const before = await settle(150);
       const after = await settle(300);
       console.log(after - before < 60 ? 'stable' : after - before);
     })()`,
    '--expose-gc',
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'stable\n', stderr: '' });
});
