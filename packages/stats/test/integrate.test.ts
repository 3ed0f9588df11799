import type { Capsule } from '@capsule/core';
import { type IntegrateOptions, integrate } from '@capsule/stats';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { callbacks } from './forge/index.js';

const { PI, SQRT2, abs, atan, max, sin, sqrt } = Math;
const operation = 'integrate(f, a, b): ';
/** Calls integrate() with arguments that TypeScript would reject. */
const integrateAny = (...args: unknown[]) => Reflect.apply(integrate, undefined, args);
const bell = callbacks.seal('bell', 0);

/** An integral whose value is known: the function, its parameter, the range and the value. */
type Known = [name: string, a: number, from: number, to: number, exact: number];

// The problems of the QUADPACK book, section 4.1, and their closed forms. Values of J0 were summed in exact fractions.
const known: Known[] = [
  ...[-0.9, -0.5, 0, 1, 2.6].map((a): Known => ['power_log', a, 0, 1, (1 + a) ** -2]),
  ...[0, 3, 6, 10].map((a): Known => ['peak', a, 0, 1, atan((4 - PI) * 4 ** (a - 1)) + atan(PI * 4 ** (a - 1))]),
  ['wave', 0, 0, PI, PI * 0.7651976865579666],
  ['wave', 1, 0, PI, PI * 0.22389077914123567],
  ['wave', 2, 0, PI, PI * -0.39714980986384735],
  ['wave', 3, 0, PI, PI * 0.1716508071375539],
  ['wave', 4, 0, PI, PI * -0.1748990739836292],
  ...[-0.8, -0.5, 0, 1.3].map((a): Known => ['kink', a, 0, 1, ((2 / 3) ** (a + 1) + (1 / 3) ** (a + 1)) / (a + 1)]),
  ...[0.5, 2].map((a): Known => ['kink_of_pi', a, 0, 1, ((1 - PI / 4) ** (a + 1) + (PI / 4) ** (a + 1)) / (a + 1)]),
  ...[1, 5, 10].map((a): Known => ['two_ends', a, -1, 1, PI / sqrt((1 + 2 ** -a) ** 2 - 1)]),
  // 2^(a-2) gamma(a/2)^2 / gamma(a): 1 for a = 2, pi/4 for 3; the lemniscate constant for 1/2.
  ['power_of_sine', 0.5, 0, PI / 2, 2.622057554292119],
  ['power_of_sine', 2, 0, PI / 2, 1],
  ['power_of_sine', 3, 0, PI / 2, PI / 4],
  ['power_of_log', 0.5, 0, 1, sqrt(PI)],
  ['power_of_log', 5, 0, 1, 24],
  ...[0, 3, 5].map((a): Known => ['decay', a, 0, Infinity, 2 ** (3 * a + 1)]),
  ...[0.5, 1.5].map((a): Known => ['slow_decay', a, 0, Infinity, (10 ** -a * (1 - a) * PI) / sin(PI * a)]),
  ['slow_decay', 1, 0, Infinity, 0.1],
  ['bell', 0, -Infinity, Infinity, sqrt(PI)],
  ['bell', 2, -Infinity, Infinity, sqrt(PI)],
  ['bell', 0, -Infinity, 0, sqrt(PI) / 2],
  ['power', -2, 1, Infinity, 1],
  ['power', 0.5, 0, 1, 2 / 3],
  ['infinite_at', 0, 0, 1, 1],
];

/** The absolute error of an integral. */
const errorOf = (f: Capsule, a: number, b: number, exact: number, options?: IntegrateOptions) =>
  abs(integrate(f, a, b, options).value - exact);

describe('an integral', () => {
  test.each(known)('is accurate to the default tolerance: %s(%d) from %d to %d', (name, a, from, to, exact) => {
    const f = callbacks.seal(name, a);
    const allowed = 1.49e-8 * max(1, abs(exact));
    expect(errorOf(f, from, to, exact)).toBeLessThanOrEqual(allowed);
    expect(errorOf(f, to, from, -exact)).toBeLessThanOrEqual(allowed);
  });

  // Two functions are omitted: they are infinite at an end other than 0, near which float64 is too coarse.
  test.each(known.filter(([name]) => name !== 'two_ends' && name !== 'power_of_log'))(
    'is correct to ten digits with epsrel 1e-10: %s(%d) from %d to %d',
    (name, a, from, to, exact) => {
      const f = callbacks.seal(name, a);
      expect(errorOf(f, from, to, exact, { epsabs: 0, epsrel: 1e-10 })).toBeLessThanOrEqual(1e-10 * abs(exact));
    },
  );

  test('takes 21 evaluations of a smooth f, and as many as QUADPACK of a singular f', () => {
    expect(integrate(callbacks.seal('wave', 0), 0, PI).evaluations).toBe(21);
    expect(integrate(callbacks.seal('power_log', 0), 0, 1).evaluations).toBe(231);
  });

  test('can be of a function without a context', () => {
    expect(integrate(callbacks.seal('twice'), 0, 3).value).toBeCloseTo(9, 13);
  });

  test('is 0 over an empty range, also from infinity to infinity', () => {
    const nothing = { value: 0, error: 0, evaluations: 0 };
    for (const end of [1, -Infinity, Infinity]) expect(integrate(bell, end, end)).toEqual(nothing);
  });

  test('can be 0 for a function that changes its sign', () => {
    const { value, error } = integrate(callbacks.seal('power', 3), -1, 1);
    expect(abs(value)).toBeLessThan(1e-16);
    expect(error).toBeLessThan(1e-13);
  });

  test('is infinite only if the exact one is, also for huge numbers', () => {
    const { value } = integrate(callbacks.seal('times', 1e-300), 0, 1.7e304, { epsabs: 0, epsrel: 1e-12 });
    expect(value / 1.445e308).toBeCloseTo(1, 12);
    expect(integrate(callbacks.seal('power', 0), -8e307, 8e307).value / 1.6e308).toBeCloseTo(1, 14);
  });
});

describe('integrate rejects', () => {
  const failure = (name: string, a: number, from: number, to: number, options: IntegrateOptions = {}) =>
    refusal(() => integrate(callbacks.seal(name, a), from, to, options));

  test('a divergent integral', () => {
    const { message, ...rest } = failure('power', -1, 0, 1);
    expect(rest).toMatchObject({ type: 'Error', code: 'ERR_STATS_NOT_CONVERGED' });
    expect(message).toMatch(
      /^integrate\(f, a, b\): expected an error of at most \S+, found about \S+ of \S+, with 500 subintervals\. Raise limit, or split the range near \S+\.$/,
    );
  });

  test('a singularity inside the range', () => {
    expect(failure('kink_of_pi', -0.8, 0, 1).message).toMatch(
      /found about \S+ of 8\.\d+, because f grows too fast\. Split the range near 0\.785398163\d+, if the integral converges\.$/,
    );
    const [left, right] = [[0, PI / 4] as const, [PI / 4, 1] as const].map(
      ([a, b]) => integrate(callbacks.seal('kink_of_pi', -0.5), a, b).value,
    );
    expect((left ?? 0) + (right ?? 0)).toBeCloseTo(2 * (sqrt(1 - PI / 4) + sqrt(PI / 4)), 6);
  });

  test('an integral that needs more subintervals than the limit', () => {
    expect(failure('kink', -0.8, 0, 1, { limit: 3 })).toEqual({
      type: 'Error',
      code: 'ERR_STATS_NOT_CONVERGED',
      message: expect.stringMatching(/, with 3 subintervals\. Raise limit, or split the range near 0\.25\.$/),
      expected: expect.stringMatching(/^an error of at most 8\.9\d*e-8$/),
      found: expect.stringMatching(/^about 2\.79\d* of 5\.98\d*, with 3 subintervals$/),
    });
    expect(failure('kink', -0.8, 0, 1, { limit: 1 }).message).toContain(', with 1 subinterval. ');
  });

  test('a tolerance below the rounding error', () => {
    expect(failure('power', 1, -1, 1, { epsabs: 1e-20 }).message).toMatch(
      /^integrate\(f, a, b\): expected an error of at most 1e-20, found about 1\.1\d+e-14 of 0, because of rounding errors\. Raise epsabs or epsrel\.$/,
    );
  });

  test('an integral that overflows', () => {
    expect(failure('power', 0, -1e308, 1e308).message).toContain(
      'found about Infinity of Infinity, because f grows too fast.',
    );
  });

  test.each([
    ['NaN', 'not_above', 0.5, 0, 1, /^a number that is not finite at 0\.99\d+$/],
    ['NaN at the first point', 'times', Number.NaN, 0, 1, /^a number that is not finite at 0\.5$/],
    ['an infinity', 'infinite_at', 0.5, 0, 1, /^a number that is not finite at 0\.5$/],
    ['an infinity in the middle of the range', 'power', -1, -1, 3, /^a number that is not finite at 0$/],
    ['NaN in a range to infinity', 'not_above', 1, 0, Infinity, /^a number that is not finite at \d/],
    [
      'NaN in a range between both infinities',
      'not_above',
      -5,
      -Infinity,
      Infinity,
      /^a number that is not finite at -?\d/,
    ],
  ])('%s as a result of f, and shows the x', (_, name, a, from, to, found) => {
    expect(refusal(() => integrate(callbacks.seal(name, a), from, to))).toMatchObject({
      type: 'Error',
      code: 'ERR_STATS_NOT_FINITE',
      message: expect.stringMatching(
        /^integrate\(f, a, b\): expected f to return finite numbers inside the range, found a number that is not finite at \S+\. Split the range there: f is not called at its ends\.$/,
      ),
      found: expect.stringMatching(found),
    });
  });

  test.each<[string, unknown[], string, string]>([
    [
      'a string as an end',
      [bell, '0', 1],
      'ERR_STATS_NOT_A_NUMBER',
      "a number as a, found the string '0'. Convert it: Number(a).",
    ],
    ['undefined as an end', [bell, 0], 'ERR_STATS_NOT_A_NUMBER', 'a number as b, found undefined.'],
    ['NaN as an end', [bell, 0, Number.NaN], 'ERR_STATS_RANGE_UNUSABLE', 'a number or an infinity as b, found NaN.'],
    [
      'tolerances that are too small',
      [bell, 0, 1, { epsabs: 0, epsrel: 1e-16 }],
      'ERR_STATS_TOLERANCE_UNUSABLE',
      'epsabs above 0, or epsrel of 1.1102230246251565e-14 or more, found epsabs 0 and epsrel 1e-16.',
    ],
    [
      'NaN as a tolerance',
      [bell, 0, 1, { epsabs: Number.NaN }],
      'ERR_STATS_TOLERANCE_UNUSABLE',
      'epsabs above 0, or epsrel of 1.1102230246251565e-14 or more, found epsabs NaN and epsrel 1.49e-8.',
    ],
    [
      'a string as a tolerance',
      [bell, 0, 1, { epsrel: 'small' }],
      'ERR_STATS_NOT_A_NUMBER',
      "a number as epsrel, found the string 'small'.",
    ],
    [
      'a limit of 0',
      [bell, 0, 1, { limit: 0 }],
      'ERR_STATS_LIMIT_UNUSABLE',
      'limit to be an integer from 1 to 10000, found the number 0.',
    ],
    [
      'a fraction as the limit',
      [bell, 0, 1, { limit: 1.5 }],
      'ERR_STATS_LIMIT_UNUSABLE',
      'limit to be an integer from 1 to 10000, found the number 1.5.',
    ],
    [
      'an unknown option',
      [bell, 0, 1, { tolerance: 1 }],
      'ERR_STATS_OPTIONS_UNUSABLE',
      "options as an object, { epsabs, epsrel, limit }, found the key 'tolerance'.",
    ],
    [
      'null as options',
      [bell, 0, 1, null],
      'ERR_STATS_OPTIONS_UNUSABLE',
      'options as an object, { epsabs, epsrel, limit }, found null.',
    ],
  ])('%s', (_, args, code, problem) => {
    expect(refusal(() => integrateAny(...args))).toMatchObject({ code, message: `${operation}expected ${problem}` });
  });

  test('a capsule without a function of one number, also over an empty range', () => {
    for (const end of [0, 1]) {
      expect(refusal(() => integrate(callbacks.seal('add'), 0, end))).toMatchObject({
        type: 'TypeError',
        code: 'ERR_CAPSULE_SIGNATURE_MISMATCH',
        expected: 'a function f64(f64) or f64(f64,*void)',
        found: 'f64(f64,f64)',
      });
    }
    expect(refusal(() => integrateAny(Math.sin, 0, 1)).message).toBe(
      'Opening a C function: expected a capsule, found a function. Pass a capsule that holds a C function.',
    );
  });
});

test('integrate misses a peak that is not near any of the first 21 points', () => {
  expect(integrate(callbacks.seal('bell', 100), -Infinity, Infinity).value).toBe(0);
  expect(integrate(callbacks.seal('bell', 100), 90, 110).value).toBeCloseTo(SQRT2 * sqrt(PI / 2), 12);
});
