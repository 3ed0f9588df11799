// What contract 1.1 adds to fastmath.contract.ts, which takes it in.
import { bool, constPtr, f32, f64, fn, isize, mutPtr, nothing, struct, usize } from '@capsule/contract';

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

export const order = {
  sort: fn(
    nothing,
    { x: mutPtr(f64), n },
    {
      ...about,
      doc: `Sorts in place, ascending: -0 before 0, NaN at the end. Takes no memory, and a time of n*log(n) at worst. In no
      order, but still within x, while another thread writes to it.`,
      args: { x: 'n values, replaced', n: 'how many' },
    },
  ),
  select: fn(
    bool,
    { x, n, k: constPtr(usize), count: usize, out },
    {
      ...about,
      doc: `out[j] is what sort() would bring to x[k[j]], without sorting: x stays as it is. False, and nothing is written,
      where there is no memory for a copy of x and k, where k is not in ascending order, or reaches n.`,
      args: {
        ...one,
        k: 'places, from 0; in ascending order, also equal ones',
        count: 'how many places',
        out: 'count values, replaced; may lie in x',
      },
    },
  ),
  rank: fn(
    bool,
    { x, n, out },
    {
      ...about,
      doc: `out[i] is the rank of x[i], from 1; equal values, such as 0 and -0, have the mean of their ranks. All are NaN if
      any value is. False, and nothing is written, where there is no memory: 32 bytes for each value.`,
      args: { ...one, out: 'n values, replaced; may be x, or overlap it' },
    },
  ),
  search_sorted: fn(
    nothing,
    { x, n, values: constPtr(f64), count: usize, right: bool, out: mutPtr(usize) },
    {
      ...about,
      doc: `Where values belong in sorted x: out[j] is how many of x are less than values[j], or, from the right, not more.
      NaN comes after all numbers, and 0 equals -0. At most n, whatever x holds.`,
      args: {
        x: 'n values in ascending order, NaN at the end',
        n: 'how many',
        values: 'count values to look for',
        count: 'how many',
        right: 'behind those that are equal, and not before them',
        out: 'count places, replaced; apart from the others',
      },
    },
  ),
  histogram: fn(
    usize,
    { x, n, low: f64, high: f64, bins: usize, counts: mutPtr(usize) },
    {
      ...about,
      doc: `Counts values in bins of one width: bin j begins at low + j*((high - low)/bins), which belongs to it, and ends
      where the next begins; the last ends at high, which belongs to it. Values outside and NaN are not counted.
      Gives how many are; 0 where low < high is not so, or high - low is not finite.`,
      args: {
        ...one,
        low: 'where the first bin begins',
        high: 'where the last bin ends',
        bins: 'how many; 0 counts nothing',
        counts: 'bins numbers, replaced; apart from x',
      },
    },
  ),
};

const weightedMoments = struct(
  'weighted_moments',
  { n: usize, weight: f64, weight2: f64, mean: f64, m2: f64 },
  {
    doc: 'What moments_weighted() fills in.',
    fields: {
      n: 'how many values',
      weight: 'sum of w',
      weight2: 'sum of w[i]^2: weight^2/weight2 is how many values of one weight would tell as much',
      mean: 'sum of w[i]*x[i] / weight',
      m2: 'sum of w[i] * (x[i] - mean)^2',
    },
  },
);

export const weighted = {
  moments_weighted: fn(
    nothing,
    { x, w: constPtr(f64), n, out: mutPtr(weightedMoments) },
    {
      ...about,
      doc: `Weighted mean and central sum of squares: the variance is m2/(weight - 1) where weights are counts. With the care
      of moments(): keeps its digits where the mean is large. Weights are not negative. All are 0 when n is 0; mean
      and m2 are NaN where all weights are 0.`,
      args: { ...one, w: 'n weights; may be x, or overlap it', out: 'is filled in; apart from x and w' },
    },
  ),
};

const distance = 'from one value to the next, in elements; may be negative, or 0';
const column = { x: 'where the first of n values is', stride: distance, n: 'how many' };
const columns = {
  x: 'where the first of n values is',
  x_stride: distance,
  y: 'where the first of n others is',
  y_stride: 'the same for y',
  n: 'how many pairs',
};

type Struct = ReturnType<typeof struct>;

/** Kernels over values at equal distances: a column of a matrix that is stored by rows. */
export const strided = (moments: Struct, comoments: Struct) => ({
  gather: fn(
    nothing,
    { x, stride: isize, out, n },
    {
      ...about,
      doc: 'out[i] = x[i*stride].',
      args: { ...column, out: 'n values, replaced; apart from those of x' },
    },
  ),
  sum_strided: fn(
    f64,
    { x, stride: isize, n },
    {
      ...about,
      doc: `sum() of x[0], x[stride], x[2*stride] ..., to the bit. As the others below, it copies the values side by side, a
      block at a time, and takes up to 160 KiB of stack.`,
      args: column,
    },
  ),
  dot_strided: fn(
    f64,
    { x, x_stride: isize, y, y_stride: isize, n },
    { ...about, doc: 'dot() of such values.', args: columns },
  ),
  min_max_strided: fn(
    nothing,
    { x, stride: isize, n, min: mutPtr(f64), max: mutPtr(f64) },
    {
      ...about,
      doc: 'min_max() of such values.',
      args: { ...column, min: 'where the least goes', max: 'where the greatest goes' },
    },
  ),
  moments_strided: fn(
    nothing,
    { x, stride: isize, n, out: mutPtr(moments) },
    { ...about, doc: 'moments() of such values.', args: { ...column, out: 'is filled in; apart from x' } },
  ),
  comoments_strided: fn(
    nothing,
    { x, x_stride: isize, y, y_stride: isize, n, out: mutPtr(comoments) },
    {
      ...about,
      doc: 'comoments() of such values.',
      args: { ...columns, out: 'is filled in; apart from x and y' },
    },
  ),
});

const deviationSums = struct(
  'deviations',
  { n: usize, mean: f64, m2: f64 },
  { doc: 'What deviations() fills in.', fields: { n: 'how many values', mean: 'as in moments', m2: 'as in moments' } },
);

export const deviations = {
  deviations: fn(
    nothing,
    { x, n, out: mutPtr(deviationSums) },
    {
      ...about,
      doc: `What a variance needs: n, mean and M2 of moments(), to the bit, in less time where x is in a cache. All are 0
      when n is 0.`,
      args: { ...one, out: 'is filled in; apart from x' },
    },
  ),
};
