/* read_limit.c: implements read_limit.h. Eight sums hide the latency of an addition. Arrays larger
   than a first-level cache are read in four streams that are almost a quarter apart, because four
   streams use more of the memory's bandwidth than one. A distance that is a power of two would map
   the streams to the same sets of the cache, so it is less than a quarter. Shorter arrays are read
   from end to end. */
#include "read_limit.h"

#include "../../../fastmath/native/simd/cpu.h"

/* The distance between streams, the step of each, and the end of the first. */
typedef struct streams {
  size_t apart, advance, end;
} streams;

#if defined(FASTMATH_X64) && defined(__GNUC__)
#include <immintrin.h>

__attribute__((target("avx512f"))) static double read_avx512(const double *x, streams s) {
  __m512d sum[8];
  for (int k = 0; k < 8; k++) sum[k] = _mm512_setzero_pd();
  for (size_t i = 0; i < s.end; i += s.advance)
    for (size_t k = 0; k < 4; k++) {
      sum[2 * k] = _mm512_add_pd(sum[2 * k], _mm512_loadu_pd(x + k * s.apart + i));
      sum[2 * k + 1] = _mm512_add_pd(sum[2 * k + 1], _mm512_loadu_pd(x + k * s.apart + i + 8));
    }
  for (int half = 4; half > 0; half /= 2)
    for (int k = 0; k < half; k++) sum[k] = _mm512_add_pd(sum[k], sum[k + half]);
  return _mm512_reduce_add_pd(sum[0]);
}

__attribute__((target("avx2"))) static double read_avx2(const double *x, streams s) {
  __m256d sum[8];
  double lane[4];
  for (int k = 0; k < 8; k++) sum[k] = _mm256_setzero_pd();
  for (size_t i = 0; i < s.end; i += s.advance)
    for (size_t k = 0; k < 16; k++) {
      const double *at = x + k / 4 * s.apart + k % 4 * 4 + i;
      sum[k % 8] = _mm256_add_pd(sum[k % 8], _mm256_loadu_pd(at));
    }
  for (int half = 4; half > 0; half /= 2)
    for (int k = 0; k < half; k++) sum[k] = _mm256_add_pd(sum[k], sum[k + half]);
  _mm256_storeu_pd(lane, sum[0]);
  return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}
#endif

/* Every compiler vectorizes this loop. */
static double read_plain(const double *x, streams s) {
  double sum[16] = {0};
  for (size_t i = 0; i < s.end; i += s.advance)
    for (size_t k = 0; k < 4; k++)
      for (size_t j = 0; j < 16; j++) sum[j] += x[k * s.apart + i + j];
  for (int k = 1; k < 16; k++) sum[0] += sum[k];
  return sum[0];
}

static double read_rows(const double *x, streams s) {
#if defined(FASTMATH_X64) && defined(__GNUC__)
  if (cpu_has_avx512()) return read_avx512(x, s);
  if (cpu_has_avx2()) return read_avx2(x, s);
#endif
  return read_plain(x, s);
}

double read_all(const double *x, size_t n) {
  const size_t quarter = n < 1 << 16 ? 0 : (n / 4 - 544) / 64 * 64;
  const size_t start = 4 * quarter, end = n / 64 * 64;
  const streams apart = {quarter, 16, quarter}, rows = {16, 64, end - start};
  double sum =
      (quarter > 0 ? read_rows(x, apart) : 0) + (end > start ? read_rows(x + start, rows) : 0);
  for (size_t i = end; i < n; i++) sum += x[i];
  return sum;
}
