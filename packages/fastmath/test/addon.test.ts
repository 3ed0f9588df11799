import { detach, outOfBounds } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { addon, variants } from './addon.js';
import { run } from './child.js';

const x = new Float64Array(3);
const vectorMissing = { type: 'TypeError', message: 'expected a Float64Array' };
const tooShort = { type: 'RangeError', message: 'expected a longer Float64Array' };
const numberMissing = { type: 'TypeError', message: 'expected a number' };

test('load rejects a name that variants() does not return', () => {
  for (const name of ['avx', 'SCALAR', '', ' scalar', 'scalar\0', undefined, 0]) {
    expect(refusal(() => addon.load(name as string))).toMatchObject({
      type: 'TypeError',
      message: 'expected one of variants()',
    });
  }
});

test('useThreads rejects what is not a number of threads', () => {
  for (const count of [0, -1, 257, Number.NaN]) {
    expect(refusal(() => addon.useThreads(count, 1))).toMatchObject({
      type: 'RangeError',
      message: 'expected a number of threads',
    });
    expect(refusal(() => addon.useThreads(1, count)).type).toBe('RangeError');
  }
});

test('load and variants run no code of their arguments or of a prototype', () => {
  let runs = 0;
  const run = () => String(runs++);
  expect(() => addon.load({ toString: run } as never)).toThrow('expected one of variants()');
  const keys = ['capsule', 'sum', 'dot', '0', '1'];
  for (const key of keys) Object.defineProperty(Object.prototype, key, { set: run, configurable: true });
  const math = addon.load('scalar');
  const names = addon.variants();
  for (const key of keys) Reflect.deleteProperty(Object.prototype, key);
  expect(runs).toBe(0);
  expect(names).toEqual(variants);
  expect([math.sum(x), Object.keys(math)[0]]).toEqual([0, 'capsule']);
});

describe.each(variants)('%s', (variant) => {
  const math = addon.load(variant);

  test.each<[string, () => unknown, object]>([
    ['sum of another kind', () => math.sum(new Float32Array(3) as never), vectorMissing],
    ['dot of a shorter y', () => math.dot(x, new Float64Array(2)), tooShort],
    ['dot of a detached y', () => math.dot(x, detach(new Float64Array(3))), tooShort],
    ['dot of a y that is out of bounds', () => math.dot(x, outOfBounds(3)), tooShort],
    ['minMax into nothing', () => math.minMax(x, undefined as never), vectorMissing],
    ['minMax into one element', () => math.minMax(x, new Float64Array(1)), tooShort],
    ['moments into four elements', () => math.moments(x, new Float64Array(4)), tooShort],
    ['deviations into two elements', () => math.deviations(x, new Float64Array(2)), tooShort],
    ['comoments of a shorter y', () => math.comoments(x, new Float64Array(2), new Float64Array(6)), tooShort],
    ['comoments into five elements', () => math.comoments(x, x, new Float64Array(5)), tooShort],
    ['axpy into a shorter y', () => math.axpy(1, x, new Float64Array(2)), tooShort],
    ['axpy with an object as a', () => math.axpy(Object(1), x, x), numberMissing],
    ['scale with nothing as a', () => math.scale(undefined as never, x), numberMissing],
  ])('rejects %s', (_, call, refused) => {
    expect(refusal(call)).toMatchObject(refused);
  });

  test('treats a detached array as empty', () => {
    for (const gone of [detach(new Float64Array(3)), outOfBounds(3)]) {
      expect([math.sum(gone), math.dot(gone, x)]).toEqual([0, 0]);
      expect(math.scale(2, gone)).toBe(gone);
    }
  });
});

describe('called with any arguments', () => {
  const { status, signal, stdout, stderr } = run("require('./test/hostile.cjs')");
  const lines = stdout.trimEnd().split('\n');
  const of = (kind: string) => lines.filter((line) => line.startsWith(kind));

  test('does not crash', () => {
    expect({ status, signal, stderr, last: lines.at(-1) }).toEqual({
      status: 0,
      signal: null,
      stderr: '',
      last: 'the end',
    });
  });

  test('rejects every wrong argument with an error that says what was expected', () => {
    expect(of('wrong').length).toBeGreaterThan(500);
    expect(of('wrong').filter((line) => !/: (Type|Range)Error: .*expected /.test(line))).toEqual([]);
  });

  test('throws only Error objects', () => {
    expect(of('strange').length).toBeGreaterThan(200);
    expect(of('strange').filter((line) => !/: (returned|(Type|Range)Error: .*expected .*)$/.test(line))).toEqual([]);
    expect(of('load').filter((line) => !/: TypeError: /.test(line))).toEqual([]);
  });
});
