/** How many bytes each kernel of fastmath reads and writes, for every element. */
export const bytes: Readonly<Record<string, number>> = {
  sum: 8,
  dot: 16,
  min_max: 8,
  moments: 8,
  comoments: 16,
  axpy: 24,
  scale: 16,
  sum_exact: 8,
  arg_min_max: 8,
  add: 24,
  cumsum: 16,
};
