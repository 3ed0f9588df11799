/* shared_extremes.c: the extremes of chunks, and of those the extremes. */
#include "../reduction/chunks.h"
#include "../reduction/strided.h"
#include "shared.h"
#include "../parallel/parallel.h"

#include <math.h>

/* About what an element costs one thread, in ns, where it is not in its own cache. */
static const double COST = 0.1;

/* Whether a comes before b; -0 comes before +0. */
static bool before(double a, double b) { return a < b || (a == b && signbit(a) && !signbit(b)); }

typedef struct extremes {
  double min, max;
} extremes;

/* Of two parts, the first of which comes first. */
static extremes extremes_of_both(extremes a, extremes b) {
  if (isnan(a.min)) return a;
  if (isnan(b.min)) return b;
  if (before(b.min, a.min)) a.min = b.min;
  if (before(a.max, b.max)) a.max = b.max;
  return a;
}

NEVER_INLINE extremes extremes_of_copies(fastmath_min_max_fn *kernel, column x, size_t n) {
  double copy[BLOCK];
  extremes all = {INFINITY, -INFINITY};
  for (size_t start = 0; start < n; start += BLOCK) {
    const size_t count = end_of(start, BLOCK, n) - start;
    extremes found;
    kernel(side_by_side(column_from(x, start), count, copy), count, &found.min, &found.max);
    all = extremes_of_both(all, found);
  }
  return all;
}

static extremes extremes_alone(fastmath_min_max_fn *kernel, column x, size_t n) {
  if (x.step != 1) return extremes_of_copies(kernel, x, n);
  extremes found;
  kernel(x.at, n, &found.min, &found.max);
  return found;
}

typedef struct job {
  fastmath_min_max_fn *kernel;
  column x;
  chunks cut;
  extremes found[MOST_CHUNKS];
} job;

static void min_max_chunk(void *of, size_t i) {
  job *const this = of;
  const column x = column_from(this->x, chunk_start(&this->cut, i));
  this->found[i] = extremes_alone(this->kernel, x, chunk_length(&this->cut, i));
}

static extremes share_extremes(fastmath_min_max_fn *kernel, column x, size_t n) {
  job of;
  of.kernel = kernel;
  of.x = x;
  of.cut = chunks_of(n);
  if (!in_threads(COST * (double)n, of.cut.count, min_max_chunk, &of))
    return extremes_alone(kernel, x, n);
  for (size_t i = 1; i < of.cut.count; i++)
    of.found[0] = extremes_of_both(of.found[0], of.found[i]);
  return of.found[0];
}

static void min_max_of(fastmath_min_max_fn *kernel, column x, size_t n, double *min, double *max) {
  const extremes found = n <= BLOCK ? extremes_alone(kernel, x, n) : share_extremes(kernel, x, n);
  *min = found.min;
  *max = found.max;
}

typedef struct places_job {
  fastmath_arg_min_max_fn *kernel;
  const double *x;
  chunks cut;
  size_t min[MOST_CHUNKS], max[MOST_CHUNKS];
} places_job;

static void arg_min_max_chunk(void *of, size_t i) {
  places_job *const this = of;
  const size_t start = chunk_start(&this->cut, i);
  this->kernel(this->x + start, chunk_length(&this->cut, i), &this->min[i], &this->max[i]);
  this->min[i] += start;
  this->max[i] += start;
}

/* Values are read again: another thread may have changed them, but their places are in x. */
static bool share_arg_min_max(fastmath_arg_min_max_fn *kernel, const double *x, size_t n,
                              size_t *min, size_t *max) {
  places_job of;
  of.kernel = kernel;
  of.x = x;
  of.cut = chunks_of(n);
  if (!in_threads(COST * (double)n, of.cut.count, arg_min_max_chunk, &of)) return false;
  *min = of.min[0];
  *max = of.max[0];
  for (size_t i = 1; i < of.cut.count && !isnan(x[*min]); i++) {
    const bool nan = isnan(x[of.min[i]]);
    if (nan || before(x[of.min[i]], x[*min])) *min = of.min[i];
    if (nan || before(x[*max], x[of.max[i]])) *max = of.max[i];
  }
  return true;
}

#define EXTREMES(variant)                                                                          \
  void shared_min_max_##variant(const double *x, size_t n, double *min, double *max) {             \
    if (n <= BLOCK) min_max_##variant(x, n, min, max);                                             \
    else min_max_of(min_max_##variant, column_of(x, 1), n, min, max);                              \
  }                                                                                                \
  void min_max_strided_##variant(const double *x, ptrdiff_t stride, size_t n, double *min,         \
                                 double *max) {                                                    \
    min_max_of(min_max_##variant, column_of(x, stride), n, min, max);                              \
  }                                                                                                \
  void shared_arg_min_max_##variant(const double *x, size_t n, size_t *min, size_t *max) {         \
    if (n <= BLOCK || !share_arg_min_max(arg_min_max_##variant, x, n, min, max))                   \
      arg_min_max_##variant(x, n, min, max);                                                       \
  }

EACH_VARIANT(EXTREMES)
