import { join } from 'node:path';
import { inspect as show } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Capsule, inspect, share } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ArrowKind, arrowKinds, collect, forge } from './forge/index.js';

const structs: Record<ArrowKind, string> = {
  arrow_schema: 'an ArrowSchema',
  arrow_array: 'an ArrowArray',
  arrow_array_stream: 'an ArrowArrayStream',
  arrow_device_array: 'an ArrowDeviceArray',
  arrow_device_array_stream: 'an ArrowDeviceArrayStream',
};

/** What releaseArrow reads: the length of the format, of the array, or of all batches. */
const read: Record<ArrowKind, number> = {
  arrow_schema: 1,
  arrow_array: 3,
  arrow_array_stream: 6,
  arrow_device_array: 3,
  arrow_device_array_stream: 6,
};

const alive = () => forge.arrowCounts()[0];

// Capsules of an earlier test may still be collected: without this, they would change the counts of the next.
beforeEach(async () => {
  expect(await collect(() => alive() === 0)).toBe(true);
  expect(forge.arrowCounts()).toEqual([0, 0]);
});

describe.each(arrowKinds)('%s', (kind) => {
  const seal = () => forge.sealArrow(kind);

  test.each([
    ['null', 'ERR_CAPSULE_POINTER_MISSING', `expected ${structs[kind]}, found NULL.`],
    [
      'released',
      'ERR_CAPSULE_DATA_UNSOUND',
      `expected ${structs[kind]} with all callbacks, found one without release. It was released or moved, or never filled in.`,
    ],
    [
      'heap',
      'ERR_CAPSULE_NOT_PINNED',
      'expected callbacks in the static storage of an addon or a library, found an address that cannot be kept in memory. Declare it static, not on the heap or the stack.',
    ],
  ] as const)('rejects a struct that is %s, which the producer then still owns', (fault, code, message) => {
    expect(refusal(() => forge.sealArrow(kind, fault))).toMatchObject({
      type: code === 'ERR_CAPSULE_NOT_PINNED' ? 'Error' : 'TypeError',
      code,
      message: `Sealing '${kind}': ${message}`,
    });
    expect(forge.arrowCounts()).toEqual([0, 0]);
  });

  test('is sealed in a capsule that has the name of the interface', () => {
    const capsule = seal();
    expect(show(capsule)).toBe(`[Capsule '${kind}']`);
    expect(inspect(capsule)).toMatchObject({ name: kind, kind: 'pointer', state: 'live' });
  });

  test('that no consumer takes is released once, when the capsule is collected', async () => {
    (() => seal())();
    expect(alive()).toBe(1);
    expect(await collect(() => alive() === 0)).toBe(true);
    await collect(() => false, 3);
    expect(forge.arrowCounts()).toEqual([0, 0]);
  });

  test.each([false, true])('is released once by its consumer, on another thread: %s', async (onThread) => {
    const capsule = seal();
    const taken = forge.takeArrow(kind, capsule);
    expect(show(capsule)).toBe(`[Capsule '${kind}', taken]`);
    expect(alive()).toBe(1);
    expect(forge.releaseArrow(kind, taken, onThread)).toBe(read[kind]);
    expect(forge.arrowCounts()).toEqual([0, 0]);
  });

  test('stays valid for its consumer when the capsule is collected', async () => {
    const taken = (() => forge.takeArrow(kind, seal()))();
    await collect(() => false, 5);
    expect(alive()).toBe(1);
    expect(forge.releaseArrow(kind, taken)).toBe(read[kind]);
    await collect(() => false, 3);
    expect(forge.arrowCounts()).toEqual([0, 0]);
  });

  test('is rejected by the second consumer', () => {
    const capsule = seal();
    const taken = forge.takeArrow(kind, capsule);
    expect(refusal(() => forge.takeArrow(kind, capsule))).toEqual({
      type: 'Error',
      code: 'ERR_CAPSULE_TAKEN',
      message: `Taking '${kind}': expected contents that are still available, found a capsule whose contents were taken. Ask its producer for another one. An Arrow capsule is consumed once.`,
      expected: 'contents that are still available',
      found: 'a capsule whose contents were taken',
    });
    forge.releaseArrow(kind, taken);
    expect(refusal(() => forge.takeArrow(kind, capsule)).code).toBe('ERR_CAPSULE_TAKEN');
  });

  test('is rejected if a consumer has moved it out without taking the capsule', () => {
    const capsule = seal();
    const moved = forge.moveArrowOut(kind, capsule);
    expect(inspect(capsule)).toMatchObject({ state: 'live' });
    expect(refusal(() => forge.takeArrow(kind, capsule))).toMatchObject({
      code: 'ERR_CAPSULE_TAKEN',
      message: `Taking '${kind}': expected ${structs[kind]}, found one that was released or moved out. Ask its producer for another one. An Arrow capsule is consumed once.`,
    });
    expect(forge.releaseArrow(kind, moved)).toBe(read[kind]);
  });

  test('is released once if the producer revokes the capsule', () => {
    const capsule = seal();
    forge.revoke(capsule, kind);
    expect(alive()).toBe(0);
    expect(refusal(() => forge.takeArrow(kind, capsule)).code).toBe('ERR_CAPSULE_REVOKED');
  });

  test('moves out while another addon holds the capsule, whose struct then has no release callback', async () => {
    const capsule = seal();
    const held = forge.openPointer(capsule, kind);
    const taken = forge.takeArrow(kind, capsule);
    forge.release(held, true);
    expect(forge.releaseArrow(kind, taken)).toBe(read[kind]);
    expect(forge.arrowCounts()).toEqual([0, 0]);
  });

  test('is not taken from another value', () => {
    const other = arrowKinds[(arrowKinds.indexOf(kind) + 1) % arrowKinds.length] as ArrowKind;
    const capsule = forge.sealArrow(other);
    const mismatch = refusal(() => forge.takeArrow(kind, capsule));
    expect(mismatch.code).toBe('ERR_CAPSULE_NAME_MISMATCH');
    expect(mismatch.message).toMatch(
      new RegExp(
        `^Taking '${kind}': expected a capsule named '${kind}', found one named '${other}'\\. Pass the .*result of \\[Symbol\\.for\\('arrow\\.c\\.`,
      ),
    );
    for (const value of [undefined, null, 1, 'arrow_array', {}, [], new Float64Array(1), Object.create(capsule)]) {
      expect(refusal(() => forge.takeArrow(kind, value)).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
    }
    const data = forge.sealData(kind, { room: 8, shape: [1] });
    expect(refusal(() => forge.takeArrow(kind, data)).code).toBe('ERR_CAPSULE_KIND_MISMATCH');
    const mine = forge.sealPointer('@forge/content', 1);
    expect(refusal(() => forge.takeArrow(kind, mine)).code).toBe('ERR_CAPSULE_NAME_MISMATCH');
    expect(inspect(capsule)).toMatchObject({ state: 'live' });
  });
});

test('a stream without one of its callbacks is rejected', () => {
  expect(refusal(() => forge.sealArrow('arrow_array_stream', 'get_next')).message).toBe(
    "Sealing 'arrow_array_stream': expected an ArrowArrayStream with all callbacks, found one without get_next.",
  );
});

const core = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
const addon = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));

test('one of several Workers that take an Arrow capsule at once succeeds, and it is released once', async () => {
  const takers = 3;
  const rounds = 20;
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const core = require(${core});
    const forge = require(${addon});
    const codes = [];
    for (const [round, ticket] of workerData.tickets.entries()) {
      const capsule = core.receive(ticket);
      Atomics.add(workerData.gate, 0, 1);
      while (Atomics.load(workerData.gate, 0) < (round + 1) * ${takers}) continue;
      try {
        forge.releaseArrow('arrow_array', forge.takeArrow('arrow_array', capsule));
        codes.push('taken');
      } catch (error) {
        codes.push(error.code);
      }
    }
    parentPort.postMessage(codes);`;
  const capsules = Array.from({ length: rounds }, () => forge.sealArrow('arrow_array'));
  const answers = await Promise.all(
    Array.from({ length: takers }, () => {
      const tickets = capsules.map((capsule) => share(capsule));
      const worker = new Worker(source, { eval: true, workerData: { tickets, gate } });
      return new Promise<string[]>((resolve, reject) => worker.on('message', resolve).on('error', reject));
    }),
  );
  for (let round = 0; round < rounds; round++) {
    const codes = answers.map((codes) => codes[round]).sort();
    expect(codes).toEqual([...Array(takers - 1).fill('ERR_CAPSULE_TAKEN'), 'taken']);
  }
  expect(forge.arrowCounts()).toEqual([0, 0]);
});

test.each([
  ['no consumer takes it', ''],
  ['the main thread takes it later', "forge.releaseArrow('arrow_array', forge.takeArrow('arrow_array', capsule));"],
  [
    'the main thread takes it, and releases it on another thread',
    "forge.releaseArrow('arrow_array', forge.takeArrow('arrow_array', capsule), true);",
  ],
])('an array that a Worker sealed is released once, after the Worker has exited: %s', (_, after) => {
  const script = `
    const core = require(${core});
    const forge = require(${addon});
    const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(`
      const core = require(${core});
      const forge = require(${addon});
      require('node:worker_threads').parentPort.postMessage(core.share(forge.sealArrow('arrow_array')));`)}, { eval: true });
    forge.printArrowCountsAtExit();
    let capsule;
    worker.on('message', (ticket) => { capsule = core.receive(ticket); });
    worker.on('exit', () => { console.log(String(forge.arrowCounts())); ${after} });`;
  expect(runScript(script)).toEqual({
    status: 0,
    signal: null,
    stdout: '1,0\nalive 0, released again 0\n',
    stderr: '',
  });
});

// process.exit() ends the main thread without finalizers, as for every addon: the memory ends with the process.
test.each([
  ['', 'alive 1'],
  ['process.exit(0);', 'alive (1|6)'],
])(
  'what is sealed when the process exits is released once, and never again; what was taken is for its consumer: %s',
  (end, counted) => {
    const script = `
    const forge = require(${addon});
    forge.printArrowCountsAtExit();
    const kinds = ${JSON.stringify(arrowKinds)};
    globalThis.capsules = kinds.map((kind) => forge.sealArrow(kind));
    globalThis.taken = forge.takeArrow('arrow_array', forge.sealArrow('arrow_array'));
    ${end}`;
    expect(runScript(script)).toEqual({
      status: 0,
      signal: null,
      stdout: expect.stringMatching(new RegExp(`^${counted}, released again 0\n$`)),
      stderr: '',
    });
  },
);

// Without this control, the counts above would also pass if the exporter did not count.
test('a consumer that leaks an array, and one that releases it twice, are counted (control)', () => {
  const script = `
    const forge = require(${addon});
    forge.takeArrow('arrow_array', forge.sealArrow('arrow_array'));
    const taken = forge.takeArrow('arrow_array', forge.sealArrow('arrow_array'));
    const copy = forge.copyArrow('arrow_array', taken);
    forge.releaseArrow('arrow_array', taken);
    forge.releaseArrow('arrow_array', copy);
    console.log(String(forge.arrowCounts()));`;
  expect(runScript(script)).toMatchObject({ status: 0, stdout: '1,1\n' });
});

describe('the C functions for the protocol', () => {
  const array = Symbol.for('arrow.c.array');
  const stream = Symbol.for('arrow.c.stream');
  const schema = Symbol.for('arrow.c.schema');
  const column = {
    [schema]: () => forge.sealArrow('arrow_schema'),
    [array]: () => forge.sealArrowPair(),
    [stream]: () => forge.sealArrow('arrow_array_stream'),
  };

  test('request schema, array and stream of any object, and pass the requested schema on', () => {
    expect(forge.requestArrow('schema', column)).toBe('g');
    expect(forge.requestArrow('array', column)).toBe('g3');
    expect(forge.requestArrow('stream', column)).toBe('6');
    const seen: unknown[][] = [];
    const listening = {
      [array](...args: unknown[]) {
        seen.push([this, ...args]);
        return forge.sealArrowPair();
      },
    };
    const requested = forge.sealArrow('arrow_schema');
    forge.requestArrow('array', listening, requested);
    forge.requestArrow('array', listening);
    expect(seen).toEqual([[listening, requested], [listening]]);
    // A function, a Proxy and a class may have the method, too.
    class Inherits {
      [array]() {
        return forge.sealArrowPair();
      }
    }
    for (const value of [Object.assign(() => 0, column), new Proxy(column, {}), new Inherits()])
      expect(forge.requestArrow('array', value)).toBe('g3');
  });

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'undefined'],
    ['a number', 1, 'a number'],
    ['an object without the method', {}, 'a plain object'],
    ['a typed array', new Float64Array(2), 'a typed array'],
    ['a method that is not a function', { [array]: 1 }, 'a plain object'],
  ])('reject %s', (_, value, found) => {
    expect(refusal(() => forge.requestArrow('array', value))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      message: `Requesting Arrow data: expected an object with the method [Symbol.for('arrow.c.array')], found ${found}.`,
    });
  });

  test.each<[string, () => unknown, string]>([
    ['undefined', () => undefined, 'undefined'],
    ['one capsule', () => forge.sealArrow('arrow_array'), 'a capsule'],
    ['three capsules', () => [...forge.sealArrowPair(), 1], 'an Array of 3 elements'],
    ['an Array without elements', () => [], 'an Array of 0 elements'],
  ])('reject a method that returns %s', (_, method, found) => {
    const error = refusal(() => forge.requestArrow('array', { [array]: method }));
    expect(error.code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
    expect(error.message).toContain(
      "expected [Symbol.for('arrow.c.array')]() to return [schema capsule, array capsule], found ",
    );
    if (found !== 'a capsule') expect(error.found).toBe(found);
  });

  test('reject capsules in the wrong order and capsules that were consumed, and release what they have taken', () => {
    const request = (pair: () => unknown) => refusal(() => forge.requestArrow('array', { [array]: pair }));
    expect(request(() => forge.sealArrowPair().reverse()).message).toContain(
      "Taking 'arrow_schema': expected a capsule named 'arrow_schema', found one named 'arrow_array'.",
    );
    const pair = forge.sealArrowPair();
    forge.releaseArrow('arrow_array', forge.takeArrow('arrow_array', pair[1]));
    expect(request(() => pair).code).toBe('ERR_CAPSULE_TAKEN');
    expect(inspect(pair[0])).toMatchObject({ state: 'taken' });
    expect(forge.arrowCounts()[1]).toBe(0);
  });

  test('keep what a method or a getter throws', () => {
    const own = new Error('mine');
    const fail = () => {
      throw own;
    };
    const caught = (value: unknown) => {
      try {
        forge.requestArrow('array', value);
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(caught({ [array]: fail })).toBe(own);
    expect(caught(Object.defineProperty({}, array, { get: fail }))).toBe(own);
    expect(caught({ [array]: () => Object.defineProperty([0, 0], 0, { get: fail }) })).toBe(own);
  });

  test('a pair whose array was released is rejected, and the producer still owns what was not moved', async () => {
    expect(refusal(() => forge.sealArrowPair(true)).code).toBe('ERR_CAPSULE_DATA_UNSOUND');
    expect(await collect(() => alive() === 0)).toBe(true);
  });
});

test.each<[string, number, boolean, boolean]>([
  ['CPU', 1, false, true],
  ['CUDA_HOST', 3, false, true],
  ['ROCM_HOST', 11, false, true],
  ['CUDA', 2, false, false],
  ['METAL', 8, false, false],
  ['an unknown one', 99, false, false],
  ['CUDA_HOST with an event', 3, true, false],
])('a device array is on the host, or not: %s', (_, type, hasEvent, expected) => {
  expect(forge.arrowIsOnHost(type, hasEvent)).toBe(expected);
});

// Each pair has two structs and two envelopes: if one of them was not freed, 100,000 would take 10 MB or more.
test('Arrow capsules leave no memory behind, whether they are taken or not', { timeout: 60_000 }, async () => {
  const memory = () => process.memoryUsage().rss / 2 ** 20;
  // A function of its own: an async function that waits may keep the last value of a variable alive.
  const use = (i: number) => {
    const capsule: Capsule = forge.sealArrow('arrow_schema');
    if (i % 2 === 0) forge.releaseArrow('arrow_schema', forge.takeArrow('arrow_schema', capsule));
  };
  const round = async () => {
    for (let i = 0; i < 20_000; i++) {
      use(i);
      if (i % 2_000 === 0) await collect(() => false, 1);
    }
    await collect(() => alive() === 0);
  };
  await round();
  const before = memory();
  for (let i = 0; i < 3; i++) await round();
  expect(alive()).toBe(0);
  expect(memory() - before).toBeLessThan(24);
});
