import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';
import { type Capsule, type CapsuleError, include_dir, isCapsuleError } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { gc } from '@capsule/test-support/garbage';
import { fc } from '@capsule/test-support/properties';
import { refusal } from '@capsule/test-support/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trapped } from './generated-addon.js';
import { temporaryProject } from './temporary-project.js';

const source = join(__dirname, 'wrappers');
const project = temporaryProject({
  'package.json': '{ "name": "@acme/signal" }',
  'signal.contract.ts': readFileSync(join(source, 'signal.contract.ts'), 'utf8'),
});
afterAll(() => project[Symbol.dispose]());

type Call = (...args: unknown[]) => unknown;
let native: Record<string, Call> & { capsule: Capsule };
let signal: Record<string, Call>;

const flags = () => ['-DNAPI_VERSION=9', ...includes(join(project.folder, 'include'), include_dir)];
function compile(compiler: string, ...args: string[]) {
  const { status, stderr } = spawnSync(compiler, [...warnings, ...flags(), ...args], {
    cwd: project.folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  for (const file of ['table.c', 'addon.c']) copyFileSync(join(source, file), join(project.folder, file));
  const [[c = 'cc'] = []] = compilerPairs;
  const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  compile(c, '-std=gnu11', '-O1', '-shared', '-fPIC', ...dynamic, 'addon.c', 'table.c', '-o', 'signal.node');
  const require = createRequire(join(project.folder, 'x.js'));
  native = require('./signal.node');
  signal = require('./bindings/signal.functions.cjs').createFunctions(native);
});

const call = (name: string, ...args: unknown[]) => signal[name]?.(...args);
const rejected = (name: string, ...args: unknown[]) => refusal(() => call(name, ...args));
const x = () => Float64Array.of(1, 2, 3, 4);
const of = (...values: number[]) => Float64Array.from(values);

describe.each(compilerPairs)('the C side, by %s and %s', (c = '', cxx = '') => {
  test('compiles without warnings as C11 and C++17', () => {
    compile(c, '-std=c11', '-fsyntax-only', 'addon.c');
    compile(cxx, '-std=c++17', '-x', 'c++', '-fsyntax-only', 'addon.c');
  });
});

describe('calls', () => {
  test('numbers, arrays and results of every kind', () => {
    expect(call('sum', x())).toBe(10);
    expect(call('dot', x(), x())).toBe(30);
    expect(call('countBytes', Uint8Array.of(1, 2, 1), 1)).toBe(2);
    expect(call('norm3', of(1, 2, 2))).toBe(9);
    expect(call('tiny', Int8Array.of(1, -3))).toBe(-2);
    expect(call('steps', of(1, 4, 9))).toEqual(of(3, 5));
    expect(call('add', x(), x())).toEqual(of(2, 4, 6, 8));
    expect(call('edges', of(1, 2))).toEqual(of(0.5, 1.5, 2.5));
    expect(call('zigzag', 4)).toEqual(Int32Array.of(0, -1, 2, -3));
    expect(call('extent', x())).toEqual({ low: 1, high: 4, n: 4 });
    expect(call('meanAndSum', x())).toEqual({ mean: 2.5, total: 10 });
    expect(call('find', x(), 3)).toEqual({ result: true, at: 2 });
    expect(call('find', x(), 7)).toEqual({ result: false, at: 4 });
    expect(call('big', 2n ** 62n, -5, false)).toBe(2n ** 62n + 5n);
    expect(call('median', x(), 1, 0, 1)).toBe(3);
    expect(call('check', x())).toBeUndefined();
    expect(call('pi')).toBe(Math.PI);
    expect([call('ticket'), call('ticket')]).toEqual([1, 2]);
    expect(call('here')).toBe(1);
    expect(call('integrate', native['factor']?.(), 1, 2)).toBe(3);
  });

  test('a given result is written to and returned', () => {
    const out = new Float64Array(4);
    expect(call('add', x(), x(), out)).toBe(out);
    expect(out).toEqual(of(2, 4, 6, 8));
    const values = x();
    expect(call('add', values, values, values)).toBe(values);
    expect(values).toEqual(of(2, 4, 6, 8));
    const all = x();
    expect(call('move', all.subarray(0, 3), all.subarray(1))).toEqual(of(1, 2, 3));
    expect(all).toEqual(of(1, 1, 2, 3));
  });

  test('an array that is changed in place is returned', () => {
    const floats = Float32Array.of(1, 2);
    expect(call('scale', 3, floats)).toBe(floats);
    expect(floats).toEqual(Float32Array.of(3, 6));
    expect(call('swap', x(), x())).toBeUndefined();
  });

  test('arrays without elements are computed', () => {
    expect(call('sum', of())).toBe(0);
    expect(call('dot', of(), of())).toBe(0);
    expect(call('add', of(), of())).toEqual(of());
    expect(call('edges', of())).toEqual(of(0.5));
    expect(call('zigzag', 0)).toEqual(new Int32Array(0));
  });

  test('data capsules are read and written without a copy', () => {
    const data = native['data'] as (type: number, readOnly: boolean) => Capsule;
    expect(call('sum', data(0, true))).toBe(6);
    expect(call('dot', data(0, false), x())).toBe(20);
    expect(call('add', data(0, true), x())).toEqual(of(1, 3, 5, 7));
    const out = data(0, false);
    expect(call('add', x(), x(), out)).toBe(out);
    expect(call('sum', out)).toBe(20);
    expect(call('add', out, out, out)).toBe(out);
    expect(call('sum', out)).toBe(40);
  });

  test.each<[string, () => unknown]>([
    ['shared memory', () => new Float64Array(new SharedArrayBuffer(32)).fill(1)],
    ['a subclass', () => Float64Array.from.call(class extends Float64Array {}, [1, 1, 1, 1])],
    ['an array of another realm', () => vm.runInNewContext('Float64Array.of(1, 1, 1, 1)')],
    ['a view at an offset', () => new Float64Array(Float64Array.of(0, 1, 1, 1, 1).buffer, 8)],
    [
      'an array with its own length',
      () => Object.defineProperty(Float64Array.of(1, 1, 1, 1), 'length', { get: () => expect.unreachable() }),
    ],
    ['an array without a prototype', () => Object.setPrototypeOf(Float64Array.of(1, 1, 1, 1), null)],
    ['a view that follows a resizable buffer', () => new Float64Array(resizable(32, 64)).fill(1)],
  ])('%s', (_, make) => {
    expect(call('sum', make())).toBe(4);
    expect(call('add', make(), make())).toEqual(of(2, 2, 2, 2));
  });

  test('what map() passes beside the value is accepted', () => {
    expect([x(), x()].map(signal['sum'] as (x: Float64Array) => number)).toEqual([10, 10]);
  });

  test('replaced built-in functions have no effect', () => {
    const { at, subarray } = Float64Array.prototype;
    Float64Array.prototype.at = () => expect.unreachable();
    Float64Array.prototype.subarray = () => expect.unreachable();
    expect(call('sum', of())).toBe(0);
    expect(call('add', x(), x())).toEqual(of(2, 4, 6, 8));
    Object.assign(Float64Array.prototype, { at, subarray });
  });
});

/** A resizable buffer, which the types of this library version do not have. */
const resizable = (bytes: number, most: number) =>
  Reflect.construct(ArrayBuffer, [bytes, { maxByteLength: most }]) as ArrayBuffer & { resize(n: number): void };
const detached = (values = x()) => {
  structuredClone(values, { transfer: [values.buffer] });
  return values;
};
const shrunk = () => {
  const buffer = resizable(32, 32);
  const values = new Float64Array(buffer, 8, 2);
  buffer.resize(8);
  return values;
};

describe('rejects', () => {
  test.each<[what: string, name: string, args: () => unknown[], type: string, code: string, message: string]>([
    [
      'no array',
      'sum',
      () => [],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, found undefined.',
    ],
    [
      'an Array',
      'sum',
      () => [[1]],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, found an Array of 1 number.',
    ],
    [
      'another typed array',
      'dot',
      () => [x(), Float32Array.of(1)],
      'TypeError',
      'NOT_A_VECTOR',
      'dot(x, y): expected a Float64Array as y, found a Float32Array of 1 value.',
    ],
    [
      'a typed array of another name',
      'tiny',
      () => [Uint8Array.of(1)],
      'TypeError',
      'NOT_A_VECTOR',
      'tiny(x): expected an Int8Array as x, found a Uint8Array of 1 value.',
    ],
    [
      'a Set',
      'sum',
      () => [new Set([1])],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, found a Set. Convert it: Float64Array.from(x).',
    ],
    [
      'a DataView',
      'sum',
      () => [new DataView(new ArrayBuffer(8))],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, found a DataView.',
    ],
    [
      'a Proxy',
      'sum',
      () => [new Proxy(x(), { get: () => expect.unreachable() })],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, found a Proxy.',
    ],
    [
      'a pretender',
      'sum',
      () => [Object.create(Float64Array.prototype)],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, found an instance of a class.',
    ],
    [
      'a detached array',
      'dot',
      () => [x(), detached()],
      'TypeError',
      'DETACHED',
      'dot(x, y): expected the memory behind y, found a Float64Array whose buffer was transferred or shrunk.',
    ],
    [
      'a view of a shrunk buffer',
      'sum',
      () => [shrunk()],
      'TypeError',
      'DETACHED',
      'sum(x): expected the memory behind x, found a Float64Array whose buffer was transferred or shrunk.',
    ],
    [
      'a detached result',
      'add',
      () => [x(), x(), detached()],
      'TypeError',
      'DETACHED',
      'add(x, y, out): expected the memory behind out, found a Float64Array whose buffer was transferred or shrunk.',
    ],
    [
      'other lengths',
      'dot',
      () => [x(), of(1)],
      'RangeError',
      'LENGTH_MISMATCH',
      'dot(x, y): expected x and y of the same length, found 4 and 1 values.',
    ],
    [
      'a result of another length',
      'steps',
      () => [x(), x()],
      'RangeError',
      'LENGTH_MISMATCH',
      'steps(x, out): expected out to have 1 value less than x, found 4 and 4 values.',
    ],
    [
      'a constant length',
      'norm3',
      () => [x()],
      'RangeError',
      'LENGTH_MISMATCH',
      'norm3(x): expected x with 3 values, found 4 values.',
    ],
    [
      'more than a small length',
      'tiny',
      () => [new Int8Array(128)],
      'RangeError',
      'LENGTH_MISMATCH',
      'tiny(x): expected x with up to 127 values, because n is a small integer in C, found 128 values.',
    ],
    [
      'a result that differs from its length',
      'zigzag',
      () => [2, new Int32Array(3)],
      'RangeError',
      'LENGTH_MISMATCH',
      'zigzag(n, out): expected out with n values, found 3 values.',
    ],
    [
      'a result for which there is no memory',
      'zigzag',
      () => [2 ** 52],
      'RangeError',
      'OUT_OF_MEMORY',
      'zigzag(n, out): expected memory for 4503599627370496 values of out, found less than that.',
    ],
    [
      'an object as a length',
      'zigzag',
      () => [
        {
          get length() {
            return expect.unreachable();
          },
        },
      ],
      'TypeError',
      'NOT_A_NUMBER',
      'zigzag(n, out): expected a number as n, found a plain object.',
    ],
    [
      'a negative length',
      'zigzag',
      () => [-1],
      'RangeError',
      'NOT_AN_INTEGER',
      'zigzag(n, out): expected n to be an integer from 0 to 9007199254740991, found the number -1.',
    ],
    [
      'arrays that partly overlap',
      'add',
      () => {
        const all = x();
        return [all.subarray(1), of(1, 2, 3), all.subarray(0, 3)];
      },
      'RangeError',
      'OVERLAP',
      'add(x, y, out): expected out and each of x and y to be equal or disjoint, found arrays that partly overlap. Copy one: x.slice().',
    ],
    [
      'equal arrays where they must be apart',
      'swap',
      () => {
        const all = x();
        return [all, all];
      },
      'RangeError',
      'OVERLAP',
      'swap(x, y): expected x and y to be disjoint, found arrays that overlap. Copy one: x.slice().',
    ],
    [
      'overlap through two views of shared memory',
      'steps',
      () => {
        const memory = new SharedArrayBuffer(32);
        return [new Float64Array(memory), new Float64Array(memory, 8)];
      },
      'RangeError',
      'OVERLAP',
      'steps(x, out): expected x and out to be disjoint, found arrays that overlap. Copy one: x.slice().',
    ],
    [
      'an unmet condition of a length',
      'extent',
      () => [of()],
      'RangeError',
      'CONDITION_UNMET',
      'extent(x): expected n >= 1, where n is the length of x, found n = 0.',
    ],
    [
      'an unmet condition of two numbers',
      'median',
      () => [x(), 1, 1, 0],
      'RangeError',
      'CONDITION_UNMET',
      'median(x, width, low, high): expected low < high, found low = 1 and high = 0.',
    ],
    [
      'NaN in a condition',
      'median',
      () => [x(), 1, Number.NaN, 0],
      'RangeError',
      'CONDITION_UNMET',
      'median(x, width, low, high): expected low < high, found low = NaN and high = 0.',
    ],
    [
      'a string as a number',
      'scale',
      () => ['3', Float32Array.of(1)],
      'TypeError',
      'NOT_A_NUMBER',
      "scale(a, x): expected a number as a, found the string '3'.",
    ],
    [
      'an object with valueOf',
      'scale',
      () => [{ valueOf: () => expect.unreachable() }, Float32Array.of(1)],
      'TypeError',
      'NOT_A_NUMBER',
      'scale(a, x): expected a number as a, found a plain object.',
    ],
    [
      'a fraction as an integer',
      'median',
      () => [x(), 1.5, 0, 1],
      'RangeError',
      'NOT_AN_INTEGER',
      'median(x, width, low, high): expected width to be an integer from 0 to 9007199254740991, found the number 1.5.',
    ],
    [
      'a byte out of range',
      'countBytes',
      () => [Uint8Array.of(1), 256],
      'RangeError',
      'NOT_AN_INTEGER',
      'countBytes(text, value): expected value to be an integer from 0 to 255, found the number 256.',
    ],
    [
      'a number as a bigint',
      'big',
      () => [1, 1, true],
      'TypeError',
      'NOT_A_BIGINT',
      'big(x, y, yes): expected a bigint as x, found the number 1.',
    ],
    [
      'a bigint out of range',
      'big',
      () => [2n ** 63n, 1, true],
      'RangeError',
      'NOT_AN_INTEGER',
      'big(x, y, yes): expected x to be an integer from -9223372036854775808 to 9223372036854775807, found another one.',
    ],
    [
      'a number as a boolean',
      'big',
      () => [1n, 1, 1],
      'TypeError',
      'NOT_A_BOOLEAN',
      'big(x, y, yes): expected a boolean as yes, found the number 1.',
    ],
    [
      'more arguments',
      'dot',
      () => [x(), x(), 1],
      'TypeError',
      'OPTIONS_UNUSABLE',
      'dot(x, y): expected no argument after y, found the number 1. dot() has no options.',
    ],
    [
      'an argument of a function without parameters',
      'pi',
      () => [1],
      'TypeError',
      'OPTIONS_UNUSABLE',
      'pi(): expected no argument, found the number 1. pi() has no options.',
    ],
    [
      'a failure that the contract lists',
      'median',
      () => [of(2, 1), 1, 0, 1],
      'Error',
      'NOT_SORTED',
      'median(x, width, low, high): expected x in ascending "order"??=, found another\\one. Sort it: x.sort().',
    ],
    [
      'no memory in C',
      'median',
      () => [x(), 7, 0, 1],
      'RangeError',
      'OUT_OF_MEMORY',
      'median(x, width, low, high): expected memory for the result, found less than that.',
    ],
    [
      'a status that the contract does not list',
      'median',
      () => [x(), 9, 0, 1],
      'Error',
      'UNKNOWN_STATUS',
      'median(x, width, low, high): expected a status that the contract lists, found another one.',
    ],
    [
      'false',
      'check',
      () => [of(2, 1)],
      'Error',
      'NOT_SORTED',
      'check(x): expected x in ascending "order"??=, found another\\one. Sort it: x.sort().',
    ],
    [
      'a JavaScript function as a callback',
      'integrate',
      () => [(value: number) => value, 0, 1],
      'TypeError',
      'NOT_A_CALLBACK',
      'integrate(visit, low, high): expected a capsule with a C function f64(f64,*void) as visit, found a function. C cannot call JavaScript functions: write it in C, and seal it with capsule_seal_function.',
    ],
    [
      'a data capsule of another type',
      'sum',
      () => [native['data']?.(1, false)],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, or f64 data in one dimension, found a capsule with f32[4].',
    ],
    [
      'a data capsule of two dimensions',
      'sum',
      () => [native['data']?.(2, false)],
      'TypeError',
      'NOT_A_VECTOR',
      'sum(x): expected a Float64Array as x, or f64 data in one dimension, found a capsule with f64[2][2].',
    ],
    [
      'a read-only data capsule as a result',
      'add',
      () => [x(), x(), native['data']?.(0, true)],
      'TypeError',
      'NOT_A_VECTOR',
      'add(x, y, out): expected a Float64Array as out, or writable f64 data in one dimension, found a capsule with f64[4], read-only.',
    ],
    [
      'a data capsule with gaps',
      'sum',
      () => [native['data']?.(3, false)],
      'TypeError',
      'ARGUMENTS_UNUSABLE',
      'sum(x): expected arguments that the addon accepts, found elements that are not contiguous or not aligned.',
    ],
    [
      'a capsule with a table',
      'sum',
      () => [native.capsule],
      'TypeError',
      'NOT_A_VECTOR',
      "sum(x): expected a Float64Array as x, found the capsule '@acme/signal'.",
    ],
  ])('%s', (_, name, args, type, code, message) => {
    expect(rejected(name, ...args())).toMatchObject({ type, code: `ERR_SIGNAL_${code}`, message });
    expect(call('sum', x())).toBe(10);
  });

  test('inputs and outputs are unchanged after a rejected call', () => {
    const [one, out] = [x(), x()];
    expect(rejected('add', one, of(1), out).code).toBe('ERR_SIGNAL_LENGTH_MISMATCH');
    expect(rejected('steps', one, one.subarray(0, 3)).code).toBe('ERR_SIGNAL_OVERLAP');
    expect([one, out]).toEqual([x(), x()]);
  });
});

describe('handles', () => {
  interface Handle {
    readonly ended: boolean;
    end(): void;
  }
  const make = (limit = 5) => call('counterNew', limit) as Handle;

  test('are used until their end, and ended once', () => {
    const before = call('counters');
    const counter = make();
    expect(call('counterAdd', counter, x())).toBeUndefined();
    expect(call('counterTotal', counter)).toBe(4);
    expect(rejected('counterAdd', counter, x())).toMatchObject({ type: 'Error', code: 'ERR_SIGNAL_LIMIT_REACHED' });
    expect(counter.ended).toBe(false);
    counter.end();
    counter.end();
    expect([counter.ended, call('counters')]).toEqual([true, before]);
    expect(rejected('counterTotal', counter)).toMatchObject({
      code: 'ERR_SIGNAL_HANDLE_ENDED',
      message: 'counterTotal(counter): expected counter to be in use, found one that was ended.',
    });
    const other = make();
    (other as unknown as Disposable)[Symbol.dispose]();
    expect([other.ended, call('counters')]).toEqual([true, before]);
  });

  test('are ended when they are garbage-collected', async () => {
    const before = call('counters') as number;
    for (let i = 0; i < 100; i++) make();
    for (let i = 0; i < 50 && call('counters') !== before; i++) {
      gc();
      await nextTurn();
    }
    expect(call('counters')).toBe(before);
  });

  test('a failure to create one is an error', () => {
    expect(rejected('counterNew', 0)).toMatchObject({ type: 'RangeError', code: 'ERR_SIGNAL_OUT_OF_MEMORY' });
  });

  test('that are no handles, or the same, are rejected', () => {
    const counter = make();
    const { Counter } = signal as unknown as { Counter: new (...args: unknown[]) => Handle };
    expect(counter).toBeInstanceOf(Counter);
    expect(() => new Counter({}, {})).toThrow(TypeError);
    for (const wrong of [
      undefined,
      null,
      1,
      {},
      Object.create(counter),
      new Proxy(counter, {}),
      structuredClone(counter),
      native.capsule,
    ]) {
      expect(rejected('counterTotal', wrong).code).toBe('ERR_SIGNAL_NOT_A_HANDLE');
    }
    expect(rejected('counterMerge', counter, counter)).toMatchObject({
      code: 'ERR_SIGNAL_HANDLE_REPEATED',
      message: 'counterMerge(into, from): expected different handles as into and from, found one handle.',
    });
    expect(() => counter.end.call({} as Handle)).toThrow(TypeError);
    counter.end();
  });
});

test('the native functions, called directly with any arguments, neither crash nor compute', () => {
  const counter = native['counterNew']?.(5);
  const given = [
    undefined,
    null,
    1,
    -1,
    1.5,
    2n,
    'x',
    true,
    {},
    [],
    () => 0,
    Symbol('s'),
    x(),
    detached(),
    of(),
    Uint8Array.of(1),
    native.capsule,
    native['data']?.(0, false),
    native['factor']?.(),
    counter,
    new DataView(new ArrayBuffer(16)),
    new Proxy({}, {}),
  ];
  for (const [name, call_] of Object.entries(native)) {
    if (typeof call_ !== 'function' || name.includes('_')) continue; // those of promises: promises.test.ts
    for (const first of given) {
      for (const second of given) {
        try {
          call_(first, second, first, second, first, second, first, true);
        } catch (error) {
          expect(error, name).toBeInstanceOf(Error);
        }
      }
    }
  }
  expect(native['sum']?.(x())).toBe(10);
});

test('the slow path does not use the iterator of Arrays, which a script can replace', () => {
  const { iterator } = Symbol;
  const replaced = Object.getOwnPropertyDescriptor(Array.prototype, iterator) as PropertyDescriptor;
  Object.defineProperty(Array.prototype, iterator, { ...replaced, value: () => ({ next: () => ({ done: true }) }) });
  let empty: unknown;
  let message = '';
  try {
    empty = signal['sum']?.(new Float64Array(0));
    signal['dot']?.(new Float64Array(3), new Float64Array(2));
  } catch (error) {
    message = (error as Error).message;
  } finally {
    Object.defineProperty(Array.prototype, iterator, replaced);
  }
  expect(empty).toBe(0);
  expect(message).toBe('dot(x, y): expected x and y of the same length, found 3 and 2 values.');
});

test('functions with any arguments compute, or throw an error with a code, and run no code of an argument', () => {
  const shared = new SharedArrayBuffer(64);
  const buffer = resizable(64, 128);
  const array = fc.oneof(
    fc.float64Array({ maxLength: 6 }),
    fc.nat(4).map((n) => new Float64Array(n)),
    fc.tuple(fc.nat(4), fc.nat(4)).map(([at, n]) => new Float64Array(shared, at * 8, n)),
    fc.tuple(fc.nat(4), fc.nat(4)).map(([at, n]) => new Float64Array(buffer, at * 8, n)),
    fc.nat(3).map((n) => new Int32Array(n)),
    fc.nat(3).map((n) => new Float32Array(n)),
    fc.nat(130).map((n) => new Int8Array(n)),
    fc.constant(detached()),
    fc.constant(shrunk()),
    fc.nat(3).map((type) => native['data']?.(type, type === 0)),
  );
  const counter = call('counterNew', 1000);
  const other = fc.oneof(
    fc.constantFrom(undefined, null, trapped, new Proxy({}, {}), native['factor']?.(), counter, true, false, () => 0),
    fc.integer({ min: -3, max: 10 }),
    fc.double(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 65n }),
  );
  const args = fc.array(fc.oneof(array, other), { maxLength: 6 });
  const names = Object.keys(signal).filter((name) => name !== 'Counter');
  let computed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...names), args, (name, given) => {
      try {
        call(name, ...given);
        computed++;
      } catch (error) {
        expect(isCapsuleError(error), `${name}: ${error}`).toBe(true);
        expect((error as CapsuleError).code).toMatch(/^ERR_(SIGNAL|CAPSULE)_/);
        expect((error as CapsuleError).code).not.toContain('ENGINE');
      }
    }),
    { numRuns: 5000 },
  );
  expect(computed).toBeGreaterThan(100);
});

test('a function for one thread at a time is called by one Worker at a time', { timeout: 60_000 }, async () => {
  const script = `const { workerData, parentPort } = require('node:worker_threads');
    const { createFunctions } = require(workerData + '/bindings/signal.functions.cjs');
    const { ticket } = createFunctions(require(workerData + '/signal.node'));
    let last = 0;
    for (let i = 0; i < 50_000; i++) last = ticket();
    parentPort.postMessage(last);`;
  const before = call('ticket') as number;
  const workers = Array.from({ length: 4 }, () => new Worker(script, { eval: true, workerData: project.folder }));
  const last = await Promise.all(
    workers.map(
      (worker) => new Promise<number>((resolve, reject) => worker.on('message', resolve).on('error', reject)),
    ),
  );
  // The function is not atomic: without the lock, some numbers would be returned twice.
  expect(Math.max(...last)).toBe(before + 200_000);
  expect(call('ticket')).toBe(before + 200_001);
});

test('the types accept what the functions accept, and nothing else', { timeout: 60_000 }, () => {
  const use = (text: string) => {
    project.write(
      'use.ts',
      `import type * as signal from './bindings/signal.js';\ndeclare const s: typeof signal;\n${text}`,
    );
    const tsc = join(dirname(createRequire(__filename).resolve('typescript/package.json')), 'bin', 'tsc');
    const options = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2022',
    ];
    const args = [tsc, '--ignoreConfig', ...options, '--types', '', 'use.ts'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: project.folder, encoding: 'utf8' });
    return stdout;
  };
  expect(
    use(`
    const x = new Float64Array(3);
    declare const data: import('@capsule/core').Capsule<string, 'data'>;
    const sum: number = s.sum(x) + s.sum(data) + s.dot(x, data);
    const made: Float64Array = s.add(x, x);
    const same: Float64Array = s.add(x, x, x);
    const given: typeof data = s.add(x, x, data);
    const { low, high, n }: { low: number; high: number; n: number } = s.extent(x);
    const big: bigint = s.big(1n, 2, true);
    const scaled: Float32Array = s.scale(2, new Float32Array(1));
    const counter: signal.Counter = s.counterNew(1);
    counter[Symbol.dispose]();
    const total: number = s.counterTotal(counter);
    // @ts-expect-error: another typed array
    s.sum(new Float32Array(1));
    // @ts-expect-error: an Array
    s.sum([1]);
    // @ts-expect-error: a number is no bigint
    s.big(1, 2, true);
    // @ts-expect-error: a length is no argument
    s.sum(x, 3);
    // @ts-expect-error: the class is not constructed by callers
    new s.Counter();
    // @ts-expect-error: it is not offered
    s.raw(x);
    // @ts-expect-error: a JavaScript function is no callback
    s.integrate((value: number) => value, 0, 1);
  `),
  ).toBe('');
  expect(use('const x: string = s.pi();')).toContain('error TS2322');
});
