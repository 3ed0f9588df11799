// Columns of characters as high as the counts of their bins.

const blocks = [...' ▁▂▃▄▅▆▇█'];
const letters = [...' .:#'];

/** Counts of values in bins of equal width; the last one is closed. Whole numbers get a bin each, if there is room. */
export function binsOf(sorted, width) {
  const [first, last] = [sorted[0], sorted.at(-1)];
  const whole = last - first < width && sorted.every(Number.isInteger);
  const counts = new Array(whole ? last - first + 1 : width).fill(0);
  // Halves do not overflow where the range would.
  const half = last / 2 - first / 2;
  for (const value of sorted) {
    const share = half > 0 ? (value / 2 - first / 2) / half : 0;
    counts[whole ? value - first : Math.min(Math.floor(share * width), width - 1)]++;
  }
  return counts;
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
