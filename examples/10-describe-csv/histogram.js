// Columns of characters as high as the counts of their bins.
import { histogram, minMax } from '@capsule/stats';

const blocks = [...' ▁▂▃▄▅▆▇█'];
const letters = [...' .:#'];

/**
 * Counts of values in bins of equal width, and where they begin and end. Whole numbers get a bin each, if there is room.
 * Nothing, if all values are equal.
 */
export function binsOf(values, most) {
  const { min, max } = minMax(values);
  if (min === max) return undefined;
  // Numbers next to each other leave no room for bins: each needs a few steps of float64.
  const narrowest = 4 * Number.EPSILON * Math.max(-min, max, 2 ** -1022);
  const whole = max - min < most && narrowest < 1 && values.every(Number.isInteger);
  const options = whole
    ? { bins: max - min + 1, range: [min - 0.5, max + 0.5] }
    : { bins: Math.max(1, Math.min(most, Math.floor((max - min) / narrowest))) };
  return { min, max, counts: [...histogram(values, options).counts] };
}

/** Lines of text, from the top. */
export function drawHistogram(counts, width, height, ascii) {
  const marks = ascii ? letters : blocks;
  const steps = marks.length - 1;
  const most = Math.max(...counts);
  // What is there is seen: no count but 0 has no height.
  const heights = counts.map((count) => Math.ceil((count / most) * height * steps));
  const wide = Math.max(1, Math.floor(width / counts.length));
  const gap = wide > 2 ? ' ' : '';
  const lines = [];
  for (let line = height - 1; line >= 0; line--) {
    const row = heights.map(
      (each) => marks[Math.max(0, Math.min(steps, each - line * steps))].repeat(wide - gap.length) + gap,
    );
    lines.push(row.join('').trimEnd());
  }
  return { lines, width: wide * counts.length - gap.length };
}
