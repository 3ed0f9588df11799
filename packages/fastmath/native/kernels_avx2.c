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
#include <stdbool.h>

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

/* Whether any of n values has its sign set; or, if not `set`, has it clear. */
static bool has_sign(const double *x, size_t n, bool set) {
  const __m256d fill = _mm256_set1_pd(set ? 1 : -1);
  const int none = set ? 0 : 15;
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    if (_mm256_movemask_pd(_mm256_loadu_pd(x + i)) != none) return true;
  return i < n && _mm256_movemask_pd(load_first(x + i, n - i, fill)) != none;
}

/* min(a, b) gives b when one is NaN, and when both are zeros. So NaN is looked for beside, in two
   vectors at a time. And where the result is a zero, a second look says which: all other values
   are on one side of it, and their signs are one. */
void min_max_avx2(const double *x, size_t n, double *min, double *max) {
  enum { VECTORS = 4 };
  *min = INFINITY;
  *max = -INFINITY;
  if (n == 0) return;
  const __m256d start = _mm256_set1_pd(x[0]);
  __m256d low[VECTORS], high[VECTORS], nan = _mm256_setzero_pd();
  size_t i = 0;
  for (int v = 0; v < VECTORS; v++) low[v] = high[v] = start;
  for (; i + VECTORS * WIDTH <= n; i += VECTORS * WIDTH)
    for (int v = 0; v < VECTORS; v += 2) {
      const __m256d a = _mm256_loadu_pd(x + i + v * WIDTH);
      const __m256d b = _mm256_loadu_pd(x + i + (v + 1) * WIDTH);
      low[v] = _mm256_min_pd(a, low[v]);
      high[v] = _mm256_max_pd(a, high[v]);
      low[v + 1] = _mm256_min_pd(b, low[v + 1]);
      high[v + 1] = _mm256_max_pd(b, high[v + 1]);
      nan = _mm256_or_pd(nan, _mm256_cmp_pd(a, b, _CMP_UNORD_Q));
    }
  for (; i < n; i += WIDTH) {
    const __m256d value = load_first(x + i, n - i, start);
    low[0] = _mm256_min_pd(value, low[0]);
    high[0] = _mm256_max_pd(value, high[0]);
    nan = _mm256_or_pd(nan, _mm256_cmp_pd(value, value, _CMP_UNORD_Q));
  }
  if (_mm256_movemask_pd(nan) != 0) {
    *min = *max = NAN;
    return;
  }
  low[0] = _mm256_min_pd(_mm256_min_pd(low[0], low[1]), _mm256_min_pd(low[2], low[3]));
  high[0] = _mm256_max_pd(_mm256_max_pd(high[0], high[1]), _mm256_max_pd(high[2], high[3]));
  double lows[WIDTH], highs[WIDTH];
  _mm256_storeu_pd(lows, low[0]);
  _mm256_storeu_pd(highs, high[0]);
  for (int v = 0; v < WIDTH; v++) {
    if (lows[v] < *min) *min = lows[v];
    if (highs[v] > *max) *max = highs[v];
  }
  if (*min == 0) *min = has_sign(x, n, true) ? -0.0 : 0.0;
  if (*max == 0) *max = has_sign(x, n, false) ? 0.0 : -0.0;
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
