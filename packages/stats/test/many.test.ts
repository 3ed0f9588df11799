import { argMinMax } from '@capsule/fastmath';
import * as stats from '@capsule/stats';
import { digits, digitsOfRoot } from '@capsule/test-support/digits';
import { type Fraction, minus, over, plus, times, whole } from '@capsule/test-support/exact-arithmetic';
import { refusal } from '@capsule/test-support/refusal';
import { values } from '@capsule/test-support/samples';
import { skipWithout } from '@capsule/test-support/skip';
import { forge } from '@forge/core';
import { describe, expect, test } from 'vitest';
import { repeat } from './forge/index.js';

const { covariance, describe: describeValues, sum } = stats;

/** Returns zeros, which take no physical memory until they are written; undefined if the allocation fails. */
function zeros(n: number): Float64Array | undefined {
  try {
    return new Float64Array(n);
  } catch {
    return undefined;
  }
}

const half = zeros(2 ** 31 + 9);
describe('an array of more than 2^31 values', skipWithout('an array of 16 GiB', half !== undefined), () => {
  const x = half ?? new Float64Array(0);
  const last = x.length - 1;
  x[last - 1] = 8;
  x[last] = -2;

  test('has a sum that includes the last value', () => {
    expect(sum(x)).toBe(6);
  });

  test('has extremes at indices above 2^31', () => {
    expect(argMinMax(x)).toEqual({ min: last, max: last - 1 });
  });
});

const piece = values(2 ** 19, (i) => i % 4);

const n = 2 ** 32 + 2 ** 19;
const many = repeat(piece, 2 ** 13 + 1, 1003);
/** The number of times that each value occurs. */
const counts: [value: number, count: number][] = [
  [0, n / 4],
  [1, n / 4],
  [2, n / 4],
  [3, n / 4 - 1],
  [1003, 1],
];

const total = (term: (value: number) => Fraction): Fraction =>
  counts.map(([value, count]) => times(term(value), whole(count))).reduce(plus);
const exactMean = over(total(whole), whole(n));
/** Mean of the powers of deviations. */
const exactMoment = (order: number): Fraction =>
  over(
    total((value) => Array.from({ length: order }, () => minus(whole(value), exactMean)).reduce(times)),
    whole(n),
  );

describe('an array of more than 2^32 values', skipWithout('an array of 32 GiB', many !== undefined), () => {
  const x = many ?? [];

  test('has the right sum', () => {
    expect(sum(x)).toBe(1.5 * n + 1000);
  });

  test('has the right mean, moments and extremes', () => {
    const found = describeValues(x, { ddof: 0 });
    const [m2, m3, m4] = [exactMoment(2), exactMoment(3), exactMoment(4)];
    expect(found).toMatchObject({ n, min: 0, max: 1003 });
    expect(digits(found.mean, exactMean)).toBeGreaterThan(15);
    expect(digits(found.variance, m2)).toBeGreaterThan(14);
    expect(digitsOfRoot(found.skewness, over(times(m3, m3), times(m2, times(m2, m2))))).toBeGreaterThan(12);
    expect(digits(found.kurtosis, minus(over(m4, times(m2, m2)), whole(3)))).toBeGreaterThan(12);
  });

  test('has the right covariance', () => {
    expect(digits(covariance(x, x, { ddof: 0 }), exactMoment(2))).toBeGreaterThan(14);
  });
});

describe('a data capsule with stride 0 that is too large to copy', () => {
  // Elements that are not contiguous are copied, which would need more memory than any system has.
  const huge = forge.sealData('@forge/data', { room: 8, shape: [2 ** 59], strides: [0], code: 2, bits: 64 });
  test.each<[name: string, call: () => unknown]>([
    ['mean', () => stats.mean(huge)],
    ['median', () => stats.median(huge)],
    ['histogram', () => stats.histogram(huge, { range: [0, 1] })],
    ['covariance', () => stats.covariance(huge, huge)],
  ])('is rejected by %s with an error about memory', (_, call) => {
    expect(refusal(call)).toMatchObject({ type: 'Error', code: 'ERR_STATS_OUT_OF_MEMORY' });
  });
});
