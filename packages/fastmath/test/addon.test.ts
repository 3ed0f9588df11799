import { detach, outOfBounds } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { addon, variants } from './addon.js';
import { run } from './child.js';

type Call = (...args: unknown[]) => unknown;
const of = Float64Array.of.bind(Float64Array);

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
      type: 'TypeError',
      message: 'expected a number of threads',
    });
    expect(refusal(() => addon.useThreads(1, count)).type).toBe('TypeError');
  }
});

test('load and variants run no code of their arguments or of a prototype', () => {
  let runs = 0;
  const run = () => String(runs++);
  expect(() => addon.load({ toString: run } as never)).toThrow('expected one of variants()');
  const keys = ['capsule', 'sum', 'dot', '0', '1'];
  for (const key of keys) Object.defineProperty(Object.prototype, key, { set: run, configurable: true });
  const math = addon.load('scalar') as object as Record<string, Call>;
  const names = addon.variants();
  for (const key of keys) Reflect.deleteProperty(Object.prototype, key);
  expect(runs).toBe(0);
  expect(names).toEqual(variants);
  expect([math['sum']?.(of(1, 2)), Object.keys(math)[0]]).toEqual([3, 'capsule']);
});

describe.each(variants)('%s', (variant) => {
  const math = addon.load(variant) as object as Record<string, Call>;
  const x = of(1, 2, 3);

  // The JavaScript side then finds out what is wrong, and throws.
  test.each<[string, unknown[]]>([
    ['sum', [[1, 2, 3]]],
    ['sum', []],
    ['sum', [detach(of(1))]],
    ['dot', [x, of(1, 2)]],
    ['dot', [x, detach(of(1, 2, 3))]],
    ['dot', [x, outOfBounds(3)]],
    ['minMax', [x, undefined]],
    ['minMax', [x, of(0)]],
    ['moments', [x, new Float64Array(4)]],
    ['deviations', [x, of(0, 0)]],
    ['comoments', [x, of(1, 2), new Float64Array(6)]],
    ['comoments', [x, x, new Float64Array(5)]],
    ['axpy', [1, x, of(1, 2)]],
    ['axpy', [Object(1), x, x]],
    ['scale', [undefined, x]],
    ['select', [x, of(0, 3), of(0, 0)]],
    ['select', [x, of(0, 0.5), of(0, 0)]],
    ['select', [x, of(0, -1), of(0, 0)]],
    ['histogram', [x, 1, 0, 2, of(0, 0)]],
    ['histogram', [x, 0, 1, 3, of(0, 0)]],
    ['gather', [x, 1, 2, 2, of(0, 0)]],
    ['searchSorted', [x, x, 1, of(0, 0, 0)]],
  ])('%s returns undefined for wrong arguments: %j', (name, given) => {
    expect(math[name]?.(...given)).toBeUndefined();
    expect([...x]).toEqual([1, 2, 3]);
  });

  test('an empty array is accepted only if the last argument says that it has its memory', () => {
    expect([math['sum']?.(of()), math['sum']?.(of(), true)]).toEqual([undefined, 0]);
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
