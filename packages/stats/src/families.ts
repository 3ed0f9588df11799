import { type AccumulatorConstructor, accumulators } from './accumulator.js';
import { type Histograms, histograms } from './histogram.js';
import { type Means, means } from './means.js';
import type { Native } from './native.js';
import { type Quantiles, quantiles } from './quantiles.js';
import { type Ranks, ranks } from './ranks.js';
import { type Scores, scores } from './scores.js';
import { type Series, series } from './series.js';
import { type Shape, shape } from './shape.js';

export type { AccumulatorConstructor } from './accumulator.js';
export type { AccumulatorState, Written } from './accumulator-state.js';
export type { Histogram, HistogramOptions, Histograms } from './histogram.js';
export type { Means } from './means.js';
export type { QuantileMethod } from './quantile-positions.js';
export type { Probabilities, QuantileOptions, Quantiles } from './quantiles.js';
export type { Ranks } from './ranks.js';
export type { Scores } from './scores.js';
export type { Series } from './series.js';
export type { KurtosisOptions, MomentOptions, Shape, ShapeOptions } from './shape.js';

/** Statistics beyond the first ones, a file for each family. */
export interface Families extends Means, Shape, Scores, Series, Quantiles, Ranks, Histograms {
  readonly Accumulator: AccumulatorConstructor;
}

export function families(native: Native): Families {
  const moments = { ...means(native), ...shape(native), ...scores(native), ...series(native) };
  const order = { ...quantiles(native), ...ranks(native), ...histograms(native) };
  return { ...moments, ...order, ...accumulators(native) };
}
