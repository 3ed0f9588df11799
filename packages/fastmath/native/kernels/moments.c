/* moments.c: computes the moments of an array from sums over blocks.

   A block is read twice: for its mean, and for the powers of deviations from the mean. The mean is
   rounded, so the sum of the deviations is not 0 but n times the rounding error of the mean, and
   the powers are corrected for it. If the correction is too inexact, the block is read once more
   (improve_mean). The mean of a block is stored as mean + rest, and only differences of means are
   used, so that deviations of 1e-3 from values around 1e9 are exact.

   Merging: Chan, Golub and LeVeque (1979) for M2, Pebay (2008) for M3 and M4. */
#include "moments.h"

#include "../reduction/parallel_reduce.h"
#include "../simd/compiler.h"

/* About the time for an element, in ns. */
static const double COST = 0.25;

/* The central sums of a part of the array. deviations() does not use m3 and m4. */
typedef struct part_moments {
  double n, sum, mean, rest, m2, m3, m4;
} part_moments;

typedef struct values {
  const block_sums *block;
  strided x;
  bool up_to_squares;
} values;

static void sum_powers(const values *self, const double *x, size_t n, double mean, double *s) {
  if (self->up_to_squares) self->block->squares(x, n, mean, s);
  else self->block->powers(x, n, mean, s);
}

static void moments_of_block(const values *self, const double *x, size_t n, part_moments *p) {
  double s[4] = {0, 0, 0, 0};
  p->n = (double)n;
  p->sum = self->block->sum(x, n);
  p->mean = p->sum / p->n;
  sum_powers(self, x, n, p->mean, s);
  if (improve_mean(&p->mean, s[0], s[1], p->n)) sum_powers(self, x, n, p->mean, s);
  const double c = s[0] / p->n;
  p->rest = c;
  p->m2 = not_negative(s[1] - c * s[0]);
  p->m3 = s[2] - 3 * c * s[1] + 2 * c * c * s[0];
  p->m4 = not_negative(s[3] - 4 * c * s[2] + 6 * c * c * s[1] - 3 * c * c * c * s[0]);
}

NEVER_INLINE void moments_of_copy(const values *self, strided x, size_t n, part_moments *p) {
  double copy[BLOCK];
  moments_of_block(self, make_contiguous(x, n, copy), n, p);
}

static void moments_leaf(const void *context, size_t start, size_t n, void *result) {
  const values *const self = context;
  const strided x = strided_from(self->x, start);
  if (x.stride == 1) moments_of_block(self, x.data, n, result);
  else moments_of_copy(self, x, n, result);
}

static void merge_moments(const void *context, void *left, const void *right) {
  (void)context;
  const part_moments a = *(const part_moments *)left, b = *(const part_moments *)right;
  const double n = a.n + b.n, wa = a.n / n, wb = b.n / n;
  const double delta = (b.mean - a.mean) + (b.rest - a.rest), d2 = delta * delta;
  part_moments p = {n, a.sum + b.sum, a.mean, a.rest + delta * wb, 0, 0, 0};
  p.m2 = a.m2 + b.m2 + d2 * a.n * wb;
  p.m3 = a.m3 + b.m3 + d2 * delta * a.n * wb * (wa - wb) + 3 * delta * (wa * b.m2 - wb * a.m2);
  p.m4 = a.m4 + b.m4 + d2 * d2 * a.n * wb * (wa * wa - wa * wb + wb * wb) +
         6 * d2 * (wa * wa * b.m2 + wb * wb * a.m2) + 4 * delta * (wa * b.m3 - wb * a.m3);
  *(part_moments *)left = p;
}

static part_moments reduce_moments(const values *self, size_t n) {
  static const reduction plan = {moments_leaf, merge_moments, sizeof(part_moments), BLOCK, COST};
  part_moments all;
  if (n <= BLOCK) moments_leaf(self, 0, n, &all);
  else parallel_reduce(&plan, self, n, &all);
  return all;
}

void tree_moments(const block_sums *block, strided x, size_t n, fastmath_moments *out) {
  const fastmath_moments none = {0, 0, 0, 0, 0};
  const values all_values = {block, x, false};
  *out = none;
  if (n == 0) return;
  const part_moments all = reduce_moments(&all_values, n);
  out->n = n;
  out->mean = all.sum / all.n;
  out->m2 = all.m2;
  out->m3 = all.m3;
  out->m4 = all.m4;
}

void tree_deviations(const block_sums *block, const double *x, size_t n, fastmath_deviations *out) {
  const fastmath_deviations none = {0, 0, 0};
  const values all_values = {block, contiguous(x), true};
  *out = none;
  if (n == 0) return;
  const part_moments all = reduce_moments(&all_values, n);
  out->n = n;
  out->mean = all.sum / all.n;
  out->m2 = all.m2;
}
