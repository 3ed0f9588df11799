import { constPtr, defineContract, f64, fn, mutPtr, nothing, struct, usize } from '@capsule/contract';
import { deviations, elementwise, order, reductions, strided, weighted } from './fastmath-1.1.js';

const moments = struct(
  'moments',
  { n: usize, mean: f64, m2: f64, m3: f64, m4: f64 },
  {
    doc: 'What moments() fills in: M2, M3 and M4 are sums of powers of deviations from m, the mean before rounding.',
    fields: { n: 'how many values', mean: 'sum / n', m2: 'sum of (x[i] - m)^2', m3: 'of ^3', m4: 'of ^4' },
  },
);

const comoments = struct(
  'comoments',
  { n: usize, mean_x: f64, mean_y: f64, mxx: f64, myy: f64, mxy: f64 },
  {
    doc: 'What comoments() fills in: sums of products of deviations from the means.',
    fields: {
      n: 'how many pairs',
      mean_x: 'sum of x / n',
      mean_y: 'sum of y / n',
      mxx: 'sum of (x[i] - mean_x)^2',
      myy: 'sum of (y[i] - mean_y)^2',
      mxy: 'sum of (x[i] - mean_x) * (y[i] - mean_y)',
    },
  },
);

const since = '1.0';
const thread = 'any';
const x = constPtr(f64);
const y = constPtr(f64);
const n = usize;
const one = { x: 'n values', n: 'how many' };
const two = { x: 'n values', y: 'n values; may be x, or overlap it', n: 'how many' };

export default defineContract(
  '@capsule/fastmath',
  '1.1',
  {
    sum: fn(
      f64,
      { x, n },
      {
        since,
        thread,
        doc: 'x[0] + ... + x[n-1]; 0 when n is 0, -0 when all are -0. Overflows where a partial sum does.',
        args: one,
      },
    ),
    dot: fn(
      f64,
      { x, y, n },
      {
        since,
        thread,
        doc: 'x[0]*y[0] + ... + x[n-1]*y[n-1]; 0 when n is 0. Products are rounded before they are added.',
        args: two,
      },
    ),
    min_max: fn(
      nothing,
      { x, n, min: mutPtr(f64), max: mutPtr(f64) },
      {
        since,
        thread,
        doc: `The least and the greatest value. Both are NaN if any value is. -0 is less than +0. When n is 0, min is
        infinity and max is -infinity.`,
        args: { ...one, min: 'where the least goes', max: 'where the greatest goes' },
      },
    ),
    moments: fn(
      nothing,
      { x, n, out: mutPtr(moments) },
      {
        since,
        thread,
        doc: `Mean and central sums M2, M3, M4 in one call, in two readings of each block: the variance is M2/(n-1).
        Keeps its digits where the mean is large and the deviations are small. All are 0 when n is 0. Infinite
        values, and powers that overflow, give infinite or NaN sums; the mean is the sum / n, whatever that is.`,
        args: { ...one, out: 'is filled in; apart from x' },
      },
    ),
    comoments: fn(
      nothing,
      { x, y, n, out: mutPtr(comoments) },
      {
        since,
        thread,
        doc: `Means and central sums of pairs: the covariance is Mxy/(n-1), the slope of y on x is Mxy/Mxx. With the care
        of moments(). All are 0 when n is 0.`,
        args: { ...two, out: 'is filled in; apart from x and y' },
      },
    ),
    axpy: fn(
      nothing,
      { a: f64, x, y: mutPtr(f64), n },
      {
        since,
        thread,
        doc: 'y[i] = a*x[i] + y[i], each product rounded before it is added.',
        args: { ...one, a: 'factor', y: 'n values, replaced; may be x, and must not overlap it otherwise' },
      },
    ),
    scale: fn(
      nothing,
      { a: f64, x: mutPtr(f64), n },
      {
        since,
        thread,
        doc: 'x[i] = a*x[i].',
        args: { a: 'factor', x: 'n values, replaced', n: 'how many' },
      },
    ),
    ...reductions,
    ...elementwise,
    ...order,
    ...weighted,
    ...strided(moments, comoments),
    ...deviations,
  },
  {
    languages: ['rust', 'ffi'],
    doc: `Vector kernels over double. Pointers need the alignment of a double and no more; where n is 0, no pointer is
      read. Inputs are never written, unless they are outputs too.

      Every variant gives the same bits, in one defined order of operations; any NaN counts as any NaN. No kernel
      changes the floating-point environment, and subnormal numbers are numbers.`,
  },
);
