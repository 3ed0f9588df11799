import { type AccumulatorConstructor, accumulators } from './accumulator.js';
import { type Means, means } from './means.js';
import type { Native } from './native.js';
import { type Scores, scores } from './scores.js';
import { type Series, series } from './series.js';
import { type Shape, shape } from './shape.js';

export type { AccumulatorConstructor } from './accumulator.js';
export type { Means } from './means.js';
export type { Scores } from './scores.js';
export type { Series } from './series.js';
export type { KurtosisOptions, MomentOptions, Shape, ShapeOptions } from './shape.js';
export type { AccumulatorState, Written } from './state.js';

/** Statistics beyond the first ones, a file for each family. */
export interface Families extends Means, Shape, Scores, Series {
  readonly Accumulator: AccumulatorConstructor;
}

export function families(native: Native): Families {
  return { ...means(native), ...shape(native), ...scores(native), ...series(native), ...accumulators(native) };
}
