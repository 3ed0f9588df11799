import { autocorrelation, correlation, correlationMatrix, mean, rollingMean, rollingStd } from '@capsule/stats';
import { detach } from '@capsule/test-support/arrays';
import { digits, digitsBeside1, digitsOfRoot } from '@capsule/test-support/digits';
import { decimal, nearest, over, rootOf, times } from '@capsule/test-support/exact-arithmetic';
import { exactVariance, powers, sample } from '@capsule/test-support/exact-statistics';
import { nist, numAcc } from '@capsule/test-support/nist';
import { refusal } from '@capsule/test-support/refusal';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const { NaN: nan, POSITIVE_INFINITY: infinity, MAX_VALUE: huge } = Number;

/** Whether two numbers differ by at most a relative error, or by the smallest subnormal number. */
const nearlyEqual = (found: number, expected: number, error: number): boolean =>
  found === expected || Math.abs(found - expected) <= Math.max(error * Math.abs(expected), Number.MIN_VALUE);

describe.each([
  ['autocorrelation', autocorrelation, 'lag', 'LAG', 0, -1],
  ['rollingMean', rollingMean, 'window', 'WINDOW', 1, 0],
  ['rollingStd', rollingStd, 'window', 'WINDOW', 2, 1],
] as const)('%s rejects', (name, statistic, what, code, least, tooFew) => {
  const compute = (...given: unknown[]) => refusal(() => Reflect.apply(statistic, undefined, [[1, 2, 4], ...given]));

  test.each([tooFew, 1.5, nan, infinity])(`%d as ${what}`, (count) => {
    expect(compute(count)).toEqual({
      type: 'RangeError',
      code: `ERR_STATS_${code}_UNUSABLE`,
      message: `${name}(values, ${what}): expected ${what} to be an integer, ${least} or more, found the number ${count}.`,
      expected: `${what} to be an integer, ${least} or more`,
      found: `the number ${count}`,
    });
  });

  test(`2 ** 60 as ${what}, and shows the largest`, () => {
    expect(compute(2 ** 60)).toMatchObject({
      type: 'RangeError',
      code: `ERR_STATS_${code}_UNUSABLE`,
      expected: `${what} to be an integer from ${least} to 9007199254740991`,
      found: 'the number 1152921504606847000',
    });
  });

  test.each([
    ["the string '2'", '2', ` Convert it: Number(${what}).`],
    ['a bigint', 2n, ` Convert it: Number(${what}).`],
    ['a plain object', { [what]: 2 }, ' Pass the number itself, not an object.'],
    ['null', null, ''],
    ['undefined', undefined, ''],
  ])(`${what} that is %s`, (found, value, advice) => {
    expect(compute(value)).toMatchObject({
      type: 'TypeError',
      code: 'ERR_STATS_NOT_A_NUMBER',
      message: `${name}(values, ${what}): expected a number as ${what}, found ${found}.${advice}`,
    });
  });

  test('too few values', () => {
    const needed = name === 'autocorrelation' ? 5 : 4;
    expect(compute(4)).toMatchObject({
      type: 'RangeError',
      message: `${name}(values, ${what}): expected at least ${needed} values, found 3. Use a ${what} of at most ${needed === 5 ? 2 : 3}, not 4.`,
    });
  });
});

test('rollingStd rejects a window that is not larger than ddof', () => {
  expect(refusal(() => rollingStd([1, 2, 3], 2, { ddof: 2.5 }))).toMatchObject({
    code: 'ERR_STATS_WINDOW_UNUSABLE',
    expected: 'window to be an integer, 3 or more',
  });
  expect(rollingStd([1, 2, 3], 1, { ddof: 0 })).toEqual(Float64Array.of(0, 0, 0));
});

describe('correlationMatrix rejects', () => {
  const compute = (columns: unknown) => refusal(() => Reflect.apply(correlationMatrix, undefined, [columns]));
  const error = (type: string, code: string, expected: string, found: string, advice = '') => ({
    type,
    code,
    message: `correlationMatrix(columns): expected ${expected}, found ${found}.${advice}`,
    expected,
    found,
  });

  test.each([
    ['a Float64Array of 2 values', Float64Array.of(1, 2)],
    ['undefined', undefined],
    ['a plain object', { a: [1, 2] }],
    ['a Proxy', new Proxy([[1, 2]], {}), 'Convert it: Array.from(columns).'],
    ['a Set', new Set([[1, 2]]), 'Convert it: Array.from(columns).'],
    ['a Map', new Map([['a', [1, 2]]]), 'Convert it: Array.from(columns.values()).'],
    ['an iterator', [[1, 2]].values(), 'Convert it: Array.from(columns).'],
    ['an ArrayBuffer', new ArrayBuffer(16)],
  ])('%s', (found, columns, text = 'Pass all columns in one Array.') => {
    const advice = ` ${text}`;
    expect(compute(columns)).toEqual(error('TypeError', 'ERR_STATS_NOT_COLUMNS', 'an Array of samples', found, advice));
  });

  test('no columns, columns that are too short, and columns of different lengths', () => {
    expect(compute([])).toEqual(error('RangeError', 'ERR_STATS_TOO_FEW_COLUMNS', 'at least 1 column', '0'));
    expect(compute([[1]])).toEqual(error('RangeError', 'ERR_STATS_TOO_FEW_VALUES', 'at least 2 values', '1'));
    const expected = 'columns[0] and columns[2] of the same length';
    expect(compute([[1, 2], [3, 4], [5]])).toEqual(
      error('RangeError', 'ERR_STATS_LENGTH_MISMATCH', expected, '2 and 1 values'),
    );
  });

  test('a column that is not a sample, and shows which', () => {
    const expected =
      'a Float64Array, a Float32Array, an Array of numbers, a data capsule of numbers or an Arrow column as columns[1]';
    expect(compute([[1, 2], 5])).toEqual(error('TypeError', 'ERR_STATS_NOT_NUMBERS', expected, 'the number 5'));
  });

  test('a column that a getter in another column detaches', () => {
    const first = Float64Array.of(1, 2);
    const second = Object.defineProperty([1, 2], 1, {
      get: () => {
        detach(first);
        return 2;
      },
    });
    expect(compute([first, second]).code).toMatch(/LENGTH_MISMATCH|TOO_FEW_VALUES/);
  });
});

test.each([
  ...Object.entries(nist).map(([name, { y, certified }]) => [name, y, certified.lag1_autocorrelation] as const),
  ['NumAcc1', numAcc[0]?.y ?? [], '-0.5'] as const,
  ['NumAcc2', numAcc[1]?.y ?? [], '-0.999'] as const,
])('autocorrelation of %s agrees with NIST', (_, y, certified) => {
  expect(digitsBeside1(autocorrelation(y, 1), decimal(certified))).toBeGreaterThan(12);
});

describe('autocorrelation', () => {
  // R's data set lh, and the results that acf(lh) prints for lags 0 to 5.
  test('agrees with R', () => {
    const lh = [
      2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9, 1.8, 2.7,
      3, 2.3, 2, 2, 2.9, 2.9, 2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4, 3,
      2.9,
    ];
    const printed = [1, 0.576, 0.182, -0.145, -0.175, -0.15];
    for (const [lag, r] of printed.entries()) expect(autocorrelation(lh, lag)).toBeCloseTo(r, 3);
  });

  const next = uniform(4);
  test.each([
    ['1e9 + U[0, 1)', values(1500, () => 1e9 + next())],
    ['a ramp', values(1025, (i) => i)],
    ['values near 1e200', values(100, () => 1e200 * next())],
    ['values near 1e-200', values(100, () => 1e-200 * next())],
  ])('is correct to 13 digits at every lag for %s', (_, x) => {
    const exact = sample(x);
    const n = x.length;
    const squares = powers(exact, 2);
    for (const lag of [1, 2, 7, n >> 1, n - 1]) {
      const p = exact.deviations.slice(lag).reduce((sum, e, i) => sum + e * (exact.deviations[i] ?? 0n), 0n);
      const right = over(times({ p, q: 1n }, times(exact.unit, exact.unit)), squares);
      expect(digitsBeside1(autocorrelation(x, lag), right)).toBeGreaterThan(13);
    }
  });

  test('is exactly 1 at lag 0, and NaN for constant values', () => {
    expect(autocorrelation(values(777, next), 0)).toBe(1);
    expect([autocorrelation([3, 3, 3], 0), autocorrelation([0.1, 0.1, 0.1], 1), autocorrelation([5], 0)]).toEqual([
      nan,
      nan,
      nan,
    ]);
  });
});

describe('rolling windows', () => {
  const next = uniform(6);
  const sets: [string, Float64Array][] = [
    ['U[0, 1)', values(500, next)],
    ['1e9 + U[0, 1)', values(500, () => 1e9 + next())],
    [
      '1e9 and numbers a few units in the last place above it',
      values(300, () => 1e9 + Math.floor(4 * next()) * 2 ** -23),
    ],
    ['steps of 1e6', values(500, (i) => 1e6 * Math.floor(i / 60) + next())],
    ['a peak of 1e15', values(300, (i) => (i === 150 ? 1e15 : next()))],
    ['a peak of 1e200', values(200, (i) => (i === 100 ? 1e200 : 1 + next()))],
    ['a ramp', values(300, (i) => i / 3)],
    ['values near 1e-200', values(200, () => 1e-200 * (1 + next()))],
    ['values near 1e308', values(200, () => 1e308 * (1 + next() / 2))],
    ['equal values', new Float64Array(100).fill(0.1)],
  ];

  test.each(sets)('have means correct to 15 digits and standard deviations to 14 for %s', (_, x) => {
    for (const window of [2, 3, 4, 5, 6, 7, 8, 9, 50, 99, 100]) {
      const [means, deviations] = [rollingMean(x, window), rollingStd(x, window)];
      expect([means.length, deviations.length]).toEqual([x.length - window + 1, x.length - window + 1]);
      for (let i = 0; i < means.length; i += i < 2 * window || i > means.length - 5 ? 1 : 7) {
        const exact = sample(x.subarray(i, i + window));
        expect(digits(means[i] ?? nan, exact.mean)).toBeGreaterThan(15);
        expect(digitsOfRoot(deviations[i] ?? nan, exactVariance(exact))).toBeGreaterThan(14);
      }
    }
  });

  test('have n - window + 1 results for every length', () => {
    const x = values(40, next);
    for (let window = 1; window <= 40; window++) {
      const means = rollingMean(x, window);
      expect(means.length).toBe(41 - window);
      for (const [i, found] of means.entries()) expect(found).toBeCloseTo(mean(x.subarray(i, i + window)), 14);
    }
    expect(rollingMean(x, 1)).toEqual(x);
    expect(rollingStd([1, 2, 3, 4], 2, { ddof: 0 })).toEqual(Float64Array.of(0.5, 0.5, 0.5));
  });

  test.each([nan, infinity, -infinity])(
    'have the mean %d and a std of NaN if they contain that value; other windows do not change',
    (special) => {
      for (let at = 0; at < 12; at++) {
        const x = values(12, (i) => i).with(at, special);
        const clean = values(12, (i) => i);
        for (const [i, found] of rollingMean(x, 3).entries()) {
          expect(found).toBe(i <= at && at < i + 3 ? special : rollingMean(clean, 3)[i]);
        }
        for (const [i, found] of rollingStd(x, 3).entries()) expect(found).toBe(i <= at && at < i + 3 ? nan : 1);
      }
    },
  );

  test('have a finite mean even if their sum overflows', () => {
    expect(rollingMean([huge, huge, -huge, -huge], 2)).toEqual(Float64Array.of(huge, 0, -huge));
    expect(rollingMean([infinity, -infinity, 1], 2)).toEqual(Float64Array.of(nan, -infinity));
  });

  const kinds: [string, (i: number) => number][] = [
    ['one infinity', (i) => (i === 100_000 ? infinity : next())],
    ['infinities of both signs', (i) => (i % 70_000 === 9 ? infinity : i % 90_000 === 7 ? -infinity : next())],
    ['NaN', () => nan],
    ['one value of 1e200', (i) => (i === 100_000 ? 1e200 : next())],
    ['values of 1e300', () => 1e300 * next()],
    ['subnormal numbers', () => 1e-310 * next()],
    ['huge and tiny values by turns', (i) => (i % 2 === 0 ? 1e300 : 1e-300) * (next() - 0.5)],
    ['values of every size', () => 2 ** (2000 * next() - 1000) * (next() - 0.5)],
    ['equal values', () => 0.1],
    ['an outlier in every block', (i) => (i % 1000 === 999 ? 1e9 : next())],
  ];

  // Summing every window separately would take 1e10 additions, and more than ten seconds for each set.
  test.each(kinds)(
    'are computed within the time limit for windows of any length: %s',
    { timeout: 10_000 },
    (_, value) => {
      const x = values(200_000, value);
      for (const window of [2, 1000, 100_000, 199_999]) {
        expect(rollingMean(x, window)).toHaveLength(x.length - window + 1);
        expect(rollingStd(x, window)).toHaveLength(x.length - window + 1);
      }
    },
  );

  const extreme = [huge, -huge, 1e200, 1, 2 ** -53, -1, 1e-200, 2 ** -1022, 5e-324, -5e-324, 0];
  const pick = () => extreme[Math.floor(next() * extreme.length)] ?? 0;
  const mixed: [string, (i: number) => number][] = [
    ['extreme values', pick],
    ['a few extreme values', () => (next() < 0.05 ? pick() : next())],
    ['1e9 + U[0, 1) after zeros', (i) => (i < 60 ? 0 : 1e9 + next())],
    ['0.1 and numbers a few units in the last place above it', () => 0.1 + Math.floor(next() * 3) * 2 ** -56],
    ['an outlier in every block', (i) => (i % 20 === 19 ? 1e12 : next())],
    ['growing values', (i) => Math.exp(i)],
    ['subnormal numbers', () => Math.floor(next() * 50) * 5e-324],
    ['huge numbers', () => huge * (1.4 * next() - 0.7)],
    ['values near 1e-161, with squares that underflow', () => 1e-161 * next()],
  ];

  test.each(mixed)('agree with exact arithmetic for %s, in C and in JavaScript', (_, value) => {
    for (const n of [30, 60, 300]) {
      const x = values(n, value);
      for (const window of [2, 5, 8, 9, 20, n - 1, n]) {
        const [means, deviations] = [rollingMean(x, window), rollingStd(x, window)];
        for (let i = 0; i < means.length; i += n < 100 ? 1 : 9) {
          const exact = sample(x.subarray(i, i + window));
          const variance = exactVariance(exact);
          expect(nearlyEqual(means[i] ?? nan, nearest(exact.mean), 2 ** -52)).toBe(true);
          expect(nearlyEqual(deviations[i] ?? nan, nearest(rootOf(variance)), 1e-14)).toBe(true);
        }
      }
    }
  });

  test.each([nan, infinity, -infinity, 1e200, huge])(
    'have the same mean as without %d if they do not contain it',
    (special) => {
      for (const [n, window] of [
        [60, 5],
        [100, 20],
        [20_000, 300],
      ] as const) {
        const clean = values(n, next);
        const means = rollingMean(clean, window);
        for (const at of [0, window, n >> 1, n - 1]) {
          const found = rollingMean(clean.with(at, special), window);
          for (const [i, expected] of means.entries()) if (at < i || at >= i + window) expect(found[i]).toBe(expected);
        }
      }
    },
  );

  // Deviations from the last value of the first block are about 1e9. Sums of their squares would have few correct
  // digits.
  test('have standard deviations correct to 14 digits if a block ends with an outlier', () => {
    const window = 20_000;
    const x = values(3 * window, (i) => (i === window - 1 ? 1e9 : next()));
    const deviations = rollingStd(x, window);
    for (const i of [0, 1, 5000, window - 1, window, 2 * window - 1, 2 * window]) {
      const exact = exactVariance(sample(x.subarray(i, i + window)));
      expect(digitsOfRoot(deviations[i] ?? nan, exact)).toBeGreaterThan(14);
    }
  });
});

// Computed from scaled values, the result would round to the next number, which does not exist.
test('the largest double is the std of rolling windows whose std it is', () => {
  const largest = Number.MAX_VALUE;
  const x = Float64Array.from({ length: 60 }, (_, i) => [0, largest, -largest][i % 3] as number);
  expect(rollingStd(x, 3)).toEqual(new Float64Array(58).fill(largest));
  expect(rollingStd([0, largest, -largest], 3)).toEqual(Float64Array.of(largest));
  expect(rollingStd([largest, -largest], 2)).toEqual(Float64Array.of(Number.POSITIVE_INFINITY));
});

describe('correlationMatrix', () => {
  const next = uniform(9);
  const columns = [0, 1, 2, 3].map((k) => values(200, (i) => next() + (k % 2 === 0 ? i / 100 : 0)));

  test('has the same bits as correlation, and is symmetric', () => {
    const matrix = correlationMatrix(columns);
    expect(matrix.map((row) => [...row])).toEqual(columns.map((x) => columns.map((y) => correlation(x, y))));
  });

  test('has 1 on the diagonal, and NaN for constant columns', () => {
    expect(correlationMatrix([[1, 2, 3], Float32Array.of(6, 4, 2), [5, 5, 5]])).toEqual([
      Float64Array.of(1, -1, nan),
      Float64Array.of(-1, 1, nan),
      Float64Array.of(nan, nan, nan),
    ]);
    expect(correlationMatrix([[1, 2]])).toEqual([Float64Array.of(1)]);
  });
});
