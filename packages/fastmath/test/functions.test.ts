import { runInNewContext } from 'node:vm';
import { asTypedArray } from '@capsule/core';
import * as fastmath from '@capsule/fastmath';
import { detach, outOfBounds, resizable } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test, vi } from 'vitest';

const { argMinMax, axpy, comoments, dot, minMax, moments, scale, sum, sumExact } = fastmath;
const { abs, add, cumsum, divide, multiply, rank, sort, sqrt, subtract, widen } = fastmath;
const { gather, histogram, momentsWeighted, searchSorted, select } = fastmath;
const of = Float64Array.of.bind(Float64Array);

/** Every argument that is a vector, with the names of the call and of the argument in messages. */
const vectors: [doing: string, name: string, call: (value: never) => unknown][] = [
  ['sum(x)', 'x', (value) => sum(value)],
  ['dot(x, y)', 'x', (value) => dot(value, of(1, 2, 3))],
  ['dot(x, y)', 'y', (value) => dot(of(1, 2, 3), value)],
  ['minMax(x)', 'x', (value) => minMax(value)],
  ['moments(x)', 'x', (value) => moments(value)],
  ['comoments(x, y)', 'x', (value) => comoments(value, of(1, 2, 3))],
  ['comoments(x, y)', 'y', (value) => comoments(of(1, 2, 3), value)],
  ['axpy(a, x, y)', 'x', (value) => axpy(2, value, of(1, 2, 3))],
  ['axpy(a, x, y)', 'y', (value) => axpy(2, of(1, 2, 3), value)],
  ['scale(a, x)', 'x', (value) => scale(2, value)],
  ['sumExact(x)', 'x', (value) => sumExact(value)],
  ['argMinMax(x)', 'x', (value) => argMinMax(value)],
  ['add(x, y, out)', 'x', (value) => add(value, of(1, 2, 3))],
  ['divide(x, y, out)', 'y', (value) => divide(of(1, 2, 3), value)],
  ['sqrt(x, out)', 'x', (value) => sqrt(value)],
  ['sort(x)', 'x', (value) => sort(value)],
  ['rank(x)', 'x', (value) => rank(value)],
  ['cumsum(x, out)', 'x', (value) => cumsum(value, of(1, 2, 3))],
  ['select(x, k)', 'x', (value) => select(value, 1)],
  ['searchSorted(x, values, options)', 'x', (value) => searchSorted(value, 1)],
  ['histogram(x, low, high, bins)', 'x', (value) => histogram(value, 0, 1, 1)],
  ['momentsWeighted(x, w)', 'w', (value) => momentsWeighted(of(1, 2, 3), value)],
  ['gather(x, options)', 'x', (value) => gather(value)],
];

describe.each(vectors)('%s rejects as %s', (doing, name, call) => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a boolean', true],
    ['the number 3', 3],
    ['a bigint', 3n],
    ['a symbol', Symbol('x')],
    ["the string '1,2,3'", '1,2,3'],
    ['a function', () => of(1, 2, 3)],
    ['an Array of 3 numbers', [1, 2, 3]],
    ['an Array of 0 values', []],
    ['a Float32Array of 3 values', new Float32Array(3)],
    ['an Int32Array of 1 value', new Int32Array(1)],
    ['a BigInt64Array of 3 values', new BigInt64Array(3)],
    ['a Buffer of 24 bytes', Buffer.alloc(24)],
    ['a DataView', new DataView(new ArrayBuffer(24))],
    ['an instance of a class', new ArrayBuffer(24)],
    ['an instance of a class', Object.create(Float64Array.prototype)],
    ['a plain object', { length: 3, 0: 1, 1: 2, 2: 3 }],
    ["the capsule '@capsule/fastmath'", fastmath.capsule],
    ['a Proxy', new Proxy(of(1, 2, 3), {})],
    ['a Promise', Promise.resolve(of(1, 2, 3))],
  ])('%s', (found, value) => {
    expect(refusal(() => call(value as never))).toEqual({
      type: 'TypeError',
      code: 'ERR_FASTMATH_NOT_A_VECTOR',
      message: `${doing}: expected a Float64Array as ${name}, found ${found}.`,
      expected: `a Float64Array as ${name}`,
      found,
    });
  });

  test.each([
    ['whose buffer was transferred', () => detach(of(1, 2, 3))],
    ['that covers more than its buffer has after a resize', () => outOfBounds(3)],
    ['of another realm, whose buffer was transferred', () => detach(runInNewContext('new Float64Array(3)'))],
  ])('an array %s', (_, make) => {
    expect(refusal(() => call(make() as never))).toEqual({
      type: 'TypeError',
      code: 'ERR_FASTMATH_DETACHED',
      message: `${doing}: expected the memory behind ${name}, found a Float64Array whose buffer was transferred or shrunk.`,
      expected: `the memory behind ${name}`,
      found: 'a Float64Array whose buffer was transferred or shrunk',
    });
  });
});

test('a data capsule is read and written without a copy', () => {
  const vector = fastmath.createVector(of(3, 1, 2));
  expect([sum(vector), dot(vector, of(1, 1, 2)), select(vector, 1)]).toEqual([6, 8, 2]);
  expect([...gather(vector, { stride: 2 })]).toEqual([3, 2]);
  expect(sort(vector)).toBe(vector);
  expect(add(vector, of(1, 1, 1), vector)).toBe(vector);
  expect([...asTypedArray(vector)]).toEqual([2, 3, 4]);
  expect(refusal(() => widen(vector as never)).message).toBe(
    'widen(x, out): expected a Float32Array as x, or f32 data in one dimension, found a capsule with f64[3].',
  );
});

describe.each([
  ['axpy(a, x, y)', (a: never) => axpy(a, of(1), of(1))],
  ['scale(a, x)', (a: never) => scale(a, of(1))],
])('%s rejects as a', (doing, call) => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ["the string '2'", '2'],
    ['a bigint', 2n],
    ['an instance of a class', Object(2)],
    ['an Array of 1 number', [2]],
  ])('%s', (found, value) => {
    expect(refusal(() => call(value as never))).toEqual({
      type: 'TypeError',
      code: 'ERR_FASTMATH_NOT_A_NUMBER',
      message: `${doing}: expected a number as a, found ${found}.`,
      expected: 'a number as a',
      found,
    });
  });

  test('an object, without calling its valueOf', () => {
    const ask = vi.fn(() => 2);
    expect(refusal(() => call({ valueOf: ask } as never)).found).toBe('a plain object');
    expect(ask).not.toHaveBeenCalled();
  });
});

test.each([
  ['dot(x, y)', () => dot(of(1, 2), of(1))],
  ['comoments(x, y)', () => comoments(of(1, 2), of(1))],
  ['axpy(a, x, y)', () => axpy(1, of(1, 2), of(1))],
])('%s rejects different lengths', (doing, call) => {
  expect(refusal(call)).toEqual({
    type: 'RangeError',
    code: 'ERR_FASTMATH_LENGTH_MISMATCH',
    message: `${doing}: expected x and y of the same length, found 2 and 1 values.`,
    expected: 'x and y of the same length',
    found: '2 and 1 values',
  });
});

test.each([
  ['multiply(x, y, out)', () => multiply(of(1, 2), of(1, 2), of(1))],
  ['abs(x, out)', () => abs(of(1, 2), of(1))],
])('%s rejects an out of another length', (doing, call) => {
  expect(refusal(call)).toMatchObject({
    code: 'ERR_FASTMATH_LENGTH_MISMATCH',
    message: `${doing}: expected x and out of the same length, found 2 and 1 values.`,
  });
  expect(refusal(() => sqrt(of(1), null as never)).message).toBe(
    'sqrt(x, out): expected a Float64Array as out, found null.',
  );
});

test.each<[string, (low: Float64Array, high: Float64Array) => unknown, string]>([
  ['subtract(x, y, out)', (low, high) => subtract(low, low, high), 'out and each of x and y'],
  ['cumsum(x, out)', (low, high) => cumsum(high, low), 'x and out'],
])('%s rejects an out that partly overlaps', (doing, call, which) => {
  const both = of(1, 2, 3);
  expect(refusal(() => call(both.subarray(0, 2), both.subarray(1)))).toMatchObject({
    type: 'RangeError',
    code: 'ERR_FASTMATH_OVERLAP',
    message: `${doing}: expected ${which} to be equal or disjoint, found arrays that partly overlap. Copy one: x.slice().`,
  });
  expect([...both]).toEqual([1, 2, 3]);
});

describe('axpy', () => {
  test.each([
    ['one before the other', 0, 1],
    ['one after the other', 3, 0],
  ])('rejects arrays that partly overlap, %s, and changes nothing', (_, xFrom, yFrom) => {
    const memory = new SharedArrayBuffer(7 * 8);
    const both = fill(new Float64Array(memory), of(1, 2, 3, 4, 5, 6, 7));
    // Creates a second SharedArrayBuffer for the same memory, as another thread receives it.
    const same = new Float64Array(structuredClone(memory));
    expect(refusal(() => axpy(2, both.subarray(xFrom, xFrom + 4), same.subarray(yFrom, yFrom + 4)))).toEqual({
      type: 'RangeError',
      code: 'ERR_FASTMATH_OVERLAP',
      message:
        'axpy(a, x, y): expected x and y to be equal or disjoint, found arrays that partly overlap. Copy one: x.slice().',
      expected: 'x and y to be equal or disjoint',
      found: 'arrays that partly overlap',
    });
    expect([...both]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('accepts adjacent arrays in one buffer, in either order', () => {
    const both = of(1, 2, 10, 20);
    expect(axpy(2, both.subarray(0, 2), both.subarray(2))).toEqual(of(12, 24));
    expect(axpy(1, both.subarray(2), both.subarray(0, 2))).toEqual(of(13, 26));
  });

  test('accepts the same array as x and y, and two views of the same values', () => {
    const x = of(1, 2, 3);
    expect(axpy(2, x, x)).toEqual(of(3, 6, 9));
    expect(axpy(2, x, x.subarray(0))).toEqual(of(9, 18, 27));
  });
});

const buffers: [string, (values: Float64Array) => Float64Array][] = [
  ['an ordinary array', (values) => values],
  ['an array of another realm', (values) => runInNewContext('Float64Array.from(values)', { values: [...values] })],
  ['an array of a subclass', (values) => new (class extends Float64Array {})(values)],
  ['a SharedArrayBuffer', (values) => fill(new Float64Array(new SharedArrayBuffer(8 * values.length)), values)],
  [
    'a part of an array, at 8 bytes from 16',
    (values) => fill(new Float64Array(values.length + 2).subarray(1, -1), values),
  ],
  [
    'a buffer that grew',
    (values) => {
      const buffer = resizable(0, values.length);
      const array = new Float64Array(buffer);
      buffer.resize(8 * values.length);
      return fill(array, values);
    },
  ],
  [
    'a buffer that shrank, to no less than the array',
    (values) => {
      const buffer = resizable(values.length + 9, values.length + 9);
      const array = new Float64Array(buffer, 0, values.length);
      buffer.resize(8 * values.length);
      return fill(array, values);
    },
  ],
];
function fill(array: Float64Array, values: Float64Array): Float64Array {
  array.set(values);
  return array;
}

describe.each(buffers)('with %s', (_, make) => {
  test('every function returns its result', () => {
    const x = make(of(0, 2, 4, 4, 5));
    const y = make(of(1, 3, 2, 5, 4));
    expect(sum(x)).toBe(15);
    expect(dot(x, y)).toBe(54);
    expect(minMax(x)).toEqual({ min: 0, max: 5 });
    expect(moments(x)).toEqual({ n: 5, mean: 3, m2: 16, m3: -18, m4: 100 });
    expect([sumExact(x), argMinMax(x)]).toEqual([15, { min: 0, max: 4 }]);
    expect([...add(x, y)]).toEqual([1, 5, 6, 9, 9]);
    expect([...subtract(x, y)]).toEqual([-1, -1, 2, -1, 1]);
    expect([...multiply(x, y)]).toEqual([0, 6, 8, 20, 20]);
    expect([...divide(y, of(2, 2, 2, 2, 2))]).toEqual([0.5, 1.5, 1, 2.5, 2]);
    expect([...abs(of(-1, 2))]).toEqual([1, 2]);
    expect([...sqrt(multiply(x, x))]).toEqual([...x]);
    expect([...cumsum(x)]).toEqual([0, 2, 6, 10, 15]);
    expect([...rank(x)]).toEqual([1, 2, 3.5, 3.5, 5]);
    expect([select(y, 0), [...select(y, make(of(4, 0, 0)))]]).toEqual([1, [5, 1, 1]]);
    expect([searchSorted(x, 4), [...searchSorted(x, y, { side: 'right' })]]).toEqual([2, [1, 2, 2, 5, 4]]);
    expect([...histogram(x, 0, 5, 2)]).toEqual([2, 3]);
    expect(momentsWeighted(x, of(1, 1, 0, 1, 1))).toEqual({ n: 5, weight: 4, weight2: 4, mean: 2.75, m2: 14.75 });
    expect([...gather(x, { offset: 4, stride: -2 })]).toEqual([5, 4, 0]);
    const turned = make(of(3, -0, Number.NaN, 0, -1));
    expect(sort(turned)).toBe(turned);
    expect([...turned]).toEqual([-1, -0, 0, 3, Number.NaN]);
    const out = make(of(9, 9, 9, 9, 9));
    expect([add(x, y, out), cumsum(out, out)]).toEqual([out, out]);
    expect([...out]).toEqual([1, 6, 12, 21, 30]);
    expect(comoments(x, y)).toEqual({ n: 5, meanX: 3, meanY: 3, mxx: 16, myy: 10, mxy: 9 });
    expect(axpy(2, x, y)).toBe(y);
    expect([...y]).toEqual([1, 7, 10, 13, 14]);
    expect(scale(0.5, x)).toBe(x);
    expect([...x]).toEqual([0, 1, 2, 2, 2.5]);
  });
});

test('every function accepts empty arrays', () => {
  const none = new Float64Array();
  expect([sum(none), dot(none, none)]).toEqual([0, 0]);
  expect(minMax(none)).toEqual({ min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY });
  expect(moments(none)).toEqual({ n: 0, mean: 0, m2: 0, m3: 0, m4: 0 });
  expect(comoments(none, none)).toEqual({ n: 0, meanX: 0, meanY: 0, mxx: 0, myy: 0, mxy: 0 });
  expect([sumExact(none), argMinMax(none)]).toEqual([-0, { min: -1, max: -1 }]);
  expect([add(none, none), abs(none), cumsum(none, none), sort(none), rank(none)]).toEqual(Array(5).fill(none));
  expect([axpy(1, none, none), scale(1, none)]).toEqual([none, none]);
  expect([select(none, []), searchSorted(none, none), gather(none)]).toEqual([none, none, none]);
  expect([widen(new Float32Array()), histogram(none, 0, 1, 2)]).toEqual([none, of(0, 0)]);
  expect([searchSorted(none, 1), searchSorted(none, Number.NaN, { side: 'right' })]).toEqual([0, 0]);
  expect(momentsWeighted(none, none)).toEqual({ n: 0, weight: 0, weight2: 0, mean: 0, m2: 0 });
  expect(sum(new Float64Array(resizable(0, 8)))).toBe(0);
});
