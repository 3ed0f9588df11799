/**
 * Exact arithmetic: every float64 is an integer times a power of 2, so + - * / of float64 values yield fractions of BigInts.
 * Tests compare statistics with these fractions, never with other floating-point code.
 */

/** p / q, where q > 0. */
export interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

const word = new BigUint64Array(1);
const double = new Float64Array(word.buffer);

/** Splits a finite float64 into mantissa * 2^exponent. */
export function parts(x: number): [mantissa: bigint, exponent: number] {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is not a fraction`);
  double[0] = x;
  const bits = word[0] ?? 0n;
  const biased = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 0x10000000000000n);
  return [x < 0 ? -mantissa : mantissa, Math.max(biased, 1) - 1075];
}

/** The exact value of a float64. */
export function exactly(x: number): Fraction {
  const [mantissa, exponent] = parts(x);
  return exponent < 0 ? { p: mantissa, q: 1n << BigInt(-exponent) } : { p: mantissa << BigInt(exponent), q: 1n };
}

/** A decimal number as NIST prints it: `-0.429796848199937E-03`. */
export function decimal(text: string): Fraction {
  const [, sign = '', integer = '', fraction = '', power = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:E([+-]?\d+))?$/.exec(text) ?? [];
  if (integer === '') throw new RangeError(`'${text}' is not a decimal number`);
  const shift = Number(power) - fraction.length;
  const p = BigInt(integer + fraction) * (sign === '-' ? -1n : 1n);
  return shift < 0 ? { p, q: 10n ** BigInt(-shift) } : { p: p * 10n ** BigInt(shift), q: 1n };
}

export const whole = (n: number): Fraction => ({ p: BigInt(n), q: 1n });
export const plus = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.q + b.p * a.q, q: a.q * b.q });
export const minus = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.q - b.p * a.q, q: a.q * b.q });
export const times = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.p, q: a.q * b.q });
export const over = (a: Fraction, b: Fraction): Fraction =>
  b.p < 0n ? { p: -a.p * b.q, q: -a.q * b.p } : { p: a.p * b.q, q: a.q * b.p };
export const absolute = ({ p, q }: Fraction): Fraction => ({ p: p < 0n ? -p : p, q });
export const isLess = (a: Fraction, b: Fraction): boolean => a.p * b.q < b.p * a.q;

/** Adds fractions in pairs, so that most denominators stay short. */
export function sumOf(terms: readonly Fraction[]): Fraction {
  if (terms.length <= 1) return terms[0] ?? whole(0);
  return plus(sumOf(terms.slice(0, terms.length >> 1)), sumOf(terms.slice(terms.length >> 1)));
}

/** log10 of a BigInt that is more than 0. */
export function log10(n: bigint): number {
  const shift = Math.max(n.toString(16).length - 13, 0) * 4;
  return Math.log10(Number(n >> BigInt(shift))) + shift * Math.log10(2);
}

const bitLength = (n: bigint) => n.toString(2).length;

/** The float64 nearest to a fraction, ties to even. */
export function nearest({ p, q }: Fraction): number {
  if (p < 0n) return -nearest({ p: -p, q });
  // 2^exponent is the unit in the last place of the result or half of it, and at least the smallest subnormal number.
  let exponent = Math.max(bitLength(p) - bitLength(q) - 53, -1074);
  const scale = (): [bigint, bigint] => (exponent < 0 ? [p << BigInt(-exponent), q] : [p, q << BigInt(exponent)]);
  let [numerator, denominator] = scale();
  if (numerator / denominator >= 1n << 53n) {
    exponent += 1;
    [numerator, denominator] = scale();
  }
  const floor = numerator / denominator;
  const twice = 2n * (numerator - floor * denominator);
  const rounded = twice > denominator || (twice === denominator && floor % 2n === 1n) ? floor + 1n : floor;
  // Scales in two exact steps: powers of 2 end at 2^-1074 and 2^1023, and one step could need a larger power.
  const half = Math.trunc(exponent / 2);
  return Number(rounded) * 2 ** half * 2 ** (exponent - half);
}

/** The square root of a fraction, to a number of decimals. */
export function root({ p, q }: Fraction, decimals = 60): Fraction {
  const places = 10n ** BigInt(decimals);
  const square = (p * places * places) / q;
  if (square === 0n) return { p: 0n, q: 1n };
  // Newton's iteration, which approaches the root from above.
  let at = 1n << BigInt(Math.ceil(bitLength(square) / 2) + 1);
  for (let next = (at + square / at) / 2n; next < at; next = (at + square / at) / 2n) at = next;
  return { p: at, q: places };
}

/** The square root of a fraction of any magnitude, to 60 significant digits. */
export function rootOf({ p, q }: Fraction): Fraction {
  if (p <= 0n) return whole(0);
  const k = Math.round((log10(q) - log10(p)) / 2);
  const [up, down] = [10n ** BigInt(Math.max(k, 0)), 10n ** BigInt(Math.max(-k, 0))];
  const near1 = root({ p: p * up * up, q: q * down * down });
  return { p: near1.p * down, q: near1.q * up };
}
