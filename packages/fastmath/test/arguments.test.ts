// Arguments that would have no effect, and iterables that are not arrays.
import * as fastmath from '@capsule/fastmath';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';

const of = Float64Array.of.bind(Float64Array);
const x = () => of(3, 1, 2);
const capsule = fastmath.capsule;
/** The functions without their types, because the types reject the arguments that are tested here. */
const call = (name: string, ...given: unknown[]) =>
  (fastmath as unknown as Record<string, (...given: unknown[]) => unknown>)[name]?.(...given);

/** The operations that messages name, with valid arguments for all parameters. */
const operations: [operation: string, given: () => unknown[]][] = [
  ['sum(x)', () => [x()]],
  ['sumExact(x)', () => [x()]],
  ['dot(x, y)', () => [x(), x()]],
  ['minMax(x)', () => [x()]],
  ['argMinMax(x)', () => [x()]],
  ['moments(x)', () => [x()]],
  ['comoments(x, y)', () => [x(), x()]],
  ['momentsWeighted(x, w)', () => [x(), x()]],
  ['add(x, y, out)', () => [x(), x(), undefined]],
  ['subtract(x, y, out)', () => [x(), x(), undefined]],
  ['multiply(x, y, out)', () => [x(), x(), x()]],
  ['divide(x, y, out)', () => [x(), x(), undefined]],
  ['abs(x, out)', () => [x(), undefined]],
  ['sqrt(x, out)', () => [x(), x()]],
  ['cumsum(x, out)', () => [x(), undefined]],
  ['widen(x, out)', () => [Float32Array.of(1), undefined]],
  ['axpy(a, x, y)', () => [2, x(), x()]],
  ['scale(a, x)', () => [2, x()]],
  ['sort(x)', () => [x()]],
  ['select(x, k)', () => [x(), 1]],
  ['rank(x)', () => [x()]],
  ['searchSorted(x, values, options)', () => [x(), 1, undefined]],
  ['histogram(x, low, high, bins)', () => [x(), 0, 1, 2]],
  ['gather(x, options)', () => [x(), {}]],
  ['sumStrided(x, options)', () => [x(), {}]],
  ['dotStrided(x, y, options)', () => [x(), x(), {}]],
  ['minMaxStrided(x, options)', () => [x(), {}]],
  ['momentsStrided(x, options)', () => [x(), undefined]],
  ['comomentsStrided(x, y, options)', () => [x(), x(), {}]],
  ['deviations(x)', () => [x()]],
  ['createVector(values)', () => [x()]],
];
const nameOf = (operation: string) => operation.slice(0, operation.indexOf('('));

test('the list of operations has every function', () => {
  const functions = Object.entries(fastmath).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect(operations.map(([operation]) => nameOf(operation)).sort()).toEqual(functions.sort());
});

describe.each(operations)('%s', (operation, given) => {
  test.each<[found: string, more: unknown[]]>([
    ['a plain object', [{ axis: 0 }]],
    ['a function', [() => 0]],
    ['an Array of 1 number', [[1]]],
    ['a Float64Array of 3 values', [x()]],
    ["the string 'mean'", ['mean']],
    ['a boolean', [true]],
    ['null', [null]],
    ['the number 0', [0]],
    ['the number 0', [0, [x()]]],
    ['the number 0', [0, undefined]],
    ['a plain object', [undefined, {}]],
    ['a Proxy', [undefined, new Proxy([], {})]],
    ["the capsule '@capsule/fastmath'", [capsule]],
  ])('rejects %s after its parameters', (found, more) => {
    const thrown = refusal(() => call(nameOf(operation), ...given(), ...more));
    const expected = `no argument after ${operation
      .slice(0, -1)
      .split(/[(, ]+/)
      .at(-1)}`;
    expect(thrown).toMatchObject({ type: 'TypeError', code: 'ERR_FASTMATH_OPTIONS_UNUSABLE', expected, found });
    expect(String(thrown.message).startsWith(`${operation}: expected ${expected}, found ${found}. `)).toBe(true);
  });

  test('ignores undefined after its parameters', () => {
    const name = nameOf(operation);
    expect(call(name, ...given(), undefined, undefined)).toEqual(call(name, ...given()));
  });
});

test('map() accepts functions of one array', () => {
  const columns = [of(1, 2), of(3, 4)];
  expect(columns.map(fastmath.sum)).toEqual([3, 7]);
  expect(columns.map(fastmath.sumExact)).toEqual([3, 7]);
  expect(columns.map(fastmath.argMinMax)).toEqual(Array(2).fill({ min: 0, max: 1 }));
  expect(columns.map(fastmath.minMax)).toHaveLength(2);
  expect(columns.map(fastmath.moments)).toHaveLength(2);
  expect(columns.map(fastmath.sort)).toEqual(columns);
  expect(columns.map(fastmath.rank)).toEqual([of(1, 2), of(1, 2)]);
  expect(columns.map(fastmath.createVector)).toHaveLength(2);
  expect([2, 3].map(fastmath.createVector)).toHaveLength(2);
});

test.each<[message: string, name: string, given: unknown[]]>([
  [
    'sort(x): expected no argument after x, found a function. sort() has no options. It sorts ascending; for another ' +
      'order, use x.sort(compare), or x.reverse() after it.',
    'sort',
    [x(), (a: number, b: number) => b - a],
  ],
  [
    'sum(x): expected no argument after x, found the number 0. sum() has no options. To add with weights, use dot(x, w).',
    'sum',
    [x(), 0, [of(1)]],
  ],
  [
    'rank(x): expected no argument after x, found a plain object. rank() has no options. Equal values have the mean of ' +
      'their ranks.',
    'rank',
    [x(), { method: 'min' }],
  ],
  [
    'select(x, k): expected no argument after k, found an Array of 1 value. In map(), write (x) => select(x, k).',
    'select',
    [x(), 0, [x()]],
  ],
  [
    'gather(x, options): expected no argument after options, found the number 1. Remove it.',
    'gather',
    [x(), { stride: 2 }, 1],
  ],
  ['sum(x): expected a Float64Array as x, found a Set. Convert it: Float64Array.from(x).', 'sum', [new Set()]],
  ['dot(x, y): expected a Float64Array as y, found a Map. Convert it: Float64Array.from(y).', 'dot', [x(), new Map()]],
  [
    'sort(x): expected a Float64Array as x, found an iterator. Convert it: Float64Array.from(x).',
    'sort',
    [new Set([1]).values()],
  ],
  [
    'sort(x): expected a Float64Array as x, found a generator. Convert it: Float64Array.from(x).',
    'sort',
    [(function* () {})()],
  ],
  ['widen(x, out): expected a Float32Array as x, found a Set. Convert it: Float32Array.from(x).', 'widen', [new Set()]],
  [
    'select(x, k): expected a number, an Array of numbers or a Float64Array as k, found a Set. Convert it: Array.from(k).',
    'select',
    [x(), new Set([1])],
  ],
  [
    'histogram(x, low, high, bins): expected bins to be an integer from 1 to 100000000, found the number 1000000000000.',
    'histogram',
    [x(), 0, 1, 1e12],
  ],
])('%s', (message, name, given) => {
  expect(refusal(() => call(name, ...given)).message).toBe(message);
});

test('rejects the index that map() passes as out, and says what to write', () => {
  expect(refusal(() => call('abs', x(), 0, [x()])).message).toBe(
    'abs(x, out): expected no argument after out, found an Array of 1 value. In map(), write (x) => abs(x).',
  );
});

test('rejects an Array of holes at its first hole, without allocating memory for its length', () => {
  const sparse = Object.assign([0, 1], { [2 ** 32 - 2]: 1 });
  expect(refusal(() => call('select', x(), sparse)).message).toBe(
    'select(x, k): expected a number as k[2], found undefined.',
  );
});
