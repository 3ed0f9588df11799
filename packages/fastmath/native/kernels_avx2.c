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

enum { EXTREMES = 4, ROW = EXTREMES * WIDTH, FAR = 1 << 18 };

/* What min_max has seen so far. */
typedef struct extremes {
  __m256d low[EXTREMES], high[EXTREMES], nan;
} extremes;

/* min(a, b) gives b when one is NaN, so NaN is looked for beside, in two vectors at a time. */
ALWAYS_INLINE void look_at(extremes *seen, const double *x) {
  for (int v = 0; v < EXTREMES; v += 2) {
    const __m256d a = _mm256_loadu_pd(x + v * WIDTH), b = _mm256_loadu_pd(x + (v + 1) * WIDTH);
    seen->low[v] = _mm256_min_pd(a, seen->low[v]);
    seen->high[v] = _mm256_max_pd(a, seen->high[v]);
    seen->low[v + 1] = _mm256_min_pd(b, seen->low[v + 1]);
    seen->high[v + 1] = _mm256_max_pd(b, seen->high[v + 1]);
    seen->nan = _mm256_or_pd(seen->nan, _mm256_cmp_pd(a, b, _CMP_UNORD_Q));
  }
}

/* The order of values does not matter here, so arrays that are larger than a cache are read in four
   streams at once, which keeps memory busier than one. min(a, b) gives b, too, when both are zeros:
   where the result is one, a second look says which. All other values are on one side of it, and
   their signs are one. */
void min_max_avx2(const double *x, size_t n, double *min, double *max) {
  *min = INFINITY;
  *max = -INFINITY;
  if (n == 0) return;
  const __m256d start = _mm256_set1_pd(x[0]);
  /* A little less than a quarter: powers of two would push one another out of the cache. */
  const size_t quarter = n < FAR ? 0 : (n / 4 - 544) / ROW * ROW;
  extremes seen;
  seen.nan = _mm256_setzero_pd();
  for (int v = 0; v < EXTREMES; v++) seen.low[v] = seen.high[v] = start;
  for (size_t i = 0; i < quarter; i += ROW)
    for (size_t stream = 0; stream < 4; stream++) look_at(&seen, x + stream * quarter + i);
  size_t i = 4 * quarter;
  for (; i + ROW <= n; i += ROW) look_at(&seen, x + i);
  for (; i < n; i += WIDTH) {
    const __m256d value = load_first(x + i, n - i, start);
    seen.low[0] = _mm256_min_pd(value, seen.low[0]);
    seen.high[0] = _mm256_max_pd(value, seen.high[0]);
    seen.nan = _mm256_or_pd(seen.nan, _mm256_cmp_pd(value, value, _CMP_UNORD_Q));
  }
  if (_mm256_movemask_pd(seen.nan) != 0) {
    *min = *max = NAN;
    return;
  }
  double low[WIDTH], high[WIDTH];
  for (int half = EXTREMES / 2; half > 0; half /= 2)
    for (int v = 0; v < half; v++) {
      seen.low[v] = _mm256_min_pd(seen.low[v], seen.low[v + half]);
      seen.high[v] = _mm256_max_pd(seen.high[v], seen.high[v + half]);
    }
  _mm256_storeu_pd(low, seen.low[0]);
  _mm256_storeu_pd(high, seen.high[0]);
  for (int j = 0; j < WIDTH; j++) {
    if (low[j] < *min) *min = low[j];
    if (high[j] > *max) *max = high[j];
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
