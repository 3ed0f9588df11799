import { tTwoSided } from './distributions.js';

/** The probability of a normal number below x. */
export function normalBelow(x: number): number {
  // Student's t with this many degrees of freedom is the normal distribution.
  const tail = tTwoSided(x, 1e40) / 2;
  return x < 0 ? tail : 1 - tail;
}

/** The number below which a normal number is with the probability p, to about 1e-15 of its size. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -39;
  let high = 0;
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
  return high;
}
