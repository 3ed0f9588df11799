// Arithmetic without rounding, on values that are whole multiples of a unit, a power of two.

/** numerator/denominator, rounded once. */
export function quotient(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n) return -quotient(-numerator, denominator);
  const shifted = numerator << 128n;
  const whole = shifted / denominator;
  return Number(whole * denominator === shifted ? whole : whole | 1n) * 2 ** -128;
}

export const multiples = (values: Float64Array, unit = 1) => Array.from(values, (value) => BigInt(value / unit));

export const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);

/** n times each deviation from the mean: a whole number of units. */
function deviations(values: Float64Array, unit: number): bigint[] {
  const x = multiples(values, unit);
  const sum = total(x);
  return x.map((value) => BigInt(x.length) * value - sum);
}

const absolute = (value: bigint) => (value < 0n ? -value : value);

/**
 * A central sum: of (x[i] - mean)^power, or of (x[i] - meanX) * (y[i] - meanY).
 *
 * @returns the sum, and the sum of absolute values: what an error of the sum is to be compared with
 */
export function central(unit: number, x: Float64Array, by: number | Float64Array): { sum: number; size: number } {
  const dx = deviations(x, unit);
  const power = typeof by === 'number' ? by : 2;
  const terms =
    typeof by === 'number'
      ? dx.map((value) => value ** BigInt(by))
      : deviations(by, unit).map((value, i) => value * (dx[i] ?? 0n));
  const all = BigInt(x.length) ** BigInt(power);
  const number = (sum: bigint) => quotient(sum, all) * unit ** power;
  return { sum: number(total(terms)), size: number(total(terms.map(absolute))) };
}
