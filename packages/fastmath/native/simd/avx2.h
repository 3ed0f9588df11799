/* avx2.h: the operations of simd.h for AVX2, which has four doubles in a register. */
#ifndef FASTMATH_AVX2_H
#define FASTMATH_AVX2_H

#include "compiler.h"

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIMD_TARGET "avx2,popcnt"
#include "begin.h"

#define KERNEL(name) kernel_##name##_avx2

enum { WIDTH = 4, ALL_LANES = 0xf, ALIGNMENT = 32 };
typedef __m256d vector;
typedef __m256d vector_mask; /* all bits of a lane are set, or none */

/* All bits set in the first `count` lanes. */
static inline __m256i first_lanes(size_t count) {
  const __m256i lane = _mm256_set_epi64x(3, 2, 1, 0);
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)count), lane);
}

static inline vector v_set(double value) { return _mm256_set1_pd(value); }

static inline vector v_blend_first(vector a, size_t count, vector rest) {
  return _mm256_blendv_pd(rest, a, _mm256_castsi256_pd(first_lanes(count)));
}

static inline vector v_load(const double *x) { return _mm256_loadu_pd(x); }
static inline vector v_load_partial(const double *x, size_t count, vector rest) {
  return v_blend_first(_mm256_maskload_pd(x, first_lanes(count)), count, rest);
}
static inline vector v_load_f32(const float *x) { return _mm256_cvtps_pd(_mm_loadu_ps(x)); }

static inline void v_store(double *x, vector a) { _mm256_storeu_pd(x, a); }
static inline void v_store_partial(double *x, size_t count, vector a) {
  _mm256_maskstore_pd(x, first_lanes(count), a);
}

static inline vector v_add(vector a, vector b) { return _mm256_add_pd(a, b); }
static inline vector v_sub(vector a, vector b) { return _mm256_sub_pd(a, b); }
static inline vector v_mul(vector a, vector b) { return _mm256_mul_pd(a, b); }
static inline vector v_div(vector a, vector b) { return _mm256_div_pd(a, b); }
static inline vector v_sqrt(vector a) { return _mm256_sqrt_pd(a); }
static inline vector v_abs(vector a) { return _mm256_andnot_pd(v_set(-0.0), a); }
static inline vector v_min(vector a, vector b) { return _mm256_min_pd(a, b); }
static inline vector v_max(vector a, vector b) { return _mm256_max_pd(a, b); }

static inline vector v_rotate(vector a, size_t by) {
  const __m256i half = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
  const __m256i from = _mm256_sub_epi32(half, _mm256_set1_epi32(2 * (int)by));
  return _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(a), from));
}

static inline double v_sum_lanes(vector a) {
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

static inline vector_mask mask_all(void) { return _mm256_castsi256_pd(_mm256_set1_epi64x(-1)); }
static inline vector_mask mask_ordered(vector_mask among, vector a, vector b) {
  return _mm256_and_pd(among, _mm256_cmp_pd(a, b, _CMP_ORD_Q));
}
static inline vector_mask mask_equal_bits(vector a, vector b) {
  return _mm256_castsi256_pd(_mm256_cmpeq_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b)));
}
static inline vector_mask mask_signs(vector a) { return a; }
static inline unsigned mask_to_bits(vector_mask of) { return (unsigned)_mm256_movemask_pd(of); }

/* For sorting. */

#define PARTITION_COST 0.5

/* Does not use a masked store, because some CPUs split it into a store for each lane. */
ALWAYS_INLINE void store_lanes(double *x, size_t count, vector a) {
  if (count >= WIDTH) {
    _mm256_storeu_pd(x, a);
    return;
  }
  __m128d half = _mm256_castpd256_pd128(a);
  if (count >= 2) {
    _mm_storeu_pd(x, half);
    half = _mm256_extractf128_pd(a, 1);
    x += 2;
  }
  if (count % 2 == 1) _mm_store_sd(x, half);
}

ALWAYS_INLINE unsigned lanes_less(vector a, vector b, const bool or_equal) {
  return (unsigned)_mm256_movemask_pd(or_equal ? _mm256_cmp_pd(a, b, _CMP_LE_OQ)
                                               : _mm256_cmp_pd(a, b, _CMP_LT_OQ));
}

ALWAYS_INLINE unsigned lanes_nan_or_minus_zero(vector a) {
  return mask_to_bits(mask_equal_bits(a, v_set(-0.0))) |
         (ALL_LANES ^ mask_to_bits(mask_ordered(mask_all(), a, a)));
}
ALWAYS_INLINE size_t count_lanes(unsigned lanes) { return (size_t)_mm_popcnt_u32(lanes); }

/* For each set of lanes, the indices of the 32-bit halves of these lanes, then those of the
   others. */
static const unsigned char compressed[16][8] = {
    {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7},
    {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7},
    {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 0, 1, 2, 3, 4, 5},
    {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
    {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1},
    {0, 1, 2, 3, 4, 5, 6, 7},
};

ALWAYS_INLINE vector v_compress(vector a, unsigned lanes) {
  const __m256i halves = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)compressed[lanes]));
  return _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(a), halves));
}

/* Exchanges the lanes j and j + apart of each 2*apart lanes. */
ALWAYS_INLINE vector v_swap(vector a, const int apart) {
  return apart == 1 ? _mm256_permute_pd(a, 0x5) : _mm256_permute4x64_pd(a, 0x4e);
}

ALWAYS_INLINE vector v_reverse(vector a, const int group) {
  return group == 2 ? v_swap(a, 1) : _mm256_permute4x64_pd(a, 0x1b);
}

ALWAYS_INLINE vector v_blend_halves(vector a, vector b, const int apart) {
  return apart == 1 ? _mm256_blend_pd(a, b, 0xa) : _mm256_blend_pd(a, b, 0xc);
}

ALWAYS_INLINE void store_transposed(double *x, size_t n, const vector *row, const size_t rows) {
  const vector a = _mm256_unpacklo_pd(row[0], row[1]), b = _mm256_unpackhi_pd(row[0], row[1]);
  const vector c = _mm256_unpacklo_pd(row[2], row[3]), d = _mm256_unpackhi_pd(row[2], row[3]);
  const vector column[] = {_mm256_permute2f128_pd(a, c, 0x20), _mm256_permute2f128_pd(b, d, 0x20),
                           _mm256_permute2f128_pd(a, c, 0x31), _mm256_permute2f128_pd(b, d, 0x31)};
  for (size_t j = 0; j < WIDTH; j++)
    if (j * rows < n) store_lanes(x + j * rows, n - j * rows, column[j]);
}

ALWAYS_INLINE vector v_compare_exchange(vector a, const int apart) {
  const vector other = v_swap(a, apart);
  return v_blend_halves(v_min(a, other), v_max(a, other), apart);
}

#include "end.h"

#endif
