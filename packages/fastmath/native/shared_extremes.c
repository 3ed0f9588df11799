/* shared_extremes.c: the extremes of chunks, and of those the extremes. */
#include "chunks.h"
#include "shared.h"
#include "threads.h"

#include <math.h>

/* About what an element costs one thread, in ns, where it is not in its own cache. */
static const double COST = 0.1;

/* Whether a comes before b; -0 comes before +0. */
static bool before(double a, double b) { return a < b || (a == b && signbit(a) && !signbit(b)); }

typedef struct job {
  fastmath_min_max_fn *kernel;
  const double *x;
  chunks cut;
  double min[MOST_CHUNKS], max[MOST_CHUNKS];
} job;

static void min_max_chunk(void *of, size_t i) {
  job *const this = of;
  const double *x = this->x + chunk_start(&this->cut, i);
  this->kernel(x, chunk_length(&this->cut, i), &this->min[i], &this->max[i]);
}

static bool share_min_max(fastmath_min_max_fn *kernel, const double *x, size_t n, double *min,
                          double *max) {
  job of;
  of.kernel = kernel;
  of.x = x;
  of.cut = chunks_of(n);
  if (!in_threads(COST * (double)n, of.cut.count, min_max_chunk, &of)) return false;
  *min = of.min[0];
  *max = of.max[0];
  for (size_t i = 1; i < of.cut.count && !isnan(*min); i++) {
    const bool nan = isnan(of.min[i]);
    if (nan || before(of.min[i], *min)) *min = of.min[i];
    if (nan || before(*max, of.max[i])) *max = of.max[i];
  }
  return true;
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
    if (n <= BLOCK || !share_min_max(min_max_##variant, x, n, min, max))                           \
      min_max_##variant(x, n, min, max);                                                           \
  }                                                                                                \
  void shared_arg_min_max_##variant(const double *x, size_t n, size_t *min, size_t *max) {         \
    if (n <= BLOCK || !share_arg_min_max(arg_min_max_##variant, x, n, min, max))                   \
      arg_min_max_##variant(x, n, min, max);                                                       \
  }

EXTREMES(scalar)
#ifdef FASTMATH_HAS_AVX2
EXTREMES(avx2)
#endif
#ifdef FASTMATH_HAS_AVX512
EXTREMES(avx512)
#endif
