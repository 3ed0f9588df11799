import type { Stats } from '@capsule/stats';
import * as package_ from '@capsule/stats';

/** The statistics of one sample. */
export const ofOne = [
  'mean',
  'sum',
  'variance',
  'std',
  'sem',
  'min',
  'max',
  'minMax',
  'describe',
  'skewness',
  'kurtosis',
  'moment',
  'geometricMean',
  'harmonicMean',
  'zscore',
  'autocorrelation',
  'rollingMean',
  'rollingStd',
  'median',
  'quantile',
  'iqr',
  'mad',
  'mode',
  'rank',
  'histogram',
] as const;
/** The statistics of two samples. */
export const ofPairs = [
  'covariance',
  'correlation',
  'linearRegression',
  'weightedMean',
  'spearman',
  'kendall',
] as const;
export const all = [...ofOne, ...ofPairs] as const;
export type Statistic = (typeof all)[number];

/** Exports that do not take one or two samples; they have their own tests. */
export const others = ['correlationMatrix', 'Accumulator'] as const;

/** The named exports of the package. */
export const ordinary: Stats = package_;

/** Statistics that accept `{ ddof }` after their samples. */
export const withDdof = ['variance', 'std', 'sem', 'describe', 'covariance'] as const satisfies Statistic[];

/** Statistics that have a result for no values. */
export const ofNoValues: readonly Statistic[] = ['sum'];

/** The name of the required parameter after the samples, and a valid argument. */
const parameters: Partial<Record<Statistic, readonly [name: string, value: number]>> = {
  moment: ['order', 2],
  autocorrelation: ['lag', 1],
  rollingMean: ['window', 2],
  rollingStd: ['window', 2],
  quantile: ['p', 0.5],
};
export const required = (name: Statistic): number[] => (parameters[name]?.slice(1) as number[]) ?? [];

export const takesPairs = (name: Statistic): boolean => (ofPairs as readonly string[]).includes(name);
/** The parameter names of the samples. */
export const roles = (name: Statistic): readonly string[] =>
  name === 'weightedMean' ? ['values', 'weights'] : takesPairs(name) ? ['x', 'y'] : ['values'];
/** The operation with which error messages begin. */
export const operation = (name: Statistic): string =>
  `${name}(${[...roles(name), ...(parameters[name]?.slice(0, 1) ?? [])].join(', ')})`;

/** Calls a statistic with any arguments. */
export const call = (name: Statistic, ...given: unknown[]): unknown => Reflect.apply(ordinary[name], undefined, given);

/** The required arguments of a statistic. `y` is used only by statistics of two samples. */
export const given = <Given>(name: Statistic, x: Given, y: Given): (Given | number)[] => [
  ...(takesPairs(name) ? [x, y] : [x]),
  ...required(name),
];

/** Computes a statistic, with options after the required arguments. */
export const computeWith = (stats: Stats, name: Statistic, x: unknown, y?: unknown, ...options: unknown[]): unknown =>
  Reflect.apply(stats[name], undefined, [...given(name, x, y), ...options]);
export const compute = computeWith.bind(undefined, ordinary);

/** Samples whose statistics are simple numbers: y is 2 x, and the deviations of x are -1, 0, 1. */
export const x = [1, 2, 3] as const;
export const y = [2, 4, 6] as const;
export const known: Readonly<Record<Statistic, unknown>> = {
  mean: 2,
  sum: 6,
  variance: 1,
  std: 1,
  sem: 1 / Math.sqrt(3),
  min: 1,
  max: 3,
  minMax: { min: 1, max: 3 },
  skewness: 0,
  kurtosis: -1.5,
  moment: 2 / 3,
  geometricMean: Math.cbrt(6),
  harmonicMean: 18 / 11,
  zscore: Float64Array.of(-Math.sqrt(1.5), 0, Math.sqrt(1.5)),
  describe: { n: 3, mean: 2, std: 1, variance: 1, min: 1, max: 3, skewness: 0, kurtosis: -1.5 },
  autocorrelation: 0,
  rollingMean: Float64Array.of(1.5, 2.5),
  rollingStd: Float64Array.of(Math.SQRT1_2, Math.SQRT1_2),
  median: 2,
  quantile: 2,
  iqr: 1,
  mad: 1,
  mode: 1,
  rank: Float64Array.of(1, 2, 3),
  histogram: {
    counts: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 1),
    edges: Float64Array.from({ length: 11 }, (_, i) => (i === 10 ? 3 : 1 + i * 0.2)),
  },
  covariance: 2,
  correlation: 1,
  spearman: 1,
  kendall: 1,
  weightedMean: 28 / 12,
  linearRegression: {
    slope: 2,
    intercept: 0,
    r: 1,
    rSquared: 1,
    pValue: 0,
    slopeStderr: 0,
    interceptStderr: 0,
    residualStd: 0,
  },
};
