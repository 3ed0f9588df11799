/* elementwise_avx2.c: four values at a time. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2

#include "avx2.h"
#include "order.h"

typedef __m256d combine(__m256d a, __m256d b);

/* Lanes behind the last value divide 1 by 1. */
ALWAYS_INLINE void each(combine *of, const double *x, const double *y, double *out, size_t n) {
  const __m256d one = _mm256_set1_pd(1);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    _mm256_storeu_pd(out + i, of(_mm256_loadu_pd(x + i), _mm256_loadu_pd(y + i)));
  if (i < n)
    _mm256_maskstore_pd(out + i, first(n - i),
                        of(load_first(x + i, n - i, one), load_first(y + i, n - i, one)));
}

ALWAYS_INLINE __m256d sum_of(__m256d a, __m256d b) { return _mm256_add_pd(a, b); }
ALWAYS_INLINE __m256d difference_of(__m256d a, __m256d b) { return _mm256_sub_pd(a, b); }
ALWAYS_INLINE __m256d product_of(__m256d a, __m256d b) { return _mm256_mul_pd(a, b); }
ALWAYS_INLINE __m256d quotient_of(__m256d a, __m256d b) { return _mm256_div_pd(a, b); }
ALWAYS_INLINE __m256d size_of(__m256d a, __m256d b) {
  return (void)b, _mm256_andnot_pd(identity(), a);
}
ALWAYS_INLINE __m256d root_of(__m256d a, __m256d b) { return (void)b, _mm256_sqrt_pd(a); }

void add_avx2(const double *x, const double *y, double *out, size_t n) {
  each(sum_of, x, y, out, n);
}

void subtract_avx2(const double *x, const double *y, double *out, size_t n) {
  each(difference_of, x, y, out, n);
}

void multiply_avx2(const double *x, const double *y, double *out, size_t n) {
  each(product_of, x, y, out, n);
}

void divide_avx2(const double *x, const double *y, double *out, size_t n) {
  each(quotient_of, x, y, out, n);
}

void abs_avx2(const double *x, double *out, size_t n) { each(size_of, x, x, out, n); }
void sqrt_avx2(const double *x, double *out, size_t n) { each(root_of, x, x, out, n); }

void widen_f32_avx2(const float *x, double *out, size_t n) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    _mm256_storeu_pd(out + i, _mm256_cvtps_pd(_mm_loadu_ps(x + i)));
  for (; i < n; i++) out[i] = (double)x[i];
}

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif
