import { loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import { uniform } from '@capsule/test-support/samples';
import { describe, expect, test } from 'vitest';
import * as extremes from '../src/fast-path/extremes.js';
import { crossing } from '../src/fast-path/lanes.js';
import * as means from '../src/fast-path/means.js';
import * as powers from '../src/fast-path/moments.js';
import * as pairs from '../src/fast-path/pairs.js';
import * as rolling from '../src/fast-path/rolling.js';
import * as variances from '../src/fast-path/variance.js';
import type { Native } from '../src/native.js';

// C, without the short way in front of it.
const native = loadAddon<{ open(given: typeof capsule): Native }>(__dirname, 'stats').open(capsule);

type OfPairs = (x: Float64Array, y: Float64Array) => number | readonly number[];

const short = { ...extremes, ...means, ...pairs, ...powers, ...rolling, ...variances };
const out = new Float64Array(8);
const filled = new Float64Array(128);

/** What was written into an array, or nothing where it was left to the long way. */
const written = (done: boolean, count: number, to = out) => (done ? [...to.subarray(0, count)] : Number.NaN);
const scores = (x: Float64Array) => {
  native.zscore(x, 0.5, filled);
  return written(true, x.length, filled);
};
const rolled = (x: Float64Array, window: number, fill: (n: number) => boolean) =>
  x.length < window ? Number.NaN : written(fill(x.length), x.length - window + 1, filled);
const regression = (x: Float64Array, y: Float64Array) => {
  native.linearRegression(x, y, out);
  return written(true, 7);
};
const shape = (x: Float64Array, done: boolean) => {
  out[3] = short.min(x, x.length);
  out[4] = short.max(x, x.length);
  return written(done, 7);
};
const description = (x: Float64Array) => {
  native.describe(x, 1, out);
  return written(true, 7);
};
const moment = (order: number) => (x: Float64Array) => {
  native.centralMoments(x, out);
  return out[order] ?? Number.NaN;
};
const momentAbout = (order: number, center: number) => (x: Float64Array) => {
  native.momentsAbout(x, center, out);
  return out[order] ?? Number.NaN;
};

const statistics: [name: string, crossing: number, short: OfPairs, native: OfPairs][] = [
  ['mean', crossing.mean, (x) => short.mean(x, x.length), native.mean],
  ['sum', crossing.mean, (x) => short.total(x, x.length), native.sum],
  ['min', crossing.extreme, (x) => short.min(x, x.length), native.min],
  ['max', crossing.extreme, (x) => short.max(x, x.length), native.max],
  ['variance', crossing.variance, (x) => short.variance(x, x.length, 1), (x) => native.variance(x, 1)],
  ['skewness', crossing.powers, (x) => short.skewness(x, x.length), native.skewness],
  ['kurtosis', crossing.powers, (x) => short.kurtosis(x, x.length), native.kurtosis],
  ...[0, 1, 2, 3, 4].map((k): [string, number, OfPairs, OfPairs] => [
    `moment of order ${k}`,
    crossing.powers,
    (x) => short.centralMoment(x, x.length, k),
    moment(k),
  ]),
  ...[0, 1, 2, 3, 4].map((k): [string, number, OfPairs, OfPairs] => [
    `moment of order ${k} about 0.25`,
    crossing.powers,
    (x) => short.momentAbout(x, x.length, k, 0.25),
    momentAbout(k, 0.25),
  ]),
  ['description', crossing.description, (x) => shape(x, short.describe(x, x.length, 1, out)), description],
  ['zscore', crossing.scores, (x) => written(short.zscore(x, x.length, 0.5, filled), x.length, filled), scores],
  ...[0, 1, 5].map((lag): [string, number, OfPairs, OfPairs] => [
    `autocorrelation at ${lag}`,
    crossing.lagged,
    (x) => short.autocorrelation(x, x.length, lag),
    (x) => (lag < x.length ? native.autocorrelation(x, lag) : Number.NaN),
  ]),
  ...[1, 2, 6].flatMap((window): [string, number, OfPairs, OfPairs][] => [
    [
      `means of windows of ${window}`,
      crossing.rolling,
      (x) => rolled(x, window, (n) => short.rollingMean(x, n, window, filled)),
      (x) =>
        rolled(x, window, () => native.rollingMean(x, window - 1, filled.subarray(0, x.length - window + 1)) === 0),
    ],
    [
      `deviations of windows of ${window}`,
      crossing.rolling,
      (x) => rolled(x, window, (n) => short.rollingStd(x, n, window, 0.5, filled)),
      (x) =>
        rolled(x, window, () => native.rollingStd(x, 0.5, window - 1, filled.subarray(0, x.length - window + 1)) === 0),
    ],
  ]),
  ['harmonic mean', crossing.terms, (x) => short.harmonicMean(x, x.length), native.harmonicMean],
  [
    'weighted mean',
    crossing.terms,
    (x, y) => short.weightedMean(x, y, x.length),
    (x, y) => native.weightedMean(x, y, out),
  ],
  [
    'covariance',
    crossing.pairs,
    (x, y) => short.covariance(x, y, x.length, 0.5),
    (x, y) => native.covariance(x, y, 0.5),
  ],
  ['correlation', crossing.pairs, (x, y) => short.correlation(x, y, x.length), native.correlation],
  ['regression', crossing.regression, (x, y) => written(short.linearRegression(x, y, x.length, out), 7), regression],
];

const next = uniform(3);
const special = [0, -0, 5e-324, -5e-324, 2 ** -1022, 1e308, -1e308, Infinity, -Infinity, Number.NaN, 1e-160, 1e160];
const makers: [what: string, make: () => number][] = [
  ['numbers above 0', () => 0.5 + next()],
  ['numbers around 0', () => next() - 0.5],
  ['numbers of every size', () => (next() - 0.5) * 2 ** Math.floor(next() * 200 - 100)],
  ['a large offset', () => 1e9 + next()],
  ['zeros of both signs', () => (next() < 0.5 ? 0 : -0)],
  ['negative zeros', () => -0],
  ['equal values', () => 0.1],
  ['subnormal numbers', () => Math.round(next() * 100) * 5e-324],
  ['huge numbers', () => (next() - 0.5) * 1e308],
  ['specials now and then', () => (next() < 0.02 ? (special[Math.floor(next() * special.length)] ?? 0) : next())],
  ['specials only', () => special[Math.floor(next() * special.length)] ?? 0],
];

/** n numbers, somewhere in a larger array. */
function sample(n: number, offset: number, make: () => number): Float64Array {
  return Float64Array.from({ length: n + offset + 1 }, make).subarray(offset, offset + n);
}

describe.each(statistics)('the %s of a short sample', (_, crossing, quick, exact) => {
  test.each(makers)('has the bits of C, for %s', (what, make) => {
    let decided = 0;
    for (let n = 1; n < 128; n++) {
      for (let offset = 0; offset < 4; offset++) {
        const [x, y] = [sample(n, offset, make), sample(n, offset, make)];
        const result = quick(x, y);
        if (typeof result === 'number' && Number.isNaN(result)) continue; // left to C
        decided++;
        const expected = exact(x, y);
        if (!Object.is(result, expected)) expect([n, result]).toEqual([n, expected]);
      }
    }
    // Of 6 values on every statistic has something to say.
    if (what === 'numbers above 0') expect(decided).toBeGreaterThanOrEqual(4 * (127 - 6));
  });

  test('ends where the order would have more than 8 lanes', () => expect(crossing).toBeLessThanOrEqual(128));
});
