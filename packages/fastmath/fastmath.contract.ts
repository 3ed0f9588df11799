// The functions of the table, in its order: new ones are appended, with a new minor version. CONTRIBUTING.md
// ("Adding a kernel") shows all that belongs to one.
import {
  array,
  bool,
  constPtr,
  defineContract,
  f32,
  f64,
  fn,
  isize,
  mutArray,
  mutPtr,
  noMemory,
  nothing,
  out,
  outArray,
  status,
  struct,
  usize,
} from '@capsule/contract';

const moments = struct(
  'moments',
  { n: usize, mean: f64, m2: f64, m3: f64, m4: f64 },
  {
    doc: 'The result of moments(): M2, M3 and M4 are sums of powers of deviations from m, the mean before rounding.',
    fields: {
      n: 'number of values',
      mean: 'sum / n',
      m2: 'sum of (x[i] - m)^2',
      m3: 'sum of (x[i] - m)^3',
      m4: 'sum of (x[i] - m)^4',
    },
  },
);

const comoments = struct(
  'comoments',
  { n: usize, mean_x: f64, mean_y: f64, mxx: f64, myy: f64, mxy: f64 },
  {
    doc: 'The result of comoments(): sums of products of deviations from the means.',
    fields: {
      n: 'number of pairs',
      mean_x: 'sum of x / n',
      mean_y: 'sum of y / n',
      mxx: 'sum of (x[i] - mean_x)^2',
      myy: 'sum of (y[i] - mean_y)^2',
      mxy: 'sum of (x[i] - mean_x) * (y[i] - mean_y)',
    },
  },
);

const weightedMoments = struct(
  'weighted_moments',
  { n: usize, weight: f64, weight2: f64, mean: f64, m2: f64 },
  {
    doc: 'The result of moments_weighted().',
    fields: {
      n: 'number of values',
      weight: 'sum of w',
      weight2: 'sum of w[i]^2; weight^2/weight2 is the effective number of values',
      mean: 'sum of w[i]*x[i] / weight',
      m2: 'sum of w[i] * (x[i] - mean)^2',
    },
  },
);

const deviations = struct(
  'deviations',
  { n: usize, mean: f64, m2: f64 },
  {
    doc: 'The result of deviations().',
    fields: { n: 'number of values', mean: 'as in moments', m2: 'as in moments' },
  },
);

const v1_0 = { since: '1.0', thread: 'any' } as const;
const v1_1 = { since: '1.1', thread: 'any' } as const;

const x = array(f64, 'n');
const y = array(f64, 'n');
const n = usize;
/** The first of values at equal distances: no length says how many elements lie behind it. */
const apart = constPtr(f64);

const one = { x: 'n values', n: 'number of values' };
const two = { x: 'n values', y: 'n values; may equal or overlap x', n: 'number of pairs' };
const extremes = { min: 'receives the minimum', max: 'receives the maximum' };

/** out[i] from x[i] and y[i]. */
const binary = (doc: string) =>
  fn(
    nothing,
    { x, y, out: outArray(f64, 'n', { mayBe: ['x', 'y'] }), n },
    {
      ...v1_1,
      doc,
      args: { ...one, y: 'n values', out: 'n values, overwritten; equals x or y, or overlaps neither' },
    },
  );

/** out[i] from x[i], or from x[0] to x[i]. */
const unary = (doc: string) =>
  fn(
    nothing,
    { x, out: outArray(f64, 'n', { mayBe: 'x' }), n },
    { ...v1_1, doc, args: { ...one, out: 'n values, overwritten; equals x, or is apart' } },
  );

const stride = 'distance from one value to the next, in elements; may be negative or 0';
const strided = { x: 'first of n values', stride, n: 'number of values' };
const stridedPair = {
  x: 'first of n values',
  x_stride: stride,
  y: 'first of n other values',
  y_stride: 'the same for y',
  n: 'number of pairs',
};

export default defineContract(
  '@capsule/fastmath',
  '1.1',
  {
    // Sums, extremes and moments.
    sum: fn(
      f64,
      { x, n },
      {
        ...v1_0,
        doc: 'x[0] + ... + x[n-1]; 0 when n is 0, -0 when all are -0. Overflows where a partial sum does.',
        args: one,
      },
    ),
    dot: fn(
      f64,
      { x, y, n },
      {
        ...v1_0,
        doc: 'x[0]*y[0] + ... + x[n-1]*y[n-1]; 0 when n is 0. Each product is rounded before it is added.',
        args: two,
      },
    ),
    min_max: fn(
      nothing,
      { x, n, min: out(f64), max: out(f64) },
      {
        ...v1_0,
        doc: `The least and the greatest value. Both are NaN if any value is NaN. -0 is less than +0. When n is 0, min is
        infinity and max is -infinity.`,
        args: { ...one, ...extremes },
      },
    ),
    moments: fn(
      nothing,
      { x, n, out: out(moments) },
      {
        ...v1_0,
        doc: `Mean and central sums M2, M3 and M4; the variance is M2/(n-1). Keeps its precision where the mean is large
        and the deviations are small. All are 0 when n is 0. Infinite values, and powers that overflow, make
        sums infinite or NaN; the mean is always sum / n.`,
        args: { ...one, out: 'receives the result; does not overlap x' },
      },
    ),
    comoments: fn(
      nothing,
      { x, y, n, out: out(comoments) },
      {
        ...v1_0,
        doc: `Means and central sums of pairs: the covariance is Mxy/(n-1), the slope of y on x is Mxy/Mxx. As precise
        as moments(). All are 0 when n is 0.`,
        args: { ...two, out: 'receives the result; does not overlap x or y' },
      },
    ),

    // Elementwise, in place.
    axpy: fn(
      nothing,
      { a: f64, x, y: mutArray(f64, 'n', { mayBe: 'x' }), n },
      {
        ...v1_0,
        doc: 'y[i] = a*x[i] + y[i]. Each product is rounded before it is added.',
        args: { ...one, a: 'factor', y: 'n values, overwritten; equals x, or is apart' },
      },
    ),
    scale: fn(
      nothing,
      { a: f64, x: mutArray(f64, 'n'), n },
      { ...v1_0, doc: 'x[i] = a*x[i].', args: { a: 'factor', x: 'n values, overwritten', n: 'number of values' } },
    ),

    // The exact sum, and places of extremes.
    sum_exact: fn(
      f64,
      { x, n },
      {
        ...v1_1,
        doc: `The exact sum, rounded once to the nearest double, ties to even, in every rounding mode: the result of
        Math.sumPrecise. -0 when n is 0 or all are -0, 0 when other values cancel; infinite only when the sum itself is
        too large. NaN if any value is NaN, or both infinities occur.`,
        args: one,
      },
    ),
    arg_min_max: fn(
      nothing,
      { x, n, min: out(usize), max: out(usize) },
      {
        ...v1_1,
        doc: `The indices of the least and the greatest value, of the first of equal ones. -0 is less than +0. Both are the
        index of the first NaN if any value is NaN. Both are 0 when n is 0, and less than n otherwise, even while
        another thread writes to x.`,
        args: { ...one, min: 'receives the index of the minimum', max: 'receives the index of the maximum' },
      },
    ),

    // Elementwise.
    add: binary('out[i] = x[i] + y[i].'),
    subtract: binary('out[i] = x[i] - y[i].'),
    multiply: binary('out[i] = x[i] * y[i].'),
    divide: binary('out[i] = x[i] / y[i]. Infinite or NaN where y[i] is 0.'),
    abs: unary('out[i] = the absolute value of x[i].'),
    sqrt: unary('out[i] = the square root of x[i], correctly rounded. NaN where x[i] is less than 0; -0 of -0.'),
    cumsum: unary('out[0] = x[0], out[i] = out[i-1] + x[i]: added from left to right, as in NumPy.'),
    widen_f32: fn(
      nothing,
      { x: array(f32, 'n'), out: outArray(f64, 'n'), n },
      {
        ...v1_1,
        doc: 'out[i] = x[i], converted to double, which is exact.',
        args: {
          x: 'n values, aligned as float',
          out: 'n values, overwritten; does not overlap x',
          n: 'number of values',
        },
      },
    ),

    // Sorting, ranks and search.
    sort: fn(
      nothing,
      { x: mutArray(f64, 'n'), n },
      {
        ...v1_1,
        doc: `Sorts in place, ascending: -0 before 0, NaN at the end. Allocates nothing and takes n*log(n) time in the
        worst case. While another thread writes to x the result is in no order, but nothing outside of x is touched.`,
        args: { x: 'n values, overwritten', n: 'number of values' },
      },
    ),
    select: fn(
      status(bool, {
        false: {
          code: 'PLACE_UNUSABLE',
          expected: 'ascending indices of x, and memory for a copy of both',
          found: 'other indices, or less memory',
        },
      }),
      { x, n, k: array(usize, 'count'), count: usize, out: outArray(f64, 'count', { mayOverlap: 'x' }) },
      {
        ...v1_1,
        doc: `out[j] is the value that sort() would move to x[k[j]]; x is not modified. Returns false, and writes nothing,
        when there is no memory for a copy of x and k, when k is not ascending, or when an index is n or more.`,
        args: {
          ...one,
          k: 'indices from 0, ascending; may repeat',
          count: 'number of indices',
          out: 'count values, overwritten; may lie in x',
        },
      },
    ),
    rank: fn(
      status(bool, { false: noMemory }),
      { x, n, out: outArray(f64, 'n', { mayOverlap: 'x' }) },
      {
        ...v1_1,
        doc: `out[i] is the rank of x[i], from 1; equal values, such as 0 and -0, have the mean of their ranks. All are NaN
        if any value is NaN. Returns false, and writes nothing, when there is no memory: 32 bytes for each value.`,
        args: { ...one, out: 'n values, overwritten; may equal or overlap x' },
      },
    ),
    search_sorted: fn(
      nothing,
      { x, n, values: array(f64, 'count'), count: usize, right: bool, out: outArray(usize, 'count') },
      {
        ...v1_1,
        doc: `Where values belong in sorted x: out[j] is how many of x are less than values[j] or, with right, less or equal.
        NaN is greater than all numbers, and 0 equals -0. At most n, even where x is not sorted.`,
        args: {
          x: 'n values, ascending, NaN at the end',
          n: 'number of values in x',
          values: 'count values to search for',
          count: 'number of values to search for',
          right: 'whether to insert after equal values, not before them',
          out: 'count indices, overwritten; does not overlap the others',
        },
      },
    ),
    histogram: fn(
      usize,
      { x, n, low: f64, high: f64, bins: usize, counts: outArray(usize, 'bins') },
      {
        ...v1_1,
        doc: `Counts values in bins of equal width: bin j contains the values from low + j*((high - low)/bins) up to, but
        not including, the start of the next bin; the last bin includes high. Values outside and NaN are not counted.
        Returns how many are; 0 when low is not less than high, or high - low is not finite.`,
        args: {
          ...one,
          low: 'start of the first bin',
          high: 'end of the last bin',
          bins: 'number of bins; 0 counts nothing',
          counts: 'bins numbers, overwritten; does not overlap x',
        },
      },
    ),

    // Weighted moments.
    moments_weighted: fn(
      nothing,
      { x, w: array(f64, 'n'), n, out: out(weightedMoments) },
      {
        ...v1_1,
        doc: `Weighted mean and central sum of squares; the variance is m2/(weight - 1) where weights are counts. As precise
        as moments(). Weights are not negative. All are 0 when n is 0; mean and m2 are NaN when all weights are 0.`,
        args: { ...one, w: 'n weights; may equal or overlap x', out: 'receives the result; does not overlap x or w' },
      },
    ),

    // Values at equal distances, such as a column of a matrix that is stored by rows.
    gather: fn(
      nothing,
      { x: apart, stride: isize, out: mutPtr(f64), n },
      {
        ...v1_1,
        doc: 'out[i] = x[i*stride].',
        args: { ...strided, out: 'n values, overwritten; does not overlap those of x' },
      },
    ),
    sum_strided: fn(
      f64,
      { x: apart, stride: isize, n },
      {
        ...v1_1,
        doc: `sum() of x[0], x[stride], x[2*stride] ...: the same bits. Like the functions below, it copies the values
        to the stack, a block at a time, and uses up to 160 KiB.`,
        args: strided,
      },
    ),
    dot_strided: fn(
      f64,
      { x: apart, x_stride: isize, y: apart, y_stride: isize, n },
      { ...v1_1, doc: 'dot() of such values.', args: stridedPair },
    ),
    min_max_strided: fn(
      nothing,
      { x: apart, stride: isize, n, min: out(f64), max: out(f64) },
      { ...v1_1, doc: 'min_max() of such values.', args: { ...strided, ...extremes } },
    ),
    moments_strided: fn(
      nothing,
      { x: apart, stride: isize, n, out: out(moments) },
      {
        ...v1_1,
        doc: 'moments() of such values.',
        args: { ...strided, out: 'receives the result; does not overlap x' },
      },
    ),
    comoments_strided: fn(
      nothing,
      { x: apart, x_stride: isize, y: apart, y_stride: isize, n, out: out(comoments) },
      {
        ...v1_1,
        doc: 'comoments() of such values.',
        args: { ...stridedPair, out: 'receives the result; does not overlap x or y' },
      },
    ),

    // The part of moments() that a variance needs.
    deviations: fn(
      nothing,
      { x, n, out: out(deviations) },
      {
        ...v1_1,
        doc: 'n, mean and M2 of moments(): the same bits, in less time where x is in a cache. All are 0 when n is 0.',
        args: { ...one, out: 'receives the result; does not overlap x' },
      },
    ),
  },
  {
    languages: ['cpp', 'rust', 'ffi'],
    doc: `Vector kernels over double. Pointers need the alignment of a double and no more; when n is 0, no pointer is
      read. Inputs are never written to, unless they are outputs as well.

      All variants return the same bits, in one defined order of operations; every NaN counts as the same. No kernel
      changes the floating-point environment, and subnormal numbers are not flushed to zero.`,
  },
);
