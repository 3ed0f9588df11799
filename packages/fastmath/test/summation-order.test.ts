import { describe, expect, test } from 'vitest';
import { kernels, load, sameBits } from './addon.js';
import { type Kind, lengths, make } from './data.js';
import * as order from './summation-order.js';

/** Each kernel that adds, as in summation-order.ts. */
const specification: Record<string, (x: Float64Array, y: Float64Array) => number[]> = {
  sum: (x) => [order.sum(x)],
  dot: (x, y) => [order.dot(x, y)],
  moments: order.moments,
  deviations: (x) => order.moments(x).slice(0, 3),
  comoments: order.comoments,
};

const kinds: Kind[] = [
  'uniform numbers',
  'numbers around 1e9',
  'numbers of mixed magnitudes',
  'zeros of both signs',
  'squares that are subnormal',
  'NaN and infinities among numbers',
  'numbers whose sum overflows both ways',
];
const blocks = [...lengths, 16_385, 24_576, 40_961];

test('the comparison detects another order: results differ from a sum from left to right', () => {
  const scalar = load('scalar');
  const different = lengths.filter((n) => {
    const x = make('uniform numbers', n);
    return !Object.is(
      scalar.sum(x),
      x.reduce((total, value) => total + value, 0),
    );
  });
  expect(different.length).toBeGreaterThan(lengths.length / 2);
});

describe.each(Object.keys(specification))(
  'the scalar %s adds in the order that summation_order.h describes',
  (name) => {
    const scalar = load('scalar');

    test.each(kinds)('%s', (kind) => {
      const wrong = blocks.flatMap((n) => {
        const x = make(kind, n, 1);
        const y = make(kind, n, 2);
        const expected = Float64Array.from(specification[name]?.(x, y) ?? []);
        const found = kernels[name]?.(scalar, x, y) ?? new Float64Array();
        return sameBits(found, expected) ? [] : [{ n, found, expected }];
      });
      expect(wrong.slice(0, 3)).toEqual([]);
    });
  },
);
