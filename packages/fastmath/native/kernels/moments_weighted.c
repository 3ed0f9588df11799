/* moments_weighted.c: computes weighted moments with the sum and dot of an instruction set. */
#include "moments.h"

#include "../reduction/parallel_reduce.h"

/* The deviations of a leaf are stored on the stack. */
enum { LEAF = 1024 };

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
  const values *const self = context;
  const double *const w = self->w + start;
  weighted_sums *const sums = result;
  double e[LEAF];
  self->block->center(self->x + start, n, self->mean, e);
  sums->first = self->block->dot(w, e, n);
  self->block->square(e, n);
  sums->second = self->block->dot(w, e, n);
}

static void merge_weighted(const void *context, void *left, const void *right) {
  (void)context;
  weighted_sums *const a = left;
  const weighted_sums *const b = right;
  a->first += b->first;
  a->second += b->second;
}

static weighted_sums sum_weighted(const block_sums *block, const double *x, const double *w,
                                  size_t n, double mean) {
  static const reduction plan = {weighted_leaf, merge_weighted, sizeof(weighted_sums), LEAF, COST};
  const values all_values = {block, x, w, mean};
  weighted_sums all;
  if (n <= LEAF) weighted_leaf(&all_values, 0, n, &all);
  else parallel_reduce(&plan, &all_values, n, &all);
  return all;
}

void tree_moments_weighted(const block_sums *block, const double *x, const double *w, size_t n,
                           fastmath_weighted_moments *out) {
  const fastmath_weighted_moments none = {0, 0, 0, 0, 0};
  *out = none;
  if (n == 0) return;
  out->n = n;
  out->weight = block->sum(w, n);
  out->weight2 = block->dot(w, w, n);
  /* The mean is rounded. Its error is the sum of deviations divided by the weight, and m2 is
     corrected for it. */
  double mean = block->dot(w, x, n) / out->weight;
  weighted_sums all = sum_weighted(block, x, w, n, mean);
  if (improve_mean(&mean, all.first, all.second, out->weight))
    all = sum_weighted(block, x, w, n, mean);
  const double rest = all.first / out->weight;
  out->mean = mean + rest;
  out->m2 = not_negative(all.second - rest * all.first);
}
