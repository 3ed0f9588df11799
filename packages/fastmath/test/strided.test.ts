import { dotStrided, sumStrided } from '@capsule/fastmath';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { load, sameBits, variants } from './addon.js';
import { type Kind, make } from './data.js';

const lengths = [0, 1, 2, 7, 8, 127, 128, 129, 8191, 8192, 8193, 16_384, 16_385, 40_000];
const strides = [-5, -2, -1, 0, 1, 2, 3];
const kinds: Kind[] = [
  'numbers of mixed magnitudes',
  'NaN among numbers',
  'both infinities among numbers',
  'zeros of both signs',
  'subnormal numbers',
];

/** The values at a stride in a larger array of NaN, and the index of the first one. */
function spread(values: Float64Array, stride: number) {
  const n = values.length;
  const whole = new Float64Array(Math.max(n - 1, 0) * Math.abs(stride) + 3).fill(Number.NaN);
  const start = stride < 0 ? whole.length - 2 : 1;
  if (stride === 0) values.fill(values[0] ?? 0);
  for (const [i, value] of values.entries()) whole[start + i * stride] = value;
  return { whole, start };
}

describe.each(variants)('%s', (variant) => {
  const math = load(variant);
  const ten = new Float64Array(10);

  test.each([
    ['begins before the start of the vector', -1, 1, 3],
    ['begins after its end', 10, 1, 1],
    ['ends after its end', 1, 3, 4],
    ['ends before its start', 5, -2, 4],
    ['is longer than memory', 0, 2 ** 52, 2 ** 53 - 1],
    ['has no length', 0, 1, -1],
    ['begins between two values', 0.5, 1, 3],
    ['has a stride between two values', 0, 0.5, 3],
    ['has NaN as a stride', 0, Number.NaN, 3],
  ])('rejects strided values that %s', (_, start, stride, n) => {
    expect(() => math.sumStrided(ten, start, stride, n)).toThrow('expected valid arguments');
    expect(() => math.dotStrided(ten, 0, 0, ten, start, stride, n)).toThrow('expected valid arguments');
    const code = expect.stringMatching(/_(PLACE_UNUSABLE|NOT_AN_INTEGER)$/);
    expect(refusal(() => sumStrided(ten, { offset: start, stride, n }))).toMatchObject({ type: 'RangeError', code });
    const options = { xStride: 0, yOffset: start, yStride: stride, n };
    expect(refusal(() => dotStrided(ten, ten, options))).toMatchObject({ type: 'RangeError', code });
  });

  test('gather copies to a disjoint array, and does nothing if it overlaps', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5, 6);
    const out = new Float64Array(3);
    expect(() => math.gather(x, 5, -2, 2, x.subarray(2, 4))).toThrow('expected valid arguments');
    expect(x).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(math.gather(x, 5, -2, 3, out)).toEqual(Float64Array.of(6, 4, 2));
  });

  test('computes sum, product, extremes and moments of a matrix column', () => {
    // Three rows of (i, i*i, -i): exact.
    const matrix = Float64Array.of(1, 1, -1, 2, 4, -2, 3, 9, -3);
    expect(math.sumStrided(matrix, 1, 3, 3)).toBe(14);
    expect(math.dotStrided(matrix, 0, 3, matrix, 2, 3, 3)).toBe(-14);
    expect(math.minMaxStrided(matrix, 1, 3, 3, new Float64Array(2))).toEqual(Float64Array.of(1, 9));
    expect(math.momentsStrided(matrix, 0, 3, 3, new Float64Array(5))).toEqual(Float64Array.of(3, 2, 2, 0, 2));
    expect(math.comomentsStrided(matrix, 0, 3, matrix, 2, 3, 3, new Float64Array(6))).toEqual(
      Float64Array.of(3, 2, -2, 2, 2, -2),
    );
  });

  test.each(kinds)('returns the bits of contiguous arrays at every stride: %s', (kind) => {
    const wrong: object[] = [];
    for (const n of lengths) {
      for (const stride of strides) {
        const other = strides[(strides.indexOf(stride) + 3) % strides.length] ?? 1;
        const [x, y] = [make(kind, n, 1), make(kind, n, 2)];
        const [{ whole: a, start: i }, { whole: b, start: j }] = [spread(x, stride), spread(y, other)];
        const results: Record<string, [number | Float64Array, number | Float64Array]> = {
          sum: [math.sumStrided(a, i, stride, n), math.sum(x)],
          dot: [math.dotStrided(a, i, stride, b, j, other, n), math.dot(x, y)],
          minMax: [math.minMaxStrided(a, i, stride, n, new Float64Array(2)), math.minMax(x, new Float64Array(2))],
          moments: [math.momentsStrided(a, i, stride, n, new Float64Array(5)), math.moments(x, new Float64Array(5))],
          comoments: [
            math.comomentsStrided(a, i, stride, b, j, other, n, new Float64Array(6)),
            math.comoments(x, y, new Float64Array(6)),
          ],
        };
        for (const [name, [found, expected]] of Object.entries(results)) {
          const bits = (value: number | Float64Array) => (typeof value === 'number' ? Float64Array.of(value) : value);
          if (!sameBits(bits(found), bits(expected))) wrong.push({ name, n, stride, found, expected });
        }
        const out = new Float64Array(n);
        if (!sameBits(math.gather(a, i, stride, n, out), x)) wrong.push({ name: 'gather', n, stride });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
