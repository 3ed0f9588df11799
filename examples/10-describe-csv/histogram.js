// Draws a histogram with characters.
import { histogram, minMax } from '@capsule/stats';

const blocks = [...' ▁▂▃▄▅▆▇█'];
const letters = [...' .:#'];

/**
 * Counts values in up to `maxBins` bins of equal width. Integers get one bin each if there are enough bins.
 *
 * @returns the range and the counts, or undefined if all values are equal
 */
export function countInBins(values, maxBins) {
  const { min, max } = minMax(values);
  if (min === max) return undefined;
  // A bin is at least 4 float64 steps wide, so a very narrow range has a single bin.
  const minWidth = 4 * Number.EPSILON * Math.max(-min, max, 2 ** -1022);
  const areIntegers = max - min < maxBins && minWidth < 1 && values.every(Number.isInteger);
  const options = areIntegers
    ? { bins: max - min + 1, range: [min - 0.5, max + 0.5] }
    : { bins: Math.max(1, Math.min(maxBins, Math.floor((max - min) / minWidth))) };
  return { min, max, counts: [...histogram(values, options).counts] };
}

/** Returns lines of text, from top to bottom, and their width. */
export function drawHistogram(counts, width, height, ascii) {
  const marks = ascii ? letters : blocks;
  const steps = marks.length - 1;
  const largest = Math.max(...counts);
  // Round up, so that every count above 0 is visible.
  const heights = counts.map((count) => Math.ceil((count / largest) * height * steps));
  const barWidth = Math.max(1, Math.floor(width / counts.length));
  const gap = barWidth > 2 ? ' ' : '';
  const lines = [];
  for (let line = height - 1; line >= 0; line--) {
    const row = heights.map(
      (bar) => marks[Math.max(0, Math.min(steps, bar - line * steps))].repeat(barWidth - gap.length) + gap,
    );
    lines.push(row.join('').trimEnd());
  }
  return { lines, width: barWidth * counts.length - gap.length };
}
