// Central sums without rounding, for the kernels of moments.
import { type Fraction, sample, times } from './exact-arithmetic.js';

/** A fraction as a number, rounded once. */
export function rounded({ p, q }: Fraction): number {
  if (p < 0n) return -rounded({ p: -p, q });
  const shifted = p << 128n;
  const whole = shifted / q;
  return Number(whole * q === shifted ? whole : whole | 1n) * 2 ** -128;
}

const total = (terms: readonly bigint[]) => terms.reduce((sum, term) => sum + term, 0n);
const absolute = (term: bigint) => (term < 0n ? -term : term);

/**
 * A central sum: of (x[i] - mean)^power, or of (x[i] - meanX) * (y[i] - meanY).
 *
 * @returns the sum, and the sum of absolute values: what an error of the sum is to be compared with
 */
export function central(x: Float64Array, by: number | Float64Array): { sum: number; size: number } {
  const { deviations, unit } = sample(x);
  const other = typeof by === 'number' ? undefined : sample(by);
  const power = BigInt(typeof by === 'number' ? by : 1);
  const terms = deviations.map((value, i) =>
    other === undefined ? value ** power : value * (other.deviations[i] ?? 0n),
  );
  const scale = other === undefined ? { p: unit.p ** power, q: unit.q ** power } : times(unit, other.unit);
  const number = (sum: bigint) => rounded(times({ p: sum, q: 1n }, scale));
  return { sum: number(total(terms)), size: number(total(terms.map(absolute))) };
}
