/* avx512.h: the operations of simd.h for AVX-512 (F, DQ, BW, VL), which has eight doubles in a
   register. */
#ifndef FASTMATH_AVX512_H
#define FASTMATH_AVX512_H

#include "compiler.h"

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIMD_TARGET "avx512f,avx512dq,avx512bw,avx512vl,popcnt"
#include "begin.h"

#define KERNEL(name) kernel_##name##_avx512

enum { WIDTH = 8, ALL_LANES = 0xff, ALIGNMENT = 64 };
typedef __m512d vector;
typedef __mmask8 vector_mask;

static inline vector_mask first_lanes(size_t count) {
  return (vector_mask)(count >= WIDTH ? 0xffu : (1u << count) - 1);
}

static inline vector v_set(double value) { return _mm512_set1_pd(value); }

static inline vector v_blend_first(vector a, size_t count, vector rest) {
  return _mm512_mask_blend_pd(first_lanes(count), rest, a);
}

static inline vector v_load(const double *x) { return _mm512_loadu_pd(x); }
static inline vector v_load_partial(const double *x, size_t count, vector rest) {
  return _mm512_mask_loadu_pd(rest, first_lanes(count), x);
}
static inline vector v_load_f32(const float *x) { return _mm512_cvtps_pd(_mm256_loadu_ps(x)); }

static inline void v_store(double *x, vector a) { _mm512_storeu_pd(x, a); }
static inline void v_store_partial(double *x, size_t count, vector a) {
  _mm512_mask_storeu_pd(x, first_lanes(count), a);
}

static inline vector v_add(vector a, vector b) { return _mm512_add_pd(a, b); }
static inline vector v_sub(vector a, vector b) { return _mm512_sub_pd(a, b); }
static inline vector v_mul(vector a, vector b) { return _mm512_mul_pd(a, b); }
static inline vector v_div(vector a, vector b) { return _mm512_div_pd(a, b); }
static inline vector v_sqrt(vector a) { return _mm512_sqrt_pd(a); }
static inline vector v_abs(vector a) { return _mm512_andnot_pd(v_set(-0.0), a); }
static inline vector v_min(vector a, vector b) { return _mm512_min_pd(a, b); }
static inline vector v_max(vector a, vector b) { return _mm512_max_pd(a, b); }

static inline vector v_rotate(vector a, size_t by) {
  const __m512i lane = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
  return _mm512_permutexvar_pd(_mm512_sub_epi64(lane, _mm512_set1_epi64((long long)by)), a);
}

static inline double v_sum_lanes(vector a) {
  const __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(a), _mm512_extractf64x4_pd(a, 1));
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

static inline vector_mask mask_all(void) { return ALL_LANES; }
static inline vector_mask mask_ordered(vector_mask among, vector a, vector b) {
  return _mm512_mask_cmp_pd_mask(among, a, b, _CMP_ORD_Q);
}
static inline vector_mask mask_equal_bits(vector a, vector b) {
  return _mm512_cmpeq_epi64_mask(_mm512_castpd_si512(a), _mm512_castpd_si512(b));
}
static inline vector_mask mask_signs(vector a) {
  return _mm512_movepi64_mask(_mm512_castpd_si512(a));
}
static inline unsigned mask_to_bits(vector_mask of) { return of; }

/* For sorting. */

#define PARTITION_COST 0.35

ALWAYS_INLINE unsigned lanes_less(vector a, vector b, const bool or_equal) {
  return or_equal ? _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ) : _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
}

ALWAYS_INLINE unsigned lanes_nan_or_minus_zero(vector a) {
  enum { QUIET_NAN = 0x01, MINUS_ZERO = 0x04, SIGNALING_NAN = 0x80 };
  return _mm512_fpclass_pd_mask(a, QUIET_NAN | MINUS_ZERO | SIGNALING_NAN);
}
ALWAYS_INLINE size_t count_lanes(unsigned lanes) { return (size_t)_mm_popcnt_u32(lanes); }

/* A permutation for each mask: the indices of the lanes in the mask, then those of the others. Byte
   i is the index of the lane that moves to lane i. A table is used because vpcompress is slower,
   and on some CPUs very slow when it writes to memory. */
#define BIT(mask, i) ((mask) >> (i)&1)
#define COUNT(mask)                                                                                \
  (BIT(mask, 0) + BIT(mask, 1) + BIT(mask, 2) + BIT(mask, 3) + BIT(mask, 4) + BIT(mask, 5) +       \
   BIT(mask, 6) + BIT(mask, 7))
#define BEFORE(mask, i) COUNT((mask) & ((1 << (i)) - 1))
#define GOES_TO(mask, i) (BIT(mask, i) ? BEFORE(mask, i) : COUNT(mask) + (i)-BEFORE(mask, i))
#define LANE(mask, i) UINT64_C(i) << 8 * GOES_TO(mask, i)
#define COMPRESSED(mask)                                                                           \
  (LANE(mask, 0) | LANE(mask, 1) | LANE(mask, 2) | LANE(mask, 3) | LANE(mask, 4) | LANE(mask, 5) | \
   LANE(mask, 6) | LANE(mask, 7))
#define FOUR(mask)                                                                                 \
  COMPRESSED(mask), COMPRESSED((mask) + 1), COMPRESSED((mask) + 2), COMPRESSED((mask) + 3)
#define SIXTEEN(mask) FOUR(mask), FOUR((mask) + 4), FOUR((mask) + 8), FOUR((mask) + 12)
#define SIXTY_FOUR(mask)                                                                           \
  SIXTEEN(mask), SIXTEEN((mask) + 16), SIXTEEN((mask) + 32), SIXTEEN((mask) + 48)

static const uint64_t compressed[256] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128),
                                         SIXTY_FOUR(192)};

/* A permutation uses the lowest three bits of each lane and ignores the others. */
ALWAYS_INLINE vector v_compress(vector a, unsigned lanes) {
  const __m512i bytes = _mm512_set_epi64(56, 48, 40, 32, 24, 16, 8, 0);
  const __m512i from = _mm512_srlv_epi64(_mm512_set1_epi64((long long)compressed[lanes]), bytes);
  return _mm512_permutexvar_pd(from, a);
}

/* Exchanges the lanes j and j + apart of each 2*apart lanes. */
ALWAYS_INLINE vector v_swap(vector a, const int apart) {
  return apart == 1 ? _mm512_permute_pd(a, 0x55) : _mm512_permutex_pd(a, 0x4e);
}

ALWAYS_INLINE vector v_reverse(vector a, const int group) {
  if (group == 2) return v_swap(a, 1);
  if (group == 4) return _mm512_permutex_pd(a, 0x1b);
  return _mm512_permutexvar_pd(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), a);
}

ALWAYS_INLINE vector v_blend_halves(vector a, vector b, const int apart) {
  return _mm512_mask_mov_pd(a, apart == 1 ? 0xaa : apart == 2 ? 0xcc : 0xf0, b);
}

/* Stores half of a vector. The half is not extracted first: gcc fuses extraction and store into a
   vextractf64x4, which touches memory that its mask excludes. */
ALWAYS_INLINE void store_half(double *x, size_t n, size_t start, vector a, const int half) {
  const unsigned mask = first_lanes(start < n ? n - start : 0) & 0xf;
  _mm512_mask_storeu_pd(x + start - 4 * half, (vector_mask)(mask << 4 * half), a);
}

ALWAYS_INLINE void store_transposed(double *x, size_t n, const vector *row, const size_t rows) {
  const vector a = _mm512_unpacklo_pd(row[0], row[1]), b = _mm512_unpackhi_pd(row[0], row[1]);
  const vector c = _mm512_unpacklo_pd(row[2], row[3]), d = _mm512_unpackhi_pd(row[2], row[3]);
  const __m512i low = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
  const __m512i high = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
  /* Element j has the columns c and c + 2, where c is `column` below. */
  const vector pairs[] = {_mm512_permutex2var_pd(a, low, c), _mm512_permutex2var_pd(b, low, d),
                          _mm512_permutex2var_pd(a, high, c), _mm512_permutex2var_pd(b, high, d)};
  for (size_t j = 0; j < 4; j++) {
    const size_t column = j / 2 * 4 + j % 2;
    store_half(x, n, column * rows, pairs[j], 0);
    store_half(x, n, (column + 2) * rows, pairs[j], 1);
  }
}

ALWAYS_INLINE vector v_compare_exchange(vector a, const int apart) {
  const vector other = v_swap(a, apart);
  return _mm512_mask_max_pd(v_min(a, other), apart == 1 ? 0xaa : 0xcc, a, other);
}

#include "end.h"

#endif
