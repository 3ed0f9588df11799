import { describe, expect, test } from 'vitest';
import { into, type Kernels, load, sameBits, variants } from './addon.js';
import { kindNames, lengths, longer, make, range } from './data.js';

const { MAX_VALUE, MIN_VALUE, NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const special = [0, -0, 1, -1, infinity, -infinity, nan, MIN_VALUE, -MIN_VALUE, MAX_VALUE, -1.5 * 2 ** -1022, 0.1];

const binary: [name: 'add' | 'subtract' | 'multiply' | 'divide', (x: number, y: number) => number][] = [
  ['add', (x, y) => x + y],
  ['subtract', (x, y) => x - y],
  ['multiply', (x, y) => x * y],
  ['divide', (x, y) => x / y],
];
const unary: [name: 'abs' | 'sqrt' | 'cumsum', (x: number, before: number) => number][] = [
  ['abs', Math.abs],
  ['sqrt', Math.sqrt],
  ['cumsum', (x, before) => before + x],
];

function each(x: Float64Array, value: (x: number, before: number) => number): Float64Array {
  let before = -0;
  return x.map((term) => {
    before = value(term, before);
    return before;
  });
}

describe.each(variants)('%s', (variant) => {
  const math: Kernels = load(variant);

  describe.each(binary)('%s', (name, operation) => {
    const expected = (x: Float64Array, y: Float64Array) => x.map((value, i) => operation(value, y[i] as number));

    test('rejects an out that partly overlaps x or y, and changes nothing', () => {
      const memory = Float64Array.of(1, 2, 3, 4, 5, 6);
      const [low, high, apart] = [memory.subarray(0, 4), memory.subarray(2), new Float64Array(4)];
      expect(() => math[name](low, apart, high)).toThrow('expected valid arguments');
      expect(() => math[name](apart, high, low)).toThrow('expected valid arguments');
      expect([...memory]).toEqual([1, 2, 3, 4, 5, 6]);
    });

    test('returns the result of JavaScript for every pair of special values', () => {
      const x = Float64Array.from(special.flatMap((value) => special.map(() => value)));
      const y = Float64Array.from(special.flatMap(() => special));
      expect(
        sameBits(
          into(x.length, (out) => math[name](x, y, out)),
          expected(x, y),
        ),
      ).toBe(true);
    });

    test.each(kindNames)('returns it at every length, also in place of x or y: %s', (kind) => {
      const wrong = [...lengths, ...longer].filter((n) => {
        const [x, y] = [make(kind, n, 1), make(kind, n, 2)];
        const right = expected(x, y);
        const [inX, inY] = [x.slice(), y.slice()];
        math[name](inX, y, inX);
        math[name](x, inY, inY);
        return ![into(n, (out) => math[name](x, y, out)), inX, inY].every((result) => sameBits(result, right));
      });
      expect(wrong).toEqual([]);
    });
  });

  describe.each(unary)('%s', (name, operation) => {
    test('rejects an out that partly overlaps x', () => {
      const memory = Float64Array.of(-1, -2, -3);
      expect(() => math[name](memory.subarray(0, 2), memory.subarray(1))).toThrow('expected valid arguments');
      expect([...memory]).toEqual([-1, -2, -3]);
    });

    test('returns the result of JavaScript for every special value', () => {
      for (const i of range(0, special.length)) {
        const x = Float64Array.from([...special.slice(i), ...special.slice(0, i)]);
        expect(
          sameBits(
            into(x.length, (out) => math[name](x, out)),
            each(x, operation),
          ),
        ).toBe(true);
      }
    });

    test.each(kindNames)('returns it at every length, also in place: %s', (kind) => {
      const wrong = [...lengths, ...longer].filter((n) => {
        const x = make(kind, n);
        const right = each(x, operation);
        const inPlace = x.slice();
        math[name](inPlace, inPlace);
        return (
          !sameBits(
            into(n, (out) => math[name](x, out)),
            right,
          ) || !sameBits(inPlace, right)
        );
      });
      expect(wrong).toEqual([]);
    });
  });

  describe('widen', () => {
    test('rejects an out that overlaps x', () => {
      const memory = new ArrayBuffer(64);
      const widen = (at: number) => math.widen(new Float32Array(memory, 0, 4), new Float64Array(memory, at, 4));
      expect(() => widen(8)).toThrow('expected valid arguments');
      expect(widen(16)).toHaveLength(4);
    });

    test('converts every float exactly, at every length and address', () => {
      const least = 2 ** -149;
      const floats = [0, -0, 1, -1, infinity, -infinity, nan, least, -least, 1.5 * 2 ** -127, 0.1, 3.4e38];
      for (const n of range(0, 67)) {
        for (const offset of range(0, 7)) {
          const x = new Float32Array(n + offset).map((_, i) => floats[i % floats.length] as number).subarray(offset);
          expect(
            sameBits(
              into(n, (out) => math.widen(x, out)),
              Float64Array.from(x),
            ),
          ).toBe(true);
        }
      }
    });
  });
});
