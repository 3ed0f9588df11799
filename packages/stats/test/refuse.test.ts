import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { capsule } from '@capsule/fastmath';
import { detach, resizableWith } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { type DataSpec, forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import {
  call,
  compute,
  given,
  known,
  ofOne,
  ofPairs,
  operation,
  required,
  roles,
  type Statistic,
  takesPairs,
  withDdof,
  x,
  y,
} from './statistics.js';

function* numbers() {
  yield* x;
}

const goodX = Float64Array.from(x);
const goodY = Float64Array.from(y);

/** Returns the error of a call. Checks that the arguments do not change, and that the next valid call is right. */
function refused(name: Statistic, ...given: unknown[]) {
  const before = inspect(given);
  const found = refusal(() => call(name, ...given));
  expect(inspect(given)).toBe(before);
  expect(compute(name, goodX, goodY)).toEqual(known[name]);
  return found;
}

/** The expected error. */
const error = (type: string, code: string, name: Statistic, expected: string, found: string, advice = '') => ({
  type,
  code,
  message: `${operation(name)}: expected ${expected}, found ${found}.${advice}`,
  expected,
  found,
});

/** Every parameter that accepts a sample, and a function that adds valid arguments for the others. */
const places: [name: Statistic, role: string, around: (sample: unknown) => unknown[]][] = [
  ...ofOne.map((name): (typeof places)[number] => [name, 'values', (sample) => [sample, ...required(name)]]),
  ...ofPairs.map((name): (typeof places)[number] => [name, roles(name)[0] ?? '', (sample) => [sample, goodY]]),
  ...ofPairs.map((name): (typeof places)[number] => [name, roles(name)[1] ?? '', (sample) => [goodX, sample]]),
];

describe.each(places)('%s rejects as %s', (name, role, around) => {
  const notNumbers = (expected: string, found: string, advice?: string) =>
    error('TypeError', 'ERR_STATS_NOT_NUMBERS', name, expected, found, advice);

  test.each<[found: string, sample: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['the number 5', 5],
    ['a boolean', true],
    ['a bigint', 5n],
    ['a symbol', Symbol('5')],
    ["the string '1,2,3'", '1,2,3'],
    ['a function', () => [1, 2, 3]],
    ['a plain object', { length: 3, 0: 1, 1: 2, 2: 3 }],
    ['a DataView', new DataView(new ArrayBuffer(24))],
    ['an instance of a class', new WeakSet()],
    ['an instance of a class', Object.create(goodX)],
  ])('%s', (found, sample) => {
    const expected = `a Float64Array, a Float32Array, an Array of numbers, a data capsule of numbers or an Arrow column as ${role}`;
    expect(refused(name, ...around(sample))).toEqual(notNumbers(expected, found));
  });

  const [fromTyped, from, view] = ['Convert it: Float64Array.from(', 'Convert it: Array.from(', 'View it: new '];
  test.each<[found: string, sample: unknown, advice: string]>([
    ['a Buffer of 3 bytes', Buffer.of(1, 2, 3), `${fromTyped}${role})`],
    ['a Uint8ClampedArray of 0 values', new Uint8ClampedArray(), `${fromTyped}${role})`],
    ['an Int32Array of 3 values', Int32Array.from(x), `${fromTyped}${role})`],
    ['a BigInt64Array of 3 values', new BigInt64Array(3), `${fromTyped}${role}, Number)`],
    ['a BigUint64Array of 1 value', new BigUint64Array(1), `${fromTyped}${role}, Number)`],
    ['a Set', new Set(x), `${from}${role})`],
    ['a Map', new Map([['a', 1]]), `${from}${role}.values())`],
    ['a Set', runInNewContext('new Set([1, 2, 3])'), `${from}${role})`],
    ['an iterator', new Set(x).values(), `${from}${role})`],
    ['an iterator', [...x].values(), `${from}${role})`],
    ['an iterator', numbers(), `${from}${role})`],
    ['a generator function', numbers, `Call it: Array.from(${role}())`],
    ['a Proxy', new Proxy(goodX, {}), `${from}${role})`],
    ['an ArrayBuffer', new ArrayBuffer(24), `${view}Float64Array(${role})`],
    ['a SharedArrayBuffer', new SharedArrayBuffer(24), `${view}Float64Array(${role})`],
    ['a Promise', Promise.resolve(x), `Wait for it: await ${role}`],
  ])('%s, and shows how to convert it', (found, sample, advice) => {
    const expected = `a Float64Array, a Float32Array, an Array of numbers, a data capsule of numbers or an Arrow column as ${role}`;
    expect(refused(name, ...around(sample))).toEqual(notNumbers(expected, found, ` ${advice}.`));
  });

  const map = `Convert it: ${role}.map(Number).`;
  const filter = takesPairs(name)
    ? 'Remove such elements, and those of the same index in every other sample.'
    : `Remove such elements: ${role}.filter((value) => value != null).`;
  const flatten = `Pass one of its elements, or all values in one Array: ${role}.flatMap((row) => [...row]).`;
  test.each<[found: string, sample: unknown[], advice?: string]>([
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    ['a hole at index 1', [1, , 3], filter],
    ['undefined at index 1', [1, undefined, 3], filter],
    ['null at index 0', [null, 2, 3], filter],
    ["the string '2' at index 1", [1, '2', 3], map],
    ['a bigint at index 2', [1, 2, 3n], map],
    ['a boolean at index 0', [true, 2, 3], map],
    ['a Date at index 0', [new Date(0), 2, 3], map],
    ['an Array of 1 number at index 0', [[1], 2, 3], flatten],
    ['a Float64Array of 3 values at index 0', [goodX, goodY], flatten],
    ["the string 'two' at index 1", [1, 'two', 3]],
    ['a plain object at index 2', [1, 2, { valueOf: () => 3 }]],
  ])('an Array with %s', (found, sample, advice) => {
    expect(refused(name, ...around(sample))).toEqual(
      notNumbers(`only numbers in ${role}`, found, advice && ` ${advice}`),
    );
  });

  const ofData = (found: string) =>
    notNumbers(
      `a data capsule of float64 or float32 in one dimension as ${role}`,
      found,
      found.startsWith('f') ? ` Pass asTypedArray(${role}) of @capsule/core: its elements, row after row.` : undefined,
    );

  test.each<[found: string, description: DataSpec]>([
    ['i32[4]', { room: 16, shape: [4], code: 0, bits: 32 }],
    ['f64[2][2]', { room: 32, shape: [2, 2] }],
    ['f64', { room: 8, shape: [] }],
  ])('a data capsule of type and shape %s', (found, description) => {
    expect(refused(name, ...around(forge.sealData('@forge/data', description)))).toEqual(ofData(found));
  });

  test('a pointer capsule and a table', () => {
    expect(refused(name, ...around(forge.sealPointer('@forge/content', 1)))).toEqual(ofData('a pointer'));
    expect(refused(name, ...around(capsule))).toEqual(ofData('a table'));
  });

  test('a revoked data capsule', () => {
    const data = forge.sealData('@forge/data', { room: 32, shape: [4] });
    forge.revoke(data, '@forge/data');
    expect(refused(name, ...around(data))).toMatchObject({ code: 'ERR_CAPSULE_REVOKED' });
  });

  const detached = () =>
    error(
      'TypeError',
      'ERR_STATS_DETACHED',
      name,
      `the memory behind ${role}`,
      'a typed array whose buffer was transferred or shrunk',
    );

  test.each([
    ['Float64Array', Float64Array],
    ['Float32Array', Float32Array],
  ])('a detached %s', (_, Type) => {
    for (const sample of [Type.from(x), new Type()]) {
      detach(sample);
      expect(refused(name, ...around(sample))).toEqual(detached());
    }
  });

  test('a view that is out of the bounds of a shrunk buffer', () => {
    for (const length of [2, undefined]) {
      const buffer = resizableWith(...x);
      const sample = new Float64Array(buffer, 8, length);
      buffer.resize(length === undefined ? 0 : 16);
      expect(refused(name, ...around(sample))).toEqual(detached());
    }
  });
});

type Count = [name: Statistic, options: object | undefined, least: number];
const counts: Count[] = [
  ...(
    [
      'mean',
      'min',
      'max',
      'minMax',
      'skewness',
      'kurtosis',
      'moment',
      'geometricMean',
      'harmonicMean',
      'weightedMean',
      'median',
      'quantile',
      'iqr',
      'mad',
      'mode',
      'rank',
      'histogram',
    ] as const
  ).map((name): Count => [name, undefined, 1]),
  ...(['correlation', 'linearRegression', 'spearman', 'kendall'] as const).map((name): Count => [name, undefined, 2]),
  ...(['autocorrelation', 'rollingMean', 'rollingStd'] as const).map((name): Count => [name, undefined, 2]),
  ['zscore', undefined, 1],
  ['zscore', { ddof: 1 }, 2],
  ['skewness', { bias: true }, 1],
  ['skewness', { bias: false }, 3],
  ['kurtosis', { bias: true, excess: false }, 1],
  ['kurtosis', { bias: false }, 4],
  ...withDdof.flatMap((name): Count[] => [
    [name, undefined, 2],
    [name, {}, 2],
    [name, { ddof: undefined }, 2],
    [name, { ddof: 0 }, 1],
    [name, { ddof: 0.5 }, 1],
    [name, { ddof: 1 }, 2],
    [name, { ddof: 2 }, 3],
    [name, { ddof: 2.5 }, 3],
    [name, { ddof: 100 }, 101],
    [name, { ddof: 2 ** 40 }, 2 ** 40 + 1],
  ]),
];

describe('too few values', () => {
  test.each(counts)('are rejected by %s with options %o, which needs at least %i', (name, options, least) => {
    const what = `${takesPairs(name) ? 'pair' : 'value'}${least === 1 ? '' : 's'}`;
    const { ddof } = { ddof: 1, ...options };
    const advice = (n: number) =>
      name.startsWith('rolling')
        ? ` Use a window of at most ${n}, not 2.`
        : name === 'autocorrelation'
          ? ` Use a lag of at most ${n - 1}, not 1.`
          : ddof > 1
            ? ` Use a ddof below ${n}, not ${ddof}.`
            : '';
    for (let n = 0; n < Math.min(least, 5); n++) {
      const small = new Float64Array(n);
      const expected = `at least ${least} ${what}`;
      expect(refused(name, ...given(name, small, small), ...(options === undefined ? [] : [options]))).toEqual(
        error('RangeError', 'ERR_STATS_TOO_FEW_VALUES', name, expected, String(n), n === 0 ? '' : advice(n)),
      );
    }
    if (least < 5) expect(() => compute(name, [1, 2, 4, 8], [2, 4, 6, 9], options)).not.toThrow();
  });
});

describe.each(ofPairs)('%s rejects', (name) => {
  const [one, two] = roles(name);
  test.each([
    [3, 2],
    [2, 3],
    [0, 3],
    [1, 0],
    [100_000, 1],
  ])(`%i values of ${one} and %i of ${two}`, (first, second) => {
    expect(refused(name, new Float64Array(first), Array(second).fill(1))).toEqual(
      error(
        'RangeError',
        'ERR_STATS_LENGTH_MISMATCH',
        name,
        `${one} and ${two} of the same length`,
        `${first} and ${second} values`,
      ),
    );
  });
});

describe('linearRegression rejects constant x', () => {
  test.each([
    ['of two values', [5, 5]],
    ['whose mean is rounded', [0.1, 0.1, 0.1]],
    ['of zeros of both signs', [0, -0, 0]],
    ['of many values', new Float64Array(100_000).fill(1 / 3)],
  ])('%s', (_, constant) => {
    const found = `${constant.length} that are equal`;
    expect(
      refused(
        'linearRegression',
        constant,
        Float64Array.from(constant, (_, i) => i),
      ),
    ).toEqual(
      error('RangeError', 'ERR_STATS_X_CONSTANT', 'linearRegression', 'at least 2 different values of x', found),
    );
  });
});

describe('weightedMean rejects weights', () => {
  test.each([
    ['of 0 or more', '-3', [1, -3]],
    ['of 0 or more', '-5e-324', [1, -5e-324, 1, 1]],
    ['above 0', '1 that are 0', [0]],
    ['above 0', '3 that are 0', [0, -0, 0]],
  ])('if they are not %s, as in %s', (expected, found, weights) => {
    expect(refused('weightedMean', new Float64Array(weights.length).fill(2), weights)).toEqual(
      error(
        'RangeError',
        'ERR_STATS_WEIGHTS_UNUSABLE',
        'weightedMean',
        expected === 'above 0' ? 'a weight above 0' : 'weights of 0 or more',
        found,
      ),
    );
  });
});

describe.each(withDdof)('%s rejects', (name) => {
  const withOptions = (options: unknown, values: unknown = goodX) =>
    refused(name, ...(takesPairs(name) ? [values, goodY, options] : [values, options]));

  test.each<[type: string, found: string, ddof: unknown]>([
    ['TypeError', "the string '1'", '1'],
    ['TypeError', 'null', null],
    ['TypeError', 'a boolean', true],
    ['TypeError', 'a bigint', 1n],
    ['TypeError', 'an Array of 1 number', [1]],
    ['TypeError', 'a plain object', { valueOf: () => 1 }],
    ['RangeError', 'the number -1', -1],
    ['RangeError', 'the number -5e-324', -5e-324],
    ['RangeError', 'the number NaN', Number.NaN],
    ['RangeError', 'the number Infinity', Number.POSITIVE_INFINITY],
    ['RangeError', 'the number -Infinity', Number.NEGATIVE_INFINITY],
  ])('by a %s a ddof that is %s', (type, found, ddof) => {
    expect(withOptions({ ddof })).toEqual(
      error(type, 'ERR_STATS_DDOF_UNUSABLE', name, 'ddof to be a finite number, 0 or more', found),
    );
  });

  const written = `${operation(name).slice(0, -1)}, { ddof: `;
  const inMap = takesPairs(name) ? '' : ` In map(), write (values) => ${operation(name)}.`;
  test.each<[found: string, options: unknown, advice: string]>([
    ['null', null, ''],
    ['the number 0', 0, ` Write ${written}0 }).${inMap}`],
    ["the string 'ddof'", 'ddof', ''],
    ['a boolean', false, ` Write ${written}false }).`],
    ['a function', () => ({ ddof: 0 }), ''],
  ])('options that are %s, before it checks the values', (found, options, advice) => {
    const usage = 'options as an object, { ddof }';
    const expected = error('TypeError', 'ERR_STATS_OPTIONS_UNUSABLE', name, usage, found, advice);
    expect(withOptions(options)).toEqual(expected);
    expect(withOptions(options, 'no values')).toEqual(expected);
  });
});
