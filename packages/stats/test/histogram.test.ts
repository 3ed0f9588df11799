import { histogram } from '@capsule/stats';
import { detach } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { uniform, values } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';

const { MAX_VALUE: huge, MIN_VALUE: tiny, NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe('histogram rejects', () => {
  const refused = (...given: unknown[]) => refusal(() => Reflect.apply(histogram, undefined, given));
  const error = (type: string, code: string, expected: string, found: string, advice = '') => ({
    type,
    code,
    message: `histogram(values): expected ${expected}, found ${found}.${advice}`,
    expected,
    found,
  });

  test.each([0, -1, 2.5, nan, infinity])('%d bins', (bins) => {
    const expected = 'bins to be an integer, 1 or more';
    expect(refused([1, 2], { bins })).toEqual(
      error('RangeError', 'ERR_STATS_BINS_UNUSABLE', expected, `the number ${bins}`),
    );
  });

  test.each<[found: string, bins: unknown, advice?: string]>([
    ["the string '10'", '10', ' Convert it: Number(bins).'],
    ['an Array of 3 numbers', [0, 1, 2]],
    ['null', null],
  ])('bins that are %s', (found, bins, advice) => {
    expect(refused([1, 2], { bins })).toEqual(
      error('TypeError', 'ERR_STATS_NOT_A_NUMBER', 'a number as bins', found, advice),
    );
  });

  // Each edge would be written, so that memory for the bins would be used, not only reserved.
  test.each([1e8 + 1, 1e12, 2 ** 53])('%d bins, before allocating memory for them', (bins) => {
    expect(refused([1, 2], { bins })).toEqual(
      error('RangeError', 'ERR_STATS_BINS_UNUSABLE', 'bins to be an integer from 1 to 100000000', `the number ${bins}`),
    );
  });

  test.each<[found: string, range: unknown]>([
    ['an Array of 1 number', [0]],
    ['an Array of 3 numbers', [0, 1, 2]],
    ['a plain object', { 0: 0, 1: 1, length: 2 }],
    ['a Float64Array of 2 values', Float64Array.of(0, 1)],
    ['a Proxy', new Proxy([0, 1], {})],
    ['null', null],
  ])('a range that is %s', (found, range) => {
    const expected = 'range to be an Array of 2 numbers';
    expect(refused([1, 2], { range })).toEqual(error('TypeError', 'ERR_STATS_RANGE_UNUSABLE', expected, found));
  });

  test.each([
    [1, 0],
    [nan, 1],
    [0, nan],
    [-infinity, 0],
    [0, infinity],
  ])('a range from %d to %d', (...range) => {
    const expected = 'range to be two finite numbers, the smaller first';
    expect(refused([1, 2], { range })).toEqual(
      error('RangeError', 'ERR_STATS_RANGE_UNUSABLE', expected, `[${range.join(', ')}]`),
    );
  });

  test('a range whose ends are not numbers', () => {
    expect(refused([1, 2], { range: [0, '1'] })).toEqual(
      error(
        'TypeError',
        'ERR_STATS_NOT_A_NUMBER',
        'a number as range[1]',
        "the string '1'",
        ' Convert it: Number(range[1]).',
      ),
    );
  });

  test.each([3, 500])('a NaN or an infinity among %i values without a range', (n) => {
    for (const special of [nan, infinity, -infinity])
      expect(refused(values(n, (i) => i).with(1, special))).toEqual(
        error(
          'RangeError',
          'ERR_STATS_NOT_FINITE',
          'finite values where no range is given',
          String(special),
          ' Give a range: histogram(values, { range: [low, high] }).',
        ),
      );
  });

  test('bins that would have no width', () => {
    const expected = 'bins that have a width';
    expect(refused([1e16, 1e16 + 2])).toEqual(
      error(
        'RangeError',
        'ERR_STATS_BINS_UNUSABLE',
        expected,
        `10 between ${1e16} and ${1e16 + 2}`,
        ' Choose fewer bins or a wider range.',
      ),
    );
    expect(refused([0, tiny]).expected).toBe(expected);
    expect(refused([1e300, 1e300]).expected).toBe(expected);
  });

  test('unusable options, and values that a getter of the options detaches', () => {
    for (const options of [null, 10, { bin: 3 }])
      expect(refused([1, 2], options).code).toBe('ERR_STATS_OPTIONS_UNUSABLE');
    const x = Float64Array.of(1, 2);
    const range = Object.defineProperty([0, 0], 1, {
      get: () => {
        detach(x);
        return 1;
      },
    });
    expect(refused(x, { range }).code).toBe('ERR_STATS_DETACHED');
  });
});

const plain = ({ counts, edges }: { counts: Float64Array; edges: Float64Array }) => [[...counts], [...edges]];

// The examples of numpy.histogram's reference with bins of equal width, and further results of NumPy 2.4.6.
test('histogram agrees with the examples of NumPy', () => {
  expect(plain(histogram([1, 2, 1], { bins: 3, range: [0, 3] }))).toEqual([
    [0, 2, 1],
    [0, 1, 2, 3],
  ]);
  expect(plain(histogram([0, 1, 2, 3], { bins: 4, range: [0, 4] }))).toEqual([
    [1, 1, 1, 1],
    [0, 1, 2, 3, 4],
  ]);
  expect(plain(histogram([5, 5, 5], { bins: 4 }))).toEqual([
    [0, 0, 3, 0],
    [4.5, 4.75, 5, 5.25, 5.5],
  ]);
  expect(plain(histogram([nan, 1, 2], { bins: 2, range: [0, 2] }))).toEqual([
    [0, 2],
    [0, 1, 2],
  ]);
});

test('histogram has the same edges as numpy.linspace, bit by bit', () => {
  // numpy.histogram_bin_edges([], bins, range) of NumPy 2.4.6.
  const third = histogram([0.5], { bins: 13, range: [1 / 3, 2 / 3] }).edges;
  expect([...third.slice(0, 4)]).toEqual([
    0x15555555555555 * 2 ** -54,
    0x16f96f96f96f97 * 2 ** -54,
    0x189d89d89d89d8 * 2 ** -54,
    0x1a41a41a41a41a * 2 ** -54,
  ]);
  const tenths = histogram([0.5], { range: [0, 1] }).edges;
  expect([...tenths]).toEqual([
    0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8, 0.9, 1,
  ]);
});

test('the edges of subnormal ranges are rounded once', () => {
  const { edges } = histogram([0], { bins: 7, range: [0, 20 * Number.MIN_VALUE] });
  // 20 / 7 = 2.857 units for a bin.
  expect(Array.from(edges, (edge) => edge / Number.MIN_VALUE)).toEqual([0, 3, 6, 9, 11, 14, 17, 20]);
  expect(histogram([1e-310], { bins: 3, range: [0, 3e-310] }).counts).toEqual(Float64Array.of(0, 1, 0));
});

/** Counts values by comparing them with the edges. */
function count(x: Float64Array, edges: Float64Array): number[] {
  const counts = Array<number>(edges.length - 1).fill(0);
  const high = edges.at(-1) ?? nan;
  for (const value of x) {
    const j =
      value === high ? counts.length - 1 : edges.findIndex((edge, i) => value >= edge && value < (edges[i + 1] ?? nan));
    if (j >= 0) counts[j] = (counts[j] ?? 0) + 1;
  }
  return counts;
}

describe.each([2, 3, 10, 79, 80, 81, 511, 513, 3000])('a histogram of %i values', (n) => {
  const next = uniform(n);
  const makers: [string, () => number][] = [
    ['tenths, which are on edges,', () => Math.floor(next() * 11) / 10],
    ['unsorted values', () => next() * 7 - 3],
    ['values with an offset', () => 1e9 + next()],
    ['huge values', () => (next() - 0.5) * 2 * huge],
    ['values near 1e-300', () => next() * 1e-300],
    ['subnormal values', () => Math.floor(next() * 4000) * tiny],
    ['zeros of both signs', () => (next() < 0.5 ? 0 : -0)],
  ];

  test.each(makers)('counts %s in the bin between whose edges they are', (_, make) => {
    const x = values(n, make);
    for (const bins of [1, 3, 10, 100]) {
      const { counts, edges } = histogram(x, { bins });
      expect([counts.length, edges.length]).toEqual([bins, bins + 1]);
      expect([...counts]).toEqual(count(x, edges));
      expect(counts.reduce((sum, each) => sum + each, 0)).toBe(n);
    }
  });

  test('does not count values outside of the range, nor NaN', () => {
    const specials = [nan, infinity, -infinity, huge, -huge, 0, 1, -tiny, 1 + Number.EPSILON];
    const x = values(n, (i) => (i % 3 === 0 ? (specials[Math.floor(next() * specials.length)] ?? 0) : next() * 3 - 1));
    for (const range of [
      [0, 1],
      [0.25, 0.75],
      [-huge, huge],
      [0, 40 * tiny],
    ] as const) {
      const { counts, edges } = histogram(x, { bins: 7, range });
      expect([edges[0], edges[7]]).toEqual(range);
      expect([...counts]).toEqual(count(x, edges));
    }
  });
});

test('the widest range has bins of equal width', () => {
  const { edges } = histogram([-huge, huge], { bins: 4 });
  for (const [i, edge] of edges.entries()) expect(edge / huge).toBeCloseTo((i - 2) / 2, 15);
  expect([edges[0], edges[4]]).toEqual([-huge, huge]);
});
