/*
 * Skewness and kurtosis of n values from the sums m2, m3 and m4 of powers of their deviations.
 * native/statistics/shape.c has g1 and g2 once more: the fast path does not call C, and has to have the same bits.
 */

const { sqrt } = Math;

/** g1 = m3 / m2^1.5, where the moments have divisor n. */
export function skewnessOf(n: number, m2: number, m3: number): number {
  const std = sqrt(m2 / n);
  return m3 / n / (std * std * std);
}

/** g2 = m4 / m2^2 - 3, where the moments have divisor n. */
export const kurtosisOf = (n: number, m2: number, m4: number): number => (m4 / m2 / m2) * n - 3;

/** G1 of g1, where the estimate is to be unbiased (Joanes and Gill 1998). */
export const correctSkewness = (g1: number, n: number, bias: boolean): number =>
  bias ? g1 : (g1 * sqrt(n * (n - 1))) / (n - 2);

/** G2 of g2, where the estimate is to be unbiased. */
export const correctKurtosis = (g2: number, n: number, bias: boolean): number =>
  bias ? g2 : ((n - 1) / (n - 2) / (n - 3)) * ((n + 1) * g2 + 6);
