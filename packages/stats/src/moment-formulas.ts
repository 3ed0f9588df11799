/*
 * Computes skewness and kurtosis of n values from m2, m3 and m4, the sums of powers of their deviations.
 * native/statistics/shape.c repeats the formulas of g1 and g2: the fast path does not call C, and must return the same
 * bits.
 */

const { sqrt } = Math;

/** g1 = m3 / m2^1.5 of the moments with divisor n, computed from the sums m2 and m3. */
export function skewnessOf(n: number, m2: number, m3: number): number {
  const std = sqrt(m2 / n);
  return m3 / n / (std * std * std);
}

/** g2 = m4 / m2^2 - 3 of the moments with divisor n, computed from the sums m2 and m4. */
export const kurtosisOf = (n: number, m2: number, m4: number): number => (m4 / m2 / m2) * n - 3;

/** Converts g1 to G1 if the estimate has to be unbiased (Joanes and Gill 1998). */
export const correctSkewness = (g1: number, n: number, bias: boolean): number =>
  bias ? g1 : (g1 * sqrt(n * (n - 1))) / (n - 2);

/** Converts g2 to G2 if the estimate has to be unbiased. */
export const correctKurtosis = (g2: number, n: number, bias: boolean): number =>
  bias ? g2 : ((n - 1) / (n - 2) / (n - 3)) * ((n + 1) * g2 + 6);
