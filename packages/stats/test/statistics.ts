import {
  correlation,
  covariance,
  describe,
  linearRegression,
  max,
  mean,
  min,
  type Stats,
  std,
  variance,
} from '@capsule/stats';

/** The named exports of the package. */
export const ordinary: Stats = { mean, variance, std, min, max, describe, covariance, correlation, linearRegression };

/** Every statistic, and how its errors name the call. */
export const ofOne = ['mean', 'variance', 'std', 'min', 'max', 'describe'] as const;
export const ofPairs = ['covariance', 'correlation', 'linearRegression'] as const;
export const all = [...ofOne, ...ofPairs] as const;
export type Statistic = (typeof all)[number];

/** Statistics that take `{ ddof }` after their samples. */
export const withDdof = ['variance', 'std', 'describe', 'covariance'] as const satisfies Statistic[];

export const takesPairs = (name: Statistic): boolean => (ofPairs as readonly string[]).includes(name);
export const doing = (name: Statistic): string => (takesPairs(name) ? `${name}(x, y)` : `${name}(values)`);

/** Calls a statistic with anything, as JavaScript may. */
export const call = (name: Statistic, ...given: unknown[]): unknown => Reflect.apply(ordinary[name], undefined, given);

/** A statistic of one sample, or of two where it takes pairs; and options after them. */
export const computeWith = (stats: Stats, name: Statistic, x: unknown, y?: unknown, ...options: unknown[]): unknown =>
  Reflect.apply(stats[name], undefined, [...(takesPairs(name) ? [x, y] : [x]), ...options]);
export const compute = computeWith.bind(undefined, ordinary);

/** Samples whose statistics are whole numbers: y is 2 x, and 1, 2, 3 deviate by -1, 0, 1. */
export const x = [1, 2, 3] as const;
export const y = [2, 4, 6] as const;
export const known: Readonly<Record<Statistic, unknown>> = {
  mean: 2,
  variance: 1,
  std: 1,
  min: 1,
  max: 3,
  describe: { n: 3, mean: 2, std: 1, variance: 1, min: 1, max: 3, skewness: 0, kurtosis: -1.5 },
  covariance: 2,
  correlation: 1,
  linearRegression: {
    slope: 2,
    intercept: 0,
    r: 1,
    rSquared: 1,
    slopeStderr: 0,
    interceptStderr: 0,
    residualStd: 0,
  },
};
