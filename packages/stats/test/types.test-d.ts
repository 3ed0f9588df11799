import type { ArrowArraySource, ArrowStreamSource, Capsule } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import type * as package_ from '@capsule/stats';
import {
  Accumulator,
  type AccumulatorState,
  type ArrowOptions,
  autocorrelation,
  correlation,
  correlationMatrix,
  covariance,
  createStats,
  type DdofOptions,
  type Description,
  describe as describeValues,
  type Extremes,
  geometricMean,
  type Histogram,
  type HistogramOptions,
  harmonicMean,
  histogram,
  type Integral,
  type IntegrateOptions,
  integrate,
  iqr,
  type KurtosisOptions,
  kendall,
  kurtosis,
  type LinearRegression,
  linearRegression,
  type MomentOptions,
  mad,
  map,
  max,
  mean,
  median,
  min,
  minMax,
  mode,
  moment,
  type QuantileMethod,
  type QuantileOptions,
  quantile,
  rank,
  reduce,
  rollingMean,
  rollingStd,
  type ShapeOptions,
  type Stats,
  sem,
  skewness,
  spearman,
  std,
  sum,
  type Values,
  variance,
  weightedMean,
  zscore,
} from '@capsule/stats';
import { describe, expectTypeOf, test } from 'vitest';
import type { others, Statistic } from './statistics.js';

declare const anyCapsule: Capsule;
declare const otherCapsule: Capsule<'@forge/math'>;

describe('createStats', () => {
  test('accepts only the capsule of fastmath', () => {
    expectTypeOf(createStats).parameters.toEqualTypeOf<[capsule: Capsule<'@capsule/fastmath'>]>();
    expectTypeOf(capsule).toEqualTypeOf<Capsule<'@capsule/fastmath', 'table'>>();
    expectTypeOf(createStats(capsule)).toEqualTypeOf<Stats>();
    // @ts-expect-error: the capsule of another package
    createStats(otherCapsule);
    // @ts-expect-error: a capsule of any package
    createStats(anyCapsule);
    // @ts-expect-error: the module
    createStats({ capsule });
    // @ts-expect-error: an empty object
    createStats({});
    // @ts-expect-error: nothing
    createStats();
  });

  test('returns the named exports of the package', () => {
    expectTypeOf<typeof package_>().toExtend<Stats>();
    expectTypeOf<keyof Stats>().toEqualTypeOf<Statistic | (typeof others)[number]>();
  });
});

describe('a sample', () => {
  test('is a Float64Array, a Float32Array, an Array of numbers, a data capsule or an Arrow column', () => {
    expectTypeOf<Values>().toEqualTypeOf<
      Float64Array | Float32Array | readonly number[] | Capsule | ArrowArraySource | ArrowStreamSource
    >();
    expectTypeOf<Float64Array<SharedArrayBuffer>>().toExtend<Values>();
    expectTypeOf<readonly [1, 2]>().toExtend<Values>();
    expectTypeOf<Int32Array>().not.toExtend<Values>();
    expectTypeOf<BigInt64Array>().not.toExtend<Values>();
    expectTypeOf<Buffer>().not.toExtend<Values>();
    expectTypeOf<DataView>().not.toExtend<Values>();
    expectTypeOf<Set<number>>().not.toExtend<Values>();
    expectTypeOf<string>().not.toExtend<Values>();
    expectTypeOf<(number | string)[]>().not.toExtend<Values>();
    expectTypeOf<(number | undefined)[]>().not.toExtend<Values>();
    expectTypeOf<bigint[]>().not.toExtend<Values>();
    expectTypeOf<{ length: number; 0: number }>().not.toExtend<Values>();
    expectTypeOf<undefined>().not.toExtend<Values>();
  });

  test('is accepted by every statistic', () => {
    for (const statistic of [
      mean,
      sum,
      variance,
      std,
      sem,
      min,
      max,
      minMax,
      describeValues,
      skewness,
      kurtosis,
      geometricMean,
      harmonicMean,
      zscore,
      median,
      iqr,
      mad,
      mode,
      rank,
      histogram,
    ]) {
      expectTypeOf(statistic).parameter(0).toEqualTypeOf<Values>();
      // @ts-expect-error: a string is not a sample
      statistic('1, 2, 3');
      // @ts-expect-error: a sample is needed
      statistic();
    }
    for (const statistic of [covariance, correlation, linearRegression, weightedMean, spearman, kendall]) {
      expectTypeOf(statistic).parameter(0).toEqualTypeOf<Values>();
      expectTypeOf(statistic).parameter(1).toEqualTypeOf<Values>();
      // @ts-expect-error: a second sample is needed
      statistic([1, 2]);
      // @ts-expect-error: an Int32Array is not a sample
      statistic([1, 2], new Int32Array(2));
    }
  });
});

describe('every statistic', () => {
  test('has exactly this signature', () => {
    type One = [values: Values];
    type Ddof = [values: Values, options?: DdofOptions | undefined];
    type Pair = [x: Values, y: Values];
    for (const statistic of [mean, sum, min, max, minMax, geometricMean, harmonicMean]) {
      expectTypeOf(statistic).parameters.toEqualTypeOf<One>();
    }
    for (const statistic of [variance, std, sem, describeValues, zscore]) {
      expectTypeOf(statistic).parameters.toEqualTypeOf<Ddof>();
    }
    for (const statistic of [correlation, linearRegression]) expectTypeOf(statistic).parameters.toEqualTypeOf<Pair>();
    expectTypeOf(covariance).parameters.toEqualTypeOf<[...Pair, options?: DdofOptions | undefined]>();
    expectTypeOf(weightedMean).parameters.toEqualTypeOf<[values: Values, weights: Values]>();
    expectTypeOf(skewness).parameters.toEqualTypeOf<[values: Values, options?: ShapeOptions | undefined]>();
    expectTypeOf(kurtosis).parameters.toEqualTypeOf<[values: Values, options?: KurtosisOptions | undefined]>();
    expectTypeOf(moment).parameters.toEqualTypeOf<
      [values: Values, order: number, options?: MomentOptions | undefined]
    >();
    expectTypeOf(rollingStd).parameters.toEqualTypeOf<
      [values: Values, window: number, options?: DdofOptions | undefined]
    >();
    expectTypeOf(reduce).parameters.toEqualTypeOf<[values: Values, f: Capsule, initial: number]>();
    expectTypeOf(integrate).parameters.toEqualTypeOf<
      [f: Capsule, a: number, b: number, options?: IntegrateOptions | undefined]
    >();
  });

  test('rejects other kinds of numbers', () => {
    // @ts-expect-error: an order is a number
    moment([1, 2], '2');
    // @ts-expect-error: an order is not a BigInt
    moment([1, 2], 2n);
    // @ts-expect-error: a lag is a number
    autocorrelation([1, 2], [1]);
    // @ts-expect-error: a window is a number
    rollingMean([1, 2], null);
    // @ts-expect-error: a center is a number
    moment([1, 2], 2, { center: '0' });
    // @ts-expect-error: weights are numbers
    weightedMean([1, 2], ['1', '2']);
    // @ts-expect-error: columns are samples
    correlationMatrix([['1', '2']]);
    // @ts-expect-error: ends are numbers
    integrate(anyCapsule, '0', 1);
  });
});

describe('options', () => {
  test('are { ddof }, which is optional', () => {
    expectTypeOf<DdofOptions>().toEqualTypeOf<{ readonly ddof?: number }>();
    for (const statistic of [variance, std, sem, describeValues, zscore]) {
      expectTypeOf(statistic).parameter(1).toEqualTypeOf<DdofOptions | undefined>();
      // @ts-expect-error: ddof is a number
      statistic([1, 2], { ddof: '1' });
      // @ts-expect-error: an explicit undefined is rejected
      statistic([1, 2], { ddof: undefined });
      // @ts-expect-error: an option that does not exist
      statistic([1, 2], { dof: 1 });
      // @ts-expect-error: options are an object
      statistic([1, 2], 1);
      // @ts-expect-error: options are an object
      statistic([1, 2], null);
    }
    expectTypeOf(covariance).parameter(2).toEqualTypeOf<DdofOptions | undefined>();
  });

  test('are { bias, excess } and { center } for skewness, kurtosis and moment', () => {
    skewness([1, 2, 4], { bias: false });
    kurtosis([1, 2, 4, 9], { bias: false, excess: false });
    moment([1, 2], 3, { center: 0 });
    // @ts-expect-error: bias is a boolean
    skewness([1, 2, 4], { bias: 0 });
    // @ts-expect-error: skewness has no excess
    skewness([1, 2, 4], { excess: false });
    // @ts-expect-error: an order is needed
    moment([1, 2]);
  });

  test('follow a required lag or window for statistics of series', () => {
    expectTypeOf(autocorrelation).parameters.toEqualTypeOf<[values: Values, lag: number]>();
    expectTypeOf(rollingMean).parameters.toEqualTypeOf<[values: Values, window: number]>();
    expectTypeOf(rollingStd).parameter(2).toEqualTypeOf<DdofOptions | undefined>();
    // @ts-expect-error: a window is needed
    rollingStd([1, 2], { ddof: 0 });
  });

  test('are { method }, a number from 1 to 9, for quantiles', () => {
    expectTypeOf<QuantileMethod>().toEqualTypeOf<1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9>();
    expectTypeOf<QuantileOptions>().toEqualTypeOf<{ readonly method?: QuantileMethod }>();
    expectTypeOf(iqr).parameter(1).toEqualTypeOf<QuantileOptions | undefined>();
    // @ts-expect-error: there is no method 10
    quantile([1, 2], 0.5, { method: 10 });
    // @ts-expect-error: methods have numbers
    iqr([1, 2], { method: 'linear' });
    // @ts-expect-error: p is needed
    quantile([1, 2]);
    // @ts-expect-error: p is a number, or several
    quantile([1, 2], '0.5');
    // @ts-expect-error: median has no options
    median([1, 2], { method: 7 });
  });

  test('are { bins, range } for histogram', () => {
    expectTypeOf<HistogramOptions>().toEqualTypeOf<{
      readonly bins?: number;
      readonly range?: readonly [low: number, high: number];
    }>();
    // @ts-expect-error: edges are not given
    histogram([1, 2], { bins: [0, 1, 2] });
    // @ts-expect-error: a range has two ends
    histogram([1, 2], { range: [0] });
  });

  test('are rejected by statistics without ddof', () => {
    // @ts-expect-error: mean has no options
    mean([1, 2], { ddof: 0 });
    // @ts-expect-error: correlation has no options
    correlation([1, 2], [1, 2], { ddof: 0 });
  });
});

describe('a result', () => {
  test('is a number', () => {
    for (const statistic of [
      mean,
      sum,
      variance,
      std,
      sem,
      min,
      max,
      skewness,
      kurtosis,
      moment,
      covariance,
      correlation,
      geometricMean,
      harmonicMean,
      weightedMean,
      autocorrelation,
      median,
      iqr,
      mad,
      mode,
      spearman,
      kendall,
    ]) {
      expectTypeOf(statistic).returns.toEqualTypeOf<number>();
    }
  });

  test('is a number of quantile for one p, and a Float64Array for several', () => {
    expectTypeOf(quantile([1], 0.5)).toEqualTypeOf<number>();
    expectTypeOf(quantile([1], 0.5, { method: 1 })).toEqualTypeOf<number>();
    expectTypeOf(quantile([1], [0.5])).toEqualTypeOf<Float64Array>();
    expectTypeOf(quantile([1], [0.25, 0.75] as const)).toEqualTypeOf<Float64Array>();
    expectTypeOf(quantile([1], new Float64Array(2), {})).toEqualTypeOf<Float64Array>();
    expectTypeOf(quantile([1], new Float32Array(2))).toEqualTypeOf<Float64Array>();
    expectTypeOf(quantile([1], 0.5 as number | number[])).toEqualTypeOf<number | Float64Array>();
  });

  test('is a Float64Array of values', () => {
    for (const statistic of [zscore, rollingMean, rollingStd, rank]) {
      expectTypeOf(statistic).returns.toEqualTypeOf<Float64Array>();
    }
  });

  test('is rows of a matrix', () => {
    expectTypeOf(correlationMatrix).parameters.toEqualTypeOf<[columns: readonly Values[]]>();
    expectTypeOf(correlationMatrix).returns.toEqualTypeOf<Float64Array[]>();
    // @ts-expect-error: columns are samples
    correlationMatrix([1, 2, 3]);
  });

  test('is counts and edges', () => {
    expectTypeOf(histogram).returns.toEqualTypeOf<Histogram>();
    expectTypeOf<Histogram>().toEqualTypeOf<{ counts: Float64Array; edges: Float64Array }>();
  });

  test('is an object of numbers', () => {
    type Numbers<Keys extends string> = { [Key in Keys]: number };
    expectTypeOf(minMax).returns.toEqualTypeOf<Extremes>();
    expectTypeOf<Extremes>().toEqualTypeOf<Numbers<'min' | 'max'>>();
    expectTypeOf(describeValues).returns.toEqualTypeOf<Description>();
    expectTypeOf<Omit<Description, 'nulls'>>().toEqualTypeOf<
      Numbers<'n' | 'mean' | 'std' | 'variance' | 'min' | 'max' | 'skewness' | 'kurtosis'>
    >();
    expectTypeOf<Description['nulls']>().toEqualTypeOf<number | undefined>();
    expectTypeOf(linearRegression).returns.toEqualTypeOf<LinearRegression>();
    expectTypeOf<LinearRegression>().toEqualTypeOf<
      Numbers<'slope' | 'intercept' | 'r' | 'rSquared' | 'pValue' | 'slopeStderr' | 'interceptStderr' | 'residualStd'>
    >();
  });
});

describe('callbacks', () => {
  test('are capsules of any producer, and not JavaScript functions', () => {
    expectTypeOf(map).parameters.toEqualTypeOf<[values: Values, f: Capsule]>();
    expectTypeOf(map([1], otherCapsule)).toEqualTypeOf<Float64Array>();
    expectTypeOf(reduce([1], anyCapsule, 0)).toEqualTypeOf<number>();
    expectTypeOf(integrate(anyCapsule, 0, 1)).toEqualTypeOf<Integral>();
    expectTypeOf(integrate).parameter(3).toEqualTypeOf<IntegrateOptions | undefined>();
    // @ts-expect-error: a JavaScript function is not a capsule
    map([1], (x: number) => x);
    // @ts-expect-error: initial is a number
    reduce([1], anyCapsule);
    // @ts-expect-error: there is no such option
    integrate(anyCapsule, 0, 1, { tolerance: 1 });
  });
});

describe('an Accumulator', () => {
  test('accepts values and samples, and returns what the functions return', () => {
    const accumulator: Accumulator = new Accumulator();
    expectTypeOf(accumulator.push).parameters.toEqualTypeOf<
      [values: number | Values, options?: ArrowOptions | undefined]
    >();
    expectTypeOf(accumulator.push(1).push([2, 3]).merge(accumulator)).toEqualTypeOf<Accumulator>();
    expectTypeOf(accumulator.n).toEqualTypeOf<number>();
    expectTypeOf(accumulator.mean()).toEqualTypeOf<number>();
    expectTypeOf(accumulator.describe({ ddof: 0 })).toEqualTypeOf<Description>();
    expectTypeOf(accumulator.toJSON()).toEqualTypeOf<AccumulatorState>();
    expectTypeOf(Accumulator.fromJSON(accumulator.toJSON())).toEqualTypeOf<Accumulator>();
    // @ts-expect-error: n is read-only
    accumulator.n = 1;
    // @ts-expect-error: a string is not a sample
    accumulator.push('1');
    // @ts-expect-error: another object
    accumulator.merge({ n: 1 });
    // @ts-expect-error: JSON text has to be parsed first
    Accumulator.fromJSON('{}');
  });
});
