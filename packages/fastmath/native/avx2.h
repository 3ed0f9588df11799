/* avx2.h: four doubles in a register. Whoever includes it is compiled for AVX2 from there on, and
   ends with "#pragma clang attribute pop" for clang; nothing of it runs before the CPU is asked. */
#ifndef FASTMATH_AVX2_H
#define FASTMATH_AVX2_H

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#elif defined(__GNUC__)
#pragma GCC target("avx2")
#endif

#include <immintrin.h>
#include <stddef.h>

enum { WIDTH = 4 };

static inline __m256d identity(void) { return _mm256_set1_pd(-0.0); }

/* All bits set in the first `count` lanes. */
static inline __m256i first(size_t count) {
  const __m256i lane = _mm256_set_epi64x(3, 2, 1, 0);
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)count), lane);
}

/* The first `count` elements of x, and `fill` in the other lanes. Reads no others. */
static inline __m256d load_first(const double *x, size_t count, __m256d fill) {
  const __m256i mask = first(count);
  return _mm256_blendv_pd(fill, _mm256_maskload_pd(x, mask), _mm256_castsi256_pd(mask));
}

/* Four lanes to one: by halves. */
static inline double fold(__m256d lanes) {
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(lanes), _mm256_extractf128_pd(lanes, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

#endif
