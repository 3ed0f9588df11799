import { capsule, createVector } from '@capsule/fastmath';
import { Accumulator, createStats, describe as describeValues, kurtosis, skewness, std } from '@capsule/stats';
import { digits, digitsBeside1, digitsOfRoot } from '@capsule/test-support/digits';
import { exactKurtosis, exactSkewness, exactVariance, sample } from '@capsule/test-support/exact-statistics';
import { nist, numAcc } from '@capsule/test-support/nist';
import { refusal } from '@capsule/test-support/refusal';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const { NaN: nan, POSITIVE_INFINITY: infinity, MAX_VALUE: huge } = Number;

const of = (x: ArrayLike<number>) => new Accumulator().push(Float64Array.from(x));

describe('an Accumulator rejects', () => {
  test.each([
    ['mean', 1],
    ['min', 1],
    ['max', 1],
    ['skewness', 1],
    ['kurtosis', 1],
    ['variance', 2],
    ['std', 2],
    ['describe', 2],
  ] as const)('%s() of fewer than %i values', (name, least) => {
    for (let n = 0; n < least; n++) {
      expect(refusal(() => of(Array(n).fill(3))[name]())).toEqual({
        type: 'RangeError',
        code: 'ERR_STATS_TOO_FEW_VALUES',
        message: `${name}(): expected at least ${least} value${least === 1 ? '' : 's'}, found ${n}.`,
        expected: `at least ${least} value${least === 1 ? '' : 's'}`,
        found: String(n),
      });
    }
    expect(() => of(Array(least).fill(3))[name]()).not.toThrow();
  });

  test('unbiased skewness of 2 values, unbiased kurtosis of 3, and unusable options', () => {
    expect(refusal(() => of([1, 2]).skewness({ bias: false })).expected).toBe('at least 3 values');
    expect(refusal(() => of([1, 2, 4]).kurtosis({ bias: false })).expected).toBe('at least 4 values');
    expect(refusal(() => of([1, 2]).std({ ddof: -1 })).code).toBe('ERR_STATS_DDOF_UNUSABLE');
  });

  test('values that are not a sample, and remains unchanged', () => {
    const accumulator = of([1, 2, 4]);
    const found = refusal(() => Reflect.apply(accumulator.push, accumulator, ['5']));
    expect(found).toMatchObject({
      type: 'TypeError',
      code: 'ERR_STATS_NOT_NUMBERS',
      message:
        "push(values): expected a Float64Array, a Float32Array, an Array of numbers, a data capsule of numbers or an Arrow column as values, found the string '5'.",
    });
    expect(refusal(() => accumulator.push([5, Number('x'), undefined as never])).found).toBe('undefined at index 2');
    expect(accumulator.describe()).toEqual(describeValues([1, 2, 4]));
  });

  test.each([
    ['undefined', undefined],
    ['a plain object', { n: 1 }],
    ['an Array of 2 numbers', [1, 2]],
    ['an instance of a class', Object.create(Accumulator.prototype)],
  ])('%s as the accumulator to merge', (found, other) => {
    const accumulator = of([1]);
    expect(refusal(() => Reflect.apply(accumulator.merge, accumulator, [other]))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_STATS_NOT_AN_ACCUMULATOR',
      expected: 'an Accumulator',
      found: expect.stringContaining(found),
    });
    expect(accumulator.n).toBe(1);
  });

  test('further arguments of push() and of the constructor', () => {
    const accumulator = of([1]);
    const pushed = refusal(() => Reflect.apply(accumulator.push, accumulator, [1, 2, 4]));
    const made = refusal(() => Reflect.construct(Accumulator, [[1, 2, 4]]));
    expect(pushed.message).toBe(
      'push(values): expected one value or one sample, found 3 arguments. Push an Array of values.',
    );
    expect(made.message).toBe('new Accumulator(): expected no arguments, found 1 argument. Push an Array of values.');
    expect([pushed.code, made.code]).toEqual(['ERR_STATS_TOO_MANY_ARGUMENTS', 'ERR_STATS_TOO_MANY_ARGUMENTS']);
    expect(accumulator.n).toBe(1);
  });

  const state = of([1, 2, 4]).toJSON();
  test.each<[found: string, state: unknown]>([
    ['null', null],
    ["the string '{}'", '{}'],
    ['undefined as n', {}],
    ['an instance of a class', Object.create(state)],
    ['the number -1 as n', { ...state, n: -1 }],
    ['the number 1.5 as n', { ...state, n: 1.5 }],
    ['the number NaN as n', { ...state, n: 'NaN' }],
    ["the string '3' as mean", { ...state, mean: '3' }],
    ['null as m3', { ...state, m3: null }],
    ['the number -1 as m2', { ...state, m2: -1 }],
    ['the number -1 as m4', { ...state, m4: -1 }],
    ['the number 5000 as exponent', { ...state, exponent: 5000 }],
    ['a min of 9 and a max of 4', { ...state, min: 9 }],
  ])('a state with %s', (found, given) => {
    const expected = 'the result of toJSON() of an Accumulator';
    expect(refusal(() => Reflect.apply(Accumulator.fromJSON, Accumulator, [given]))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_STATS_STATE_UNUSABLE',
      message: expect.stringMatching(
        `^Accumulator.fromJSON\\(state\\): expected ${expected.replace('()', '\\(\\)')}, found `,
      ),
      found: expect.stringContaining(found),
    });
  });
});

/** Ways to push a sample, at once or in pieces. */
const splits: [string, (x: Float64Array) => Accumulator][] = [
  ['at once', (x) => new Accumulator().push(x)],
  [
    'one by one',
    (x) => {
      const accumulator = new Accumulator();
      for (const value of x) accumulator.push(value);
      return accumulator;
    },
  ],
  [
    'in pieces of every length',
    (x) => {
      const accumulator = new Accumulator();
      for (let [i, length] = [0, 1]; i < x.length; i += length, length = (length * 7 + 1) % 3001) {
        accumulator.push(x.subarray(i, i + length));
      }
      return accumulator;
    },
  ],
  [
    'to accumulators of 37 values each, which are merged in their order',
    (x) => {
      const accumulator = new Accumulator();
      for (let i = 0; i < x.length; i += 37) accumulator.merge(new Accumulator().push([...x.subarray(i, i + 37)]));
      return accumulator;
    },
  ],
  [
    'to accumulators of 701 values each, which are read from JSON and merged in reverse order',
    (x) => {
      let all = new Accumulator();
      for (let i = x.length; i > 0; i -= 701) {
        const part = new Accumulator().push(x.subarray(Math.max(0, i - 701), i));
        all = Accumulator.fromJSON(JSON.parse(JSON.stringify(part))).merge(all);
      }
      return all;
    },
  ],
  [
    'with mean() after each value',
    (x) => {
      const accumulator = new Accumulator();
      for (const value of x) accumulator.push(value).mean();
      return accumulator;
    },
  ],
];

const next = uniform(12);
const sets: [string, ArrayLike<number>][] = [
  ...Object.entries(nist).map(([name, { y }]): [string, ArrayLike<number>] => [name, y]),
  ...numAcc.map(({ name, y }): [string, ArrayLike<number>] => [name, y]),
  ['U[0, 1)', values(5000, next)],
  ['1e9 + U[0, 1)', values(9000, () => 1e9 + next())],
  ['1e9 after a 0', values(3000, (i) => (i === 0 ? 0 : 1e9 + next()))],
  ['steps of 1e6', values(5000, (i) => 1e9 + 1e6 * Math.floor(i / 900) + next())],
  ['values near 1e160', values(2000, () => 1e160 * (next() - 0.2))],
  ['values near 1e-160', values(2000, () => 1e-160 * next())],
  ['values near 1e-300 after a 0', values(2000, (i) => (i === 0 ? 0 : 1e-300 * next()))],
  ['values near 1e300 on either side of 0', values(2000, () => 1e300 * (next() - 0.2))],
];

describe.each(sets)('an Accumulator of %s', (_, x) => {
  const vector = Float64Array.from(x);
  const exact = sample(vector);
  const right = describeValues(vector);

  test.each(splits)('has the accuracy of describe() when values are pushed %s', (__, push) => {
    const accumulator = push(vector);
    expect(accumulator).toMatchObject({ n: vector.length });
    expect([accumulator.min(), accumulator.max()]).toEqual([right.min, right.max]);
    expect(digits(accumulator.mean(), exact.mean)).toBeGreaterThan(15);
    expect(digitsOfRoot(accumulator.std(), exactVariance(exact))).toBeGreaterThan(14);
    if (Number.isFinite(right.variance) && right.variance > 1e-300) {
      expect(digits(accumulator.variance(), exactVariance(exact))).toBeGreaterThan(14);
    }
    expect(digitsBeside1(accumulator.skewness(), exactSkewness(exact))).toBeGreaterThan(12);
    expect(digitsBeside1(accumulator.kurtosis(), exactKurtosis(exact))).toBeGreaterThan(12);
  });
});

test('agrees with describe() to 14 digits after a million pushes', () => {
  const x = values(1e6, () => 1e9 + next());
  const accumulator = new Accumulator();
  for (const value of x) accumulator.push(value);
  const [found, right] = [accumulator.describe(), describeValues(x)];
  for (const name of ['mean', 'std', 'variance', 'kurtosis'] as const) {
    expect(found[name] / right[name]).toBeCloseTo(1, 14);
  }
  expect(found.skewness).toBeCloseTo(right.skewness, 13);
});

test('accepts the same options as the functions', () => {
  const x = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7];
  const accumulator = of(x);
  expect(accumulator.variance({ ddof: 0 })).toBeCloseTo(2.01, 14);
  expect(accumulator.describe({ ddof: 0 }).std).toBeCloseTo(Math.sqrt(2.01), 14);
  expect(accumulator.skewness({ bias: false })).toBeCloseTo(skewness(x, { bias: false }), 14);
  expect(accumulator.kurtosis({ bias: false, excess: false })).toBeCloseTo(
    kurtosis(x, { bias: false, excess: false }),
    14,
  );
});

test.each([
  ['an Array', [1, 2, 4]],
  ['a Float32Array', Float32Array.of(1, 2, 4)],
  ['a data capsule', createVector(Float64Array.of(1, 2, 4))],
])('accepts %s as a sample', (_, x) => {
  const found = new Accumulator().push(x).push(8).describe();
  expect(found).toMatchObject({ n: 4, mean: 3.75, min: 1, max: 8 });
});

test('copies values: changing the array later has no effect', () => {
  const x = Float64Array.of(1, 2, 4);
  const accumulator = new Accumulator().push(x);
  x.fill(9);
  expect(accumulator.max()).toBe(4);
});

describe('an Accumulator of special values', () => {
  test.each<[number[]]>([
    [[nan, 1, 2]],
    [[infinity, 1, 2]],
    [[1, -infinity, 2]],
    [[infinity, -infinity, 2]],
    [[huge, huge, -huge]],
    [[-0, -0]],
    [[1e-300, 3e-300, 7e-300]],
    [[7, 7, 7]],
  ])('%o has the results of describe() when they are pushed at once, merged, or read from JSON', (x) => {
    const right = describeValues(x);
    const parts = x.map((value) => new Accumulator().push(value));
    const merged = parts.reduce((all, each) => all.merge(each), new Accumulator());
    const read = Accumulator.fromJSON(JSON.parse(JSON.stringify(merged)));
    for (const accumulator of [of(x), merged, read]) {
      const found = accumulator.describe();
      expect([found.min, found.max, found.n]).toEqual([right.min, right.max, right.n]);
      for (const name of ['mean', 'std', 'variance', 'skewness', 'kurtosis'] as const) {
        if (Number.isFinite(right[name]) && right[name] !== 0) expect(found[name] / right[name]).toBeCloseTo(1, 13);
        else expect(found[name] + 0).toBe(right[name] + 0);
      }
    }
  });
});

describe('merge()', () => {
  test('leaves the other accumulator unchanged, which may be one of another table', () => {
    const other = new (createStats(capsule).Accumulator)().push([10, 20]);
    const accumulator = of([1, 2, 4]).merge(other);
    expect([accumulator.n, other.n, other.mean()]).toEqual([5, 2, 15]);
  });

  test('accepts the accumulator itself', () => {
    const accumulator = of([1, 2, 4, 10, 20]);
    expect(accumulator.merge(accumulator).describe()).toMatchObject({ n: 10, mean: 7.4, min: 1, max: 20 });
  });

  test('an empty accumulator or an empty sample changes nothing', () => {
    const accumulator = of([1, 2, 4]).merge(new Accumulator()).push([]).push(new Float64Array(0));
    expect(accumulator.describe()).toEqual(describeValues([1, 2, 4]));
    expect(new Accumulator().merge(accumulator).toJSON()).toEqual(accumulator.toJSON());
  });
});

// The means of both parts round to the same number: only the errors of the means tell them apart.
test.each([2 ** 300, 2 ** 900, 3e307, 1e-300, 2 ** -1060])(
  'merges values near %d that differ by units in the last place, split anywhere',
  (base) => {
    const next = new Float64Array([base]);
    (new BigUint64Array(next.buffer)[0] as bigint) += 1n;
    const other = next[0] as number;
    for (let mask = 1; mask < 63; mask++) {
      const x = Float64Array.from({ length: 6 }, (_, i) => ((mask >> i) & 1 ? other : base));
      const exact = exactVariance(sample(x));
      for (let cut = 0; cut <= 6; cut++) {
        const merged = of(x.subarray(0, cut)).merge(of(x.subarray(cut)));
        if (base > 1e-200) expect(digitsOfRoot(merged.std(), exact)).toBeGreaterThan(12);
        else expect(merged.std()).toBe(std(x));
      }
    }
  },
);

test('the state of an empty accumulator is restored as empty', () => {
  const state = JSON.parse(JSON.stringify(new Accumulator()));
  expect(state).toMatchObject({ n: 0, min: 'Infinity', max: '-Infinity' });
  expect(Accumulator.fromJSON(state).n).toBe(0);
});
