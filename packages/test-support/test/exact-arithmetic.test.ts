import { digits, digitsOfRoot } from '@capsule/test-support/digits';
import {
  decimal,
  exactly,
  type Fraction,
  minus,
  nearest,
  over,
  plus,
  times,
  whole,
} from '@capsule/test-support/exact-arithmetic';
import {
  exactCovariance,
  exactKurtosis,
  exactLine,
  exactSkewnessSquared,
  exactVariance,
  powers,
  products,
  sample,
} from '@capsule/test-support/exact-statistics';
import { nist } from '@capsule/test-support/nist';
import { describe, expect, test } from 'vitest';

const difference = (a: Fraction, p: bigint, q: bigint) => minus(a, { p, q }).p;

describe('exactly', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])('rejects %d', (x) => {
    expect(() => exactly(x)).toThrow(`${x} is not a fraction`);
  });

  // 0.1 is 0x3FB999999999999A: 0x1999999999999A / 2^56.
  test.each<[number, bigint, bigint]>([
    [0, 0n, 1n],
    [-0, 0n, 1n],
    [3, 3n, 1n],
    [-0.75, -3n, 4n],
    [0.1, 0x1999999999999an, 2n ** 56n],
    [2 ** 1023, 2n ** 1023n, 1n],
    [5e-324, 1n, 2n ** 1074n],
    [2 ** -1022, 1n, 2n ** 1022n],
  ])('returns %d as a fraction', (x, p, q) => {
    expect(difference(exactly(x), p, q)).toBe(0n);
  });
});

describe('nearest', () => {
  test.each([0, 1, -0.1, 5e-324, -1e-310, 2 ** -1022, 2 ** 53 - 1, 2 ** 1023, Number.MAX_VALUE])(
    'returns the float64 %d of its exact value',
    (x) => {
      expect(nearest(exactly(x))).toBe(x);
    },
  );

  const half = exactly(2 ** -53);
  const third = over(whole(1), whole(3));
  const least = exactly(5e-324);
  test.each<[string, Fraction, number]>([
    ['a third', third, 1 / 3],
    ['a tie down to an even last place', plus(whole(1), half), 1],
    ['a tie up to an even last place', plus(whole(1), times(whole(3), half)), 1 + 2 ** -51],
    ['just above a tie up', plus(whole(1), plus(half, least)), 1 + 2 ** -52],
    ['half the smallest subnormal number to 0', over(least, whole(2)), 0],
    ['two thirds of the smallest subnormal number up', times(least, times(third, whole(2))), 5e-324],
    ['a tie among the largest subnormal numbers', plus(exactly(2 ** -1023), over(least, whole(2))), 2 ** -1023],
    ['a value beyond the largest number to infinity', times(exactly(Number.MAX_VALUE), whole(2)), Infinity],
  ])('rounds %s', (_, fraction, expected) => {
    expect(nearest(fraction)).toBe(expected);
    expect(nearest(minus(whole(0), fraction))).toBe(-expected);
  });
});

describe('decimal', () => {
  test.each(['', 'x', '0x1', '1e5', '1.2.3'])("rejects '%s'", (text) => {
    expect(() => decimal(text)).toThrow(`'${text}' is not a decimal number`);
  });

  test.each<[string, bigint, bigint]>([
    ['1.2', 6n, 5n],
    ['-0.262', -131n, 500n],
    ['10000002', 10000002n, 1n],
    ['0.125E-03', 1n, 8000n],
    ['0.125E+04', 1250n, 1n],
  ])('reads %s', (text, p, q) => {
    expect(difference(decimal(text), p, q)).toBe(0n);
  });
});

describe('digits', () => {
  const [zero, one, tenth] = [exactly(0), exactly(1), decimal('0.1')];

  test('are -Infinity for a result that is not finite, and for an exact result of 0 that is missed', () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect([digits(x, one), digitsOfRoot(x, one)]).toEqual([-Infinity, -Infinity]);
    }
    expect([digits(1e-300, zero), digitsOfRoot(1e-300, zero), digitsOfRoot(-1, one)]).toEqual(Array(3).fill(-Infinity));
  });

  test('are 16 for a result without an error', () => {
    expect([digits(1, one), digits(0, zero), digitsOfRoot(0, zero), digitsOfRoot(1.5, exactly(2.25))]).toEqual(
      Array(4).fill(16),
    );
  });

  test('are the negative logarithm of the relative error', () => {
    expect(digits(1.01, one)).toBeCloseTo(2, 12);
    expect(digits(-99, exactly(-100))).toBeCloseTo(2, 12);
    expect(digits(2, one)).toBe(0);
    expect(digits(1 + 2 ** -52, one)).toBeCloseTo(52 * Math.log10(2), 12);
  });

  test('count errors smaller than a float64 can show', () => {
    // The float64 nearest to 0.1 is 0.1 + 0.4 * 2^-56: 16.26 digits. Four units further, the error is 4.4 * 2^-56.
    expect(digits(0.1, tenth)).toBe(16);
    expect(digits(0.1 + 2 ** -54, tenth)).toBeCloseTo(-Math.log10(44 * 2 ** -56), 12);
  });

  test('digitsOfRoot is the digits of the square plus log10(2)', () => {
    expect(digitsOfRoot(1.0001, one)).toBeCloseTo(4, 4);
    expect(digitsOfRoot(Math.SQRT2, exactly(2))).toBeGreaterThan(15.9);
  });
});

// Deviations from 7/3: -4/3, -1/3, 5/3. Deviations from 8/3: -5/3, 1/3, 4/3.
describe('a sample of 1, 2, 4, and one of 1, 3, 4', () => {
  const [x, y] = [sample([1, 2, 4]), sample([1, 3, 4])];

  test.each<[string, Fraction, bigint, bigint]>([
    ['mean', x.mean, 7n, 3n],
    ['sum of squares', powers(x, 2), 42n, 9n],
    ['sum of cubes', powers(x, 3), 60n, 27n],
    ['sum of fourth powers', powers(x, 4), 882n, 81n],
    ['variance', exactVariance(x), 7n, 3n],
    ['variance of the population', exactVariance(x, 0), 14n, 9n],
    ['squared skewness', exactSkewnessSquared(x), 3n * 60n ** 2n * 9n ** 3n, 27n ** 2n * 42n ** 3n],
    ['kurtosis', exactKurtosis(x), -3n, 2n],
    ['sum of products', products(x, y), 39n, 9n],
    ['covariance', exactCovariance(x, y), 39n, 18n],
  ])('has the %s computed by hand', (_, found, p, q) => {
    expect(difference(found, p, q)).toBe(0n);
  });
});

// Through (0, 1), (1, 3), (2, 4): y = 7/6 + 3/2 x leaves -1/6, 1/3, -1/6.
describe('a line', () => {
  const line = exactLine(sample([0, 1, 2]), sample([1, 3, 4]));

  test.each<[keyof typeof line, bigint, bigint]>([
    ['slope', 3n, 2n],
    ['intercept', 7n, 6n],
    ['rSquared', 27n, 28n],
    ['residualVariance', 1n, 6n],
    ['slopeVariance', 1n, 12n],
    ['interceptVariance', 5n, 36n],
  ])('has the %s computed by hand', (name, p, q) => {
    expect(difference(line[name], p, q)).toBe(0n);
  });
});

// The other program printed float64 numbers, so its error is at most half a unit in the last place.
test.each(Object.entries(nist))('agrees with another program on %s', (_, { y, exactOnFloat64 }) => {
  const exact = sample(y);
  expect(digits(Number(exactOnFloat64.mean), exact.mean)).toBeGreaterThan(15.9);
  expect(digits(Number(exactOnFloat64.variance_ddof1), exactVariance(exact))).toBeGreaterThan(15.9);
  expect(digitsOfRoot(Number(exactOnFloat64.sd), exactVariance(exact))).toBeGreaterThan(15.9);
});
