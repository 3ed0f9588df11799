import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PCG64, Xoshiro256 } from '@capsule/random';
import { bootstrap, max, mean, min, quantile, std } from '@capsule/stats';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { callbacks } from './forge/index.js';

interface Certified {
  values: number[];
  cases: {
    statistic: 'mean';
    method: 'BCa';
    low: number;
    high: number;
    standardError: number;
    first: number[];
  }[];
}
/** What scipy.stats.bootstrap of SciPy 1.17 returns: test/scipy-bootstrap.py has written it. */
const scipy: Certified = JSON.parse(readFileSync(join(__dirname, 'scipy-bootstrap.json'), 'utf8'));
const sample = scipy.values;

describe('bootstrap returns what SciPy returns for the same seed', () => {
  test.each(scipy.cases.map((each) => [each.statistic, each.method, each] as const))(
    '%s, %s',
    (statistic, method, certified) => {
      const found = bootstrap(sample, statistic, { method, resamples: 2000, confidence: 0.9, seed: 42 });
      const near = (a: number, b: number) => expect(Math.abs(a - b) / Math.abs(b)).toBeLessThan(1e-13);
      near(found.low, certified.low);
      near(found.high, certified.high);
      near(found.standardError, certified.standardError);
      for (const [i, each] of certified.first.entries()) near(found.distribution[i] as number, each);
    },
  );
});

test('calls a statistic in C with each resample', () => {
  const range = callbacks.seal('range');
  const found = bootstrap(sample, range, { seed: 42, resamples: 200, method: 'BCa' });
  // A resample of two values has the range 1 if it has both of them: if its mean is 1/2.
  const one = bootstrap([0, 1], range, { seed: 42, resamples: 200, method: 'percentile' });
  const ones = bootstrap([0, 1], 'mean', { seed: 42, resamples: 200, method: 'percentile' });
  expect([...one.distribution]).toEqual(Array.from(ones.distribution, (each) => (each === 0.5 ? 1 : 0)));
  expect(found.distribution.every((each) => each >= 0 && each <= max(sample) - min(sample))).toBe(true);
  expect(found.high).toBe(max(sample) - min(sample));
});

test('draws from a generator, which then is in another state', () => {
  const generator = new PCG64(42);
  const first = bootstrap(sample, 'mean', { generator, resamples: 100 });
  expect(first).toEqual(bootstrap(sample, 'mean', { seed: 42, resamples: 100 }));
  expect(bootstrap(sample, 'mean', { generator, resamples: 100 }).distribution).not.toEqual(first.distribution);
  const other = bootstrap(sample, 'mean', { generator: new Xoshiro256(42).capsule, resamples: 100 });
  expect(other.distribution).not.toEqual(first.distribution);
});

test('without a seed, results differ; with one, they are the same', () => {
  expect(bootstrap(sample).distribution).not.toEqual(bootstrap(sample).distribution);
  expect(bootstrap(sample, 'std', { seed: 3 })).toEqual(bootstrap(sample, 'std', { seed: 3 }));
});

test('the percentile interval follows from the distribution, which is that of the sample', () => {
  const { low, high, distribution, standardError } = bootstrap(sample, 'mean', { seed: 1, method: 'percentile' });
  // 1 - 0.025 is not exactly 0.975.
  expect([low, high]).toEqual([...quantile(distribution, [(1 - 0.95) / 2, 1 - (1 - 0.95) / 2])]);
  expect(standardError).toBe(std(distribution));
  // The seed is fixed: within 6 standard errors of the standard error of a mean.
  const expected = std(sample, { ddof: 0 }) / Math.sqrt(sample.length);
  expect(Math.abs(standardError / expected - 1)).toBeLessThan(6 / Math.sqrt(2 * distribution.length));
  expect(Math.abs(mean(distribution) - mean(sample))).toBeLessThan((6 * expected) / Math.sqrt(distribution.length));
});

test('a sample without variation has no BCa interval, and a percentile interval of one number', () => {
  expect(bootstrap([2, 2, 2], 'mean', { seed: 1 }).low).toBeNaN();
  expect(bootstrap([2, 2, 2], 'mean', { seed: 1, method: 'percentile' })).toMatchObject({ low: 2, high: 2 });
});

describe('bootstrap rejects', () => {
  const where = 'bootstrap(values, statistic): expected ';
  test.each<[string, () => unknown, string, string]>([
    [
      'an unknown statistic',
      () => bootstrap(sample, 'mode' as never),
      'ERR_STATS_BOOTSTRAP_UNUSABLE',
      "statistic to be mean, median, variance, std, or a capsule f64(*f64,usize), found the string 'mode'.",
    ],
    [
      'an unknown method',
      () => bootstrap(sample, 'mean', { method: 'bca' as never }),
      'ERR_STATS_BOOTSTRAP_UNUSABLE',
      "method to be BCa, percentile, basic, found the string 'bca'.",
    ],
    [
      'no resamples',
      () => bootstrap(sample, 'mean', { resamples: 0 }),
      'ERR_STATS_BOOTSTRAP_UNUSABLE',
      'resamples to be an integer from 2 to 10000000, found 0.',
    ],
    [
      'a confidence of 1',
      () => bootstrap(sample, 'mean', { confidence: 1 }),
      'ERR_STATS_BOOTSTRAP_UNUSABLE',
      'confidence to be above 0 and below 1, found 1.',
    ],
    [
      'a negative ddof',
      () => bootstrap(sample, 'std', { ddof: -1 }),
      'ERR_STATS_DDOF_UNUSABLE',
      'ddof to be a finite number, 0 or more, found the number -1.',
    ],
    [
      'a generator and a seed',
      () => bootstrap(sample, 'mean', { seed: 1, generator: new PCG64(1) }),
      'ERR_STATS_OPTIONS_UNUSABLE',
      'either generator or seed, found both.',
    ],
    ['one value', () => bootstrap([1]), 'ERR_STATS_TOO_FEW_VALUES', 'at least 2 values, found 1.'],
  ])('%s', (_, call, code, message) => {
    const rejected = refusal(call);
    expect(rejected.code).toBe(code);
    expect(rejected.message).toContain(message);
    expect(String(rejected.message).startsWith(where.slice(0, 30))).toBe(true);
  });

  test('a seed that is no integer, another capsule as a generator, and a function of another type', async () => {
    const { capsule, createVector } = await import('@capsule/fastmath');
    expect(refusal(() => bootstrap(sample, 'mean', { seed: 0.5 })).code).toBe('ERR_RANDOM_SEED_UNUSABLE');
    expect(refusal(() => bootstrap(sample, 'mean', { generator: capsule as never }))).toMatchObject({
      code: 'ERR_CAPSULE_KIND_MISMATCH',
      message:
        "Opening '@capsule/random/bitgen': expected an instance of '@capsule/random/bitgen', found a capsule that holds a table, '@capsule/fastmath'. Pass the capsule of an object that implements this contract.",
    });
    expect(refusal(() => bootstrap(sample, createVector(2))).code).toBe('ERR_CAPSULE_KIND_MISMATCH');
  });
});

describe('hostile options', () => {
  test('are read before the sample: a getter may detach it', () => {
    const detached = Float64Array.of(1, 2, 3);
    const options = {
      get generator() {
        structuredClone(detached, { transfer: [detached.buffer] });
        return new PCG64(1);
      },
    };
    expect(refusal(() => bootstrap(detached, 'mean', options)).code).toBe('ERR_STATS_DETACHED');
  });

  test('a Proxy as the generator, and what inherits from one, is rejected without running a trap', () => {
    const traps = new Proxy({}, { get: () => expect.unreachable() });
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    for (const generator of [new Proxy({}, traps), Object.create(new Proxy({}, traps)), revoked.proxy, {}, null, 1])
      expect(refusal(() => bootstrap(sample, 'mean', { generator })).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
  });

  test('a ddof of a statistic that has none, and more values than BCa computes in time, are rejected', () => {
    expect(refusal(() => bootstrap(sample, 'mean', { ddof: 0 })).message).toBe(
      'bootstrap(values, statistic): expected ddof only for variance and std, found 0.',
    );
    const many = new Float64Array(2 ** 18 + 1);
    expect(refusal(() => bootstrap(many, 'mean', { seed: 1 })).message).toBe(
      "bootstrap(values, statistic): expected at most 262144 values for BCa, found 262145. Use the method 'percentile' or 'basic'.",
    );
    expect(bootstrap(many, 'mean', { seed: 1, resamples: 2, method: 'basic' }).low).toBe(0);
  });
});

// A power of two changes no digit. Squares and cubes of the deviations would overflow or underflow.
test.each([-900, -400, 300, 990])('values times 2^%i have the same interval, times that', (exponent) => {
  const factor = 2 ** exponent;
  const scaled = sample.map((value) => value * factor);
  for (const method of ['BCa', 'percentile', 'basic'] as const) {
    const expected = bootstrap(sample, 'mean', { seed: 7, resamples: 500, method });
    const found = bootstrap(scaled, 'mean', { seed: 7, resamples: 500, method });
    expect([method, found.low / factor, found.high / factor]).toEqual([method, expected.low, expected.high]);
  }
});

test('an interval of the largest numbers is finite where it can be', () => {
  const largest = [1.7e308, -1.7e308, 1.6e308, 1.5e308, 1.7e308, 1.65e308];
  for (const method of ['BCa', 'percentile', 'basic'] as const) {
    const { low, high } = bootstrap(largest, 'median', { seed: 1, resamples: 200, method });
    expect([method, Number.isNaN(low), Number.isNaN(high)]).toEqual([method, false, false]);
  }
});
