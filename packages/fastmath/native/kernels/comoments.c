/* comoments.c: computes the comoments of two arrays from sums over blocks. moments.c describes the
   method. */
#include "moments.h"

#include "../reduction/parallel_reduce.h"
#include "../simd/compiler.h"

/* About the time for a pair, in ns. */
static const double COST = 0.5;

typedef struct part_comoments {
  double n, sum_x, sum_y, mean_x, mean_y, rest_x, rest_y, mxx, myy, mxy;
} part_comoments;

typedef struct pairs {
  const block_sums *block;
  strided x, y;
} pairs;

static void comoments_of_block(const block_sums *block, const double *x, const double *y, size_t n,
                               part_comoments *p) {
  double s[5];
  p->n = (double)n;
  p->sum_x = block->sum(x, n);
  p->sum_y = block->sum(y, n);
  p->mean_x = p->sum_x / p->n;
  p->mean_y = p->sum_y / p->n;
  block->products(x, y, n, p->mean_x, p->mean_y, s);
  const bool better_x = improve_mean(&p->mean_x, s[0], s[2], p->n);
  const bool better_y = improve_mean(&p->mean_y, s[1], s[3], p->n);
  if (better_x || better_y) block->products(x, y, n, p->mean_x, p->mean_y, s);
  p->rest_x = s[0] / p->n;
  p->rest_y = s[1] / p->n;
  p->mxx = not_negative(s[2] - p->rest_x * s[0]);
  p->myy = not_negative(s[3] - p->rest_y * s[1]);
  /* Without rounding, both products are equal. Their mean makes the result independent of which
     array is x. */
  p->mxy = s[4] - (p->rest_x * s[1] + p->rest_y * s[0]) * 0.5;
}

NEVER_INLINE void comoments_of_copies(const block_sums *block, strided x, strided y, size_t n,
                                      part_comoments *p) {
  double x_copy[BLOCK], y_copy[BLOCK];
  comoments_of_block(block, make_contiguous(x, n, x_copy), make_contiguous(y, n, y_copy), n, p);
}

static void comoments_leaf(const void *context, size_t start, size_t n, void *result) {
  const pairs *const self = context;
  const strided x = strided_from(self->x, start), y = strided_from(self->y, start);
  if (x.stride == 1 && y.stride == 1) comoments_of_block(self->block, x.data, y.data, n, result);
  else comoments_of_copies(self->block, x, y, n, result);
}

static void merge_comoments(const void *context, void *left, const void *right) {
  (void)context;
  const part_comoments a = *(const part_comoments *)left, b = *(const part_comoments *)right;
  const double n = a.n + b.n, wb = b.n / n;
  const double dx = (b.mean_x - a.mean_x) + (b.rest_x - a.rest_x);
  const double dy = (b.mean_y - a.mean_y) + (b.rest_y - a.rest_y);
  const part_comoments p = {n,
                            a.sum_x + b.sum_x,
                            a.sum_y + b.sum_y,
                            a.mean_x,
                            a.mean_y,
                            a.rest_x + dx * wb,
                            a.rest_y + dy * wb,
                            a.mxx + b.mxx + dx * dx * a.n * wb,
                            a.myy + b.myy + dy * dy * a.n * wb,
                            a.mxy + b.mxy + dx * dy * a.n * wb};
  *(part_comoments *)left = p;
}

void tree_comoments(const block_sums *block, strided x, strided y, size_t n,
                    fastmath_comoments *out) {
  static const reduction plan = {comoments_leaf, merge_comoments, sizeof(part_comoments), BLOCK,
                                 COST};
  const fastmath_comoments none = {0, 0, 0, 0, 0, 0};
  const pairs all_pairs = {block, x, y};
  *out = none;
  if (n == 0) return;
  part_comoments all;
  if (n <= BLOCK) comoments_leaf(&all_pairs, 0, n, &all);
  else parallel_reduce(&plan, &all_pairs, n, &all);
  out->n = n;
  out->mean_x = all.sum_x / all.n;
  out->mean_y = all.sum_y / all.n;
  out->mxx = all.mxx;
  out->myy = all.myy;
  out->mxy = all.mxy;
}
