import { constants } from 'node:buffer';
import { join } from 'node:path';
import { asTypedArray, type ViewOptions } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { declareGc } from '@capsule/test-support/garbage';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { collect, type DataSpec, forge } from './forge/index.js';

const name = '@forge/data';
const bytes = (count: number) => Uint8Array.from({ length: count }, (_, i) => i);
const view = (description: DataSpec, options?: ViewOptions) => asTypedArray(forge.sealData(name, description), options);

describe('asTypedArray rejects', () => {
  test.each<[string, DataSpec]>([
    ['bool', { room: 1, code: 6, bits: 8, shape: [1] }],
    ['f16', { room: 2, bits: 16, shape: [1] }],
    ['c64', { room: 8, code: 5, bits: 64, shape: [1] }],
  ])('elements without a typed array: %s', (dtype, description) => {
    expect(refusal(() => view(description))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_VIEWABLE',
      message: `Viewing '${name}': expected elements that a typed array can have, found ${dtype}.`,
      expected: 'elements that a typed array can have',
      found: dtype,
    });
  });

  test.each<[string, DataSpec]>([
    ['read-only contents', { room: 16, shape: [2], flags: 1 }],
    ['elements with gaps between them', { room: 32, shape: [2], strides: [2] }],
    ['elements at an odd address', { room: 17, offset: 1, shape: [2] }],
  ])('a view without a copy of %s', (found, description) => {
    expect(refusal(() => view(description, { copy: false })).message).toBe(
      `Viewing '${name}': expected memory that can be shown without a copy, found ${found}. Leave { copy: false } out.`,
    );
  });

  test('invalid options, and a capsule that does not hold data', () => {
    expect(refusal(() => view({ room: 8, shape: [1] }, { copy: 1 as never })).message).toBe(
      'Viewing data: expected true, false or nothing as copy, found the number 1.',
    );
    const given = (options: unknown) => () => view({ room: 8, shape: [1] }, options as ViewOptions);
    for (const [options, found, advice = ''] of [
      [true, 'a boolean'],
      [null, 'null'],
      [[], 'an Array of 0 values'],
      [{ Copy: true }, "the key 'Copy'", " Did you mean 'copy'?"],
      [new Proxy({ copy: true }, {}), 'a Proxy'],
    ])
      expect(refusal(given(options)).message).toBe(
        `Viewing data: expected options as an object, { copy }, found ${found}.${advice}`,
      );
    expect(refusal(() => asTypedArray({} as never)).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
    expect(refusal(() => asTypedArray(forge.sealPointer('@forge/content', 1))).code).toBe('ERR_CAPSULE_KIND_MISMATCH');
  });
});

describe('asTypedArray rejects more elements than an engine supports, and destroys nothing:', () => {
  const tooMuch = (elements: number) =>
    `Viewing '${name}': expected memory for a copy of ${elements} elements, found less than that.`;

  test.each([2 ** 33, 2 ** 36, 2 ** 40, 2 ** 60])('%i elements in the memory of one', (extent) => {
    const description: DataSpec = { room: 1, code: 1, bits: 8, shape: [extent], strides: [0] };
    const options = extent === 2 ** 33 ? { copy: false } : {};
    expect(refusal(() => view(description, options))).toMatchObject(
      extent === 2 ** 33
        ? { code: 'ERR_CAPSULE_NOT_VIEWABLE' }
        : { type: 'RangeError', code: 'ERR_CAPSULE_OUT_OF_MEMORY', message: tooMuch(extent) },
    );
  });

  test('contiguous elements', () => {
    const capsule = forge.sealData(name, { room: 8, shape: [2 ** 50], flags: 1 });
    expect(refusal(() => asTypedArray(capsule)).code).toBe('ERR_CAPSULE_OUT_OF_MEMORY');
    const least = Math.floor(constants.MAX_LENGTH / 8) + 1;
    const writable = forge.sealData(name, { room: 8, shape: [least] });
    expect(refusal(() => asTypedArray(writable, { copy: false })).message).toBe(
      `Viewing '${name}': expected memory that can be shown without a copy, found ${least} elements, more than the engine allows. Leave { copy: false } out.`,
    );
    forge.revoke(capsule, name);
  });
});

test.each([
  [Float64Array, 2, 64],
  [Float32Array, 2, 32],
  [Int8Array, 0, 8],
  [Int16Array, 0, 16],
  [Int32Array, 0, 32],
  [BigInt64Array, 0, 64],
  [Uint8Array, 1, 8],
  [Uint16Array, 1, 16],
  [Uint32Array, 1, 32],
  [BigUint64Array, 1, 64],
] as const)('%o is a view of elements of its type', (Type, code, bits) => {
  const shown = view({ room: 64, code, bits, shape: [(4 * 64) / bits, 2] });
  expect(shown).toEqual(new Type(bytes(64).buffer));
});

test('all views of a capsule see what is written to one of them', () => {
  const capsule = forge.sealData(name, { room: 16, code: 1, bits: 8, shape: [16] });
  const [first, second] = [asTypedArray(capsule), asTypedArray(capsule, { copy: false })];
  const copy = asTypedArray(capsule, { copy: true });
  first[3] = 99;
  expect([second[3], copy[3]]).toEqual([99, 3]);
});

test.each<[string, DataSpec, number[]]>([
  ['read-only contents', { room: 4, code: 1, bits: 8, shape: [4], flags: 1 }, [0, 1, 2, 3]],
  ['a column', { room: 12, code: 1, bits: 8, shape: [4], strides: [3], offset: 1 }, [1, 4, 7, 10]],
  ['a transposed matrix', { room: 6, code: 1, bits: 8, shape: [3, 2], strides: [1, 3] }, [0, 3, 1, 4, 2, 5]],
  [
    'elements from the last to the first',
    { room: 4, code: 1, bits: 8, shape: [4], strides: [-1], offset: 3 },
    [3, 2, 1, 0],
  ],
  ['one element again and again', { room: 2, code: 1, bits: 8, shape: [2, 2], strides: [0, 1] }, [0, 1, 0, 1]],
  [
    'three dimensions with gaps',
    { room: 24, code: 1, bits: 8, shape: [2, 2, 2], strides: [12, 6, 3] },
    [0, 3, 6, 9, 12, 15, 18, 21],
  ],
  ['nothing', { room: 0, code: 1, bits: 8, shape: [3, 0] }, []],
  ['nothing without memory', { empty: true, code: 1, bits: 8, shape: [0] }, []],
  ['one value without dimensions', { room: 1, code: 1, bits: 8, shape: [] }, [0]],
])('%s is returned in row-major order', (_, description, expected) => {
  const capsule = forge.sealData(name, description);
  const shown = asTypedArray(capsule);
  expect([...(shown as Uint8Array)]).toEqual(expected);
  if (description.flags === 1) shown[0] = 7;
  expect([...(asTypedArray(capsule) as Uint8Array)]).toEqual(expected);
});

test('unaligned elements are copied', () => {
  const expected = new Float64Array(bytes(17).slice(1).buffer);
  expect(view({ room: 17, offset: 1, shape: [2] })).toEqual(expected);
});

test('a view holds the contents after the capsule was revoked or garbage-collected', async () => {
  await collect(() => false, 5);
  const before = forge.destroyed();
  let shown: unknown = (() => {
    const capsule = forge.sealData(name, { room: 8, code: 1, bits: 8, shape: [8] });
    const array = asTypedArray(capsule);
    forge.revoke(capsule, name);
    expect(refusal(() => asTypedArray(capsule)).code).toBe('ERR_CAPSULE_REVOKED');
    return array;
  })();
  await collect(() => false, 5);
  expect(shown).toEqual(bytes(8));
  expect(forge.destroyed()).toBe(before);
  shown = undefined;
  expect(await collect(() => forge.destroyed() > before)).toBe(true);
  expect(forge.destroyed()).toBe(before + 1);
});

test('the prototype of options is not read', () => {
  const polluted = Object.create({ copy: 'nonsense' });
  expect(view({ room: 1, code: 1, bits: 8, shape: [1] }, polluted)).toEqual(bytes(1));
});

/** A Worker views memory, moves the view to the main thread and exits; then the main thread uses it. */
function move(how: string) {
  const modules = `
    const core = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
    const forge = require(${JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'))});`;
  const worker = `${modules}
    const { parentPort } = require('node:worker_threads');
    const capsule = forge.sealData('@forge/data', { room: 8_000_000, shape: [1_000_000] });
    const shown = core.asTypedArray(capsule);
    shown.fill(7);
    core.asTypedArray(forge.sealData('@forge/data', { room: 800, shape: [100] }));
    const moved = ${how};
    try { parentPort.postMessage(moved, [moved]); } catch { parentPort.postMessage(undefined); }`;
  const script = `${modules}
    const { Worker } = require('node:worker_threads');
    const worker = new Worker(${JSON.stringify(worker)}, { eval: true });
    let buffer;
    worker.on('message', (message) => { buffer = message; });
    worker.on('exit', () => setTimeout(() => {
      if (buffer === undefined) return console.log('not moved');
      const array = new Float64Array(buffer);
      for (let i = 0; i < 8; i++) Buffer.alloc(8_000_000, 1);
      console.log(array.every((value) => value === 7), array.fill(3).length, forge.destroyed());
    }, 50));`;
  const { status, stdout } = runScript(script);
  return { status, stdout };
}

test('a view that a Worker moved away is valid after the Worker has exited', () => {
  expect(move('shown.buffer.transfer?.() ?? structuredClone(shown.buffer)')).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^(true 1000000 0|true 1000000 1)\n$/),
  });
});

/** Collects views in a Worker whose global object inherits from a Proxy. */
function collectBehindProxy(trap: string) {
  const worker = `
    const core = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
    const forge = require(${JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'))});
    const { parentPort } = require('node:worker_threads');
    ${declareGc}
    const { setPrototypeOf } = Object;
    (async () => {
      for (let i = 0; i < 50; i++) core.asTypedArray(forge.sealData('@forge/data', { room: 80, shape: [10] }));
      const asked = [];
      const has = (_, key) => { asked.push(String(key)); ${trap} };
      for (const key of ['Array', 'Error', 'Function', 'Object', 'Symbol']) delete globalThis[key];
      setPrototypeOf(globalThis, new Proxy({}, { has }));
      for (let i = 0; i < 50 && forge.destroyed() < 50; i++) {
        gc();
        await new Promise((resolve) => setImmediate(resolve));
      }
      setPrototypeOf(globalThis, null);
      parentPort.postMessage([forge.destroyed(), asked.join()].join(' '));
    })();`;
  const script = `
    const { Worker } = require('node:worker_threads');
    new Worker(${JSON.stringify(worker)}, { eval: true }).on('message', (message) => console.log(message));`;
  const { status, stdout, stderr } = runScript(script);
  return { status, stdout, stderr };
}

test.each(['return false;', "throw new Error('trap');"])(
  'collecting a view runs no JavaScript, and releases it, whatever the global object is: %s',
  (trap) => {
    expect(collectBehindProxy(trap)).toEqual({ status: 0, stdout: '50 \n', stderr: '' });
  },
);
