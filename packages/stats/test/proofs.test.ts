import { Accumulator, autocorrelation, covariance, linearRegression, mean, std } from '@capsule/stats';
import { digits, digitsBeside1 } from '@capsule/test-support/digits';
import { decimal, exactly, over, rootOf, times, whole } from '@capsule/test-support/exact-arithmetic';
import { exactCovariance, type Sample, sample } from '@capsule/test-support/exact-statistics';
import { linear, type Named, type Pairs, piDigits, published } from '@capsule/test-support/nist';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import { type Claim, failures, ofMeans, ofOne, ofPairs, ofPieces, ofWindows } from './prove.js';

describe('a claim', () => {
  const third = over(whole(1), whole(3));
  const beyond = over(exactly(Number.MAX_VALUE), third);

  test.each<[what: string, found: number, exact: typeof third, beside?: typeof third]>([
    ['a digit too few', 0.333333333333, third],
    ['NaN', Number.NaN, third],
    ['an infinity instead of a finite result', Number.POSITIVE_INFINITY, third],
    ['a finite number instead of an infinite result', Number.MAX_VALUE, beyond],
    ['an infinity of the other sign', Number.NEGATIVE_INFINITY, beyond],
    ['a number other than an exact 0', 1e-300, whole(0)],
    ['an error larger than the number that it is relative to', 1e-10, whole(0), whole(1)],
    ['an error of two subnormal units', 3 * Number.MIN_VALUE, exactly(Number.MIN_VALUE)],
  ])('fails for %s', (_, found, exact, beside) => {
    expect(failures([['it', 13, found, exact, beside]])).toHaveLength(1);
  });

  test('accepts results within its error', () => {
    expect(failures([['it', 15, 1 / 3, third]])).toEqual([]);
    expect(failures([['it', 15, Number.POSITIVE_INFINITY, beyond]])).toEqual([]);
    expect(failures([['it', 15, 2 * Number.MIN_VALUE, exactly(Number.MIN_VALUE)]])).toEqual([]);
    expect(failures([['it', 9, 1e-10, whole(0), whole(1)]])).toEqual([]);
  });

  test('can contain the root of a fraction of any size', () => {
    for (const k of [0, 1, 77, -500]) {
      const square = over(exactly(2), { p: k > 0 ? 10n ** BigInt(2 * k) : 1n, q: k < 0 ? 10n ** BigInt(-2 * k) : 1n });
      expect(digits(Math.SQRT2, over(rootOf(square), rootOf(over(square, whole(2)))))).toBeGreaterThan(15.9);
    }
  });
});

test('the results for PiDigits agree with those that NIST certifies', () => {
  expect(digits(std(piDigits.y), decimal(piDigits.sd))).toBeGreaterThan(14.9);
  expect(digitsBeside1(autocorrelation(piDigits.y, 1), decimal(piDigits.lag1_autocorrelation))).toBeGreaterThan(15);
});

/** The sum of the absolute values of products of deviations. */
const centralSize = (x: Sample, y: Sample) => {
  const p = x.deviations.reduce((sum, each, i) => {
    const product = each * (y.deviations[i] ?? 0n);
    return sum + (product < 0n ? -product : product);
  }, 0n);
  return times({ p, q: 1n }, times(x.unit, y.unit));
};

/** Accumulators of pieces of varying length, of single values, and of pieces that are merged in reverse order. */
function inPieces(x: Float64Array): [Accumulator, Accumulator, Accumulator] {
  const [pieces, single] = [new Accumulator(), new Accumulator()];
  let merged = new Accumulator();
  for (let [i, length] = [0, 1]; i < x.length; i += length, length = (length * 7 + 1) % 101) {
    const piece = x.subarray(i, i + length);
    pieces.push(piece).mean();
    merged = new Accumulator().push(piece).merge(merged);
  }
  for (const value of x) single.push(value).n;
  return [pieces, single, merged];
}

function failuresOf(x: Float64Array): string[] {
  const claims = [...ofOne(x), ...ofWindows(x), ...ofMeans(x.subarray(0, 200))];
  return failures([...claims, ...inPieces(x).flatMap((accumulator) => [...ofPieces(accumulator, x)])]);
}

const distinct = published.filter(([, x]) => new Set(Array.from(x)).size > 1);
test.each(distinct)('every statistic of %s agrees with exact arithmetic', (_, x) => {
  expect(failuresOf(Float64Array.from(x))).toEqual([]);
});

test.each(linear)('every statistic of the pairs of %s agrees with exact arithmetic', (_, x, y) => {
  expect(failures(ofPairs(Float64Array.from(x), Float64Array.from(y)))).toEqual([]);
});

const next = uniform(77);
const shapes: Named<Float64Array>[] = [
  ['U[0, 1)', values(100, next)],
  ['U[-0.5, 0.5)', values(101, () => next() - 0.5)],
  ['U[0, 1)^8', values(300, () => next() ** 8)],
  ['more than a thousand values', values(1200, next)],
  ['1, 2, 4', Float64Array.of(1, 2, 4)],
  ['1e9 + U[0, 1)', values(200, () => 1e9 + next())],
  ['1e9 + U[0, 1e-6)', values(200, () => 1e9 + next() * 1e-6)],
  ['1 and numbers a few units in the last place above it', values(300, () => 1 + Math.floor(next() * 8) * 2 ** -52)],
  ['sizes from 2^-30 to 2^30', values(200, () => 2 ** (next() * 60 - 30))],
  ['one value of 1e10 among values below 1', values(200, (i) => (i === 77 ? 1e10 : next()))],
];

/** n numbers that are units(i) units in the last place from `value`. */
const near = (value: number, n: number, units: (i: number) => number): Float64Array => {
  const x = new Float64Array(n).fill(value);
  const bits = new BigInt64Array(x.buffer);
  for (let i = 0; i < n; i++) bits[i] = (bits[i] ?? 0n) + BigInt(units(i));
  return x;
};

// Deviations of these values are not larger than the rounding error of a mean computed as a sum divided by n.
const nearlyConstant: Named<Float64Array>[] = [
  ['52 times 0.1, and the next number', near(0.1, 53, (i) => (i === 0 ? 1 : 0))],
  ['14.3, and the next number once, 8146 values', near(14.3, 8146, (i) => (i === 77 ? 1 : 0))],
  ['1e9 + 0.1, and the next number once, 30000 values', near(1e9 + 0.1, 30_000, (i) => (i === 29_999 ? 1 : 0))],
  ['both neighbours of 1', near(1, 100, (i) => (i % 3) - 1)],
  ['a third and neighbours, 127 values', near(1 / 3, 127, () => Math.floor(next() * 4) - 2)],
  ['0.7 and neighbours, 9000 values', near(0.7, 9000, () => (next() < 0.5 ? 0 : 1))],
  ['steps of a unit every 1000 values, 20000 values', near(0.1, 20_000, (i) => Math.floor(i / 1000))],
  ['-0.9 and numbers 1e5 units away', near(-0.9, 1000, () => Math.floor((next() - 0.5) * 1e5))],
];

test.each(nearlyConstant)('every statistic of nearly constant values agrees with exact arithmetic: %s', (_, x) => {
  expect(failuresOf(x)).toEqual([]);
});

test.each(nearlyConstant)(
  'every statistic of pairs with one nearly constant sample agrees with exact arithmetic: %s',
  (_, x) => {
    // Use a line with noise, because the covariance of independent values is a small difference of large numbers.
    const steps = values(x.length, (i) => ((x[i] ?? 0) - (x[0] ?? 0)) / 2 ** -54);
    const other = steps.map((step) => step + next());
    expect(failures(ofPairs(x, other))).toEqual([]);
    expect(failures(ofPairs(other, x))).toEqual([]);
    const both = near(0.3, x.length, (i) => Math.trunc(steps[i] ?? 0) + (i % 2));
    expect(failures(ofPairs(x, both))).toEqual([]);
  },
);

// Values of all sizes in one sample: powers of some overflow, powers of others underflow.
const { MAX_VALUE: huge, MIN_VALUE: tiny } = Number;
const extreme = [huge, -huge, 1e199, 3e199, 2 ** 970, 1e77, 1, -1, 1e-70, 1e-155, 2 ** -1022, 3 * tiny, tiny, -tiny, 0];
const anyExtreme = () => extreme[Math.floor(next() * extreme.length)] ?? 0;
const anySize = () => 2 ** (2090 * next() - 1070) * (next() < 0.5 ? -1 : 1);
const symmetric = (x: Float64Array) => Float64Array.from([...x, ...x.map((value) => -value)]);
const extremes: Named<Float64Array>[] = [
  ['a subnormal spread', Float64Array.of(-tiny, 0)],
  ['a spread of one unit', Float64Array.of(0, tiny, 0)],
  ['values whose deviation overflows', Float64Array.of(1.3e308, -1.5e308)],
  ['values whose third powers overflow, and cancel', Float64Array.of(1e199, 3e199)],
  ['values of 1e155 around 1e300', values(50, (i) => 1e300 + ((i % 7) - 3) * 2 ** 944)],
  ['small multiples of the smallest number', values(40, () => Math.floor(next() * 7 - 3) * tiny)],
  ...[2, 3, 5, 9, 30, 100].flatMap((n): Named<Float64Array>[] => [
    [`${n} extreme values`, values(n, (i) => (i === 0 ? tiny : anyExtreme()))],
    [`${n} values of any size`, values(n, anySize)],
    [`${2 * n} values of any size, symmetric`, symmetric(values(n, anySize))],
    [`${n} values of 1e300 or 1e-300`, values(n, (i) => (i % 2 === 0 ? 1e300 : 1e-300) * (next() - 0.5))],
    [`${2 * n} values of 1e199, symmetric`, symmetric(values(n, () => 1e199 * next()))],
  ]),
];

test.each(extremes.filter(([, x]) => new Set(x).size > 1))(
  'every statistic of %s, whose powers overflow or underflow, agrees with exact arithmetic',
  (_, x) => {
    // If values cancel, the error of a mean is relative to their sizes.
    const isMean = /^(accumulated )?(mean|sum):/;
    expect(failuresOf(x).filter((failure) => !isMean.test(failure))).toEqual([]);
    const [exact, size] = [sample(x).mean, sample(x.map(Math.abs)).mean];
    expect(failures([mean(x), ...inPieces(x).map((each) => each.mean())].map((m) => ['', 15, m, exact, size]))).toEqual(
      [],
    );
  },
);

test('the covariance is infinite only if the exact one is', () => {
  const claims = extremes.flatMap(([name, x]) =>
    extremes
      .filter(([, y]) => y.length === x.length)
      .map(([other, y]): Claim => {
        const [a, b] = [sample(x), sample(y)];
        const size = over(centralSize(a, b), whole(x.length - 1));
        return [`${name}, ${other}`, 14, covariance(x, y), exactCovariance(a, b), size];
      }),
  );
  expect(claims.length).toBeGreaterThan(50);
  expect(failures(claims)).toEqual([]);
});

/** Exponents from subnormal to the largest numbers. Fourth powers, squares and sums overflow or underflow for some. */
const exponents = [
  -1070, -1060, -1030, -1000, -700, -540, -515, -300, -260, 0, 200, 260, 300, 505, 513, 700, 985, 1023,
];

/** Multiplies by a power of 2, in two steps, because 2^1074 overflows. */
const scaled = (x: Float64Array, exponent: number) =>
  x.map((value) => value * 2 ** (exponent >> 1) * 2 ** (exponent - (exponent >> 1)));
const isSample = (x: Float64Array) => x.every(Number.isFinite) && new Set(x).size > 2;

describe.each(shapes)('%s, from subnormal to the largest numbers,', (_, shape) => {
  test.each(exponents.map((exponent) => [exponent, scaled(shape, exponent)] as const).filter(([, x]) => isSample(x)))(
    'times 2^%i: every statistic agrees with exact arithmetic, and is infinite only if the exact result is',
    (_exponent, x) => {
      expect(failuresOf(x)).toEqual([]);
    },
  );
});

const x = values(100, next);
const pairs: Pairs[] = [
  ['a line with noise', x, x.map((value) => 1 + 2 * value + next() / 10)],
  ['noise', values(100, next), values(100, next)],
  ['noise far from 0', values(100, () => 1e9 + next()), values(100, () => 1e9 + next())],
  [
    'x of 1 and a few units in the last place',
    values(100, () => 1 + Math.floor(next() * 8) * 2 ** -52),
    values(100, next),
  ],
  ['decimal numbers on a line', values(100, (i) => i / 10), values(100, (i) => (3 * i + 1) / 10)],
  ['a line with little noise', x, x.map((value) => 1 + 2 * value + next() / 1e5)],
  ['three pairs near a line', Float64Array.of(1, 2, 3.1), Float64Array.of(2.01, 4, 6.19)],
  ['numbers on a line far from 0', values(100, (i) => 1e6 + i / 7), values(100, (i) => 1e9 - i / 3)],
  ['a falling line far from 0', values(100, (i) => i), values(100, (i) => 1e9 - i / 3 + next())],
];

describe.each(pairs)('pairs of %s, from subnormal to the largest numbers,', (_, x, y) => {
  test.each(exponents.filter((_exponent, i) => i % 2 === 1))(
    'x times 2^%i and y of every magnitude: every statistic of pairs agrees with exact arithmetic',
    (exponent) => {
      const ours = scaled(Float64Array.from(x), exponent);
      for (const other of exponents) {
        const theirs = scaled(Float64Array.from(y), other);
        if (!isSample(ours) || !isSample(theirs)) continue;
        expect({ other, failures: failures(ofPairs(ours, theirs)) }).toEqual({ other, failures: [] });
      }
    },
  );
});

type Line = [name: string, x: Float64Array, y: Float64Array];

// Twice the precision of a double does not contain both these values and their distances from the line.
const nearLines: Line[] = [
  ['values near 1 beside 1e40', Float64Array.of(0, 1, 2, 1e40), Float64Array.of(0, 1.5, 2, 2e40)],
  ['residuals of 1e-17 of values', Float64Array.of(0, 1, 3, 1e17), Float64Array.of(0.5, 3, 5, 2e17)],
  ['residuals of 1e-25 of values', Float64Array.of(0, 1, 3, 1e25), Float64Array.of(0.5, 3, 5, 2e25)],
  ['subnormal numbers', Float64Array.of(1, 2, 0, 5e-324), Float64Array.of(2, 4, 5e-324, 0)],
  ['numbers of every size', Float64Array.of(-3.3e55, 2.2e-322, 1e-161, 1e-7), Float64Array.of(-6.6e55, 1, 0, 3)],
  ['the largest numbers and ordinary ones', Float64Array.of(1e308, 1, 2, 4), Float64Array.of(1e307, 7, 1, 8)],
  ['numbers whose scaled copies are 0', Float64Array.of(1e300, 1e-300, 0, 0), Float64Array.of(2e300, 1, 0, 0)],
];

test.each(nearLines)('a regression of %s agrees with exact arithmetic', (_, x, y) => {
  const isOfLine = (failure: string) => !/^(covariance|correlation)/.test(failure);
  expect(failures(ofPairs(x, y)).filter(isOfLine)).toEqual([]);
  const line = linearRegression(x, y);
  expect(linearRegression(Array.from(x), Array.from(y))).toEqual(line);
  expect([line.residualStd > 0, line.slopeStderr > 0 || line.residualStd < 1e-300]).toEqual([true, true]);
});

const lines: Line[] = [
  ['integers', Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 5, 7, 9)],
  ['integers with a slope of a third', Float64Array.of(3, 6, 9, 12), Float64Array.of(1, 2, 3, 4)],
  ['decimal numbers', Float64Array.of(0.1, 0.2, 0.7, 4), Float64Array.of(0.2, 0.4, 1.4, 8)],
  ['numbers of every size', Float64Array.of(1e-300, 1e300, 1, 5e-324), Float64Array.of(2e-300, 2e300, 2, 1e-323)],
];

test.each(lines)('%s on a line have no residuals', (_, x, y) => {
  expect(linearRegression(x, y)).toMatchObject({ residualStd: 0, slopeStderr: 0, interceptStderr: 0, pValue: 0 });
});
