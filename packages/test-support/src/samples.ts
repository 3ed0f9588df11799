/** n values, each computed from its index. */
export const values = (n: number, formula: (i: number) => number) =>
  Float64Array.from({ length: n }, (_, i) => formula(i));

/** A generator of numbers in [0, 1) in steps of 2^-32, reproducible from its seed (mulberry32, Tommy Ettinger). */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
