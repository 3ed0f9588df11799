import type { Description, Histogram, Values } from '@capsule/stats';
import * as synchronous from '@capsule/stats';
import type { AbortOptions } from '@capsule/stats/promises';
import * as promises from '@capsule/stats/promises';
import { describe, expectTypeOf, test } from 'vitest';

const { signal } = new AbortController();

describe('a promise function', () => {
  test('has the parameters of the synchronous one, and the option signal', () => {
    expectTypeOf(promises.mean).parameters.toEqualTypeOf<[values: Values, options?: AbortOptions]>();
    expectTypeOf(promises.mean([1])).toEqualTypeOf<Promise<number>>();
    expectTypeOf(promises.describe([1], { ddof: 0, signal })).toEqualTypeOf<Promise<Description>>();
    expectTypeOf(promises.zscore([1], { signal })).toEqualTypeOf<Promise<Float64Array>>();
    expectTypeOf(promises.rollingMean([1], 1, { signal })).toEqualTypeOf<Promise<Float64Array>>();
    expectTypeOf(promises.histogram([1], { bins: 3, signal })).toEqualTypeOf<Promise<Histogram>>();
    expectTypeOf(promises.quantile([1], 0.5, { method: 7, signal })).toEqualTypeOf<Promise<number>>();
    expectTypeOf(promises.quantile([1], [0.5])).toEqualTypeOf<Promise<Float64Array>>();
    expectTypeOf(promises.correlationMatrix([[1]])).toEqualTypeOf<Promise<Float64Array[]>>();
    // @ts-expect-error: mean has no ddof
    promises.mean([1], { ddof: 1 });
    // @ts-expect-error: y is missing
    promises.covariance([1]);
    // @ts-expect-error: the signal, not the controller
    promises.mean([1], { signal: new AbortController() });
  });
});

test('push of an Accumulator returns a promise of the accumulator', () => {
  const accumulator: promises.Accumulator = new promises.Accumulator();
  expectTypeOf(accumulator.push([1], { signal })).toEqualTypeOf<Promise<promises.Accumulator>>();
  expectTypeOf(accumulator.merge(new synchronous.Accumulator())).toEqualTypeOf<promises.Accumulator>();
  expectTypeOf(accumulator.mean()).toEqualTypeOf<number>();
  expectTypeOf(promises.Accumulator.fromJSON(accumulator.toJSON())).toEqualTypeOf<promises.Accumulator>();
});
