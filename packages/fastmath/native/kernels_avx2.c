/* kernels_avx2.c: the kernels with four doubles to a register, in the order of order.h. No fused
   multiply-add: it rounds once where the specification rounds twice.

   A vector holds four lanes that are next to one another. Two vectors are a row of the short
   order, eight of the long one; eight sums in flight hide the latency of an addition (4 cycles at
   2 a cycle). Loads are unaligned: V8's arrays are at 16 bytes. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2

#include "avx2.h"
#include "order.h"

#include <math.h>

enum { SHORT_ROW = SHORT_LANES / WIDTH, LONG_ROW = LONG_LANES / WIDTH };

/* x, or x times y where there is a y. */
ALWAYS_INLINE __m256d term(const double *x, const double *y) {
  const __m256d value = _mm256_loadu_pd(x);
  return y == NULL ? value : _mm256_mul_pd(value, _mm256_loadu_pd(y));
}

ALWAYS_INLINE __m256d term_first(const double *x, const double *y, size_t count) {
  const __m256d value = load_first(x, count, identity());
  return y == NULL ? value : _mm256_mul_pd(value, load_first(y, count, _mm256_set1_pd(1)));
}

/* `row`, and whether there is a y, are constants where this is inlined. */
ALWAYS_INLINE double add_rows(const double *x, const double *y, size_t n, const int row) {
  const size_t lanes = (size_t)row * WIDTH;
  __m256d total[LONG_ROW], run[LONG_ROW];
  for (int v = 0; v < row; v++) total[v] = identity();
  for (size_t start = 0; start < n; start += RUN * lanes) {
    const size_t end = end_of(start, RUN * lanes, n);
    size_t i = start;
    for (int v = 0; v < row; v++) run[v] = identity();
    for (; i + lanes <= end; i += lanes)
      for (int v = 0; v < row; v++) {
        const size_t at = i + (size_t)v * WIDTH;
        run[v] = _mm256_add_pd(run[v], term(x + at, y == NULL ? NULL : y + at));
      }
    if (i < end)
      for (int v = 0; v < row; v++) {
        const size_t at = i + (size_t)v * WIDTH;
        if (at >= end) break;
        run[v] = _mm256_add_pd(run[v], term_first(x + at, y == NULL ? NULL : y + at, end - at));
      }
    for (int v = 0; v < row; v++) total[v] = _mm256_add_pd(total[v], run[v]);
  }
  for (int half = row / 2; half > 0; half /= 2)
    for (int v = 0; v < half; v++) total[v] = _mm256_add_pd(total[v], total[v + half]);
  return fold(total[0]);
}

static double sum_block(const double *x, const double *y, size_t n) {
  (void)y;
  return n < SHORT ? add_rows(x, NULL, n, SHORT_ROW) : add_rows(x, NULL, n, LONG_ROW);
}

static double dot_block(const double *x, const double *y, size_t n) {
  return n < SHORT ? add_rows(x, y, n, SHORT_ROW) : add_rows(x, y, n, LONG_ROW);
}

double sum_avx2(const double *x, size_t n) { return n == 0 ? 0 : add_tree(sum_block, x, NULL, n); }

double dot_avx2(const double *x, const double *y, size_t n) {
  return n == 0 ? 0 : add_tree(dot_block, x, y, n);
}

/* min(a, b) gives b when the two are equal zeros or one is NaN. Asking both ways and joining the
   bits gives -0 if either is, and NaN if either is; for max, the common bits give +0. */
static inline __m256d least(__m256d a, __m256d b) {
  return _mm256_or_pd(_mm256_min_pd(a, b), _mm256_min_pd(b, a));
}

static inline __m256d greatest(__m256d a, __m256d b) {
  return _mm256_and_pd(_mm256_max_pd(a, b), _mm256_max_pd(b, a));
}

void min_max_avx2(const double *x, size_t n, double *min, double *max) {
  enum { VECTORS = 4 };
  const __m256d top = _mm256_set1_pd(INFINITY), bottom = _mm256_set1_pd(-INFINITY);
  __m256d low[VECTORS], high[VECTORS];
  size_t i = 0;
  for (int v = 0; v < VECTORS; v++) {
    low[v] = top;
    high[v] = bottom;
  }
  for (; i + VECTORS * WIDTH <= n; i += VECTORS * WIDTH)
    for (int v = 0; v < VECTORS; v++) {
      const __m256d value = _mm256_loadu_pd(x + i + v * WIDTH);
      low[v] = least(low[v], value);
      high[v] = greatest(high[v], value);
    }
  for (; i < n; i += WIDTH) {
    low[0] = least(low[0], load_first(x + i, n - i, top));
    high[0] = greatest(high[0], load_first(x + i, n - i, bottom));
  }
  low[0] = least(least(low[0], low[1]), least(low[2], low[3]));
  high[0] = greatest(greatest(high[0], high[1]), greatest(high[2], high[3]));
  for (int step = 0; step < 2; step++) { /* halves, then neighbours */
    const __m256d l = low[0], h = high[0];
    low[0] = least(l, step == 0 ? _mm256_permute2f128_pd(l, l, 1) : _mm256_permute_pd(l, 5));
    high[0] = greatest(h, step == 0 ? _mm256_permute2f128_pd(h, h, 1) : _mm256_permute_pd(h, 5));
  }
  *min = _mm256_cvtsd_f64(low[0]);
  *max = isnan(*min) ? *min : _mm256_cvtsd_f64(high[0]); /* common bits may hide a NaN */
}

void axpy_avx2(double a, const double *x, double *y, size_t n) {
  const __m256d factor = _mm256_set1_pd(a);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) {
    const __m256d product = _mm256_mul_pd(factor, _mm256_loadu_pd(x + i));
    _mm256_storeu_pd(y + i, _mm256_add_pd(product, _mm256_loadu_pd(y + i)));
  }
  for (; i < n; i++) y[i] = a * x[i] + y[i];
}

void scale_avx2(double a, double *x, size_t n) {
  const __m256d factor = _mm256_set1_pd(a);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    _mm256_storeu_pd(x + i, _mm256_mul_pd(factor, _mm256_loadu_pd(x + i)));
  for (; i < n; i++) x[i] = a * x[i];
}

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif
