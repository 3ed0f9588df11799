// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

const { floor } = Math;
const { isFinite: finite } = Number;

/** Counts values in bins, which are 0 before, as the kernel does; false where it has counted none. */
export function histogram(x: Float64Array, n: number, edges: Float64Array, counts: Float64Array, bins: number) {
  const low = edges[0]!;
  const high = edges[bins]!;
  const width = high - low;
  // The bounds of native/statistics/histogram.c, outside of which bins are searched by their edges.
  if (n === 0 || !(width / bins > 1e-290 && finite(width))) return false;
  for (let i = 0; i < n; i++) {
    const value = x[i]!;
    if (!(value >= low && value <= high)) continue;
    const position = ((value - low) / width) * bins;
    let j = position < bins ? floor(position) : bins - 1;
    // The quotient is rounded: the edges decide.
    if (value < edges[j]!) j--;
    else if (j + 1 < bins && value >= edges[j + 1]!) j++;
    counts[j] = counts[j]! + 1;
  }
  return true;
}
