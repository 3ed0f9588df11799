/* min_max.c: the specification of min_max and arg_min_max, and the reduction that all instruction
   sets use. */
#include "min_max.h"

#include "../reduction/parallel_reduce.h"
#include "../simd/compiler.h"
#include "kernels.h"

static void min_max_serial(const double *x, size_t n, double *min, double *max) {
  double least = INFINITY, greatest = -INFINITY;
  for (size_t i = 0; i < n; i++) {
    if (isnan(x[i])) {
      *min = *max = x[i];
      return;
    }
    if (is_less(x[i], least)) least = x[i];
    if (is_less(greatest, x[i])) greatest = x[i];
  }
  *min = least;
  *max = greatest;
}

static void arg_min_max_serial(const double *x, size_t n, size_t *min, size_t *max) {
  *min = *max = 0;
  if (n == 0) return;
  double least = x[0], greatest = x[0];
  for (size_t i = 0; i < n; i++) {
    const double value = x[i];
    if (isnan(value)) {
      *min = *max = i;
      return;
    }
    if (is_less(value, least)) least = value, *min = i;
    if (is_less(greatest, value)) greatest = value, *max = i;
  }
}

void kernel_min_max(const double *x, size_t n, double *min, double *max) {
  min_max_values(min_max_serial, x, n, min, max);
}

void kernel_min_max_strided(const double *x, ptrdiff_t stride, size_t n, double *min, double *max) {
  parallel_min_max(min_max_serial, strided_of(x, stride), n, min, max);
}

void kernel_arg_min_max(const double *x, size_t n, size_t *min, size_t *max) {
  arg_min_max_values(arg_min_max_serial, x, n, min, max);
}

/* About the time for an element that is not in the first cache, in ns. */
static const double COST = 0.1;

typedef struct extremes {
  double min, max;
} extremes;

typedef struct values {
  fastmath_min_max_fn *serial;
  strided x;
} values;

static void merge_extremes(const void *context, void *left, const void *right) {
  (void)context;
  extremes *const a = left;
  const extremes *const b = right;
  if (isnan(a->min)) return;
  if (isnan(b->min) || is_less(b->min, a->min)) a->min = b->min;
  if (isnan(b->max) || is_less(a->max, b->max)) a->max = b->max;
}

NEVER_INLINE void extremes_of_copies(const values *self, strided x, size_t n, extremes *result) {
  double copy[BLOCK];
  result->min = INFINITY, result->max = -INFINITY;
  for (size_t start = 0; start < n; start += BLOCK) {
    const size_t count = range_end(start, BLOCK, n) - start;
    extremes block;
    self->serial(make_contiguous(strided_from(x, start), count, copy), count, &block.min,
                 &block.max);
    merge_extremes(NULL, result, &block);
  }
}

static void min_max_leaf(const void *context, size_t start, size_t n, void *result) {
  const values *const self = context;
  const strided x = strided_from(self->x, start);
  extremes *const found = result;
  if (x.stride == 1) self->serial(x.data, n, &found->min, &found->max);
  else extremes_of_copies(self, x, n, found);
}

void parallel_min_max(fastmath_min_max_fn *serial, strided x, size_t n, double *min, double *max) {
  static const reduction plan = {min_max_leaf, merge_extremes, sizeof(extremes), ANY_LENGTH, COST};
  const values all = {serial, x};
  extremes found = {INFINITY, -INFINITY};
  if (n > 0) parallel_reduce(&plan, &all, n, &found);
  *min = found.min;
  *max = found.max;
}

typedef struct indices {
  size_t min, max;
} indices;

typedef struct indexed_values {
  fastmath_arg_min_max_fn *serial;
  const double *x;
} indexed_values;

static void arg_min_max_leaf(const void *context, size_t start, size_t n, void *result) {
  const indexed_values *const self = context;
  indices *const found = result;
  self->serial(self->x + start, n, &found->min, &found->max);
  found->min += start;
  found->max += start;
}

/* Reads values again. Another thread may have changed them, but the indices are within x. */
static void merge_indices(const void *context, void *left, const void *right) {
  const double *const x = ((const indexed_values *)context)->x;
  indices *const a = left;
  const indices *const b = right;
  if (isnan(x[a->min])) return;
  const bool nan = isnan(x[b->min]);
  if (nan || is_less(x[b->min], x[a->min])) a->min = b->min;
  if (nan || is_less(x[a->max], x[b->max])) a->max = b->max;
}

void parallel_arg_min_max(fastmath_arg_min_max_fn *serial, const double *x, size_t n, size_t *min,
                          size_t *max) {
  static const reduction plan = {arg_min_max_leaf, merge_indices, sizeof(indices), ANY_LENGTH,
                                 COST};
  const indexed_values all = {serial, x};
  indices found;
  parallel_reduce(&plan, &all, n, &found);
  *min = found.min;
  *max = found.max;
}
