/* moments_weighted.c: weighted moments, from the sums and products of an instruction set. */
#include "moments.h"

#include "../reduction/parallel_reduce.h"

/* Deviations of a leaf lie on the stack. CACHE_LINE is the number of doubles in one. */
enum { LEAF = 1024, CACHE_LINE = 8 };

/* About the time for an element, in ns. */
static const double COST = 0.5;

/* Sums of w*e and w*e^2, where e = x - mean. */
typedef struct weighted_sums {
  double first, second;
} weighted_sums;

typedef struct values {
  const block_sums *block;
  const double *x, *w;
  double mean;
} values;

static void weighted_leaf(const void *context, size_t start, size_t n, void *result) {
  const values *const of = context;
  const double *const x = of->x + start, *const w = of->w + start;
  const double mean = of->mean;
  weighted_sums *const sums = result;
  /* As far from a cache line as w: products of the two then load both from aligned addresses. */
  double memory[LEAF + CACHE_LINE];
  double *const e = memory + ((uintptr_t)w - (uintptr_t)memory) / sizeof(double) % CACHE_LINE;
  size_t filled = 0;
  do e[filled] = x[filled] - mean;
  while (++filled < n);
  sums->first = of->block->dot(w, e, n);
  for (size_t i = 0; i < n; i++) e[i] *= e[i];
  sums->second = of->block->dot(w, e, n);
}

static void merge_weighted(const void *context, void *before, const void *behind) {
  (void)context;
  weighted_sums *const a = before;
  const weighted_sums *const b = behind;
  a->first += b->first;
  a->second += b->second;
}

void parallel_moments_weighted(const block_sums *block, const double *x, const double *w, size_t n,
                               fastmath_weighted_moments *out) {
  static const reduction how = {weighted_leaf, merge_weighted, sizeof(weighted_sums), LEAF, COST};
  const fastmath_weighted_moments none = {0, 0, 0, 0, 0};
  *out = none;
  if (n == 0) return;
  out->n = n;
  out->weight = block->sum(w, n);
  out->weight2 = block->dot(w, w, n);
  /* The mean is rounded. The sum of deviations tells its error, and m2 is corrected for it. */
  const values of = {block, x, w, block->dot(w, x, n) / out->weight};
  weighted_sums all;
  if (n <= LEAF) weighted_leaf(&of, 0, n, &all);
  else parallel_reduce(&how, &of, n, &all);
  const double rest = all.first / out->weight;
  out->mean = of.mean + rest;
  out->m2 = not_negative(all.second - rest * all.first);
}
