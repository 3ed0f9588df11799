import { capsule } from '@capsule/fastmath';
import { createStats, mean } from '@capsule/stats';
import { expect, test } from 'vitest';

test('refuses what is not a capsule of fastmath', () => {
  // @ts-expect-error: the module is not the capsule
  expect(() => createStats({ capsule })).toThrow(
    "Opening '@capsule/fastmath': expected a capsule, found a plain object with the key 'capsule'. Pass fastmath.capsule, not the module.",
  );
});

test('gives the mean', () => {
  expect(mean(new Float64Array([1, 2, 4]))).toBe(7 / 3);
  expect(createStats(capsule).mean(Float64Array.from({ length: 10_001 }, (_, i) => i))).toBe(5000);
});
