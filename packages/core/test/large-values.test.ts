import { describeValue, inspect, isCapsule, share } from '@capsule/core';
import { describe, expect, test } from 'vitest';
import { contract, forge } from './forge/index.js';

const many = 500_000;

function withKeys(key: (i: number) => PropertyKey): object {
  const object: Record<PropertyKey, number> = {};
  for (let i = 0; i < many; i++) object[key(i)] = i;
  return object;
}

const long = 'x'.repeat(2 ** 29 - 24); // the longest string of V8
const sparse: number[] = [];
sparse[4_000_000_000] = 1;

/** Values whose keys, elements, characters or prototypes would take seconds to read. */
const values: Record<string, () => unknown> = {
  'an object with names as keys': () => withKeys((i) => `key${i}`),
  'an object with numbers as keys': () => withKeys((i) => i * 1000),
  'an object with symbols as keys': () => withKeys((i) => Symbol(`${i}`)),
  'an object that cannot be extended': () => Object.preventExtensions(withKeys((i) => `key${i}`)),
  'a frozen object': () => Object.freeze(withKeys((i) => `key${i}`)),
  'an Array': () => new Array(2 ** 24).fill(0),
  'an Array of arrays': () => Array.from({ length: many }, () => []),
  'a sparse Array': () => sparse,
  'an Array whose prototype is Object.prototype': () => Object.setPrototypeOf([1, 2, 3], Object.prototype),
  'a String object whose prototype is Object.prototype': () =>
    Object.setPrototypeOf(new String('a'.repeat(1e8)), Object.prototype),
  'a string': () => long,
  'a string of two that were joined and not copied': () => `${long.slice(1_000)}${'y'.repeat(900)}`,
  'a bigint': () => 1n << 500_000_000n,
  'a symbol': () => Symbol(long),
  'a function with a long source': () => new Function(`return '${'x'.repeat(5e7)}'`),
  'a function with a long name': () => Object.defineProperty(() => {}, 'name', { value: long }),
  'an Error with a long message': () => new Error(long),
  'a Map': () => new Map(Array.from({ length: many }, (_, i) => [i, i])),
  'a Set': () => new Set(Array.from({ length: many }, (_, i) => i)),
  'a typed array': () => new Float64Array(1e8),
  'an ArrayBuffer': () => new ArrayBuffer(1e9),
  'a long chain of prototypes': () => {
    let object = {};
    for (let i = 0; i < 1_000_000; i++) object = Object.create(object);
    return object;
  },
  'an object whose prototype has many keys': () => Object.create(withKeys((i) => `key${i}`)),
  'a class whose name is long': () => new (Object.defineProperty(class {}, 'name', { value: long }))(),
  'an object with a long key': () => ({ [long]: 1 }),
};

const reject = (call: () => unknown) => {
  try {
    call();
  } catch (error) {
    return String((error as Error).message).length;
  }
  throw new Error('expected a refusal');
};

describe('a large value', () => {
  const math = contract('1.0', 'sum');
  isCapsule({}); // loads the addon

  // Reading all of it would take seconds and hundreds of megabytes.
  test.each(Object.keys(values))('is rejected and described without reading all of it: %s', (name) => {
    const value = values[name]?.();
    const before = process.memoryUsage().rss;
    expect(describeValue(value).length).toBeLessThan(300);
    expect(isCapsule(value)).toBe(false);
    expect(reject(() => inspect(value as never))).toBeLessThan(1_000);
    expect(reject(() => share(value as never))).toBeLessThan(1_000);
    expect(reject(() => forge.openTable(value, math))).toBeLessThan(1_000);
    expect(reject(() => forge.openData(value, null))).toBeLessThan(1_000);
    expect(reject(() => forge.openFunction(value, null, ['f64(f64)']))).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 25);
  });
});
