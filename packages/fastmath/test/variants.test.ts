import { existsSync, readFileSync } from 'node:fs';
import { inspect } from '@capsule/core';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { type Kernels, kernels, load, sameBits, variants } from './addon.js';
import { kindNames, lengths, longer, make, range } from './data.js';

const scalar = load('scalar');
const cpuinfo = '/proc/cpuinfo';
const fast = variants.slice(0, -1).join(' and ');

const needs = { avx512: ['avx512f', 'avx512dq', 'avx512bw', 'avx512vl'], avx2: ['avx2'] };

test.each(Object.entries(needs))(
  '%s is available exactly when Linux reports it',
  skipWithout('x64 and /proc/cpuinfo', process.arch === 'x64' && existsSync(cpuinfo)),
  (variant, features) => {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync(cpuinfo, 'utf8'))?.[1]?.trim().split(' ');
    expect(flags).toContain('sse2');
    expect(variants.includes(variant)).toBe(features.every((feature) => flags?.includes(feature)));
  },
);

test('neon is available on every arm64', skipWithout('arm64', process.arch === 'arm64'), () => {
  expect(variants).toEqual(['neon', 'scalar']);
});

test(
  fast === '' ? 'this CPU runs scalar only, which is compared with itself' : `this CPU runs ${fast}, and scalar`,
  () => {
    expect(variants.at(-1)).toBe('scalar');
    expect(new Set(variants).size).toBe(variants.length);
    expect(variants.map((name) => Reflect.get(inspect(load(name).capsule), 'variant'))).toEqual(variants);
  },
);

/** Calls every kernel. The kernels that write to their inputs come last. */
const callAll = (math: Kernels, x: Float64Array, y: Float64Array) =>
  Object.entries(kernels).map(([name, call]) => ({ name, result: call(math, x, y) }));

/** Values at an offset in a larger array, whose other values must not change. */
function framed(values: Float64Array, offset: number) {
  const whole = new Float64Array(offset + values.length + 8).fill(0.123);
  const view = whole.subarray(offset, offset + values.length);
  view.set(values);
  return { whole, view };
}

// This includes scalar, which must return the same bits at every offset.
describe.each(variants)(
  '%s returns the bits of scalar and writes nothing else, at every length and offset',
  (variant) => {
    const math = load(variant);

    test.each(kindNames)('%s', (kind) => {
      const wrong: object[] = [];
      for (const n of [...lengths, ...longer]) {
        const [x, y] = [make(kind, n, 1), make(kind, n, 2)];
        const [newX, newY] = [x.slice(), y.slice()];
        const expected = callAll(scalar, newX, newY);
        for (const offset of range(0, 7)) {
          const other = (3 * offset + 1) % 8;
          const [atX, atY] = [framed(x, offset), framed(y, other)];
          callAll(math, atX.view, atY.view).forEach(({ name, result }, i) => {
            const right = expected[i]?.result ?? new Float64Array();
            if (!sameBits(result, right)) wrong.push({ name, n, offset, result, right });
          });
          const kept =
            sameBits(atX.whole, framed(newX, offset).whole) && sameBits(atY.whole, framed(newY, other).whole);
          if (!kept) wrong.push({ name: 'writes beyond its arrays, or to its input', n, offset });
        }
      }
      expect(wrong.slice(0, 3)).toEqual([]);
    });
  },
);
