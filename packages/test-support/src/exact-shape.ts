import { exactly, type Fraction, minus, over, plus, powers, type Sample, times, whole } from './exact-arithmetic.js';

/** Root of a fraction, to 60 places. */
export function root({ p, q }: Fraction, decimals = 60): Fraction {
  const places = 10n ** BigInt(decimals);
  const square = (p * places * places) / q;
  if (square === 0n) return { p: 0n, q: 1n };
  // Newton's way, from above.
  let at = 1n << BigInt(Math.ceil(square.toString(2).length / 2) + 1);
  for (let next = (at + square / at) / 2n; next < at; next = (at + square / at) / 2n) at = next;
  return { p: at, q: places };
}

/** A fraction as a number; of very small ones the first 30 places. */
const size = ({ p, q }: Fraction): number => Math.abs(Number((p * 10n ** 30n) / q)) / 1e30;

/** Digits of a result whose error counts relative to the larger of 1 and its size: it may be 0, as a skewness is. */
export function digitsBeside1(approximate: number, exact: Fraction): number {
  if (!Number.isFinite(approximate)) return Number.NEGATIVE_INFINITY;
  const error = size(minus(exactly(approximate), exact)) / Math.max(1, size(exact));
  return error === 0 ? 16 : -Math.log10(error);
}

/** Central moment of an order: mean of the powers of deviations. */
export const exactMoment = (x: Sample, order: number): Fraction => over(powers(x, order), whole(x.n));

/** Moment about a center: of deviations from the mean, and of the mean from the center. */
export function exactMomentAbout(x: Sample, order: 2 | 4, center: number): Fraction {
  const d = minus(x.mean, exactly(center));
  const square = times(d, d);
  const m2 = exactMoment(x, 2);
  if (order === 2) return plus(m2, square);
  const cubes = times(times(whole(4), d), exactMoment(x, 3));
  return plus(plus(exactMoment(x, 4), cubes), plus(times(times(whole(6), square), m2), times(square, square)));
}

/** m3 / m2^1.5. */
export function exactSkewness(x: Sample): Fraction {
  const [m2, m3] = [exactMoment(x, 2), exactMoment(x, 3)];
  const { p, q } = root(over(times(m3, m3), times(m2, times(m2, m2))));
  return { p: m3.p < 0n ? -p : p, q };
}

/** m4 / m2^2 - 3. */
export function exactKurtosis(x: Sample): Fraction {
  const m2 = exactMoment(x, 2);
  return minus(over(exactMoment(x, 4), times(m2, m2)), whole(3));
}
