// The number of decimal digits to which a result is correct: -log10 of its relative error, at most 16.
import { absolute, exactly, type Fraction, log10, minus, nearest, times } from './exact-arithmetic.js';

/** The number of digits to which a fraction is correct. */
export function agreement(approximate: Fraction, exact: Fraction): number {
  const error = absolute(minus(approximate, exact));
  if (error.p === 0n) return 16;
  if (exact.p === 0n) return Number.NEGATIVE_INFINITY;
  return Math.min(log10(absolute(exact).p) - log10(exact.q) - log10(error.p) + log10(error.q), 16);
}

/** The number of digits to which a result is correct. */
export function digits(approximate: number, exact: Fraction): number {
  return Number.isFinite(approximate) ? agreement(exactly(approximate), exact) : Number.NEGATIVE_INFINITY;
}

/** The digits to which a square root is correct, from its square, whose relative error is twice as large. */
export function digitsOfRoot(approximate: number, square: Fraction): number {
  if (!Number.isFinite(approximate) || approximate < 0) return Number.NEGATIVE_INFINITY;
  const root = exactly(approximate);
  return Math.min(agreement(times(root, root), square) + Math.log10(2), 16);
}

/** The digits to which a result is correct if it may be 0, as a skewness: the error is relative to max(1, |result|). */
export function digitsBeside1(approximate: number, exact: Fraction): number {
  if (!Number.isFinite(approximate)) return Number.NEGATIVE_INFINITY;
  const error = Math.abs(nearest(minus(exactly(approximate), exact))) / Math.max(1, Math.abs(nearest(exact)));
  return error === 0 ? 16 : -Math.log10(error);
}
