/**
 * A definition of quantiles, numbered as by Hyndman and Fan (1996), and as `type` in R. 1 to 3 give a value of the sample,
 * or the mean of two; 4 to 9 a number between two values. 7 is that of NumPy, R and Excel; 8 does not depend on the
 * distribution, as its median is nearly unbiased.
 */
export type QuantileMethod = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const { abs, ceil, floor, max, min, round } = Math;

/** n * p is rounded: what is so near to a whole number is that number. */
function settle(position: number): number {
  const whole = round(position);
  return abs(position - whole) <= 4 * Number.EPSILON * (abs(position) + 1) ? whole : position;
}

/** alpha = beta, of the methods that are symmetric: position p * (n + 1 - alpha - beta) + alpha, counted from 1. */
const alphas = [0, 0, 0, 0, 0, 1 / 2, 0, 1, 1 / 3, 3 / 8] as const;

function unbounded(method: QuantileMethod, n: number, p: number): number {
  if (method > 4) {
    const alpha = alphas[method];
    return settle(p * (n + 1 - 2 * alpha) + (alpha - 1));
  }
  if (method === 4) return settle(p * n - 1);
  if (method === 3) {
    // The nearest value, and of two as near the one with an even number.
    const number = settle(p * n - 0.5);
    return number === floor(number) && number % 2 === 0 ? number - 1 : floor(number);
  }
  const number = settle(p * n);
  return method === 2 && number === floor(number) ? number - 0.5 : ceil(number) - 1;
}

/**
 * Where in the order of n values the quantile is, from 0 to n - 1; between two places, that fraction of the way from one to
 * the next.
 */
export const positionOf = (method: QuantileMethod, n: number, p: number): number =>
  max(0, min(unbounded(method, n, p), n - 1));
