// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { ofOne, toArray } from '../harness/competitor.js';

// Statistics of order, as somebody writes them who needs no library.

/** A copy in order: by insertion where values are few. */
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

/** By method 7. */
function quantileOf(inOrder: Float64Array, p: number): number {
  const position = p * (inOrder.length - 1);
  const place = Math.floor(position);
  const low = inOrder[place]!;
  return place === position ? low : low + (position - place) * (inOrder[place + 1]! - low);
}

function iqr(x: Float64Array): number {
  const inOrder = sorted(x);
  return quantileOf(inOrder, 0.75) - quantileOf(inOrder, 0.25);
}

function mad(x: Float64Array): number {
  const center = quantileOf(sorted(x), 0.5);
  return quantileOf(sorted(x.map((value) => Math.abs(value - center))), 0.5);
}

function mode(x: Float64Array): number {
  const inOrder = sorted(x);
  let [found, longest] = [inOrder[0]!, 1];
  for (let i = 1, run = 1; i < inOrder.length; i++) {
    run = inOrder[i] === inOrder[i - 1] ? run + 1 : 1;
    if (run > longest) [found, longest] = [inOrder[i]!, run];
  }
  return found;
}

/** Ten bins from the least to the greatest value, and values by the edges that come with them. */
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

export const order = {
  median: ofOne((x) => quantileOf(sorted(x), 0.5)),
  quantile: ofOne((x) => quantileOf(sorted(x), 0.3)),
  iqr: ofOne(iqr),
  mad: ofOne(mad),
  mode: ofOne(mode),
  histogram: toArray((x) => histogram(x).counts),
};
