/* sum.c: the specification of sum and dot, and the reduction that all instruction sets use. */
#include "sum.h"

#include "../reduction/parallel_reduce.h"
#include "../simd/compiler.h"
#include "kernels.h"

/* Adds `count` terms to the lanes: term j to lane j. */
ALWAYS_INLINE void add_row(double *run, const double *x, const double *y, size_t count) {
  for (size_t j = 0; j < count; j++) run[j] += y == NULL ? x[j] : x[j] * y[j];
}

/* Each caller passes constant `lanes`, and either a y or NULL, so compilers specialize it. */
ALWAYS_INLINE double sum_in_lanes(const double *x, const double *y, size_t n, size_t lanes) {
  double total[LONG_LANES], run[LONG_LANES];
  clear_lanes(total, lanes);
  for (size_t start = 0; start < n; start += RUN * lanes) {
    const size_t end = range_end(start, RUN * lanes, n);
    size_t i = start;
    clear_lanes(run, lanes);
    for (; i + lanes <= end; i += lanes) add_row(run, x + i, y == NULL ? NULL : y + i, lanes);
    add_row(run, x + i, y == NULL ? NULL : y + i, end - i);
    add_lanes(total, run, lanes);
  }
  return sum_lanes(total, lanes);
}

static double sum_block(const double *x, const double *y, size_t n) {
  (void)y;
  return n < LONG_BLOCK ? sum_in_lanes(x, NULL, n, SHORT_LANES)
                        : sum_in_lanes(x, NULL, n, LONG_LANES);
}

static double dot_block(const double *x, const double *y, size_t n) {
  return n < LONG_BLOCK ? sum_in_lanes(x, y, n, SHORT_LANES) : sum_in_lanes(x, y, n, LONG_LANES);
}

double kernel_sum(const double *x, size_t n) { return sum_terms(sum_block, x, NULL, n); }

double kernel_dot(const double *x, const double *y, size_t n) {
  return sum_terms(dot_block, x, y, n);
}

double kernel_sum_strided(const double *x, ptrdiff_t stride, size_t n) {
  return tree_sum(sum_block, strided_of(x, stride), contiguous(NULL), n);
}

double kernel_dot_strided(const double *x, ptrdiff_t x_stride, const double *y, ptrdiff_t y_stride,
                          size_t n) {
  return tree_sum(dot_block, strided_of(x, x_stride), strided_of(y, y_stride), n);
}

/* The arrays whose terms are added. */
typedef struct terms {
  add_block *block;
  strided x, y;
} terms;

NEVER_INLINE double sum_copies(add_block *block, strided x, strided y, size_t n) {
  double x_copy[BLOCK], y_copy[BLOCK];
  const double *const contiguous_x = make_contiguous(x, n, x_copy);
  return block(contiguous_x, y.data == NULL ? NULL : make_contiguous(y, n, y_copy), n);
}

static void sum_leaf(const void *context, size_t start, size_t n, void *result) {
  const terms *const self = context;
  const strided x = strided_from(self->x, start);
  const strided y = self->y.data == NULL ? self->y : strided_from(self->y, start);
  *(double *)result = x.stride == 1 && y.stride == 1 ? self->block(x.data, y.data, n)
                                                     : sum_copies(self->block, x, y, n);
}

static void merge_sums(const void *context, void *left, const void *right) {
  (void)context;
  *(double *)left += *(const double *)right;
}

double tree_sum(add_block *block, strided x, strided y, size_t n) {
  /* About the time for an element that is not in the first cache. */
  const double cost = y.data == NULL ? 0.1 : 0.2;
  const reduction plan = {sum_leaf, merge_sums, sizeof(double), BLOCK, cost};
  const terms all = {block, x, y};
  double sum = 0;
  if (n > 0) parallel_reduce(&plan, &all, n, &sum);
  return sum;
}
