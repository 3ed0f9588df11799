/* strided.c: kernels over values at equal distances. min_max_strided is in shared_extremes.c. */
#include "../reduction/chunks.h"
#include "kernels.h"
#include "moments.h"
#include "../parallel/parallel.h"
#include "../reduction/tree.h"

/* About what a value costs one thread, in ns: each is in a cache line of its own. */
static const double COST = 1;

typedef struct job {
  column x;
  double *out;
  chunks cut;
} job;

static void gather_chunk(void *of, size_t i) {
  const job *const this = of;
  const size_t at = chunk_start(&this->cut, i), n = chunk_length(&this->cut, i);
  copy_column(column_from(this->x, at), n, this->out + at);
}

void gather(const double *x, ptrdiff_t stride, double *out, size_t n) {
  if (n > BLOCK) {
    job of = {column_of(x, stride), out, chunks_of(n)};
    if (in_threads(COST * (double)n, of.cut.count, gather_chunk, &of)) return;
  }
  copy_column(column_of(x, stride), n, out);
}

#define STRIDED(variant)                                                                           \
  static double sum_block_##variant(const double *x, const double *y, size_t n) {                  \
    (void)y;                                                                                       \
    return sum_##variant(x, n);                                                                    \
  }                                                                                                \
  double sum_strided_##variant(const double *x, ptrdiff_t stride, size_t n) {                      \
    if (n == 0) return 0;                                                                          \
    return add_columns(sum_block_##variant, column_of(x, stride), column_of(NULL, 1), n);          \
  }                                                                                                \
  double dot_strided_##variant(const double *x, ptrdiff_t x_stride, const double *y,               \
                               ptrdiff_t y_stride, size_t n) {                                     \
    if (n == 0) return 0;                                                                          \
    return add_columns(dot_##variant, column_of(x, x_stride), column_of(y, y_stride), n);          \
  }                                                                                                \
  void moments_strided_##variant(const double *x, ptrdiff_t stride, size_t n,                      \
                                 fastmath_moments *out) {                                          \
    moments_of_column(&block_sums_##variant, column_of(x, stride), n, out);                        \
  }                                                                                                \
  void comoments_strided_##variant(const double *x, ptrdiff_t x_stride, const double *y,           \
                                   ptrdiff_t y_stride, size_t n, fastmath_comoments *out) {        \
    comoments_of_columns(&block_sums_##variant, column_of(x, x_stride), column_of(y, y_stride), n, \
                         out);                                                                     \
  }

EACH_VARIANT(STRIDED)
