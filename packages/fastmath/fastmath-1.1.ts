// What contract 1.1 adds to fastmath.contract.ts, which takes it in.
import { constPtr, f32, f64, fn, mutPtr, nothing, usize } from '@capsule/contract';

const about = { since: '1.1', thread: 'any' } as const;
const x = constPtr(f64);
const y = constPtr(f64);
const out = mutPtr(f64);
const n = usize;
const one = { x: 'n values', n: 'how many' };

/** out[i] from x[i] and y[i]. */
const binary = (doc: string) =>
  fn(
    nothing,
    { x, y, out, n },
    {
      ...about,
      doc,
      args: { ...one, y: 'n values', out: 'n values, replaced; may be x or y, and must not overlap them otherwise' },
    },
  );

/** out[i] from x[i], or from all up to it. */
const unary = (doc: string) =>
  fn(
    nothing,
    { x, out, n },
    { ...about, doc, args: { ...one, out: 'n values, replaced; may be x, and must not overlap it otherwise' } },
  );

export const reductions = {
  sum_exact: fn(
    f64,
    { x, n },
    {
      ...about,
      doc: `The exact sum, rounded once to the nearest double, ties to even, in every rounding mode: what Math.sumPrecise
      gives. -0 when n is 0 or all are -0, 0 where others cancel; infinite only where the sum itself is too large.
      NaN if any value is, or both infinities are among them.`,
      args: one,
    },
  ),
  arg_min_max: fn(
    nothing,
    { x, n, min: mutPtr(usize), max: mutPtr(usize) },
    {
      ...about,
      doc: `Where the least and the greatest value are; of equal ones the first. -0 is less than +0. Both are the place of
      the first NaN if any value is. Both are 0 when n is 0, and less than n otherwise, even while another thread
      writes to x.`,
      args: { ...one, min: 'where the place of the least goes', max: 'where the place of the greatest goes' },
    },
  ),
};

export const elementwise = {
  add: binary('out[i] = x[i] + y[i].'),
  subtract: binary('out[i] = x[i] - y[i].'),
  multiply: binary('out[i] = x[i] * y[i].'),
  divide: binary('out[i] = x[i] / y[i]. Infinite or NaN where y[i] is 0.'),
  abs: unary('out[i] = x[i] without its sign.'),
  sqrt: unary('out[i] = the square root of x[i], correctly rounded. NaN where x[i] is less than 0; -0 of -0.'),
  cumsum: unary('out[0] = x[0], out[i] = out[i-1] + x[i]: from left to right, as NumPy adds.'),
  widen_f32: fn(
    nothing,
    { x: constPtr(f32), out, n },
    {
      ...about,
      doc: 'out[i] = x[i]: every float is a double.',
      args: { x: 'n values, with the alignment of a float', out: 'n values, replaced; apart from x', n: 'how many' },
    },
  ),
};
