import { getEventListeners } from 'node:events';
import vm from 'node:vm';
import { type Capsule, type CapsuleError, isCapsuleError } from '@capsule/core';
import { detach, outOfBounds, resizableWith } from '@capsule/test-support/arrays';
import { gc } from '@capsule/test-support/garbage';
import { fc } from '@capsule/test-support/properties';
import { forge } from '@forge/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, failure, type GeneratedAddon, generatedAddon, trapped } from './generated-addon.js';

// The promises of a contract with every meaning: what they compute, reject and keep. Order and ends: promise-order.test.ts.
let addon: GeneratedAddon;
beforeAll(async () => {
  addon = await generatedAddon('wrappers', 'signal', ['addon.c', 'table.c']);
});
afterAll(() => addon.project[Symbol.dispose]());

const promise = (name: string, ...args: unknown[]) => addon.promises[name]?.(...args) as Promise<unknown>;
const call = (name: string, ...args: unknown[]) => addon.functions[name]?.(...args);
const of = (...values: number[]) => Float64Array.from(values);
const x = () => of(1, 2, 3, 4);
const shared = (...values: number[]) => {
  const array = new Float64Array(new SharedArrayBuffer(values.length * 8));
  array.set(values);
  return array;
};
const data = (type = 0, readOnly = false) => addon.native['data']?.(type, readOnly) as Capsule;
const sealed = (...values: number[]) =>
  forge.sealData('@forge/data', {
    room: values.length * 8,
    bytes: Buffer.from(of(...values).buffer),
    shape: [values.length],
  });

/** A call of each function that has a promise. */
const calls: [name: string, args: () => unknown[]][] = [
  ['sum', () => [x()]],
  ['dot', () => [x(), x()]],
  ['countBytes', () => [Uint8Array.of(1, 2, 1), 1]],
  ['norm3', () => [of(1, 2, 2)]],
  ['steps', () => [of(1, 4, 9)]],
  ['tiny', () => [Int8Array.of(1, -3)]],
  ['add', () => [x(), x()]],
  ['edges', () => [of(1, 2)]],
  ['scale', () => [3, Float32Array.of(1, 2)]],
  ['move', () => [x()]],
  ['zigzag', () => [4]],
  ['extent', () => [x()]],
  ['meanAndSum', () => [x()]],
  ['find', () => [x(), 3]],
  ['big', () => [2n ** 62n, -5, false]],
  ['median', () => [x(), 1, 0, 1]],
  ['check', () => [x()]],
  ['counters', () => []],
  ['range', () => [of()]],
  ['pi', () => []],
];

test('every function has a promise, unless only the JavaScript thread may call it or its callback', () => {
  const without = ['Counter', 'here', 'integrate'];
  expect(Object.keys(addon.promises)).toEqual(Object.keys(addon.functions).filter((name) => !without.includes(name)));
  const handles = ['counterNew', 'counterAdd', 'counterTotal', 'counterMerge', 'ticket', 'swap'];
  expect([...calls.map(([name]) => name), ...handles].sort()).toEqual(Object.keys(addon.promises).sort());
  expect(addon.project.read('bindings/signal.promises.d.ts')).toContain(`// Without a promise:
//   raw: argument x is a pointer without a meaning
//   here: only the JavaScript thread may call it
//   integrate: the callback visit may belong to the JavaScript thread
`);
});

describe('a promise', () => {
  test.each(calls)('of %s has the result of the function', async (name, args) => {
    expect(await promise(name, ...args())).toEqual(call(name, ...args()));
    expect(addon.promises[name]).toHaveLength(addon.functions[name]?.length ?? 0);
  });

  test('has arrays that the function changes, as copies', async () => {
    const [one, other] = [of(1, 2), of(3, 4)];
    expect(await promise('swap', one, other)).toEqual({ x: of(3, 4), y: of(1, 2) });
    expect([one, other]).toEqual([of(1, 2), of(3, 4)]);
  });

  test('changes arrays in shared memory and data capsules where they are', async () => {
    const [one, other] = [shared(1, 2, 3, 4), data()];
    const result = (await promise('swap', one, other)) as { x: unknown; y: unknown };
    expect([result.x, result.y]).toEqual([one, other]);
    expect(result.x).toBe(one);
    expect(result.y).toBe(other);
    expect([one, call('sum', other)]).toEqual([of(0, 1, 2, 3), 10]);
  });

  test('writes to a given result in shared memory or in a data capsule', async () => {
    for (const out of [shared(0, 0, 0, 0), data()]) {
      expect(await promise('add', x(), x(), out)).toBe(out);
      expect(call('sum', out)).toBe(20);
    }
    const values = shared(1, 2, 3, 4);
    expect(await promise('add', values, values, values, { signal: undefined })).toBe(values);
    expect(values).toEqual(of(2, 4, 6, 8));
  });

  test.each<[string, () => unknown]>([
    ['shared memory', () => shared(1, 1, 1, 1)],
    ['a data capsule', () => sealed(1, 1, 1, 1)],
    ['a subclass', () => Float64Array.from.call(class extends Float64Array {}, [1, 1, 1, 1])],
    ['an array of another realm', () => vm.runInNewContext('Float64Array.of(1, 1, 1, 1)')],
    ['a view at an offset', () => new Float64Array(Float64Array.of(0, 1, 1, 1, 1).buffer, 8)],
    ['an array without a prototype', () => Object.setPrototypeOf(of(1, 1, 1, 1), null)],
    ['memory that can be resized', () => new Float64Array(resizableWith(1, 1, 1, 1))],
    [
      'an array with its own length',
      () => Object.defineProperty(of(1, 1, 1, 1), 'length', { get: () => expect.unreachable() }),
    ],
  ])('reads %s', async (_, make) => {
    expect(await promise('sum', make())).toBe(4);
    expect(await promise('add', make(), make())).toEqual(of(2, 2, 2, 2));
  });

  test('is one of those that map() makes', async () => {
    const sums = [x(), x()].map(addon.promises['sum'] as (x: Float64Array) => Promise<unknown>);
    expect(await Promise.all(sums)).toEqual([10, 10]);
  });
});

describe('rejects with the error of the function', () => {
  test.each<[what: string, name: string, args: () => unknown[]]>([
    ['no array', 'sum', () => []],
    ['an Array', 'sum', () => [[1]]],
    ['a Proxy', 'sum', () => [new Proxy(x(), { get: () => expect.unreachable() })]],
    ['another typed array', 'dot', () => [x(), Float32Array.of(1)]],
    ['a detached array', 'dot', () => [x(), detach(x())]],
    ['a view of a shrunk buffer', 'sum', () => [outOfBounds(4)]],
    ['other lengths', 'dot', () => [x(), of(1)]],
    ['a constant length', 'norm3', () => [x()]],
    ['more than a small length', 'tiny', () => [new Int8Array(128)]],
    ['a negative length of a result', 'steps', () => [of()]],
    ['a result of another length', 'steps', () => [x(), shared(1, 2, 3, 4)]],
    ['a result for which there is no memory', 'zigzag', () => [2 ** 52]],
    ['overlap in shared memory', 'swap', () => [...Array(2).fill(shared(1, 2))]],
    ['overlap of arrays that would be copied', 'swap', () => [...Array(2).fill(x())]],
    ['an unmet condition', 'extent', () => [of()]],
    ['NaN in a condition', 'median', () => [x(), 1, Number.NaN, 0]],
    ['a string as a number', 'scale', () => ['3', Float32Array.of(1)]],
    ['an object with valueOf', 'scale', () => [{ valueOf: () => expect.unreachable() }, Float32Array.of(1)]],
    ['a fraction as an integer', 'median', () => [x(), 1.5, 0, 1]],
    ['a bigint out of range', 'big', () => [2n ** 63n, 1, true]],
    ['a number as a boolean', 'big', () => [1n, 1, 1]],
    ['more arguments', 'dot', () => [x(), x(), 1]],
    ['an argument of a function without parameters', 'pi', () => [1]],
    ['a failure that the contract lists', 'median', () => [of(2, 1), 1, 0, 1]],
    ['no memory in C', 'median', () => [x(), 7, 0, 1]],
    ['a status that the contract does not list', 'median', () => [x(), 9, 0, 1]],
    ['false', 'check', () => [of(2, 1)]],
    ['a handle that is not created', 'counterNew', () => [0]],
    ['a data capsule of another type', 'sum', () => [data(1)]],
    ['a data capsule of two dimensions', 'sum', () => [data(2)]],
    ['a data capsule with gaps', 'sum', () => [data(3)]],
    ['a read-only data capsule as a result', 'add', () => [x(), x(), data(0, true)]],
    ['a capsule with a table', 'sum', () => [addon.native['capsule']]],
    ['another value as a handle', 'counterTotal', () => [{}]],
  ])('%s', async (_, name, args) => {
    expect(await failure(() => promise(name, ...args()))).toEqual(await failure(() => call(name, ...args())));
    expect(await promise('sum', x())).toBe(10);
  });

  test('a data capsule that was revoked', async () => {
    const revoked = sealed(1, 2);
    forge.revoke(revoked, '@forge/data');
    expect(await failure(() => promise('sum', revoked))).toEqual(await failure(() => call('sum', revoked)));
  });
});

test('a result in an array that a script could detach is rejected', async () => {
  expect(await failure(() => promise('add', x(), x(), x()))).toMatchObject({
    type: 'TypeError',
    code: 'ERR_SIGNAL_NOT_SHARED',
    message:
      'add(x, y, out): expected out in shared memory or in a data capsule, found a Float64Array of 4 values. Omit it: the promise has a new array.',
  });
});

describe('the result is that of call time', () => {
  const values = () => Float64Array.from({ length: 5000 }, (_, i) => i);

  test('of arrays that are overwritten, transferred or shrunk', async () => {
    for (const change of [detach, (array: Float64Array) => array.fill(Number.NaN)]) {
      const [one, other] = [values(), values()];
      const results = [promise('dot', one, other), promise('add', one, other), promise('swap', one, other)];
      change(one);
      change(other);
      const swapped = { x: values(), y: values() };
      expect(await Promise.all(results)).toEqual([
        call('dot', values(), values()),
        call('add', values(), values()),
        swapped,
      ]);
    }
    const buffer = resizableWith(1, 2, 3, 4);
    const sum = promise('sum', new Float64Array(buffer));
    buffer.resize(0);
    expect(await sum).toBe(10);
  });

  test('of capsules that are revoked, or that nothing else refers to', async () => {
    const capsule = sealed(1, 2, 3);
    const results = [promise('sum', capsule), promise('sum', sealed(4, 5)), promise('sum', shared(6, 7))];
    forge.revoke(capsule, '@forge/data');
    for (let i = 0; i < 5; i++) gc();
    expect(await Promise.all(results)).toEqual([6, 9, 13]);
  });

  test('of options whose getter detaches an array: they are read first, once', async () => {
    const one = x();
    let reads = 0;
    const options = {
      get signal() {
        reads++;
        detach(one);
        return undefined;
      },
    };
    expect(await failure(() => promise('sum', one, options))).toMatchObject({ code: 'ERR_SIGNAL_DETACHED' });
    expect(reads).toBe(1);
  });
});

describe('signal', () => {
  test('a call whose signal was aborted before is rejected with its reason, and not made', async () => {
    const reason = new Error('not needed');
    const { signal } = { signal: AbortSignal.abort(reason) };
    await expect(promise('sum', x(), { signal })).rejects.toBe(reason);
    await expect(promise('add', x(), x(), { signal })).rejects.toBe(reason);
    await expect(promise('add', x(), x(), shared(0, 0, 0, 0), { signal })).rejects.toBe(reason);
    await expect(promise('pi', { signal })).rejects.toBe(reason);
    const before = call('counters');
    await expect(promise('counterNew', 1, { signal })).rejects.toBe(reason);
    expect(call('counters')).toBe(before);
  });

  test('a promise that is settled keeps no listener', async () => {
    const { signal } = new AbortController();
    expect(await promise('sum', x(), { signal })).toBe(10);
    await expect(promise('check', of(2, 1), { signal })).rejects.toThrow('ascending');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('other options, and other signals, are rejected', async () => {
    expect(await failure(() => promise('sum', x(), { sgnal: 1 }))).toMatchObject({
      code: 'ERR_SIGNAL_OPTIONS_UNUSABLE',
      message: "sum(x): expected options as an object, { signal }, found the key 'sgnal'. Did you mean 'signal'?",
    });
    for (const signal of [
      1,
      {},
      null,
      'abort',
      new AbortController(),
      new EventTarget(),
      new Proxy(new AbortController().signal, {}),
    ]) {
      const found = await failure(() => promise('sum', x(), { signal }));
      expect(found).toMatchObject({ code: 'ERR_SIGNAL_OPTIONS_UNUSABLE', expected: 'an AbortSignal as signal' });
    }
    expect(await promise('sum', x(), {}, undefined)).toBe(10);
    expect(await failure(() => promise('sum', x(), {}, {}))).toMatchObject({ code: 'ERR_SIGNAL_OPTIONS_UNUSABLE' });
  });
});

test('many promises with one signal add one listener, without a warning', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const warnings: unknown[] = [];
  const warn = (warning: unknown) => warnings.push(warning);
  process.on('warning', warn);
  const sums = Array.from({ length: 50 }, () => promise('sum', x(), { signal }));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  signal.dispatchEvent(new Event('abort')); // aborts nothing
  expect(new Set(await Promise.all(sums))).toEqual(new Set([10]));
  await new Promise(setImmediate);
  process.off('warning', warn);
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('at most 1000 promises are pending', async () => {
  const results = await Promise.allSettled(Array.from({ length: 1005 }, () => promise('sum', x())));
  const rejected = results.filter((result) => result.status === 'rejected');
  expect(rejected).toHaveLength(5);
  expect(await failure(() => Promise.reject(rejected[0]?.reason))).toMatchObject({
    type: 'RangeError',
    code: 'ERR_SIGNAL_TOO_MANY_PROMISES',
    message:
      'sum(x): expected at most 1000 promises that are pending, found as many. Await some of them before the next.',
  });
  expect(await promise('sum', x())).toBe(10);
});

test('setters and a then on prototypes, and replaced built-in functions, have no effect', async () => {
  const set = () => expect.unreachable();
  const { then } = Promise.prototype;
  const { addEventListener } = EventTarget.prototype;
  const controller = new AbortController();
  for (let i = 0; i < 8; i++) Object.defineProperty(Array.prototype, i, { configurable: true, set });
  Object.defineProperty(Object.prototype, 'r0', { configurable: true, set });
  EventTarget.prototype.addEventListener = () => expect.unreachable();
  const started = calls.map(([name, args]) => promise(name, ...args(), { signal: controller.signal }));
  EventTarget.prototype.addEventListener = addEventListener;
  for (let i = 0; i < 8; i++) Reflect.deleteProperty(Array.prototype, i);
  Reflect.deleteProperty(Object.prototype, 'r0');
  const found: unknown[] = [];
  for (const each of started) found.push(await each);
  expect(found).toEqual(calls.map(([name, args]) => call(name, ...args())));
  // Only results that are objects are looked at, and those of the native functions are not.
  Object.defineProperty(Object.prototype, 'then', {
    configurable: true,
    get() {
      if ('r0' in this) expect.unreachable();
    },
  });
  const extent = await promise('extent', x());
  Reflect.deleteProperty(Object.prototype, 'then');
  expect(extent).toEqual({ low: 1, high: 4, n: 4 });
  expect(Promise.prototype.then).toBe(then);
});

test('the native functions, called directly with any arguments, do not crash', async () => {
  const counter = addon.native['counterNew']?.(5);
  const given = [
    ...[undefined, null, 1, -1, 1.5, 2n, 'x', true, {}, [], () => 0, Symbol('s')],
    ...[x(), detach(x()), of(), Uint8Array.of(1), addon.native['capsule'], data(), addon.native['factor']?.(), counter],
    ...[new DataView(new ArrayBuffer(16)), new Proxy({}, {}), shared(1, 2), 2 ** 53, Number.NaN],
  ];
  const started: Promise<unknown>[] = [];
  for (const [name, native] of Object.entries(addon.native)) {
    if (!/^(start|uses|cancel)_/.test(name)) continue;
    for (const first of given) {
      for (const second of given) {
        try {
          const result = (native as Call)(first, second, first, second, true, 1, 1, true);
          if (result instanceof Promise) started.push(result);
        } catch (error) {
          expect(error, name).toBeInstanceOf(Error);
        }
      }
      await Promise.allSettled(started.splice(0));
    }
  }
  expect(await promise('sum', x())).toBe(10);
});

test('promises with any arguments have the result or the error of the function, and run no code of an argument', async () => {
  const memory = new SharedArrayBuffer(64);
  const array = fc.oneof(
    fc.float64Array({ maxLength: 6 }).map((values) => () => values.slice()),
    fc.nat(4).map((n) => () => new Float64Array(n)),
    fc.tuple(fc.nat(4), fc.nat(4)).map(
      ([at, n]) =>
        () =>
          new Float64Array(memory, at * 8, n),
    ),
    fc.nat(3).map((n) => () => new Int32Array(n)),
    fc.nat(3).map((n) => () => new Float32Array(n)),
    fc.nat(130).map((n) => () => new Int8Array(n)),
    fc.constantFrom(
      () => detach(x()),
      () => outOfBounds(3),
    ),
    fc.nat(3).map((type) => () => data(type, type === 0)),
    fc.constant(() => data()),
  );
  const other = fc.oneof(
    fc.constantFrom(undefined, null, trapped, new Proxy({}, {}), addon.native['factor']?.(), true, false, () => 0),
    fc.integer({ min: -3, max: 10 }),
    fc.double(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 65n }),
  );
  const anything = fc.oneof(
    array,
    other.map((value) => () => value),
  );
  /** The arguments of a valid call, of which some are replaced, and perhaps more. */
  const calling = fc
    .tuple(fc.constantFrom(...calls), fc.array(fc.option(anything, { freq: 3 }), { maxLength: 5 }))
    .map(([[name, args], replaced]) => {
      const valid = args().map((_, i) => () => args()[i]);
      return [
        name,
        [
          ...valid.map((each, i) => replaced[i] ?? each),
          ...replaced.slice(valid.length).map((each) => each ?? (() => undefined)),
        ],
      ] as const;
    });
  let computed = 0;
  const comparable = (value: unknown, given: readonly unknown[]) => {
    const written = given.filter((each) => each instanceof Float64Array || each instanceof Float32Array);
    return given.includes(value) ? ['given', written] : value;
  };
  await fc.assert(
    fc.asyncProperty(calling, async ([name, make]) => {
      const start = new Float64Array(memory).fill(1).map((_, i) => i);
      new Float64Array(memory).set(start);
      const [one, other] = [make.map((each) => each()), make.map((each) => each())];
      const found = await promise(name, ...one).then(
        (value) => ({ value: comparable(value, one) }),
        (error: CapsuleError) => ({ error }),
      );
      const after = Float64Array.from(new Float64Array(memory));
      if ('error' in found) {
        expect(isCapsuleError(found.error), `${name}: ${found.error}`).toBe(true);
        expect(found.error.code).toMatch(/^ERR_(SIGNAL|CAPSULE)_(?!ENGINE)/);
        expect(after).toEqual(start);
        // What a promise does not accept, and a function does; and a plain object, which is taken for the options.
        if (found.error.code === 'ERR_SIGNAL_NOT_SHARED' || /^options/.test(found.error.expected)) return;
        expect(await failure(() => call(name, ...other))).toMatchObject({
          code: found.error.code,
          message: found.error.message,
        });
        return;
      }
      computed++;
      new Float64Array(memory).set(start);
      const expected = call(name, ...other);
      expect(Float64Array.from(new Float64Array(memory))).toEqual(after);
      if (name === 'swap') return; // the promise has both arrays, the function changes them
      const plain = comparable(expected, other);
      if (name !== 'scale') expect(found.value).toEqual(plain);
    }),
    { numRuns: 2000 },
  );
  expect(computed).toBeGreaterThan(500);
});
