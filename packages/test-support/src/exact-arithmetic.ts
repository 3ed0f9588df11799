/**
 * Exact arithmetic: every float64 is a whole number times a power of 2, so what is computed from float64
 * by + - * / is a fraction of BigInts. The statistics are compared with these, and never with themselves.
 */

/** p / q, where q is more than 0. */
export interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

const word = new BigUint64Array(1);
const double = new Float64Array(word.buffer);

/** A finite float64 as mantissa * 2^exponent. */
function parts(x: number): [mantissa: bigint, exponent: number] {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is no fraction`);
  double[0] = x;
  const bits = word[0] ?? 0n;
  const biased = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 0x10000000000000n);
  return [x < 0 ? -mantissa : mantissa, Math.max(biased, 1) - 1075];
}

/** A float64, exactly. */
export function exactly(x: number): Fraction {
  const [mantissa, exponent] = parts(x);
  return exponent < 0 ? { p: mantissa, q: 1n << BigInt(-exponent) } : { p: mantissa << BigInt(exponent), q: 1n };
}

/** A decimal number as a certificate prints it: `-0.429796848199937E-03`. */
export function decimal(text: string): Fraction {
  const [, sign = '', whole = '', rest = '', power = '0'] = /^(-?)(\d+)\.?(\d*)(?:E([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === '') throw new RangeError(`'${text}' is no decimal number`);
  const shift = Number(power) - rest.length;
  const p = BigInt(whole + rest) * (sign === '-' ? -1n : 1n);
  return shift < 0 ? { p, q: 10n ** BigInt(-shift) } : { p: p * 10n ** BigInt(shift), q: 1n };
}

export const whole = (n: number): Fraction => ({ p: BigInt(n), q: 1n });
export const plus = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.q + b.p * a.q, q: a.q * b.q });
export const minus = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.q - b.p * a.q, q: a.q * b.q });
export const times = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.p, q: a.q * b.q });
export const over = (a: Fraction, b: Fraction): Fraction =>
  b.p < 0n ? { p: -a.p * b.q, q: -a.q * b.p } : { p: a.p * b.q, q: a.q * b.p };

const size = (n: bigint): bigint => (n < 0n ? -n : n);

/** log10 of a BigInt that is more than 0. */
export function log10(n: bigint): number {
  const cut = Math.max(n.toString(16).length - 13, 0) * 4;
  return Math.log10(Number(n >> BigInt(cut))) + cut * Math.log10(2);
}

/** -log10(|error| / |exact|): how many decimal digits agree, 16 at most. */
export function agreement(approximate: Fraction, exact: Fraction): number {
  const error = minus(approximate, exact);
  if (error.p === 0n) return 16;
  if (exact.p === 0n) return Number.NEGATIVE_INFINITY;
  return Math.min(log10(size(exact.p)) - log10(exact.q) - log10(size(error.p)) + log10(error.q), 16);
}

/** How many decimal digits of a result are right. */
export function digits(approximate: number, exact: Fraction): number {
  return Number.isFinite(approximate) ? agreement(exactly(approximate), exact) : Number.NEGATIVE_INFINITY;
}

/** The same for a root, by its square: the relative error of a square is twice that of the root. */
export function digitsOfRoot(approximate: number, square: Fraction): number {
  if (!Number.isFinite(approximate) || approximate < 0) return Number.NEGATIVE_INFINITY;
  const root = exactly(approximate);
  return Math.min(agreement(times(root, root), square) + Math.log10(2), 16);
}

/** A sample, taken apart. Everything about it is made of its deviations from the mean, which are exact too. */
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
  const sum = units.reduce((total, each) => total + each, 0n);
  const unit = over(exactly(2 ** exponent), { p: n, q: 1n });
  return {
    n: units.length,
    mean: times({ p: sum, q: 1n }, unit),
    deviations: units.map((each) => each * n - sum),
    unit,
  };
}

/** Sum of (x[i] - mean)^power. */
export function powers({ deviations, unit }: Sample, power: number): Fraction {
  const k = BigInt(power);
  const p = deviations.reduce((total, each) => total + each ** k, 0n);
  return times({ p, q: 1n }, { p: unit.p ** k, q: unit.q ** k });
}

/** Sum of (x[i] - mean of x) * (y[i] - mean of y). */
export function products(x: Sample, y: Sample): Fraction {
  const p = x.deviations.reduce((total, each, i) => total + each * (y.deviations[i] ?? 0n), 0n);
  return times({ p, q: 1n }, times(x.unit, y.unit));
}

export const exactVariance = (x: Sample, ddof = 1): Fraction => over(powers(x, 2), whole(x.n - ddof));
export const exactCovariance = (x: Sample, y: Sample): Fraction => over(products(x, y), whole(x.n - 1));

/** Skewness as its square: n m3^2 / m2^3, of sums of powers; and kurtosis, n m4 / m2^2 - 3. */
export function exactShape(x: Sample) {
  const [n, m2, m3, m4] = [whole(x.n), powers(x, 2), powers(x, 3), powers(x, 4)];
  return {
    skewnessSquare: over(times(n, times(m3, m3)), times(m2, times(m2, m2))),
    kurtosis: minus(over(times(n, m4), times(m2, m2)), whole(3)),
  };
}

/** The line of least squares. Errors are given as their squares, which are fractions. */
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
