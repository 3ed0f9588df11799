/* sort_avx512.c: eight numbers in a vector. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX512

#include "../simd/avx512.h"
#include "../reduction/summation_order.h"

#include <stdbool.h>

ALWAYS_INLINE unsigned lanes_below(vector a, vector b, const bool with_equal) {
  return with_equal ? _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ) : _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
}

ALWAYS_INLINE unsigned special_lanes(vector a) {
  enum { QUIET_NAN = 0x01, MINUS_ZERO = 0x04, SIGNALING_NAN = 0x80 };
  return _mm512_fpclass_pd_mask(a, QUIET_NAN | MINUS_ZERO | SIGNALING_NAN);
}
ALWAYS_INLINE size_t lanes_in(unsigned mask) { return (size_t)_mm_popcnt_u32(mask); }

/* For each mask, the lanes that are in it, then those that are not: lane i of the result is in byte
   i. A table, as vpcompress is slower, and on some CPUs very slow where it writes to memory. */
#define BIT(mask, i) ((mask) >> (i)&1)
#define COUNT(mask)                                                                                \
  (BIT(mask, 0) + BIT(mask, 1) + BIT(mask, 2) + BIT(mask, 3) + BIT(mask, 4) + BIT(mask, 5) +       \
   BIT(mask, 6) + BIT(mask, 7))
#define BEFORE(mask, i) COUNT((mask) & ((1 << (i)) - 1))
#define GOES_TO(mask, i) (BIT(mask, i) ? BEFORE(mask, i) : COUNT(mask) + (i)-BEFORE(mask, i))
#define LANE(mask, i) UINT64_C(i) << 8 * GOES_TO(mask, i)
#define PACKED(mask)                                                                               \
  (LANE(mask, 0) | LANE(mask, 1) | LANE(mask, 2) | LANE(mask, 3) | LANE(mask, 4) | LANE(mask, 5) | \
   LANE(mask, 6) | LANE(mask, 7))
#define FOUR(mask) PACKED(mask), PACKED((mask) + 1), PACKED((mask) + 2), PACKED((mask) + 3)
#define SIXTEEN(mask) FOUR(mask), FOUR((mask) + 4), FOUR((mask) + 8), FOUR((mask) + 12)
#define SIXTY_FOUR(mask)                                                                           \
  SIXTEEN(mask), SIXTEEN((mask) + 16), SIXTEEN((mask) + 32), SIXTEEN((mask) + 48)

static const uint64_t packed[256] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128),
                                     SIXTY_FOUR(192)};

/* A permutation looks at the lowest three bits of a lane only. */
ALWAYS_INLINE vector v_pack(vector a, unsigned mask) {
  const __m512i bytes = _mm512_set_epi64(56, 48, 40, 32, 24, 16, 8, 0);
  const __m512i lanes = _mm512_srlv_epi64(_mm512_set1_epi64((long long)packed[mask]), bytes);
  return _mm512_permutexvar_pd(lanes, a);
}

ALWAYS_INLINE vector v_swap(vector a, const int apart) {
  return apart == 1 ? _mm512_permute_pd(a, 0x55) : _mm512_permutex_pd(a, 0x4e);
}

ALWAYS_INLINE vector v_reverse(vector a, const int group) {
  if (group == 2) return v_swap(a, 1);
  if (group == 4) return _mm512_permutex_pd(a, 0x1b);
  return _mm512_permutexvar_pd(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), a);
}

ALWAYS_INLINE vector v_halves(vector a, vector b, const int apart) {
  return _mm512_mask_mov_pd(a, apart == 1 ? 0xaa : apart == 2 ? 0xcc : 0xf0, b);
}

/* Half of a vector. No half is taken out of it to be stored: gcc makes one instruction of both, and
   vextractf64x4 touches memory that its mask leaves alone. */
ALWAYS_INLINE void store_half(double *x, size_t n, size_t start, vector a, const int half) {
  const unsigned mask = first(start < n ? n - start : 0) & 0xf;
  _mm512_mask_storeu_pd(x + start - 4 * half, (lane_mask)(mask << 4 * half), a);
}

ALWAYS_INLINE void store_columns(double *x, size_t n, const vector *row, const size_t rows) {
  const vector a = _mm512_unpacklo_pd(row[0], row[1]), b = _mm512_unpackhi_pd(row[0], row[1]);
  const vector c = _mm512_unpacklo_pd(row[2], row[3]), d = _mm512_unpackhi_pd(row[2], row[3]);
  const __m512i low = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
  const __m512i high = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
  /* Columns c and c + 2. */
  const vector pairs[] = {_mm512_permutex2var_pd(a, low, c), _mm512_permutex2var_pd(b, low, d),
                          _mm512_permutex2var_pd(a, high, c), _mm512_permutex2var_pd(b, high, d)};
  for (size_t j = 0; j < 4; j++) {
    const size_t column = j / 2 * 4 + j % 2;
    store_half(x, n, column * rows, pairs[j], 0);
    store_half(x, n, (column + 2) * rows, pairs[j], 1);
  }
}

ALWAYS_INLINE vector v_exchange(vector a, const int apart) {
  const vector other = v_swap(a, apart);
  return _mm512_mask_max_pd(v_min(a, other), apart == 1 ? 0xaa : 0xcc, a, other);
}

#include "partition-inl.h"
#define COST 0.35
#include "sort-inl.h"

static const sorter avx512 = SORTER;

void sort_avx512(double *x, size_t n) { sort_by(&avx512, x, n); }

bool select_avx512(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  return select_by(&avx512, x, n, k, count, out);
}

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif
