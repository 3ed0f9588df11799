import type { Capsule, OwnedCapsule } from '@capsule/core';
import type * as package_ from '@capsule/fastmath';
import {
  abs,
  add,
  argMinMax,
  axpy,
  type Comoments,
  capsule,
  comoments,
  comomentsStrided,
  createVector,
  cumsum,
  type Deviations,
  deviations,
  divide,
  dot,
  dotStrided,
  type GatherOptions,
  gather,
  histogram,
  type Moments,
  minMax,
  minMaxStrided,
  moments,
  momentsStrided,
  momentsWeighted,
  multiply,
  rank,
  type SearchSortedOptions,
  scale,
  searchSorted,
  select,
  sort,
  sqrt,
  subtract,
  sum,
  sumExact,
  sumStrided,
  type Vector,
  type WeightedMoments,
  widen,
} from '@capsule/fastmath';
import { describe, expectTypeOf, test } from 'vitest';

const ofOne = { sum, sumExact, minMax, argMinMax, moments, deviations, sort, rank };
const ofTwo = { dot, comoments, momentsWeighted };
const ofPlaces = { select, searchSorted, histogram, gather };
const strided = { sumStrided, dotStrided, minMaxStrided, momentsStrided, comomentsStrided };
const intoOne = { abs, sqrt, cumsum };
const intoTwo = { add, subtract, multiply, divide };
type Tested = typeof strided & typeof ofOne & typeof ofTwo & typeof ofPlaces & typeof intoOne & typeof intoTwo;

declare const x: Float64Array;
/** A vector: an array, or a capsule with its values. */
type Values = Float64Array | Capsule<string, 'data'>;
type Numbers<Keys extends string> = { [Key in Keys]: number };

test('every function of the package is tested here', () => {
  expectTypeOf<keyof typeof package_>().toEqualTypeOf<
    keyof Tested | 'widen' | 'axpy' | 'scale' | 'capsule' | 'createVector' | 'threads'
  >();
});

describe('the type of a function', () => {
  test('accepts only a Float64Array as a vector', () => {
    expectTypeOf(sum).parameters.toEqualTypeOf<[x: Values]>();
    expectTypeOf(sumExact).parameters.toEqualTypeOf<[x: Values]>();
    expectTypeOf(minMax).parameters.toEqualTypeOf<[x: Values]>();
    expectTypeOf(argMinMax).parameters.toEqualTypeOf<[x: Values]>();
    expectTypeOf(moments).parameters.toEqualTypeOf<[x: Values]>();
    expectTypeOf(sort<Float64Array>).parameters.toEqualTypeOf<[x: Float64Array]>();
    expectTypeOf(rank).parameters.toEqualTypeOf<[x: Values]>();
    for (const f of [sum, sumExact, minMax, argMinMax, moments, sort, rank]) {
      f(new Float64Array(new SharedArrayBuffer(8)));
      // @ts-expect-error: an Array is not a vector
      f([1, 2]);
      // @ts-expect-error: a Float32Array is not a vector
      f(new Float32Array(2));
      // @ts-expect-error: a BigInt64Array is not a vector
      f(new BigInt64Array(2));
      // @ts-expect-error: a number is not a vector
      f(1);
      // @ts-expect-error: the capsule is not a vector
      f(capsule);
      // @ts-expect-error: undefined is not a vector
      f(undefined);
      // @ts-expect-error: a vector is required
      f();
      // @ts-expect-error: one vector is the maximum
      f(x, x);
    }
  });

  test('requires two vectors if it takes two', () => {
    expectTypeOf(momentsWeighted).parameters.toEqualTypeOf<[x: Values, w: Values]>();
    for (const f of [dot, comoments, momentsWeighted]) {
      expectTypeOf(f).parameters.toEqualTypeOf<[x: Values, y: Values]>();
      // @ts-expect-error: a second vector is required
      f(x);
      // @ts-expect-error: an Array is not a vector
      f(x, [1]);
      // @ts-expect-error: the first argument is a vector
      f([1], x);
      // @ts-expect-error: there is no output
      f(x, x, x);
    }
  });

  test('accepts an optional output if it returns a vector', () => {
    for (const f of [abs, sqrt, cumsum]) {
      expectTypeOf(f<Float64Array>).parameters.toEqualTypeOf<[x: Values, out?: Float64Array | undefined]>();
      // @ts-expect-error: an Array is not a vector
      f(x, []);
      // @ts-expect-error: null is not a vector
      f(x, null);
    }
    for (const f of [add, subtract, multiply, divide]) {
      expectTypeOf(f<Float64Array>).parameters.toEqualTypeOf<[x: Values, y: Values, out?: Float64Array | undefined]>();
      // @ts-expect-error: y is a vector, not a number
      f(x, 2);
      // @ts-expect-error: y is required
      f(x);
      // @ts-expect-error: out is a vector of float64
      f(x, x, new Float32Array(1));
    }
  });

  test('accepts only a Float32Array for widening', () => {
    type Floats = Float32Array | Capsule<string, 'data'>;
    expectTypeOf(widen<Float64Array>).parameters.toEqualTypeOf<[x: Floats, out?: Float64Array | undefined]>();
    // @ts-expect-error: x is a Float32Array
    widen(x);
    // @ts-expect-error: out is a Float64Array
    widen(new Float32Array(1), new Float32Array(1));
  });

  test('accepts one or several indices or values', () => {
    for (const f of [select, searchSorted]) {
      // @ts-expect-error: a string is not a number
      f(x, '1');
      // @ts-expect-error: strings are not numbers
      f(x, ['1']);
      // @ts-expect-error: a Float32Array is not accepted
      f(x, new Float32Array(1));
      // @ts-expect-error: x is a vector
      f([1], 1);
      // @ts-expect-error: an argument is required
      f(x);
    }
    expectTypeOf<SearchSortedOptions>().toEqualTypeOf<{ readonly side?: 'left' | 'right' | undefined }>();
    // @ts-expect-error: there are two sides
    searchSorted(x, 1, { side: 'middle' });
    // @ts-expect-error: there is no sorter, unlike in NumPy
    searchSorted(x, 1, { sorter: x });
  });

  test('requires numbers for bins and strides', () => {
    expectTypeOf(histogram).parameters.toEqualTypeOf<[x: Values, low: number, high: number, bins: number]>();
    // @ts-expect-error: a BigInt is not a number
    histogram(x, 0, 1, 10n);
    // @ts-expect-error: all arguments are required
    histogram(x, 0, 1);
    type Places = { readonly [Key in 'offset' | 'stride' | 'n']?: number | undefined };
    expectTypeOf<GatherOptions>().toEqualTypeOf<Places>();
    // @ts-expect-error: a string is not a number
    gather(x, { stride: '2' });
    // @ts-expect-error: the option is called stride
    gather(x, { step: 2 });
  });

  test('requires a number as the factor', () => {
    expectTypeOf(axpy<Float64Array>).parameters.toEqualTypeOf<[a: number, x: Values, y: Float64Array]>();
    expectTypeOf(scale<Float64Array>).parameters.toEqualTypeOf<[a: number, x: Float64Array]>();
    // @ts-expect-error: a BigInt is not a number
    scale(2n, x);
    // @ts-expect-error: the factor comes first
    scale(x, 2);
    // @ts-expect-error: a factor is required
    axpy(x, x);
    // @ts-expect-error: a string is not a number
    axpy('2', x, x);
  });
});

describe('the type of a result', () => {
  test('can be a number', () => {
    expectTypeOf(sum(x)).toEqualTypeOf<number>();
    expectTypeOf(sumExact(x)).toEqualTypeOf<number>();
    expectTypeOf(dot(x, x)).toEqualTypeOf<number>();
  });

  test('can be an object of numbers', () => {
    expectTypeOf(minMax(x)).toEqualTypeOf<Numbers<'min' | 'max'>>();
    expectTypeOf(argMinMax(x)).toEqualTypeOf<Numbers<'min' | 'max'>>();
    expectTypeOf(moments(x)).toEqualTypeOf<Moments>();
    expectTypeOf<Moments>().toEqualTypeOf<Numbers<'n' | 'mean' | 'm2' | 'm3' | 'm4'>>();
    expectTypeOf(deviations(x)).toEqualTypeOf<Deviations>();
    expectTypeOf(comoments(x, x)).toEqualTypeOf<Comoments>();
    expectTypeOf<Comoments>().toEqualTypeOf<Numbers<'n' | 'meanX' | 'meanY' | 'mxx' | 'myy' | 'mxy'>>();
    expectTypeOf(momentsWeighted(x, x)).toEqualTypeOf<WeightedMoments>();
    expectTypeOf<WeightedMoments>().toEqualTypeOf<Numbers<'n' | 'weight' | 'weight2' | 'mean' | 'm2'>>();
  });

  test('can be a vector', () => {
    for (const f of [sort, rank, abs, sqrt, cumsum]) expectTypeOf(f(x)).toEqualTypeOf<Float64Array>();
    for (const f of [add, subtract, multiply, divide]) expectTypeOf(f(x, x)).toEqualTypeOf<Float64Array>();
    for (const f of [select, searchSorted]) {
      expectTypeOf(f(x, [1])).toEqualTypeOf<Float64Array>();
      expectTypeOf(f(x, x)).toEqualTypeOf<Float64Array>();
      expectTypeOf(f(x, 1)).toEqualTypeOf<number>();
    }
    expectTypeOf(histogram(x, 0, 1, 2)).toEqualTypeOf<Float64Array>();
    expectTypeOf(gather(x)).toEqualTypeOf<Float64Array>();
    expectTypeOf(widen(new Float32Array(1))).toEqualTypeOf<Float64Array>();
    expectTypeOf(axpy(1, x, x)).toEqualTypeOf<Float64Array>();
    expectTypeOf(scale(1, x)).toEqualTypeOf<Float64Array>();
  });
});

test('the types of the capsule and of a vector have different names', () => {
  expectTypeOf(capsule).toEqualTypeOf<Capsule<'@capsule/fastmath', 'table'>>();
  expectTypeOf<Vector>().toEqualTypeOf<OwnedCapsule<'@capsule/fastmath:vector', 'data'>>();
  expectTypeOf(capsule).not.toExtend<Vector>();
});

test('createVector takes a length or values, and returns a vector', () => {
  expectTypeOf(createVector).parameters.toEqualTypeOf<[values: number | Float64Array]>();
  expectTypeOf(createVector).returns.toEqualTypeOf<Vector>();
  // @ts-expect-error: an Array is not a Float64Array
  createVector([1, 2]);
  // @ts-expect-error: an argument is required
  createVector();
});
