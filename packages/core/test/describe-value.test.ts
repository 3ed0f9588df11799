import { runInNewContext } from 'node:vm';
import { describeValue } from '@capsule/core';
import { node } from '@capsule/test-support/child-process';
import { expect, test, vi } from 'vitest';
import { contract, type EnvelopeFaults, forge } from './forge/index.js';

const deep = Array.from({ length: 100_000 }).reduce<object>((parent) => Object.create(parent), {});

test.each<[string, unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['the number -0', -0],
  ["the string 'a\\nb'", 'a\nb'],
  ['a string of 41 characters', 'x'.repeat(41)],
  ['a symbol', Symbol('x')],
  ['an Array of 0 values', []],
  ['an Array of 1 number', [1]],
  ['an Array of 2 values', [1, '2']],
  ['an Array of 300000000 values', new Array(3e8)],
  ['an Array of 2 numbers', runInNewContext('[1, 2]')],
  ['a Float32Array of 2 values', new Float32Array(2)],
  ['an Int8Array of 1 value', new Int8Array(1)],
  ['a Uint8Array of 1 value', new Uint8Array(1)],
  ['a Buffer of 2 bytes', Buffer.alloc(2)],
  ['an instance of a class', Object.create(Buffer.prototype)],
  ['a DataView', new DataView(new ArrayBuffer(1))],
  ['a Promise', Promise.resolve()],
  ['a plain object', {}],
  ['a plain object', Object.create(null)],
  ['a plain object', Object.freeze({})],
  ["the capsule '@forge/thing'", forge.sealPointer('@forge/thing', 1)],
  ['an instance of a class', Object.freeze(Object.create(forge.sealPointer('@forge/thing', 1)))],
  ['an instance of a class', new Map()],
  ['an instance of a class', deep],
  ['a Proxy', new Proxy([], {})],
  ['an object that inherits from a Proxy', Object.create(new Proxy({}, {}))],
])('returns: %s', (description, value) => {
  expect(describeValue(value)).toBe(description);
});

test('runs no code of a value', () => {
  const run = vi.fn();
  const traps = new Proxy({}, new Proxy({}, { get: (_, trap) => run(trap) }));
  const getter = Object.defineProperty([1, 2], 0, { get: run });
  const own = Object.assign([1, 2], { every: run, length: 2 });
  for (const value of [traps, Object.create(traps), getter, own, Object.setPrototypeOf([1], traps)])
    describeValue(value);
  describeValue(Object.setPrototypeOf(new Uint8Array(1), traps));
  expect(run).not.toHaveBeenCalled();
});

test.each<[fault: string, faults: EnvelopeFaults]>([
  ['magic', { magic: true }],
  ['ABI', { abi: 999 }],
  ['kind', { kind: 99 }],
  ['state', { state: 77 }],
  ['name', { name: null }],
])("returns 'a plain object' for an envelope whose %s is damaged", (_, faults) => {
  expect(describeValue(forge.envelope(contract('1.0', 'sum'), faults))).toBe('a plain object');
});

test("returns 'a plain object' if no addon may be loaded", () => {
  const script = "require('@capsule/core').describeValue(Object.freeze({}))";
  expect(node(['--no-addons', '-p', script])).toMatchObject({ status: 0, stdout: 'a plain object\n', stderr: '' });
});
