/**
 * A definition of quantiles, numbered as by Hyndman and Fan (1996), and as `type` in R. 1 to 3 return a value of the
 * sample, or the mean of two; 4 to 9 interpolate between two values. 7 is the default of NumPy, R and Excel; 8 is
 * approximately median-unbiased for every distribution.
 *
 * @example
 * ```ts
 * import { type QuantileMethod, quantile } from '@capsule/stats';
 *
 * const methods: QuantileMethod[] = [1, 6, 7];
 * console.log(methods.map((method) => quantile([1, 2, 3, 4], 0.3, { method }))); // [ 2, 1.5, 1.9 ]
 * ```
 */
export type QuantileMethod = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const { abs, ceil, floor, max, min, round } = Math;

/** Rounds a position to an integer if it differs from it only by the rounding error of n * p. */
function snap(position: number): number {
  const integer = round(position);
  return abs(position - integer) <= 4 * Number.EPSILON * (abs(position) + 1) ? integer : position;
}

/** The alpha of methods 5 to 9. Their position, counted from 1, is p * (n + 1 - 2 * alpha) + alpha. */
const alphas = [0, 0, 0, 0, 0, 1 / 2, 0, 1, 1 / 3, 3 / 8] as const;

function unbounded(method: QuantileMethod, n: number, p: number): number {
  if (method > 4) {
    const alpha = alphas[method];
    return snap(p * (n + 1 - 2 * alpha) + (alpha - 1));
  }
  if (method === 4) return snap(p * n - 1);
  if (method === 3) {
    // The nearest value; if two are equally near, the one with the even number, counted from 1.
    const number = snap(p * n - 0.5);
    return number % 2 === 0 ? number - 1 : floor(number);
  }
  const number = snap(p * n);
  return method === 2 && number === floor(number) ? number - 0.5 : ceil(number) - 1;
}

/** The position of a quantile in n sorted values, from 0 to n - 1; a fraction interpolates between two values. */
export const positionOf = (method: QuantileMethod, n: number, p: number): number =>
  max(0, min(unbounded(method, n, p), n - 1));
