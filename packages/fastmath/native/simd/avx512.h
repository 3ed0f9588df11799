/* avx512.h: eight doubles in a register; simd.h says what each function does. Whoever includes it
   is compiled for AVX-512 (F, DQ, BW, VL) from there on; nothing of it runs before the CPU is
   asked. */
#ifndef FASTMATH_AVX512_H
#define FASTMATH_AVX512_H

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl"))),        \
                             apply_to = function)
#elif defined(__GNUC__)
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl")
#endif

#include <immintrin.h>
#include <stddef.h>

#define KERNEL(name) name##_avx512

enum { WIDTH = 8, ALL = 0xff, ALIGNED = 64 };
typedef __m512d vector;
typedef __mmask8 lane_mask;

static inline lane_mask first(size_t count) {
  return (lane_mask)(count >= WIDTH ? 0xffu : (1u << count) - 1);
}

static inline vector v_set(double value) { return _mm512_set1_pd(value); }

static inline vector v_keep_first(vector a, size_t count, vector rest) {
  return _mm512_mask_blend_pd(first(count), rest, a);
}

static inline vector v_load(const double *x) { return _mm512_loadu_pd(x); }
static inline vector v_load_first(const double *x, size_t count, vector rest) {
  return _mm512_mask_loadu_pd(rest, first(count), x);
}
static inline vector v_load_f32(const float *x) { return _mm512_cvtps_pd(_mm256_loadu_ps(x)); }

static inline void v_store(double *x, vector a) { _mm512_storeu_pd(x, a); }
static inline void v_store_first(double *x, size_t count, vector a) {
  _mm512_mask_storeu_pd(x, first(count), a);
}

static inline vector v_add(vector a, vector b) { return _mm512_add_pd(a, b); }
static inline vector v_sub(vector a, vector b) { return _mm512_sub_pd(a, b); }
static inline vector v_mul(vector a, vector b) { return _mm512_mul_pd(a, b); }
static inline vector v_div(vector a, vector b) { return _mm512_div_pd(a, b); }
static inline vector v_sqrt(vector a) { return _mm512_sqrt_pd(a); }
static inline vector v_abs(vector a) { return _mm512_andnot_pd(v_set(-0.0), a); }
static inline vector v_min(vector a, vector b) { return _mm512_min_pd(a, b); }
static inline vector v_max(vector a, vector b) { return _mm512_max_pd(a, b); }

static inline vector v_turn(vector a, size_t by) {
  const __m512i lane = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
  return _mm512_permutexvar_pd(_mm512_sub_epi64(lane, _mm512_set1_epi64((long long)by)), a);
}

static inline double v_fold(vector a) {
  const __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(a), _mm512_extractf64x4_pd(a, 1));
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

static inline lane_mask m_all(void) { return ALL; }
static inline lane_mask m_ordered(lane_mask among, vector a, vector b) {
  return _mm512_mask_cmp_pd_mask(among, a, b, _CMP_ORD_Q);
}
static inline lane_mask m_same_bits(vector a, vector b) {
  return _mm512_cmpeq_epi64_mask(_mm512_castpd_si512(a), _mm512_castpd_si512(b));
}
static inline lane_mask m_signs(vector a) { return _mm512_movepi64_mask(_mm512_castpd_si512(a)); }
static inline unsigned m_bits(lane_mask of) { return of; }

#endif
