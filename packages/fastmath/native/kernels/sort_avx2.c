/* sort_avx2.c: four numbers in a vector. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2

#include "../simd/avx2.h"
#include "../reduction/summation_order.h"

#include <stdbool.h>

/* Not a masked store, which some CPUs make of one store for each lane. */
ALWAYS_INLINE void store_first(double *x, size_t count, vector a) {
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

ALWAYS_INLINE unsigned lanes_below(vector a, vector b, const bool with_equal) {
  return (unsigned)_mm256_movemask_pd(with_equal ? _mm256_cmp_pd(a, b, _CMP_LE_OQ)
                                                 : _mm256_cmp_pd(a, b, _CMP_LT_OQ));
}

ALWAYS_INLINE unsigned special_lanes(vector a) {
  return m_bits(m_same_bits(a, v_set(-0.0))) | (ALL ^ m_bits(m_ordered(m_all(), a, a)));
}
ALWAYS_INLINE size_t lanes_in(unsigned mask) { return (size_t)_mm_popcnt_u32(mask); }

/* For each mask, the lanes that are in it, then those that are not. In halves. */
static const unsigned char packed[16][8] = {
    {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7},
    {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7},
    {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 0, 1, 2, 3, 4, 5},
    {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
    {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1},
    {0, 1, 2, 3, 4, 5, 6, 7},
};

ALWAYS_INLINE vector v_pack(vector a, unsigned mask) {
  const __m256i lanes = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)packed[mask]));
  return _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(a), lanes));
}

ALWAYS_INLINE vector v_swap(vector a, const int apart) {
  return apart == 1 ? _mm256_permute_pd(a, 0x5) : _mm256_permute4x64_pd(a, 0x4e);
}

ALWAYS_INLINE vector v_reverse(vector a, const int group) {
  return group == 2 ? v_swap(a, 1) : _mm256_permute4x64_pd(a, 0x1b);
}

ALWAYS_INLINE vector v_halves(vector a, vector b, const int apart) {
  return apart == 1 ? _mm256_blend_pd(a, b, 0xa) : _mm256_blend_pd(a, b, 0xc);
}

ALWAYS_INLINE void store_columns(double *x, size_t n, const vector *row, const size_t rows) {
  const vector a = _mm256_unpacklo_pd(row[0], row[1]), b = _mm256_unpackhi_pd(row[0], row[1]);
  const vector c = _mm256_unpacklo_pd(row[2], row[3]), d = _mm256_unpackhi_pd(row[2], row[3]);
  const vector column[] = {_mm256_permute2f128_pd(a, c, 0x20), _mm256_permute2f128_pd(b, d, 0x20),
                           _mm256_permute2f128_pd(a, c, 0x31), _mm256_permute2f128_pd(b, d, 0x31)};
  for (size_t j = 0; j < WIDTH; j++)
    if (j * rows < n) store_first(x + j * rows, n - j * rows, column[j]);
}

ALWAYS_INLINE vector v_exchange(vector a, const int apart) {
  const vector other = v_swap(a, apart);
  return v_halves(v_min(a, other), v_max(a, other), apart);
}

#include "partition-inl.h"
#define COST 0.5
#include "sort-inl.h"

static const sorter avx2 = SORTER;

void sort_avx2(double *x, size_t n) { sort_by(&avx2, x, n); }

bool select_avx2(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  return select_by(&avx2, x, n, k, count, out);
}

#include "../simd/end.h"

#endif
