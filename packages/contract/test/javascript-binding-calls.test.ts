import { type CapsuleError, isCapsuleError } from '@capsule/core';
import { detach } from '@capsule/test-support/arrays';
import { fc } from '@capsule/test-support/properties';
import { forge } from '@forge/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, failure, type GeneratedAddon, generatedAddon, trapped } from './generated-addon.js';

// Calls functions whose JavaScript differs from their C, and their promises: javascript-binding/sizes.contract.ts.
let addon: GeneratedAddon;
beforeAll(async () => {
  addon = await generatedAddon('javascript-binding', 'sizes', ['sizes.c']);
});
afterAll(() => addon.project[Symbol.dispose]());

const call = (name: string, ...args: unknown[]) => addon.functions[name]?.(...args);
const promise = (name: string, ...args: unknown[]) => addon.promises[name]?.(...args) as Promise<unknown>;
const of = (...values: number[]) => Float64Array.from(values);
const shared = (...values: number[]) => {
  const array = new Float64Array(new SharedArrayBuffer(values.length * 8));
  array.set(values);
  return array;
};
/** Integers of 64 bits in a data capsule. */
const sealed = (isSigned: boolean, ...values: number[]) =>
  forge.sealData('@forge/sizes', {
    code: isSigned ? 0 : 1,
    bits: 64,
    room: values.length * 8,
    bytes: Buffer.from(BigInt64Array.from(values, BigInt).buffer),
    shape: [values.length],
  });

/** A call of each function, and its result. */
const calls: [name: string, args: () => unknown[], result: unknown][] = [
  ['reverse', () => [of(1, 2, 3)], of(3, 2, 1)],
  ['reverse', () => [of()], of()],
  ['less', () => [of(0, -7, 8)], of(-1, -8, 7)],
  ['less', () => [sealed(true, 5, -5)], of(4, -6)],
  ['pick', () => [of(5, 6, 7), [2, 0, 2]], of(7, 5, 7)],
  ['pick', () => [of(5, 6, 7), 1], 6],
  ['pick', () => [of(5, 6, 7), of(1, 0)], of(6, 5)],
  ['pick', () => [of(5, 6, 7), sealed(false, 0, 2)], of(5, 7)],
  ['pick', () => [of(5, 6, 7), []], of()],
  ['first', () => [of(5, 6, 7), 6], 1],
  ['first', () => [of(), 6], -1],
  ['ramp', () => [2], of(0, 1, 2)],
  ['fall', () => [3n], of(3, 2)],
  ['addEvery', () => [of(1, 2, 3, 4), of(10, 100, 0), { stride: 2 }], 310],
  ['addEvery', () => [of(1, 2, 3, 4), of(10, 100, 0), { stride: -3, offset: 3, times: 'twice' }], 280],
  ['addEvery', () => [of(1, 2, 3, 4), of(1, 2, 3), { stride: 0, n: 3 }], 6],
  ['addEvery', () => [of(), of(1, 2, 3)], 0],
];

describe('a function and its promise', () => {
  test('exist for every entry', () => {
    const names = [...new Set(calls.map(([name]) => name))];
    expect(Object.keys(addon.functions)).toEqual(names);
    expect(Object.keys(addon.promises)).toEqual(names);
  });

  test.each(calls)('%s (%#)', async (name, args, result) => {
    expect(call(name, ...args())).toEqual(result);
    expect(await promise(name, ...args())).toEqual(result);
  });

  test.each<[name: string, args: () => unknown[]]>([
    ['reverse', () => [of(1, -1)]],
    ['reverse', () => [of(0.5)]],
    ['less', () => [of(9)]],
    ['less', () => [of(2 ** 53)]],
    ['pick', () => [of(1, 2), 2]],
    ['pick', () => [of(1, 2), sealed(false, 2)]],
    ['pick', () => [of(1, 2), [0, '1']]],
    ['addEvery', () => [of(1, 2), of(1, 2), { stride: 2 }]],
    ['addEvery', () => [of(1, 2), of(1, 2, 3), { stride: 2, n: 2 }]],
    ['addEvery', () => [of(1, 2, 3, 4), of(1, 2, 3)]],
    ['addEvery', () => [of(1), of(1, 2, 3), { times: 'thrice' }]],
  ])('%s fails in the same way (%#)', async (name, args) => {
    expect(await failure(() => promise(name, ...args()))).toEqual(await failure(() => call(name, ...args())));
  });
});

describe('a promise', () => {
  test('has integers of call time', async () => {
    const k = of(2, 0);
    const numbers = [of(1, 2), of(3, 4)] as const;
    const results = [promise('pick', of(5, 6, 7), k), promise('less', numbers[0]), promise('reverse', numbers[1])];
    for (const each of [k, ...numbers]) each.fill(1);
    expect(await Promise.all(results)).toEqual([of(7, 5), of(0, 1), of(4, 3)]);
    expect(numbers[1]).toEqual(of(1, 1));
  });

  test('changes integers in shared memory and in data capsules where they are', async () => {
    const k = shared(1, 2, 3);
    expect(await promise('reverse', k)).toBe(k);
    expect(k).toEqual(of(3, 2, 1));
    const inCapsule = sealed(false, 1, 2, 3);
    expect(await promise('reverse', inCapsule)).toBe(inCapsule);
    expect(await promise('pick', of(5, 6, 7, 8), inCapsule)).toEqual(of(-1, -1, -1).with(0, 8));
  });

  test('writes integers to a given result, unless the function fails', async () => {
    const result = shared(7, 7);
    expect(await promise('less', of(1, 2), result)).toBe(result);
    expect(result).toEqual(of(0, 1));
    expect(await failure(() => promise('less', of(1, 9), result))).toMatchObject({ code: 'ERR_SIZES_NO_ROOM' });
    expect(result).toEqual(of(0, 1));
    expect(await promise('less', result, result)).toEqual(of(-1, 0));
    expect(await failure(() => promise('less', of(1, 2), of(1, 2)))).toMatchObject({ code: 'ERR_SIZES_NOT_SHARED' });
  });
});

describe('any arguments', () => {
  const given = [
    ...[
      undefined,
      null,
      0,
      -1,
      1.5,
      2 ** 53,
      Number.NaN,
      2n,
      'x',
      true,
      trapped,
      [],
      [0, 1],
      [1.5],
      () => 0,
      Symbol('s'),
    ],
    ...[of(1, 2, 3), of(0), of(), detach(of(1)), shared(1, 2), Uint8Array.of(1), new Proxy([], {})],
    ...[new DataView(new ArrayBuffer(16)), { stride: 2 }, { offset: 1, n: 2 }, { stride: 0, n: 9 }, { times: 'twice' }],
  ];

  test('passed to the native functions do not crash', async () => {
    const values = [...given, sealed(true, 1, 2), sealed(false, 0, 1)];
    const started: Promise<unknown>[] = [];
    for (const [name, native] of Object.entries(addon.native)) {
      for (const first of values) {
        for (const second of values) {
          try {
            const result = (native as Call)(first, second, second, second, first, true, true, 1, true);
            if (result instanceof Promise) started.push(result);
          } catch (error) {
            expect(error, name).toBeInstanceOf(Error);
          }
        }
        await Promise.allSettled(started.splice(0));
      }
    }
    expect(await promise('pick', of(5, 6), 1)).toBe(6);
  });

  test('have the same result or error in the function and in the promise', async () => {
    const sealedValues = [() => sealed(true, 1, 2), () => sealed(false, 0, 1)];
    const value = fc.oneof(
      fc.constantFrom(
        ...given.map((each) => () => (each instanceof Float64Array && each.length > 0 ? each.slice() : each)),
      ),
      fc.constantFrom(...sealedValues),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }).map((list) => () => Float64Array.from(list)),
    );
    const calling = fc
      .tuple(fc.constantFrom(...calls), fc.array(fc.option(value, { freq: 3 }), { maxLength: 4 }))
      .map(([[name, args], replaced]) => {
        const valid = args().map((_, i) => () => args()[i]);
        const more = replaced.slice(valid.length).map((each) => each ?? (() => undefined));
        return [name, [...valid.map((each, i) => replaced[i] ?? each), ...more]] as const;
      });
    let computed = 0;
    await fc.assert(
      fc.asyncProperty(calling, async ([name, make]) => {
        const found = await promise(name, ...make.map((each) => each())).then(
          (result) => ({ result }),
          (error: CapsuleError) => ({ error }),
        );
        if ('result' in found) {
          computed++;
          const result = call(name, ...make.map((each) => each()));
          if (name !== 'reverse') expect(found.result).toEqual(result); // which the function changes in place
          return;
        }
        expect(isCapsuleError(found.error), `${name}: ${found.error}`).toBe(true);
        expect(found.error.code).toMatch(/^ERR_(SIZES|CAPSULE)_(?!ENGINE)/);
        // What a promise does not accept, and a function does; and options, of which the promise has one more.
        if (found.error.code === 'ERR_SIZES_NOT_SHARED' || /options/.test(found.error.expected)) return;
        const { code, message } = found.error;
        expect(await failure(() => call(name, ...make.map((each) => each())))).toMatchObject({ code, message });
      }),
      { numRuns: 2000 },
    );
    expect(computed).toBeGreaterThan(300);
  });

  test('and setters on prototypes have no effect', async () => {
    const set = () => expect.unreachable();
    for (let i = 0; i < 8; i++) Object.defineProperty(Array.prototype, i, { configurable: true, set });
    const started = calls.map(([name, args]) => promise(name, ...args()));
    const results = calls.map(([name, args]) => call(name, ...args()));
    for (let i = 0; i < 8; i++) Reflect.deleteProperty(Array.prototype, i);
    expect(results).toEqual(calls.map(([, , result]) => result));
    expect(await Promise.all(started)).toEqual(results);
  });
});
