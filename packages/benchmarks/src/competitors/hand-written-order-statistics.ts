// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { ofSample, ofSampleToArray } from '../harness/competitor.js';

// Order statistics and the histogram, without a library.

/** Returns a sorted copy. Up to 40 values are sorted by insertion. */
function sorted(x: Float64Array): Float64Array {
  const copy = x.slice();
  if (x.length > 40) return copy.sort();
  for (let i = 1; i < copy.length; i++) {
    const value = copy[i]!;
    let j = i;
    for (; j > 0 && copy[j - 1]! > value; j--) copy[j] = copy[j - 1]!;
    copy[j] = value;
  }
  return copy;
}

/** Returns a quantile by method 7 of Hyndman and Fan. */
function quantileOf(ascending: Float64Array, p: number): number {
  const position = p * (ascending.length - 1);
  const index = Math.floor(position);
  const low = ascending[index]!;
  return index === position ? low : low + (position - index) * (ascending[index + 1]! - low);
}

function iqr(x: Float64Array): number {
  const ascending = sorted(x);
  return quantileOf(ascending, 0.75) - quantileOf(ascending, 0.25);
}

function mad(x: Float64Array): number {
  const center = quantileOf(sorted(x), 0.5);
  return quantileOf(sorted(x.map((value) => Math.abs(value - center))), 0.5);
}

function mode(x: Float64Array): number {
  const ascending = sorted(x);
  let [found, longest] = [ascending[0]!, 1];
  for (let i = 1, run = 1; i < ascending.length; i++) {
    run = ascending[i] === ascending[i - 1] ? run + 1 : 1;
    if (run > longest) [found, longest] = [ascending[i]!, run];
  }
  return found;
}

/** Counts in ten bins from the minimum to the maximum. The edges decide the bin of a value, as in numpy.histogram. */
function histogram(x: Float64Array) {
  let [low, high] = [x[0]!, x[0]!];
  for (let i = 1; i < x.length; i++) {
    if (x[i]! < low) low = x[i]!;
    else if (x[i]! > high) high = x[i]!;
  }
  const [counts, edges] = [new Float64Array(10), new Float64Array(11)];
  for (let j = 0; j < 10; j++) edges[j] = low + j * ((high - low) / 10);
  edges[10] = high;
  for (let i = 0; i < x.length; i++) {
    let j = Math.min(Math.floor(((x[i]! - low) / (high - low)) * 10), 9);
    if (x[i]! < edges[j]!) j--;
    else if (j < 9 && x[i]! >= edges[j + 1]!) j++;
    counts[j] = counts[j]! + 1;
  }
  return { counts, edges };
}

export const orderStatistics = {
  median: ofSample((x) => quantileOf(sorted(x), 0.5)),
  quantile: ofSample((x) => quantileOf(sorted(x), 0.3)),
  iqr: ofSample(iqr),
  mad: ofSample(mad),
  mode: ofSample(mode),
  histogram: ofSampleToArray((x) => histogram(x).counts),
};
