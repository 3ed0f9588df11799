import { runInNewContext } from 'node:vm';
import { capsuleError, codes, isCapsuleError } from '@capsule/core';
import { expect, test } from 'vitest';
import { addon } from '../src/capsule.js';
import { forge } from './forge/index.js';

test('the list of codes is the same in C and in TypeScript', () => {
  expect(addon().codes()).toEqual([...codes]);
});

test('isCapsuleError knows a refusal, and which', () => {
  try {
    forge.openTable({}, { name: '@forge/math', major: 1, minor: 0, entries: [] });
  } catch (error) {
    expect(isCapsuleError(error)).toBe(true);
    expect(isCapsuleError(error, 'ERR_CAPSULE_NOT_A_CAPSULE')).toBe(true);
    expect(isCapsuleError(error, 'ERR_CAPSULE_NAME_MISMATCH')).toBe(false);
  }
  expect.assertions(3);
});

test('isCapsuleError knows nothing else', () => {
  const foreign = Object.assign(new Error('x'), { code: 'ENOENT' });
  const plain = { code: 'ERR_CAPSULE_NOT_A_CAPSULE', expected: '', found: '' };
  for (const value of [undefined, null, 'x', new Error('x'), foreign, plain]) expect(isCapsuleError(value)).toBe(false);
});

test('isCapsuleError knows an error of another realm', () => {
  const error = Object.assign(runInNewContext('new TypeError("x")'), { code: 'ERR_X', expected: 'a', found: 'b' });
  expect(isCapsuleError(error, 'ERR_X')).toBe(true);
});

test('capsuleError words a refusal', () => {
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
