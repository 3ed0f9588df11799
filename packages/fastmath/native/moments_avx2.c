/* moments_avx2.c: the sums that moments are made of, with two vectors for the eight lanes. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2

#include "avx2.h"
#include "moments.h"
#include "order.h"

enum { ROW = SHORT_LANES / WIDTH };

/* A value, or nothing in the lanes behind the first `count`. 4 or more is a constant: all. */
ALWAYS_INLINE __m256d only(__m256d value, size_t count) {
  return count >= WIDTH ? value
                        : _mm256_blendv_pd(identity(), value, _mm256_castsi256_pd(first(count)));
}

ALWAYS_INLINE __m256d deviation(const double *x, size_t count, __m256d mean) {
  return _mm256_sub_pd(count >= WIDTH ? _mm256_loadu_pd(x) : load_first(x, count, identity()),
                       mean);
}

ALWAYS_INLINE void add_powers(__m256d run[4], const double *x, size_t count, __m256d mean) {
  const __m256d e = deviation(x, count, mean), square = _mm256_mul_pd(e, e);
  run[0] = _mm256_add_pd(run[0], only(e, count));
  run[1] = _mm256_add_pd(run[1], only(square, count));
  run[2] = _mm256_add_pd(run[2], only(_mm256_mul_pd(square, e), count));
  run[3] = _mm256_add_pd(run[3], only(_mm256_mul_pd(square, square), count));
}

static void powers(const double *x, size_t n, double mean, double sums[4]) {
  const __m256d center = _mm256_set1_pd(mean);
  __m256d total[ROW][4], run[ROW][4];
  for (int k = 0; k < 4; k++) total[0][k] = total[1][k] = identity();
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = end_of(start, RUN * SHORT_LANES, n);
    size_t i = start;
    for (int k = 0; k < 4; k++) run[0][k] = run[1][k] = identity();
    for (; i + SHORT_LANES <= end; i += SHORT_LANES) {
      add_powers(run[0], x + i, WIDTH, center);
      add_powers(run[1], x + i + WIDTH, WIDTH, center);
    }
    if (i < end) add_powers(run[0], x + i, end - i, center);
    if (i + WIDTH < end) add_powers(run[1], x + i + WIDTH, end - i - WIDTH, center);
    for (int k = 0; k < 4; k++) {
      total[0][k] = _mm256_add_pd(total[0][k], run[0][k]);
      total[1][k] = _mm256_add_pd(total[1][k], run[1][k]);
    }
  }
  for (int k = 0; k < 4; k++) sums[k] = fold(_mm256_add_pd(total[0][k], total[1][k]));
}

ALWAYS_INLINE void add_products(__m256d run[5], const double *x, const double *y, size_t count,
                                __m256d mean_x, __m256d mean_y) {
  const __m256d e = deviation(x, count, mean_x), f = deviation(y, count, mean_y);
  run[0] = _mm256_add_pd(run[0], only(e, count));
  run[1] = _mm256_add_pd(run[1], only(f, count));
  run[2] = _mm256_add_pd(run[2], only(_mm256_mul_pd(e, e), count));
  run[3] = _mm256_add_pd(run[3], only(_mm256_mul_pd(f, f), count));
  run[4] = _mm256_add_pd(run[4], only(_mm256_mul_pd(e, f), count));
}

static void products(const double *x, const double *y, size_t n, double mean_x, double mean_y,
                     double sums[5]) {
  const __m256d mx = _mm256_set1_pd(mean_x), my = _mm256_set1_pd(mean_y);
  __m256d total[ROW][5], run[ROW][5];
  for (int k = 0; k < 5; k++) total[0][k] = total[1][k] = identity();
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = end_of(start, RUN * SHORT_LANES, n);
    size_t i = start;
    for (int k = 0; k < 5; k++) run[0][k] = run[1][k] = identity();
    for (; i + SHORT_LANES <= end; i += SHORT_LANES) {
      add_products(run[0], x + i, y + i, WIDTH, mx, my);
      add_products(run[1], x + i + WIDTH, y + i + WIDTH, WIDTH, mx, my);
    }
    if (i < end) add_products(run[0], x + i, y + i, end - i, mx, my);
    if (i + WIDTH < end) {
      i += WIDTH;
      add_products(run[1], x + i, y + i, end - i, mx, my);
    }
    for (int k = 0; k < 5; k++) {
      total[0][k] = _mm256_add_pd(total[0][k], run[0][k]);
      total[1][k] = _mm256_add_pd(total[1][k], run[1][k]);
    }
  }
  for (int k = 0; k < 5; k++) sums[k] = fold(_mm256_add_pd(total[0][k], total[1][k]));
}

static const block_sums block = {sum_avx2, powers, products};

void moments_avx2(const double *x, size_t n, fastmath_moments *out) {
  moments_of(&block, x, n, out);
}

void comoments_avx2(const double *x, const double *y, size_t n, fastmath_comoments *out) {
  comoments_of(&block, x, y, n, out);
}

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif
