/* read_limit.c: see read_limit.h. Long arrays are read in four streams, which keep memory busier than
   one; eight sums hide the latency of an addition. */
#include "read_limit.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* One more line of four streams, `step` doubles apart. */
__attribute__((target("avx512f"))) static double read_avx512(const double *x, size_t n) {
  const size_t step = n / 4;
  __m512d sum[8];
  for (int k = 0; k < 8; k++) sum[k] = _mm512_setzero_pd();
  for (size_t i = 0; i < step; i += 16)
    for (size_t k = 0; k < 4; k++) {
      sum[2 * k] = _mm512_add_pd(sum[2 * k], _mm512_loadu_pd(x + k * step + i));
      sum[2 * k + 1] = _mm512_add_pd(sum[2 * k + 1], _mm512_loadu_pd(x + k * step + i + 8));
    }
  for (int k = 1; k < 8; k++) sum[0] = _mm512_add_pd(sum[0], sum[k]);
  return _mm512_reduce_add_pd(sum[0]);
}

__attribute__((target("avx2"))) static double read_avx2(const double *x, size_t n) {
  const size_t step = n / 4;
  __m256d sum[8];
  double lane[4];
  for (int k = 0; k < 8; k++) sum[k] = _mm256_setzero_pd();
  for (size_t i = 0; i < step; i += 8)
    for (size_t k = 0; k < 4; k++) {
      sum[2 * k] = _mm256_add_pd(sum[2 * k], _mm256_loadu_pd(x + k * step + i));
      sum[2 * k + 1] = _mm256_add_pd(sum[2 * k + 1], _mm256_loadu_pd(x + k * step + i + 4));
    }
  for (int k = 1; k < 8; k++) sum[0] = _mm256_add_pd(sum[0], sum[k]);
  _mm256_storeu_pd(lane, sum[0]);
  return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}
#endif

/* What any compiler makes vectors of. */
static double read_plain(const double *x, size_t n) {
  const size_t step = n / 4;
  double sum[16] = {0};
  for (size_t i = 0; i < step; i += 4)
    for (size_t k = 0; k < 4; k++)
      for (size_t j = 0; j < 4; j++) sum[4 * k + j] += x[k * step + i + j];
  for (int k = 1; k < 16; k++) sum[0] += sum[k];
  return sum[0];
}

double read_all(const double *x, size_t n) {
#if defined(__x86_64__) && defined(__GNUC__)
  if (__builtin_cpu_supports("avx512f")) return read_avx512(x, n);
  if (__builtin_cpu_supports("avx2")) return read_avx2(x, n);
#endif
  return read_plain(x, n);
}
