import type { Capsule } from '@capsule/core';
import type * as package_ from '@capsule/fastmath';
import {
  abs,
  add,
  argMinMax,
  axpy,
  type Comoments,
  capsule,
  comoments,
  createVector,
  cumsum,
  divide,
  dot,
  type GatherOptions,
  gather,
  histogram,
  type Moments,
  minMax,
  moments,
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
  type Vector,
  type WeightedMoments,
  widen,
} from '@capsule/fastmath';
import { describe, expectTypeOf, test } from 'vitest';

const ofOne = { sum, sumExact, minMax, argMinMax, moments, sort, rank };
const ofTwo = { dot, comoments, momentsWeighted };
const ofPlaces = { select, searchSorted, histogram, gather };
const intoOne = { abs, sqrt, cumsum };
const intoTwo = { add, subtract, multiply, divide };
type Tested = typeof ofOne & typeof ofTwo & typeof ofPlaces & typeof intoOne & typeof intoTwo;

declare const x: Float64Array;
type Numbers<Keys extends string> = { [Key in Keys]: number };

test('every function of the package is tested here', () => {
  expectTypeOf<keyof typeof package_>().toEqualTypeOf<
    keyof Tested | 'widen' | 'axpy' | 'scale' | 'capsule' | 'createVector' | 'threads'
  >();
});

describe('a function', () => {
  test('of one vector takes a Float64Array', () => {
    expectTypeOf(sum).parameters.toEqualTypeOf<[x: Float64Array]>();
    expectTypeOf(sumExact).parameters.toEqualTypeOf<[x: Float64Array]>();
    expectTypeOf(minMax).parameters.toEqualTypeOf<[x: Float64Array]>();
    expectTypeOf(argMinMax).parameters.toEqualTypeOf<[x: Float64Array]>();
    expectTypeOf(moments).parameters.toEqualTypeOf<[x: Float64Array]>();
    expectTypeOf(sort).parameters.toEqualTypeOf<[x: Float64Array]>();
    expectTypeOf(rank).parameters.toEqualTypeOf<[x: Float64Array]>();
    for (const f of [sum, sumExact, minMax, argMinMax, moments, sort, rank]) {
      f(new Float64Array(new SharedArrayBuffer(8)));
      // @ts-expect-error: an Array is no vector
      f([1, 2]);
      // @ts-expect-error: nor are numbers of 32 bits
      f(new Float32Array(2));
      // @ts-expect-error: nor integers
      f(new BigInt64Array(2));
      // @ts-expect-error: nor a number
      f(1);
      // @ts-expect-error: nor the capsule
      f(capsule);
      // @ts-expect-error: nor nothing
      f(undefined);
      // @ts-expect-error: a vector is needed
      f();
      // @ts-expect-error: and no more than one
      f(x, x);
    }
  });

  test('of two vectors takes two', () => {
    expectTypeOf(momentsWeighted).parameters.toEqualTypeOf<[x: Float64Array, w: Float64Array]>();
    for (const f of [dot, comoments, momentsWeighted]) {
      expectTypeOf(f).parameters.toEqualTypeOf<[x: Float64Array, y: Float64Array]>();
      // @ts-expect-error: a second vector is needed
      f(x);
      // @ts-expect-error: which is no Array
      f(x, [1]);
      // @ts-expect-error: and neither is the first
      f([1], x);
      // @ts-expect-error: nothing is written
      f(x, x, x);
    }
  });

  test('that makes a vector may be given one for it', () => {
    for (const f of [abs, sqrt, cumsum]) {
      expectTypeOf(f).parameters.toEqualTypeOf<[x: Float64Array, out?: Float64Array | undefined]>();
      // @ts-expect-error: an Array has no room for float64
      f(x, []);
      // @ts-expect-error: null is no vector
      f(x, null);
    }
    for (const f of [add, subtract, multiply, divide]) {
      expectTypeOf(f).parameters.toEqualTypeOf<[x: Float64Array, y: Float64Array, out?: Float64Array | undefined]>();
      // @ts-expect-error: y is a vector, and no number
      f(x, 2);
      // @ts-expect-error: y is needed
      f(x);
      // @ts-expect-error: out is a vector of float64
      f(x, x, new Float32Array(1));
    }
  });

  test('that widens takes a Float32Array', () => {
    expectTypeOf(widen).parameters.toEqualTypeOf<[x: Float32Array, out?: Float64Array | undefined]>();
    // @ts-expect-error: float64 is as wide as it can be
    widen(x);
    // @ts-expect-error: out has 64 bits
    widen(new Float32Array(1), new Float32Array(1));
  });

  test('of places takes one or several', () => {
    for (const f of [select, searchSorted]) {
      // @ts-expect-error: a string is no number
      f(x, '1');
      // @ts-expect-error: nor are strings
      f(x, ['1']);
      // @ts-expect-error: nor are numbers of 32 bits several
      f(x, new Float32Array(1));
      // @ts-expect-error: x is a vector
      f([1], 1);
      // @ts-expect-error: one is needed
      f(x);
    }
    expectTypeOf<SearchSortedOptions>().toEqualTypeOf<{ readonly side?: 'left' | 'right' | undefined }>();
    // @ts-expect-error: there are two sides
    searchSorted(x, 1, { side: 'middle' });
    // @ts-expect-error: NumPy has a sorter, and this has none
    searchSorted(x, 1, { sorter: x });
  });

  test('of bins, or of equal distances, takes numbers', () => {
    expectTypeOf(histogram).parameters.toEqualTypeOf<[x: Float64Array, low: number, high: number, bins: number]>();
    // @ts-expect-error: a BigInt is none
    histogram(x, 0, 1, 10n);
    // @ts-expect-error: all are needed
    histogram(x, 0, 1);
    type Places = { readonly [Key in 'offset' | 'stride' | 'n']?: number | undefined };
    expectTypeOf<GatherOptions>().toEqualTypeOf<Places>();
    // @ts-expect-error: a string is none
    gather(x, { stride: '2' });
    // @ts-expect-error: strides are called stride
    gather(x, { step: 2 });
  });

  test('with a factor takes a number first', () => {
    expectTypeOf(axpy).parameters.toEqualTypeOf<[a: number, x: Float64Array, y: Float64Array]>();
    expectTypeOf(scale).parameters.toEqualTypeOf<[a: number, x: Float64Array]>();
    // @ts-expect-error: a BigInt is none
    scale(2n, x);
    // @ts-expect-error: the factor comes first
    scale(x, 2);
    // @ts-expect-error: a factor is needed
    axpy(x, x);
    // @ts-expect-error: a string is none
    axpy('2', x, x);
  });
});

describe('a result', () => {
  test('is a number', () => {
    expectTypeOf(sum(x)).toEqualTypeOf<number>();
    expectTypeOf(sumExact(x)).toEqualTypeOf<number>();
    expectTypeOf(dot(x, x)).toEqualTypeOf<number>();
  });

  test('or an object of numbers', () => {
    expectTypeOf(minMax(x)).toEqualTypeOf<Numbers<'min' | 'max'>>();
    expectTypeOf(argMinMax(x)).toEqualTypeOf<Numbers<'min' | 'max'>>();
    expectTypeOf(moments(x)).toEqualTypeOf<Moments>();
    expectTypeOf<Moments>().toEqualTypeOf<Numbers<'n' | 'mean' | 'm2' | 'm3' | 'm4'>>();
    expectTypeOf(comoments(x, x)).toEqualTypeOf<Comoments>();
    expectTypeOf<Comoments>().toEqualTypeOf<Numbers<'n' | 'meanX' | 'meanY' | 'mxx' | 'myy' | 'mxy'>>();
    expectTypeOf(momentsWeighted(x, x)).toEqualTypeOf<WeightedMoments>();
    expectTypeOf<WeightedMoments>().toEqualTypeOf<Numbers<'n' | 'weight' | 'weight2' | 'mean' | 'm2'>>();
  });

  test('or a vector', () => {
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

test('the capsule has the name of the package, and that of a vector another', () => {
  expectTypeOf(capsule).toEqualTypeOf<Capsule<'@capsule/fastmath', 'table'>>();
  expectTypeOf<Vector>().toEqualTypeOf<Capsule<'@capsule/fastmath:vector', 'data'>>();
  expectTypeOf(capsule).not.toExtend<Vector>();
});

test('createVector takes a length or values, and gives a vector', () => {
  expectTypeOf(createVector).parameters.toEqualTypeOf<[values: number | Float64Array]>();
  expectTypeOf(createVector).returns.toEqualTypeOf<Vector>();
  // @ts-expect-error: an Array has other values
  createVector([1, 2]);
  // @ts-expect-error: nothing has no length
  createVector();
});
