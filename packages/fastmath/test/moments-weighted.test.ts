import { centralSum } from '@capsule/test-support/exact-statistics';
import { uniform } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import { load, variants } from './addon.js';
import { lengths, longer, make } from './data.js';

const all = [...lengths, ...longer].filter((n) => n > 1);

describe.each(variants)('%s momentsWeighted', (variant) => {
  const math = load(variant);
  const weighted = (x: Float64Array, w: Float64Array) => {
    const [n = -1, weight = -1, weight2 = -1, mean = -1, m2 = -1] = math.momentsWeighted(x, w, new Float64Array(5));
    return { n, weight, weight2, mean, m2 };
  };

  test('are 0 for no values', () => {
    expect(weighted(new Float64Array(), new Float64Array())).toEqual({ n: 0, weight: 0, weight2: 0, mean: 0, m2: 0 });
  });

  test('are NaN when all weights are 0', () => {
    const { n, weight, mean, m2 } = weighted(Float64Array.of(1, 2), new Float64Array(2));
    expect({ n, weight, mean, m2 }).toEqual({ n: 2, weight: 0, mean: Number.NaN, m2: Number.NaN });
  });

  test('are the weighted mean and sum of squares', () => {
    // Twice 0, once 3, three times 4: deviations of -2.5, 0.5 and 1.5.
    const found = weighted(Float64Array.of(0, 3, 4), Float64Array.of(2, 1, 3));
    expect(found).toEqual({ n: 3, weight: 6, weight2: 14, mean: 2.5, m2: 19.5 });
  });

  test.each(['uniform numbers', 'numbers around 1e9', 'integers'] as const)(
    'equal the moments of values repeated by weight: %s',
    (kind) => {
      for (const n of all) {
        const next = uniform(n);
        const x = make(kind, n);
        const w = x.map(() => Math.floor(4 * next()) + 1);
        const often = Float64Array.from([...x].flatMap((value, i) => Array<number>(w[i] as number).fill(value)));
        const { weight, mean, m2 } = weighted(x, w);
        const exact = centralSum(often, 2).sum;
        expect(weight).toBe(often.length);
        const size = math.sumExact(often.map(Math.abs)) / weight;
        expect(Math.abs(mean - math.sumExact(often) / weight)).toBeLessThanOrEqual(size * 2 ** -50);
        expect(Math.abs(m2 - exact)).toBeLessThanOrEqual(exact * 2 ** -48);
      }
    },
  );

  test('do not change when weights are scaled by a power of two', () => {
    for (const n of all) {
      const [x, w] = [make('numbers around 1e9', n), make('uniform numbers', n, 2).map(Math.abs)];
      const [one, other] = [
        weighted(x, w),
        weighted(
          x,
          w.map((weight) => weight / 1024),
        ),
      ];
      expect([other.mean, other.m2 * 1024]).toEqual([one.mean, one.m2]);
    }
  });
});
