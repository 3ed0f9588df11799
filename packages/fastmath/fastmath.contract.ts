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
  type JavaScriptBinding,
  mutArray,
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
    example: `import { type Moments, moments } from '@capsule/fastmath';

const { m2, n }: Moments = moments(Float64Array.of(1, 2, 6));
console.log('variance', m2 / (n - 1)); // variance 7`,
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
    example: `import { type Comoments, comoments } from '@capsule/fastmath';

const { mxy, mxx }: Comoments = comoments(Float64Array.of(1, 2, 3), Float64Array.of(3, 5, 7));
console.log('slope', mxy / mxx); // slope 2`,
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
    example: `import { momentsWeighted, type WeightedMoments } from '@capsule/fastmath';

const { weight, weight2 }: WeightedMoments = momentsWeighted(Float64Array.of(1, 2), Float64Array.of(3, 1));
console.log('effective number of values', weight ** 2 / weight2); // effective number of values 1.6`,
  },
);

const deviations = struct(
  'deviations',
  { n: usize, mean: f64, m2: f64 },
  {
    doc: 'The result of deviations().',
    fields: { n: 'number of values', mean: 'as in moments', m2: 'as in moments' },
    example: `import { type Deviations, deviations } from '@capsule/fastmath';

const { m2, n }: Deviations = deviations(Float64Array.of(1, 2, 6));
console.log('variance', m2 / (n - 1)); // variance 7`,
  },
);

const v1_0 = { since: '1.0', thread: 'any' } as const;
const v1_1 = { since: '1.1', thread: 'any' } as const;

const x = array(f64, 'n');
const y = array(f64, 'n');
const n = usize;
/** The first of values at equal distances. Only JavaScript knows how many elements lie behind it. */
const apart = constPtr(f64);
const places = { x: { doc: 'the values', stride: 'stride', count: 'n' } };
const pairPlaces = { x: { stride: 'x_stride', count: 'n' }, y: { stride: 'y_stride', count: 'n' } };

const one = { x: 'n values', n: 'number of values' };
const two = { x: 'n values', y: 'n values; may equal or overlap x', n: 'number of pairs' };
/** What remains where the indices are valid. */
const noMemoryForCopy = { ...noMemory, expected: 'memory for a copy of x and k' };
const range = 'low to be less than high, and a finite distance between them';
const bins = 'bins to be an integer from 1 to 100000000';
const extremes = { min: 'receives the minimum', max: 'receives the maximum' };

/** out[i] from x[i] and y[i]. */
const binary = (doc: string, javascript: JavaScriptBinding) =>
  fn(
    nothing,
    { x, y, out: outArray(f64, 'n', { mayBe: ['x', 'y'] }), n },
    {
      ...v1_1,
      doc,
      args: { ...one, y: 'n values', out: 'n values, overwritten; equals x or y, or overlaps neither' },
      javascript,
    },
  );

/** out[i] from x[i], or from x[0] to x[i]. */
const unary = (doc: string, javascript: JavaScriptBinding) =>
  fn(
    nothing,
    { x, out: outArray(f64, 'n', { mayBe: 'x' }), n },
    { ...v1_1, doc, args: { ...one, out: 'n values, overwritten; equals x, or is apart' }, javascript },
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
        javascript: {
          doc: 'Adds the values of x in a defined order, so that the sum has the same bits on every machine.',
          returns: 'the sum; 0 when x is empty, -0 when all values are -0',
          hint: 'To add with weights, use dot(x, w).',
          example: `import { sum } from '@capsule/fastmath';

console.log(sum(Float64Array.of(1, 2, 3.5))); // 6.5`,
        },
      },
    ),
    dot: fn(
      f64,
      { x, y, n },
      {
        ...v1_0,
        doc: 'x[0]*y[0] + ... + x[n-1]*y[n-1]; 0 when n is 0. Each product is rounded before it is added.',
        args: two,
        javascript: {
          doc: 'Adds the products x[i]*y[i].',
          returns: 'the sum of the products, each rounded before it is added; 0 when both are empty',
          example: `import { dot } from '@capsule/fastmath';

console.log(dot(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6))); // 32`,
        },
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
        javascript: {
          doc: 'Finds the least and the greatest value; -0 is less than 0.',
          returns: 'both; NaN if any value is NaN, infinity and -infinity when x is empty',
          example: `import { minMax } from '@capsule/fastmath';

console.log(minMax(Float64Array.of(3, -1, 2))); // { min: -1, max: 3 }`,
        },
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
        javascript: {
          doc: 'Computes mean and central sums of x.',
          returns: `the sums, from which the variance is m2/(n - 1); all 0 when x is empty. If a value is NaN or infinite, or a
          power overflows, sums are infinite or NaN`,
          hint: 'For weights there is momentsWeighted(x, w).',
          example: `import { moments } from '@capsule/fastmath';

console.log(moments(Float64Array.of(1, 2, 6))); // { n: 3, mean: 3, m2: 14, m3: 18, m4: 98 }`,
        },
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
        javascript: {
          doc: 'Computes means and central sums of the pairs x[i], y[i].',
          returns: 'the sums, from which the covariance is mxy/(n - 1); all 0 when both are empty',
          example: `import { type Comoments, comoments } from '@capsule/fastmath';

const { mxy, mxx }: Comoments = comoments(Float64Array.of(1, 2, 3), Float64Array.of(3, 5, 7));
console.log('slope', mxy / mxx); // slope 2`,
        },
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
        javascript: {
          doc: 'Adds a*x[i] to each y[i], in place. Each product is rounded before it is added.',
          example: `import { axpy } from '@capsule/fastmath';

const y = Float64Array.of(1, 1);
axpy(2, Float64Array.of(10, 20), y); // y += 2 * x
console.log(y); // Float64Array(2) [ 21, 41 ]`,
        },
      },
    ),
    scale: fn(
      nothing,
      { a: f64, x: mutArray(f64, 'n'), n },
      {
        ...v1_0,
        doc: 'x[i] = a*x[i].',
        args: { a: 'factor', x: 'n values, overwritten', n: 'number of values' },
        javascript: {
          doc: 'Multiplies each x[i] by a, in place.',
          example: `import { scale } from '@capsule/fastmath';

console.log(scale(2, Float64Array.of(1, 2, 3))); // Float64Array(3) [ 2, 4, 6 ]`,
        },
      },
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
        javascript: {
          doc: 'Adds the values of x exactly and rounds once, as Math.sumPrecise.',
          returns: 'the sum; -0 when x is empty or all values are -0',
          example: `import { sum, sumExact } from '@capsule/fastmath';

const x = new Float64Array(13).fill(0.1);
console.log(sum(x), sumExact(x)); // 1.3000000000000003 1.3`,
        },
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
        javascript: {
          doc: 'Finds the indices of the least and the greatest value; -0 is less than 0, unlike in numpy.argmin.',
          returns:
            'both: the index of the first of equal values, or of the first NaN if any value is NaN; -1 when x is empty',
          args: { min: { index: 'x' }, max: { index: 'x' } },
          example: `import { argMinMax } from '@capsule/fastmath';

console.log(argMinMax(Float64Array.of(3, -1, 2))); // { min: 1, max: 0 }`,
        },
      },
    ),

    // Elementwise.
    add: binary('out[i] = x[i] + y[i].', {
      example: `import { add } from '@capsule/fastmath';

console.log(add(Float64Array.of(1, 2), Float64Array.of(10, 20))); // Float64Array(2) [ 11, 22 ]`,
    }),
    subtract: binary('out[i] = x[i] - y[i].', {
      example: `import { subtract } from '@capsule/fastmath';

console.log(subtract(Float64Array.of(10, 20), Float64Array.of(1, 2))); // Float64Array(2) [ 9, 18 ]`,
    }),
    multiply: binary('out[i] = x[i] * y[i].', {
      example: `import { multiply } from '@capsule/fastmath';

const x = Float64Array.of(1, 2, 3);
multiply(x, x, x); // in place
console.log(x); // Float64Array(3) [ 1, 4, 9 ]`,
    }),
    divide: binary('out[i] = x[i] / y[i]. Infinite or NaN where y[i] is 0.', {
      example: `import { divide } from '@capsule/fastmath';

console.log(divide(Float64Array.of(1, 2), Float64Array.of(4, 0))); // Float64Array(2) [ 0.25, Infinity ]`,
    }),
    abs: unary('out[i] = the absolute value of x[i].', {
      example: `import { abs } from '@capsule/fastmath';

console.log(abs(Float64Array.of(-1.5, 2, -0))); // Float64Array(3) [ 1.5, 2, 0 ]`,
    }),
    sqrt: unary('out[i] = the square root of x[i], correctly rounded. NaN where x[i] is less than 0; -0 of -0.', {
      example: `import { sqrt } from '@capsule/fastmath';

console.log(sqrt(Float64Array.of(4, 2, -1))); // Float64Array(3) [ 2, 1.4142135623730951, NaN ]`,
    }),
    cumsum: unary('out[0] = x[0], out[i] = out[i-1] + x[i]: added from left to right, as in NumPy.', {
      example: `import { cumsum } from '@capsule/fastmath';

console.log(cumsum(Float64Array.of(1, 2, 3))); // Float64Array(3) [ 1, 3, 6 ]`,
    }),
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
        javascript: {
          name: 'widen',
          example: `import { widen } from '@capsule/fastmath';

console.log(widen(Float32Array.of(0.5, 0.1))); // Float64Array(2) [ 0.5, 0.10000000149011612 ]`,
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
        javascript: {
          doc: 'Sorts in place, in ascending order: -0 before 0, NaN at the end, as `x.sort()`.',
          hint: 'It sorts ascending; for another order, use x.sort(compare), or x.reverse() after it.',
          example: `import { sort } from '@capsule/fastmath';

console.log(sort(Float64Array.of(3, Number.NaN, -1, 2))); // Float64Array(4) [ -1, 2, 3, NaN ]`,
        },
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
        javascript: {
          doc: 'Finds the values that `sort` would move to the indices k, without sorting; x is not modified.',
          returns: 'the value, or the values in the order of k, in about the time of one',
          newResults: true,
          args: {
            k: {
              doc: 'an index of x, or several in any order; may repeat',
              numbers: true,
              index: 'x',
              ascending: true,
            },
          },
          failures: { false: noMemoryForCopy },
          example: `import { select } from '@capsule/fastmath';

const x = Float64Array.of(9, 1, 5, 7);
console.log(select(x, 0)); // 1
console.log(select(x, [1, 2])); // Float64Array(2) [ 5, 7 ]`,
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
        javascript: {
          doc: 'Ranks values from 1; equal values, such as 0 and -0, have the mean of their ranks.',
          returns: 'n ranks; all NaN if any value is NaN',
          newResults: true,
          hint: 'Equal values have the mean of their ranks.',
          example: `import { rank } from '@capsule/fastmath';

console.log(rank(Float64Array.of(30, 10, 10, 20))); // Float64Array(4) [ 4, 1.5, 1.5, 3 ]`,
        },
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
        javascript: {
          doc: `Finds where values belong in sorted x, as numpy.searchsorted: how many values of x are less or, from the
          right, less or equal. NaN is greater than all numbers, and 0 equals -0.`,
          returns: 'an index from 0 to the length of x, or one for each value',
          newResults: true,
          args: {
            values: { doc: 'the value to search for, or several', numbers: true },
            right: {
              doc: 'whether to insert before equal values or after them',
              option: 'side',
              choices: { left: false, right: true },
            },
          },
          example: `import { type SearchSortedOptions, searchSorted } from '@capsule/fastmath';

const x = Float64Array.of(1, 2, 2, 3);
const fromRight: SearchSortedOptions = { side: 'right' };
console.log(searchSorted(x, 2)); // 1
console.log(searchSorted(x, 2, fromRight)); // 3
console.log(searchSorted(x, [0, 2.5, 9])); // Float64Array(3) [ 0, 3, 4 ]`,
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
        javascript: {
          doc: `Counts values in bins of equal width, as numpy.histogram: a bin includes its start and excludes its end, but the
          last bin includes high. Values outside and NaN are not counted.`,
          returns: 'a count for each bin',
          newResults: true,
          result: 'counts',
          requires: [
            { that: 'low < high', code: 'RANGE_UNUSABLE', expected: range },
            { that: 'high - low < infinity', code: 'RANGE_UNUSABLE', expected: range },
            { that: 'bins >= 1', code: 'NOT_AN_INTEGER', expected: bins },
            { that: 'bins <= 100000000', code: 'NOT_AN_INTEGER', expected: bins },
          ],
          example: `import { histogram } from '@capsule/fastmath';

console.log(histogram(Float64Array.of(0, 1, 1, 3, 4, 9), 0, 4, 2)); // Float64Array(2) [ 3, 2 ]`,
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
        javascript: {
          doc: 'Computes weighted mean and central sum of squares.',
          returns: `the sums, from which the variance is m2/(weight - 1) if weights are counts; all 0 when both are empty, mean and
          m2 NaN when all weights are 0`,
          example: `import { momentsWeighted, type WeightedMoments } from '@capsule/fastmath';

const { weight, weight2 }: WeightedMoments = momentsWeighted(Float64Array.of(1, 2), Float64Array.of(3, 1));
console.log('effective number of values', weight ** 2 / weight2); // effective number of values 1.6`,
        },
      },
    ),

    // Values at equal distances, such as a column of a matrix that is stored by rows.
    gather: fn(
      nothing,
      { x: apart, stride: isize, out: outArray(f64, 'n'), n },
      {
        ...v1_1,
        doc: 'out[i] = x[i*stride].',
        args: { ...strided, out: 'n values, overwritten; does not overlap those of x' },
        javascript: {
          doc: `Copies values at equal distances into a new array: column j of a matrix that is stored by rows of m values is
          \`gather(x, { offset: j, stride: m })\`.`,
          returns: 'n values',
          newResults: true,
          args: places,
          example: `import { type GatherOptions, gather } from '@capsule/fastmath';

const matrix = Float64Array.of(1, 2, 3, 4, 5, 6); // 3 rows of 2 values
const second: GatherOptions = { offset: 1, stride: 2 };
console.log(gather(matrix, second)); // Float64Array(3) [ 2, 4, 6 ]
console.log(gather(matrix, { offset: 5, stride: -1, n: 2 })); // Float64Array(2) [ 6, 5 ]`,
        },
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
        javascript: {
          args: places,
          example: `import { sumStrided } from '@capsule/fastmath';

const matrix = Float64Array.of(1, 2, 3, 4, 5, 6); // 3 rows of 2 values
console.log(sumStrided(matrix, { offset: 1, stride: 2 })); // 12`,
        },
      },
    ),
    dot_strided: fn(
      f64,
      { x: apart, x_stride: isize, y: apart, y_stride: isize, n },
      {
        ...v1_1,
        doc: 'dot() of such values.',
        args: stridedPair,
        javascript: {
          args: pairPlaces,
          example: `import { dotStrided } from '@capsule/fastmath';

const matrix = Float64Array.of(1, 2, 3, 4, 5, 6); // 3 rows of 2 values
console.log(dotStrided(matrix, matrix, { xStride: 2, yOffset: 1, yStride: 2 })); // 44`,
        },
      },
    ),
    min_max_strided: fn(
      nothing,
      { x: apart, stride: isize, n, min: out(f64), max: out(f64) },
      {
        ...v1_1,
        doc: 'min_max() of such values.',
        args: { ...strided, ...extremes },
        javascript: {
          args: places,
          example: `import { minMaxStrided } from '@capsule/fastmath';

const matrix = Float64Array.of(1, 2, 3, 4, 5, 6); // 3 rows of 2 values
console.log(minMaxStrided(matrix, { offset: 1, stride: 2 })); // { min: 2, max: 6 }`,
        },
      },
    ),
    moments_strided: fn(
      nothing,
      { x: apart, stride: isize, n, out: out(moments) },
      {
        ...v1_1,
        doc: 'moments() of such values.',
        args: { ...strided, out: 'receives the result; does not overlap x' },
        javascript: {
          args: places,
          example: `import { momentsStrided } from '@capsule/fastmath';

const matrix = Float64Array.of(1, 2, 2, 4, 6, 6); // 3 rows of 2 values
console.log(momentsStrided(matrix, { stride: 2 })); // { n: 3, mean: 3, m2: 14, m3: 18, m4: 98 }`,
        },
      },
    ),
    comoments_strided: fn(
      nothing,
      { x: apart, x_stride: isize, y: apart, y_stride: isize, n, out: out(comoments) },
      {
        ...v1_1,
        doc: 'comoments() of such values.',
        args: { ...stridedPair, out: 'receives the result; does not overlap x or y' },
        javascript: {
          args: pairPlaces,
          example: `import { comomentsStrided } from '@capsule/fastmath';

const matrix = Float64Array.of(1, 3, 2, 5, 3, 7); // 3 rows of 2 values
const { n, mxy } = comomentsStrided(matrix, matrix, { xStride: 2, yOffset: 1, yStride: 2 });
console.log('covariance', mxy / (n - 1)); // covariance 2`,
        },
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
        javascript: {
          example: `import { deviations } from '@capsule/fastmath';

console.log(deviations(Float64Array.of(1, 2, 6))); // { n: 3, mean: 3, m2: 14 }`,
        },
      },
    ),
  },
  {
    languages: ['cpp', 'javascript', 'promises', 'rust', 'ffi'],
    addon: 'dist/native.js',
    example: `import { inspect } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import { createStats } from '@capsule/stats';

console.log(inspect(capsule).version); // 1.1
console.log(createStats(capsule).mean([1, 2, 6])); // 3`,
    doc: `Vector kernels over double. Pointers need the alignment of a double and no more; when n is 0, no pointer is
      read. Inputs are never written to, unless they are outputs as well.

      All variants return the same bits, in one defined order of operations; every NaN counts as the same. No kernel
      changes the floating-point environment, and subnormal numbers are not flushed to zero.`,
  },
);
