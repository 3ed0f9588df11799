/** How many bytes each kernel of fastmath reads and writes, for every element. */
export const bytes: Readonly<Record<string, number>> = {
  sum: 8,
  dot: 16,
  min_max: 8,
  moments: 8,
  deviations: 8,
  comoments: 16,
  axpy: 24,
  scale: 16,
  sum_exact: 8,
  arg_min_max: 8,
  add: 24,
  subtract: 24,
  multiply: 24,
  divide: 24,
  abs: 16,
  sqrt: 16,
  cumsum: 16,
  widen_f32: 12,
  moments_weighted: 16,
  sort: 16,
  select: 8,
  rank: 16,
  search_sorted: 16,
  histogram: 8,
};

/** Those whose time does not grow with n alone: beyond a million values they would take most of a run. */
export const ordering: readonly string[] = ['sort', 'select', 'rank', 'search_sorted'];
