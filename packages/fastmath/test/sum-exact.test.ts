import { sumPrecise } from '@capsule/test-support/exact-statistics';
import { uniform } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import { load, variants } from './addon.js';
import { kindNames, lengths, longer, make, range } from './data.js';

const { MAX_VALUE, MIN_VALUE, NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const of = Float64Array.of.bind(Float64Array);
const runs = Number(process.env['FASTMATH_EXACT_RUNS'] ?? 1000);

const word = new BigUint64Array(1);
const double = new Float64Array(word.buffer);

/** Any finite double: every exponent is as likely as any other. */
function anyDouble(next: () => number, exponents = 2047): number {
  const exponent = BigInt(Math.floor(next() * exponents));
  const fraction = (BigInt(Math.floor(next() * 2 ** 26)) << 26n) | BigInt(Math.floor(next() * 2 ** 26));
  word[0] = (BigInt(next() < 0.5 ? 1 : 0) << 63n) | (exponent << 52n) | (next() < 0.2 ? 0n : fraction);
  return double[0] as number;
}

type Next = () => number;
const countUpTo = (next: Next, maximum: number) => 1 + Math.floor(next() * maximum);
const list = (n: number, value: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => value(i));

function shuffle(next: Next, values: Float64Array): Float64Array {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [values[i], values[j]] = [values[j] as number, values[i] as number];
  }
  return values;
}

/** Data for which a sum with any error rounds to a wrong result. */
const adversaries: Record<string, (next: Next) => Float64Array> = {
  'of any magnitude': (next) => list(countUpTo(next, 40), () => anyDouble(next)),
  'of near magnitudes': (next) => list(countUpTo(next, 40), () => anyDouble(next, 60) * 2 ** 900),
  'that are subnormal': (next) => list(countUpTo(next, 40), () => anyDouble(next, 3)),
  'that cancel except for one': (next) => {
    const values = list(countUpTo(next, 20), () => anyDouble(next, 2045));
    return shuffle(next, of(...values, ...values.map((value) => -value), anyDouble(next)));
  },
  'that cancel': (next) => {
    const values = list(countUpTo(next, 20), () => anyDouble(next));
    return shuffle(next, of(...values, ...values.map((value) => -value)));
  },
  'that make a tie, or miss it by the least': (next) => {
    const power = 2 ** Math.floor(next() * 1000 - 900);
    const odd = 1 + Math.floor(next() * 4) * 2 ** -52;
    const rest = [0, MIN_VALUE, -MIN_VALUE, power * 2 ** -100, -power * 2 ** -100][Math.floor(next() * 5)] as number;
    const sign = next() < 0.5 ? -1 : 1;
    return shuffle(next, of(sign * odd * power, sign * power * 2 ** -53, sign * rest));
  },
  'that are many, and next to a tie': (next) => {
    const values = list(countUpTo(next, 150), () => (next() - 0.3) * 2 ** Math.floor(40 * next()));
    const sum = sumPrecise(values);
    // Numbers whose sum is exact, then half a unit in its last place, then the least double.
    const rest = sumPrecise(of(...values, -sum));
    const half = 2 ** (Math.floor(Math.log2(Math.abs(sum))) - 53);
    const least = [0, half * 2 ** -60, -half * 2 ** -60, MIN_VALUE, -MIN_VALUE][Math.floor(next() * 5)] as number;
    return shuffle(next, of(...values, -rest, half, least));
  },
  'around the largest': (next) =>
    list(
      countUpTo(next, 6),
      () => [MAX_VALUE, -MAX_VALUE, 2 ** 970, -(2 ** 970), 2 ** 969][Math.floor(next() * 5)] as number,
    ),
};

describe.each(variants)('%s', (variant) => {
  const { sumExact } = load(variant);

  test('is -0 for no values, and when all are -0', () => {
    const wrong = lengths.filter((n) => !Object.is(sumExact(new Float64Array(n).fill(-0)), -0));
    expect(wrong).toEqual([]);
  });

  test('is 0 when one zero is positive or values cancel', () => {
    expect([of(0), of(-0, 0), of(0, -0), of(1, -1), of(-1, -0, 1)].map(sumExact)).toEqual([0, 0, 0, 0, 0]);
  });

  test.each([
    ['NaN', [1, nan], nan],
    ['NaN beside infinity', [infinity, nan], nan],
    ['both infinities', [infinity, 1, -infinity], nan],
    ['infinity', [-MAX_VALUE, infinity], infinity],
    ['-infinity', [MAX_VALUE, -infinity], -infinity],
  ])('with %s is what the proposal says', (_, values, expected) => {
    for (const n of lengths.filter((length) => length >= values.length)) {
      const x = new Float64Array(n);
      x.set(values, n - values.length);
      expect(sumExact(x)).toBe(expected);
    }
  });

  test.each<[string, number[], number]>([
    ['cancels what is far larger', [1e308, 1, -1e308], 1],
    ['keeps what a sum from left to right loses', [1, 1e100, 1, -1e100], 2],
    ['does not overflow on the way', [MAX_VALUE, MAX_VALUE, -MAX_VALUE], MAX_VALUE],
    ['overflows half a unit above the largest', [MAX_VALUE, 2 ** 970], infinity],
    ['does not overflow just below that', [MAX_VALUE, 2 ** 970, -MIN_VALUE], MAX_VALUE],
    ['rounds a tie to even, down', [1, 2 ** -53], 1],
    ['rounds a tie to even, up', [1 + 2 ** -52, 2 ** -53], 1 + 2 ** -51],
    ['rounds up what is above a tie by the least', [1, 2 ** -53, MIN_VALUE], 1 + 2 ** -52],
    ['makes the least normal number of subnormal ones', [2 ** -1023, 2 ** -1023], 2 ** -1022],
  ])('%s', (_, values, expected) => {
    expect(sumExact(Float64Array.from(values))).toBe(expected);
    expect(sumExact(Float64Array.from(values, (value) => -value))).toBe(-expected);
  });

  test.each(kindNames)('is exact at every length: %s', (kind) => {
    const wrong = [...lengths, ...longer].filter((n) => {
      const x = make(kind, n);
      return !Object.is(sumExact(x), sumPrecise(x));
    });
    expect(wrong).toEqual([]);
  });

  test('is exact when carries propagate far', () => {
    const x = new Float64Array(300_000).fill(-(2 - 2 ** -52));
    expect(sumExact(x)).toBe(-300_000 * 2 + 300_000 * 2 ** -52);
    x.fill(MAX_VALUE, 0, 150_000).fill(-MAX_VALUE, 150_000);
    x.set([MIN_VALUE], 77);
    x.set([0], 200_000);
    expect(sumExact(x)).toBe(MIN_VALUE);
  });

  test.each(Object.entries(adversaries))(
    'is exact for numbers %s',
    (_, numbers) => {
      const wrong = range(1, runs).filter((seed) => {
        const x = numbers(uniform(seed));
        return !Object.is(sumExact(x), sumPrecise(x));
      });
      expect(wrong).toEqual([]);
    },
    900_000,
  );
});
