import { iqr, mad, median, mode, type QuantileMethod, quantile } from '@capsule/stats';
import { detach } from '@capsule/test-support/arrays';
import { digits } from '@capsule/test-support/digits';
import { exactly, type Fraction, minus, over, plus, times, whole } from '@capsule/test-support/exact-arithmetic';
import { refusal } from '@capsule/test-support/refusal';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const { MAX_VALUE: huge, MIN_VALUE: tiny, NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const { EPSILON: ulp } = Number;
const methods: QuantileMethod[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

const compute = (...given: unknown[]) => Reflect.apply(quantile, undefined, given);

describe('quantile rejects', () => {
  const refused = (...given: unknown[]) => refusal(() => compute(...given));
  const error = (type: string, code: string, expected: string, found: string, advice = '') => ({
    type,
    code,
    message: `quantile(values, p): expected ${expected}, found ${found}.${advice}`,
    expected,
    found,
  });

  test.each([-tiny, 1 + Number.EPSILON, nan, infinity, -infinity])('%d as p, or as one of several p', (p) => {
    const found = `the number ${p}`;
    expect(refused([1, 2], p)).toEqual(error('RangeError', 'ERR_STATS_P_UNUSABLE', 'p to be from 0 to 1', found));
    for (const all of [[0, 1, p], Float64Array.of(0, 1, p, 2)])
      expect(refused([1, 2], all)).toEqual(
        error('RangeError', 'ERR_STATS_P_UNUSABLE', 'p[2] to be from 0 to 1', found),
      );
  });

  test('a percentage, with advice', () => {
    expect(refused([1, 2], 50).message).toMatch(/found the number 50\. Divide a percentage by 100\.$/);
  });

  const one = 'a number from 0 to 1, or an array of them, as p';
  const numbers =
    'a Float64Array, a Float32Array, an Array of numbers, a data capsule of numbers or an Arrow column as p';
  const filter = ' Remove such elements: p.filter((value) => value != null).';
  test.each<[found: string, p: unknown, expected: string, advice?: string]>([
    ['undefined', undefined, one],
    ["the string '0.5'", '0.5', one, ' Convert it: Number(p).'],
    ['a plain object', { p: 0.5 }, one, ' Pass p itself, not an object.'],
    ['a Set', new Set([0.5]), numbers, ' Convert it: Array.from(p).'],
    ['null at index 1', [0, null], 'only numbers in p', filter],
  ])('a p that is %s', (found, p, expected, advice) => {
    expect(refused([1, 2], p)).toEqual(error('TypeError', 'ERR_STATS_NOT_NUMBERS', expected, found, advice));
  });

  test.each<[string, found: string, method: unknown, advice?: string]>([
    ['RangeError', 'the number 0', 0],
    ['RangeError', 'the number 10', 10],
    ['RangeError', 'the number 6.5', 6.5],
    ['RangeError', 'the number NaN', nan],
    ['TypeError', "the string '7'", '7'],
    ['TypeError', "the string 'linear'", 'linear', " NumPy's 'linear' is 7."],
    ['TypeError', "the string 'inverted_cdf'", 'inverted_cdf', " NumPy's 'inverted_cdf' is 1."],
    ['TypeError', 'null', null],
  ])('by a %s a method that is %s', (type, found, method, advice) => {
    const expected = 'method to be an integer from 1 to 9';
    expect(refused([1, 2], 0.5, { method })).toEqual(error(type, 'ERR_STATS_METHOD_UNUSABLE', expected, found, advice));
    expect(refusal(() => Reflect.apply(iqr, undefined, [[1, 2], { method }])).found).toBe(found);
  });

  test('options that are not an object with known keys', () => {
    for (const options of [null, 7, { type: 7 }])
      expect(refused([1, 2], 0.5, options).code).toBe('ERR_STATS_OPTIONS_UNUSABLE');
  });

  test('an empty sample, even if p is empty', () => {
    for (const p of [0.5, [0.5], []])
      expect(refused([], p)).toEqual(error('RangeError', 'ERR_STATS_TOO_FEW_VALUES', 'at least 1 value', '0'));
  });

  test('values that a getter of p or of the options detaches', () => {
    for (const from of ['p', 'method']) {
      const x = Float64Array.of(1, 2, 3);
      const get = () => {
        detach(x);
        return 1;
      };
      const p = from === 'p' ? Object.defineProperty([0, 0], 1, { get }) : 0.5;
      const options = from === 'p' ? undefined : Object.defineProperty({}, 'method', { get, enumerable: true });
      expect(refused(x, p, options).code).toBe('ERR_STATS_DETACHED');
    }
  });
});

// The results are those of NumPy 2.4.6: numpy.quantile(x, [0, 0.1, 0.25, 1/3, 0.5, 0.9, 1], method=...), in the order
// of the methods.
test('the nine methods agree with numpy.quantile', () => {
  const x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
  const found = [
    [1, 1, 2, 3, 3, 6, 9],
    [1, 1, 2, 3, 3.5, 7.5, 9],
    [1, 1, 1, 2, 3, 6, 9],
    [1, 1, 1.5, 7 / 3, 3, 6, 9],
    [1, 1, 2, 2.8333333333333335, 3.5, 7.5, 9],
    [1, 1, 1.75, 8 / 3, 3.5, 8.7, 9],
    [1, 1, 2.25, 3, 3.5, 6.3, 9],
    [1, 1, 1.9166666666666667, 2.7777777777777777, 3.5, 7.9, 9],
    [1, 1, 1.9375, 2.7916666666666665, 3.5, 7.8, 9],
  ];
  for (const method of methods) {
    const p = [0, 0.1, 0.25, 1 / 3, 0.5, 0.9, 1];
    for (const [i, each] of quantile(x, p, { method }).entries())
      expect(each).toBeCloseTo(found[method - 1]?.[i] ?? nan, 14);
  }
});

// NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.6.2: the 90th percentile of twelve measurements, by both
// methods.
test('quantile agrees with the percentiles of the NIST handbook', () => {
  const gauge = [
    95.1772, 95.1567, 95.1937, 95.1959, 95.1442, 95.061, 95.1591, 95.1195, 95.1065, 95.0925, 95.199, 95.1682,
  ];
  expect(quantile(gauge, 0.9, { method: 6 })).toBeCloseTo(95.1981, 4);
  expect(quantile(gauge, 0.9)).toBeCloseTo(95.1957, 4);
});

// The examples of mad in R, of scipy.stats.iqr and scipy.stats.mode.
test('mad, iqr and mode agree with the examples of R and SciPy', () => {
  expect([mad([1, 2, 3, 4, 5, 6, 7, 8, 9]), mad([1, 2, 3, 4, 5, 6, 7, 8, 100])]).toEqual([2, 2]);
  expect(iqr([10, 7, 4, 3, 2, 1])).toBe(4);
  const columns = [
    [3, 3, 1, 3, 3],
    [0, 2, 7, 0, 2],
    [3, 6, 2, 6, 5],
    [7, 2, 8, 1, 5],
  ];
  expect(columns.map(mode)).toEqual([3, 0, 6, 1]);
});

/** Splits a fraction into its integer part and its fractional part. */
function split({ p, q }: Fraction): [number, Fraction] {
  const below = ((p % q) + q) % q;
  return [Number((p - below) / q), { p: below, q }];
}

const half = over(whole(1), whole(2));

/** By Hyndman and Fan (1996): Q(p) = (1 - gamma) X[j] + gamma X[j+1], where j = floor(np + m) and g = np + m - j. */
function exactQuantile(method: QuantileMethod, sorted: Float64Array, p: Fraction): Fraction {
  const n = whole(sorted.length);
  const third = over(whole(1), whole(3));
  const m: Record<QuantileMethod, Fraction> = {
    1: whole(0),
    2: whole(0),
    3: minus(whole(0), half),
    4: whole(0),
    5: half,
    6: p,
    7: minus(whole(1), p),
    8: times(plus(p, whole(1)), third),
    9: plus(over(p, whole(4)), over(whole(3), whole(8))),
  };
  const [j, g] = split(plus(times(n, p), m[method]));
  const fractional = g.p === 0n ? whole(0) : whole(1);
  const gamma: Partial<Record<QuantileMethod, Fraction>> = {
    1: fractional,
    2: g.p === 0n ? half : whole(1),
    3: g.p === 0n && j % 2 === 0 ? whole(0) : whole(1),
  };
  const weight = gamma[method] ?? g;
  const at = (i: number) => exactly(sorted[Math.max(0, Math.min(i - 1, sorted.length - 1))] ?? nan);
  return plus(times(minus(whole(1), weight), at(j)), times(weight, at(j + 1)));
}

describe.each(methods)('method %i', (method) => {
  const next = uniform(method);

  test.each([1, 2, 3, 4, 5, 8, 9, 10, 23, 24, 25, 49, 100, 101, 1000])(
    'agrees with exact arithmetic for %i values and p in twelfths, hundredths and n-ths',
    (n) => {
      const x = values(n, () => 1 + next());
      const sorted = x.toSorted();
      const parts = n > 99 ? [12] : [12, 100, n, n + 1, Math.max(1, n - 1)];
      const all = parts.flatMap((q) => Array.from({ length: q + 1 }, (_, i) => [i, q] as const));
      const several = quantile(
        x,
        all.map(([i, q]) => i / q),
        { method },
      );
      for (const [k, [i, q]] of all.entries()) {
        const exact = exactQuantile(method, sorted, over(whole(i), whole(q)));
        expect(digits(several[k] ?? nan, exact)).toBeGreaterThan(15);
        expect(quantile(x, i / q, { method })).toBe(several[k]);
        // Methods 1 and 3 return a value of the sample.
        if (method === 1 || method === 3) expect(sorted.includes(several[k] ?? nan)).toBe(true);
      }
    },
  );

  test('is monotonic in p, and never outside of the values', () => {
    for (const scale of [1, 1e308, tiny]) {
      const x = values(9, () => (next() * 3 - 1.5) * scale);
      const p = values(4000, () => next()).sort();
      for (let i = 0; i < 2000; i++) p[i] = (p[i] ?? 0) > 0.5 ? 0.5 + (i - 1000) * 1e-17 : (p[i] ?? 0);
      p.sort();
      const found = quantile(x, p, { method });
      expect(found).toEqual(found.toSorted());
      expect([Math.min(...found) >= Math.min(...x), Math.max(...found) <= Math.max(...x)]).toEqual([true, true]);
    }
  });

  test('returns for every p the value of a constant sample', () => {
    for (const value of [7, 0.1, huge, tiny, -0, infinity, -infinity]) {
      for (const n of [1, 2, 5, 30, 200])
        expect(new Set(quantile(new Float64Array(n).fill(value), [0, 0.2, 0.5, 0.77, 1], { method }))).toEqual(
          new Set([value]),
        );
    }
  });
});

describe('method 7, the default,', () => {
  test('returns the k-th value for p = k/(n-1)', () => {
    const next = uniform(77);
    for (const n of [...values(130, (i) => i + 2), 1000, 10_007]) {
      const x = values(n, () => next() - 0.5);
      const p = values(n, (k) => k / (n - 1));
      expect(quantile(x, p)).toEqual(x.toSorted());
      expect(quantile(x, 1 / (n - 1))).toBe(x.toSorted()[1]);
    }
  });

  test('accepts p in any order, repeated, as an Array or a typed array, and empty', () => {
    const x = [10, 20, 30, 40, 50];
    const p = [1, 0.25, 0.5, 0.25, 0];
    const expected = Float64Array.of(50, 20, 30, 20, 10);
    expect(quantile(x, p)).toEqual(expected);
    const given = Float64Array.from(p);
    expect(quantile(x, given)).toEqual(expected);
    expect(given).toEqual(Float64Array.from(p));
    expect(quantile(x, [])).toEqual(new Float64Array(0));
  });

  test('does not change the input', () => {
    for (const n of [8, 3000]) {
      const x = values(n, uniform(n));
      const before = x.slice();
      quantile(
        x,
        values(99, (i) => i / 99),
      );
      for (const statistic of [median, iqr, mad, mode]) statistic(x);
      expect(x).toEqual(before);
    }
  });
});

/** Returns a long array that contains each value `times` times. */
const manyTimes = (x: readonly number[], times: number) =>
  Float64Array.from(x.flatMap((each) => Array(times).fill(each)));

describe('interpolation and infinities', () => {
  test.each([
    [[-huge, huge], 0.5, 0],
    [[-huge, huge], 0.75, huge / 2],
    [[huge, huge], 0.5, huge],
    [[huge, huge / 2], 0.5, huge * 0.75],
    [[-1e308, 1e308], 0.25, -5e307],
    [[tiny, 3 * tiny], 0.5, 2 * tiny],
    [[-1, 1 + 3 * Number.EPSILON], 0.5, 1.5 * Number.EPSILON],
    [[-infinity, 1], 0.5, -infinity],
    [[1, infinity], 0.5, infinity],
    [[-infinity, -infinity, 1], 0.25, -infinity],
    [[infinity, infinity, 1], 0.75, infinity],
    [[-infinity, infinity], 0.5, nan],
    [[-infinity, infinity], 0, -infinity],
    [[-infinity, infinity], 1, infinity],
    [[-0, 1], 0, -0],
    [[-0, 0], 1, 0],
    [[0, -0], 0, -0],
    [[0, -0, -0], 0.5, -0],
    [[0, 0, -0], 0.5, 0],
  ])('the quantile of %o for %d is %d', (x, p, expected) => {
    expect(quantile(x, p)).toBe(expected);
    expect(quantile(Float64Array.from(x), [p])).toEqual(Float64Array.of(expected));
    if (p === 0.5) expect(median(x)).toBe(expected);
    // The median of an even number of values, above the threshold of the fast path.
    if (p === 0.5 && x.length === 2) expect(median(manyTimes(x, 500))).toBe(expected);
  });
});

describe('NaN', () => {
  test.each([3, 40, 5000])('among %i values makes every quantile NaN, for any number of p', (n) => {
    for (const at of [0, n >> 1, n - 1]) {
      const x = values(n, (i) => i).with(at, nan);
      for (const count of [1, 32, 33, 200]) {
        const found = quantile(x, new Float64Array(count).fill(0.1));
        expect(found).toEqual(new Float64Array(count).fill(nan));
      }
    }
  });
});

describe('iqr', () => {
  test('is the difference of two quantiles, by every method', () => {
    for (const n of [1, 7, 30, 999]) {
      const x = values(n, uniform(n));
      for (const method of methods) {
        const [low, high] = quantile(x, [0.25, 0.75], { method });
        expect(iqr(x, { method })).toBe((high ?? nan) - (low ?? nan));
      }
      expect(iqr(x)).toBe(iqr(x, { method: 7 }));
    }
  });

  test('is infinite or NaN for infinities', () => {
    expect([iqr([1, 2, 3, infinity, infinity]), iqr([-infinity, -infinity, 1, 2, 3])]).toEqual([infinity, infinity]);
    expect([iqr([infinity, infinity]), iqr([-infinity, infinity])]).toEqual([nan, nan]);
  });
});

describe('mad', () => {
  const reference = (x: Float64Array) => {
    const center = median(x);
    return median(x.map((value) => Math.abs(value - center)));
  };

  test('is the median of deviations from the median', () => {
    for (const n of [1, 2, 9, 23, 24, 25, 500]) {
      const next = uniform(n);
      const x = values(n, () => next() - 0.25);
      expect(mad(x)).toBe(reference(x));
    }
  });

  test.each([
    [[-huge, -huge, huge], 0],
    [[-huge, huge], huge],
    [[huge, -huge, -huge / 2, huge], huge * 0.75],
    [[tiny, 2 * tiny, 5 * tiny], tiny],
    [[1, 2, infinity], 1],
    [[1, infinity, infinity], nan],
    [[-infinity, infinity], nan],
    [[5, 5, 5], 0],
    [[-0, -0, 3], 0],
    // In the next two samples the exact median is between two neighbouring numbers.
    [[0, 1, 1 + ulp, 1 + ulp], ulp / 2],
    [[1, 1, 1 + 3 * ulp, 1 + 3 * ulp, 1 + ulp, 1 + 2 * ulp], 1.5 * ulp],
  ])('returns for %o the deviation %d', (x, expected) => {
    const found = mad(x);
    expect(mad(x.flatMap((value) => Array(100).fill(value)))).toBe(expected);
    expect(found).toBe(expected);
    if (x.length % 2 === 1) expect(mad(manyTimes(x, 101))).toBe(expected);
  });
});

describe('mode', () => {
  const reference = (x: Float64Array) => {
    const counts = new Map<number, number>();
    for (const value of x) counts.set(value, (counts.get(value) ?? 0) + 1);
    const max = Math.max(...counts.values());
    return Math.min(...[...counts].filter(([, count]) => count === max).map(([value]) => value));
  };

  test.each([1, 2, 5, 11, 12, 13, 300, 5000])('is the smallest of the most frequent values among %i', (n) => {
    const next = uniform(n);
    for (const kinds of [1, 2, 5, 40, 1e6]) {
      const x = values(n, () => Math.floor(next() * kinds) + 1);
      expect(mode(x)).toBe(reference(x));
      expect(mode(x.map((value) => -value))).toBe(reference(x.map((value) => -value)));
    }
  });

  test('counts 0 and -0 as one value, and accepts infinities', () => {
    expect(mode([1, 1, 0, -0, -0])).toBe(-0);
    expect(mode([1, 1, 0, 0, 0])).toBe(0);
    expect(mode([infinity, 1, infinity, -infinity])).toBe(infinity);
    expect(mode([infinity, -infinity])).toBe(-infinity);
  });
});
