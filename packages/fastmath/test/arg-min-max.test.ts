import { describe, expect, test } from 'vitest';
import { load, variants } from './addon.js';
import { kindNames, lengths, longer, make, range } from './data.js';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const all = [...lengths, ...longer].filter((n) => n > 1);
const places = all.flatMap((n) =>
  (n < 132 ? range(0, n - 1) : [0, 1, 1023, 1024, n >> 1, n - 1]).flatMap((i) => (i < n ? [[n, i] as const] : [])),
);

/** Searches from left to right. Object.is distinguishes -0 from 0. */
function expected(x: Float64Array): [number, number] {
  const unordered = x.findIndex(Number.isNaN);
  if (unordered >= 0) return [unordered, unordered];
  const least = x.reduce((a, b) => Math.min(a, b));
  const greatest = x.reduce((a, b) => Math.max(a, b));
  return [x.findIndex((value) => Object.is(value, least)), x.findIndex((value) => Object.is(value, greatest))];
}

describe.each(variants)('%s argMinMax', (variant) => {
  const math = load(variant);
  const found = (x: Float64Array) => [...math.argMinMax(x, Float64Array.of(-5, -5))];
  const except = (n: number, value: number, i: number, other: number) =>
    new Float64Array(n).fill(value).fill(other, i, i + 1);

  test('are -1 for no values', () => expect(found(new Float64Array())).toEqual([-1, -1]));

  test.each([1, infinity, -infinity, 0, -0])('are both 0 when all values are %f', (value) => {
    expect(all.filter((n) => found(new Float64Array(n).fill(value)).some(Boolean))).toEqual([]);
  });

  test('are the index of the one value that differs', () => {
    expect(places.filter(([n, i]) => found(except(n, 1, i, -2))[0] !== i)).toEqual([]);
    expect(places.filter(([n, i]) => found(except(n, 1, i, 2))[1] !== i)).toEqual([]);
    expect(places.filter(([n, i]) => found(except(n, 0, i, -0))[0] !== i)).toEqual([]);
    expect(places.filter(([n, i]) => found(except(n, -0, i, 0))[1] !== i)).toEqual([]);
  });

  test('are the index of the first NaN', () => {
    expect(places.filter(([n, i]) => found(new Float64Array(n).fill(nan, i)).some((at) => at !== i))).toEqual([]);
    expect(found(Float64Array.of(1, nan, -infinity, nan))).toEqual([1, 1]);
  });

  test.each(kindNames)('are the indices of the first among equal values: %s', (kind) => {
    for (const n of all) {
      const x = make(kind, n);
      expect([n, ...found(x)]).toEqual([n, ...expected(x)]);
    }
  });
});
