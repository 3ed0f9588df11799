/* avx2.h: four doubles in a register; simd.h says what each function does. Whoever includes it is
   compiled for AVX2 from there on; nothing of it runs before the CPU is asked. */
#ifndef FASTMATH_AVX2_H
#define FASTMATH_AVX2_H

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#elif defined(__GNUC__)
#pragma GCC target("avx2")
#endif

#include <immintrin.h>
#include <stddef.h>

#define KERNEL(name) name##_avx2

enum { WIDTH = 4, ALL = 0xf, ALIGNED = 32 };
typedef __m256d vector;
typedef __m256d lane_mask; /* all bits of a lane, or none */

/* All bits set in the first `count` lanes. */
static inline __m256i first(size_t count) {
  const __m256i lane = _mm256_set_epi64x(3, 2, 1, 0);
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)count), lane);
}

static inline vector v_set(double value) { return _mm256_set1_pd(value); }

static inline vector v_keep_first(vector a, size_t count, vector rest) {
  return _mm256_blendv_pd(rest, a, _mm256_castsi256_pd(first(count)));
}

static inline vector v_load(const double *x) { return _mm256_loadu_pd(x); }
static inline vector v_load_first(const double *x, size_t count, vector rest) {
  return v_keep_first(_mm256_maskload_pd(x, first(count)), count, rest);
}
static inline vector v_load_f32(const float *x) { return _mm256_cvtps_pd(_mm_loadu_ps(x)); }

static inline void v_store(double *x, vector a) { _mm256_storeu_pd(x, a); }
static inline void v_store_first(double *x, size_t count, vector a) {
  _mm256_maskstore_pd(x, first(count), a);
}

static inline vector v_add(vector a, vector b) { return _mm256_add_pd(a, b); }
static inline vector v_sub(vector a, vector b) { return _mm256_sub_pd(a, b); }
static inline vector v_mul(vector a, vector b) { return _mm256_mul_pd(a, b); }
static inline vector v_div(vector a, vector b) { return _mm256_div_pd(a, b); }
static inline vector v_sqrt(vector a) { return _mm256_sqrt_pd(a); }
static inline vector v_abs(vector a) { return _mm256_andnot_pd(v_set(-0.0), a); }
static inline vector v_min(vector a, vector b) { return _mm256_min_pd(a, b); }
static inline vector v_max(vector a, vector b) { return _mm256_max_pd(a, b); }

static inline vector v_turn(vector a, size_t by) {
  const __m256i half = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
  const __m256i from = _mm256_sub_epi32(half, _mm256_set1_epi32(2 * (int)by));
  return _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(a), from));
}

static inline double v_fold(vector a) {
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

static inline lane_mask m_all(void) { return _mm256_castsi256_pd(_mm256_set1_epi64x(-1)); }
static inline lane_mask m_ordered(lane_mask among, vector a, vector b) {
  return _mm256_and_pd(among, _mm256_cmp_pd(a, b, _CMP_ORD_Q));
}
static inline lane_mask m_same_bits(vector a, vector b) {
  return _mm256_castsi256_pd(_mm256_cmpeq_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b)));
}
static inline lane_mask m_signs(vector a) { return a; }
static inline unsigned m_bits(lane_mask of) { return (unsigned)_mm256_movemask_pd(of); }

#endif
