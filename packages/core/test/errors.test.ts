import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { type CapsuleErrorCode, capsuleError, checkOptions, codes, include_dir, isCapsuleError } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { expect, test, vi } from 'vitest';
import { coreError } from '../src/errors.js';
import { forge } from './forge/index.js';

/** The codes of capsule.h in the order of capsule_status, each with the type of its error. */
const types = [
  ...readFileSync(join(include_dir, 'capsule', 'detail', 'error.h'), 'utf8').matchAll(/ X\((\w+), (\w+)\)/g),
].map(([, code, type]) => [`ERR_CAPSULE_${code}` as CapsuleErrorCode, `${type}`] as const);

test('the list of codes is the same in C and in TypeScript', () => {
  expect(types.map(([code]) => code)).toEqual(codes);
});

test.each(types.map(([code, type], index) => [code, type, index + 1] as const))(
  '%s is the code of a %s, in C and in TypeScript',
  (code, type, status) => {
    const rejection = { type, code, expected: 'a', found: 'b', message: 'Testing: expected a, found b.' };
    expect(refusal(() => forge.throwStatus(status))).toEqual(rejection);
    const make = () => {
      throw coreError(code, 'Testing', { expected: 'a', found: 'b' });
    };
    expect(refusal(make)).toEqual(rejection);
  },
);

test('core makes each of its errors by its code', () => {
  const folder = join(__dirname, '..', 'src');
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts')); // generated/ makes errors of contracts
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(text.join('').match(/coreError\(/g)?.length).toBeGreaterThan(8);
  // options.ts checks the options of other packages too, with their codes. Lines with * are documentation.
  expect(text.join('').match(/^[^*\n]*capsuleError\(\w*Error, .*/gm)).toEqual([
    expect.stringContaining('capsuleError(TypeError, code, operation'),
  ]);
});

test('isCapsuleError accepts an error of core, and compares its code', () => {
  try {
    forge.openTable({}, { name: '@forge/math', major: 1, minor: 0, entries: [] });
  } catch (error) {
    expect(isCapsuleError(error)).toBe(true);
    expect(isCapsuleError(error, 'ERR_CAPSULE_NOT_A_CAPSULE')).toBe(true);
    expect(isCapsuleError(error, 'ERR_CAPSULE_NAME_MISMATCH')).toBe(false);
  }
  expect.assertions(3);
});

test('isCapsuleError is a callback of filter()', () => {
  const error = capsuleError(Error, 'ERR_X', 'x', { expected: 'a', found: 'b' });
  expect([new Error('x'), error, error].filter(isCapsuleError)).toEqual([error, error]);
});

test('isCapsuleError rejects any other value', () => {
  const foreign = Object.assign(new Error('x'), { code: 'ENOENT' });
  const plain = { code: 'ERR_CAPSULE_NOT_A_CAPSULE', expected: '', found: '' };
  for (const value of [undefined, null, 'x', new Error('x'), foreign, plain]) expect(isCapsuleError(value)).toBe(false);
});

test('isCapsuleError accepts an error of another realm', () => {
  const error = Object.assign(runInNewContext('new TypeError("x")'), { code: 'ERR_X', expected: 'a', found: 'b' });
  expect(isCapsuleError(error, 'ERR_X')).toBe(true);
});

test('capsuleError makes an error with the message and its parts', () => {
  const cause = new Error('why');
  const error = capsuleError(RangeError, 'ERR_X', 'variance(values)', {
    expected: 'at least 2 values',
    found: '1',
    advice: 'Add one.',
    cause,
  });
  expect(error).toBeInstanceOf(RangeError);
  expect(error).toMatchObject({ code: 'ERR_X', expected: 'at least 2 values', found: '1', cause });
  expect(error.message).toBe('variance(values): expected at least 2 values, found 1. Add one.');
  expect(Object.hasOwn(capsuleError(Error, 'ERR_X', 'x', { expected: 'a', found: 'b' }), 'cause')).toBe(false);
});

test('isCapsuleError runs no code of an error', () => {
  const hostile = Object.defineProperty(new Error('x'), 'code', {
    get() {
      throw new Error('from the getter');
    },
  });
  expect(isCapsuleError(hostile)).toBe(false);
});

test('setters of Object.prototype remove no property of an error', () => {
  const keys = ['code', 'expected', 'found', 'cause'];
  const set = vi.fn();
  for (const key of keys) Object.defineProperty(Object.prototype, key, { set, configurable: true });
  const caught: unknown[] = [];
  try {
    for (const reject of [
      () => forge.openTable({}, { name: '@forge/math', major: 1, minor: 0, entries: [] }),
      () => forge.import('@acme/none'),
      () => {
        throw capsuleError(Error, 'ERR_X', 'x', { expected: 'a', found: 'b' });
      },
    ]) {
      try {
        reject();
      } catch (error) {
        caught.push(error);
      }
    }
  } finally {
    for (const key of keys) Reflect.deleteProperty(Object.prototype, key);
  }
  expect(caught.map((error) => isCapsuleError(error) && error.code)).toEqual([
    'ERR_CAPSULE_NOT_A_CAPSULE',
    'ERR_CAPSULE_PACKAGE_NOT_FOUND',
    'ERR_X',
  ]);
});

test('a polluted Object.prototype and replaced functions change no error', () => {
  const wrong = { digit: 1 };
  const call = () => checkOptions('round(x, options)', 'ERR_X', ['digits', 'unit'], wrong);
  const expected = refusal(call);
  const { prototype } = Object;
  const replaced: [object: object, key: PropertyKey, property: PropertyDescriptor][] = [
    [prototype, 'advice', { value: 'Run this.' }],
    [prototype, 'cause', { value: 'another' }],
    [Array.prototype, 1, { set: () => expect.unreachable() }],
    [Array.prototype, 'includes', { value: () => true }],
    [Array, 'isArray', { value: () => true }],
    [Object, 'hasOwn', { value: () => true }],
    [Object, 'defineProperty', { value: () => undefined }],
    [Error, 'captureStackTrace', { value: () => expect.unreachable() }],
  ];
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  for (const [object, key, property] of replaced) {
    const before = getOwnPropertyDescriptor(object, key);
    let found: unknown;
    defineProperty(object, key, { configurable: true, ...property });
    try {
      found = refusal(call);
    } finally {
      if (before === undefined) Reflect.deleteProperty(object, key);
      else defineProperty(object, key, before);
    }
    expect([key, found]).toEqual([key, expected]);
  }
});
