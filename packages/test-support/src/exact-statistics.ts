// Statistics without rounding errors, from their definitions.
import { exactly, type Fraction, minus, nearest, over, parts, plus, rootOf, times, whole } from './exact-arithmetic.js';

/** A sample as its mean and its deviations from the mean. All other statistics are computed from these. */
export interface Sample {
  readonly n: number;
  readonly mean: Fraction;
  /** values[i] - mean = deviations[i] * unit. */
  readonly deviations: readonly bigint[];
  readonly unit: Fraction;
}

export function sample(values: ArrayLike<number>): Sample {
  const all = Array.from(values, parts);
  const exponent = all.reduce((least, [mantissa, each]) => (mantissa === 0n ? least : Math.min(least, each)), 971);
  const units = all.map(([mantissa, each]) => (mantissa === 0n ? 0n : mantissa << BigInt(each - exponent)));
  const n = BigInt(units.length);
  const sum = total(units);
  const unit = over(exactly(2 ** exponent), { p: n, q: 1n });
  return {
    n: units.length,
    mean: times({ p: sum, q: 1n }, unit),
    deviations: units.map((each) => each * n - sum),
    unit,
  };
}

const total = (terms: readonly bigint[]) => terms.reduce((sum, term) => sum + term, 0n);

/** (x[i] - mean)^power, in multiples of a common unit. */
const powerTerms = ({ deviations, unit }: Sample, power: bigint) => ({
  terms: deviations.map((each) => each ** power),
  unit: { p: unit.p ** power, q: unit.q ** power },
});

/** (x[i] - mean of x) * (y[i] - mean of y), in multiples of a common unit. */
const productTerms = (x: Sample, y: Sample) => ({
  terms: x.deviations.map((each, i) => each * (y.deviations[i] ?? 0n)),
  unit: times(x.unit, y.unit),
});

const sumTerms = ({ terms, unit }: ReturnType<typeof powerTerms>): Fraction => times({ p: total(terms), q: 1n }, unit);

/** Sum of (x[i] - mean)^power. */
export const powers = (x: Sample, power: number): Fraction => sumTerms(powerTerms(x, BigInt(power)));

/** Sum of (x[i] - mean of x) * (y[i] - mean of y). */
export const products = (x: Sample, y: Sample): Fraction => sumTerms(productTerms(x, y));

/**
 * A central sum: of (x[i] - mean)^power, or of (x[i] - mean of x) * (y[i] - mean of y).
 *
 * @returns the sum, and the sum of the absolute values of its terms, to which the error of a computed sum is relative
 */
export function centralSum(x: Float64Array, by: number | Float64Array): { sum: number; size: number } {
  const { terms, unit } =
    typeof by === 'number' ? powerTerms(sample(x), BigInt(by)) : productTerms(sample(x), sample(by));
  const size = terms.map((term) => (term < 0n ? -term : term));
  return { sum: nearest(sumTerms({ terms, unit })), size: nearest(sumTerms({ terms: size, unit })) };
}

export const exactVariance = (x: Sample, ddof = 1): Fraction => over(powers(x, 2), whole(x.n - ddof));
export const exactCovariance = (x: Sample, y: Sample): Fraction => over(products(x, y), whole(x.n - 1));

/** A central moment: the mean of a power of the deviations. */
export const exactMoment = (x: Sample, order: number): Fraction => over(powers(x, order), whole(x.n));

/** A moment about a center, from the central moments and the distance of the mean from the center. */
export function exactMomentAbout(x: Sample, order: 2 | 4, center: number): Fraction {
  const d = minus(x.mean, exactly(center));
  const square = times(d, d);
  const m2 = exactMoment(x, 2);
  if (order === 2) return plus(m2, square);
  const cubes = times(times(whole(4), d), exactMoment(x, 3));
  return plus(plus(exactMoment(x, 4), cubes), plus(times(times(whole(6), square), m2), times(square, square)));
}

/** The square of the skewness m3 / m2^1.5. The square is a fraction; the skewness itself is not. */
export function exactSkewnessSquared(x: Sample): Fraction {
  const [m2, m3] = [exactMoment(x, 2), exactMoment(x, 3)];
  return over(times(m3, m3), times(m2, times(m2, m2)));
}

/** m3 / m2^1.5, to 60 digits. */
export function exactSkewness(x: Sample): Fraction {
  const { p, q } = rootOf(exactSkewnessSquared(x));
  return { p: powers(x, 3).p < 0n ? -p : p, q };
}

/** m4 / m2^2 - 3. */
export function exactKurtosis(x: Sample): Fraction {
  const m2 = exactMoment(x, 2);
  return minus(over(exactMoment(x, 4), times(m2, m2)), whole(3));
}

/** The least-squares line. Returns the squares of the standard errors, because these are fractions. */
export function exactLine(x: Sample, y: Sample) {
  const [xx, yy, xy] = [powers(x, 2), powers(y, 2), products(x, y)];
  const slope = over(xy, xx);
  const residualVariance = over(minus(yy, times(slope, xy)), whole(x.n - 2));
  const slopeVariance = over(residualVariance, xx);
  const meanSquare = over(plus(xx, times(whole(x.n), times(x.mean, x.mean))), whole(x.n));
  return {
    slope,
    intercept: minus(y.mean, times(slope, x.mean)),
    rSquared: over(times(slope, xy), yy),
    residualVariance,
    slopeVariance,
    interceptVariance: times(slopeVariance, meanSquare),
  };
}

/** The sum, rounded once: the TC39 proposal "Math.sumPrecise", step by step. */
export function sumPrecise(x: Float64Array): number {
  if (x.some(Number.isNaN)) return Number.NaN;
  const infinite = new Set(x.filter((value) => !Number.isFinite(value)));
  if (infinite.size === 2) return Number.NaN;
  for (const value of infinite) return value;
  if (x.every((value) => Object.is(value, -0))) return -0;
  // Every float64 is a multiple of 2^-1074.
  const units = Array.from(x, parts).map(([mantissa, exponent]) => mantissa << BigInt(exponent + 1074));
  return nearest({ p: total(units), q: 1n << 1074n });
}
