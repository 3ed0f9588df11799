/* sort_avx2.c: divides four numbers at a time, and sorts up to 64 in a network without a branch. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2

#include "avx2.h"
#include "order.h"
#include "sort.h"

#include <math.h>
#include <string.h>

enum { BATCH = 8, STEP = BATCH * WIDTH, ROWS = 16, FEW = ROWS * WIDTH };

/* For each mask of lanes that go to the right: all lanes, those that stay first. In halves. */
static const uint8_t order[16][8] = {
    {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 4, 5, 6, 7, 0, 1}, {0, 1, 4, 5, 6, 7, 2, 3},
    {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 2, 3, 6, 7, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5},
    {0, 1, 6, 7, 2, 3, 4, 5}, {6, 7, 0, 1, 2, 3, 4, 5}, {0, 1, 2, 3, 4, 5, 6, 7},
    {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7}, {4, 5, 0, 1, 2, 3, 6, 7},
    {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {0, 1, 2, 3, 4, 5, 6, 7},
};

/* Where the next numbers go: behind those on the left, before those on the right. */
typedef struct ends {
  double *left, *right;
} ends;

/* Writes all four to both sides. Of what is too much there, the next four take the place. */
ALWAYS_INLINE void put(ends *to, __m256d value, __m256d pivot, const bool with_equal) {
  const __m256d over = with_equal ? _mm256_cmp_pd(value, pivot, _CMP_GT_OQ)
                                  : _mm256_cmp_pd(value, pivot, _CMP_GE_OQ);
  const int mask = _mm256_movemask_pd(over);
  const __m256i lanes = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)order[mask]));
  const __m256d parted =
      _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(value), lanes));
  _mm256_storeu_pd(to->left, parted);
  _mm256_storeu_pd(to->right - WIDTH, parted);
  const int over_count = _mm_popcnt_u32((unsigned)mask);
  to->left += WIDTH - over_count;
  to->right -= over_count;
}

/* 16 numbers of each end are held in registers, and each step reads 16 more from the end that has
   less room: so there is room for four at both ends whenever four are written. */
ALWAYS_INLINE size_t divide_at(double *x, size_t n, double pivot, const bool with_equal) {
  double *left = x, *right = x + n;
  for (size_t rest = n % STEP; rest > 0; rest--) {
    const double a = left[0], b = right[-1];
    const bool over = with_equal ? a > pivot : a >= pivot;
    left[0] = over ? b : a;
    right[-1] = over ? a : b;
    left += !over;
    right -= over;
  }
  const __m256d center = _mm256_set1_pd(pivot);
  __m256d held[2 * BATCH];
  for (int v = 0; v < BATCH; v++) {
    held[v] = _mm256_loadu_pd(left + v * WIDTH);
    held[BATCH + v] = _mm256_loadu_pd(right - STEP + v * WIDTH);
  }
  ends to = {left, right};
  left += STEP;
  right -= STEP;
  while (left != right) {
    const bool from_right = to.right - right < left - to.left;
    if (from_right) right -= STEP;
    const double *from = from_right ? right : left;
    if (!from_right) left += STEP;
    __m256d read[BATCH];
    for (int v = 0; v < BATCH; v++) read[v] = _mm256_loadu_pd(from + v * WIDTH);
    for (int v = 0; v < BATCH; v++) put(&to, read[v], center, with_equal);
  }
  for (int v = 0; v < 2 * BATCH; v++) put(&to, held[v], center, with_equal);
  return (size_t)(to.left - x);
}

static size_t divide(double *x, size_t n, double pivot, bool with_equal) {
  return with_equal ? divide_at(x, n, pivot, true) : divide_at(x, n, pivot, false);
}

/* The network. Row r of a matrix with four columns is a vector. Columns are sorted first, all at
   once, then merged, two with two, and both with both: all of it bitonic (Batcher 1968). Functions
   have sizes of their own, so that compilers unroll them and keep rows in registers. */
ALWAYS_INLINE void exchange(__m256d *a, __m256d *b) {
  const __m256d low = _mm256_min_pd(*a, *b);
  *b = _mm256_max_pd(*a, *b);
  *a = low;
}

ALWAYS_INLINE void compare_halves(__m256d *row, const int half) {
  for (int i = 0; i < half; i++) exchange(&row[i], &row[i + half]);
}

/* The second half falls: its last is compared with the first. */
ALWAYS_INLINE void compare_ends(__m256d *row, const int rows) {
  for (int i = 0; i < rows / 2; i++) exchange(&row[i], &row[rows - 1 - i]);
}

/* These sort columns that rise and fall. */
ALWAYS_INLINE void merge_4(__m256d *row) {
  compare_halves(row, 2);
  compare_halves(row, 1);
  compare_halves(row + 2, 1);
}

ALWAYS_INLINE void merge_8(__m256d *row) {
  compare_halves(row, 4);
  merge_4(row);
  merge_4(row + 4);
}

ALWAYS_INLINE void merge_columns(__m256d *row, const int rows) {
  if (rows == 4) merge_4(row);
  if (rows == 8) merge_8(row);
  if (rows < 16) return;
  compare_halves(row, 8);
  merge_8(row);
  merge_8(row + 8);
}

/* And these any columns. */
ALWAYS_INLINE void sort_4(__m256d *row) {
  compare_halves(row, 1);
  compare_halves(row + 2, 1);
  compare_ends(row, 4);
  compare_halves(row, 1);
  compare_halves(row + 2, 1);
}

ALWAYS_INLINE void sort_8(__m256d *row) {
  sort_4(row);
  sort_4(row + 4);
  compare_ends(row, 8);
  merge_4(row);
  merge_4(row + 4);
}

ALWAYS_INLINE void sort_columns(__m256d *row, const int rows) {
  if (rows == 4) sort_4(row);
  if (rows == 8) sort_8(row);
  if (rows < 16) return;
  sort_8(row);
  sort_8(row + 8);
  compare_ends(row, 16);
  merge_8(row);
  merge_8(row + 8);
}

ALWAYS_INLINE __m256d swap_pairs(__m256d a) { return _mm256_permute_pd(a, 0x5); }
ALWAYS_INLINE __m256d reverse(__m256d a) { return _mm256_permute4x64_pd(a, 0x1b); }

/* Columns 0 and 1, and 2 and 3, become one each that continues in the other. */
ALWAYS_INLINE void merge_two(__m256d *row, const int rows) {
  for (int i = 0; i < rows / 2; i++) {
    const __m256d a = row[i], b = swap_pairs(row[rows - 1 - i]);
    const __m256d low = _mm256_min_pd(a, b), high = _mm256_max_pd(a, b);
    row[i] = _mm256_blend_pd(low, high, 0xa);
    row[rows - 1 - i] = swap_pairs(_mm256_blend_pd(high, low, 0xa));
  }
  merge_columns(row, rows);
}

/* All four become one. */
ALWAYS_INLINE void merge_four(__m256d *row, const int rows) {
  for (int i = 0; i < rows / 2; i++) {
    const __m256d a = row[i], b = reverse(row[rows - 1 - i]);
    const __m256d low = _mm256_min_pd(a, b), high = _mm256_max_pd(a, b);
    row[i] = _mm256_blend_pd(low, high, 0xc);
    row[rows - 1 - i] = reverse(_mm256_blend_pd(high, low, 0xc));
  }
  for (int i = 0; i < rows; i++) {
    const __m256d other = swap_pairs(row[i]);
    row[i] = _mm256_blend_pd(_mm256_min_pd(row[i], other), _mm256_max_pd(row[i], other), 0xa);
  }
  merge_columns(row, rows);
}

/* Writes column after column: four rows at a time are turned. */
ALWAYS_INLINE void store_columns(double *x, const __m256d *row, const int rows) {
  for (int i = 0; i < rows; i += WIDTH) {
    const __m256d a = _mm256_unpacklo_pd(row[i], row[i + 1]);
    const __m256d b = _mm256_unpackhi_pd(row[i], row[i + 1]);
    const __m256d c = _mm256_unpacklo_pd(row[i + 2], row[i + 3]);
    const __m256d d = _mm256_unpackhi_pd(row[i + 2], row[i + 3]);
    _mm256_storeu_pd(x + i, _mm256_permute2f128_pd(a, c, 0x20));
    _mm256_storeu_pd(x + rows + i, _mm256_permute2f128_pd(b, d, 0x20));
    _mm256_storeu_pd(x + 2 * rows + i, _mm256_permute2f128_pd(a, c, 0x31));
    _mm256_storeu_pd(x + 3 * rows + i, _mm256_permute2f128_pd(b, d, 0x31));
  }
}

ALWAYS_INLINE void sort_rows(double *x, const int rows) {
  __m256d row[ROWS];
  for (int i = 0; i < rows; i++) row[i] = _mm256_loadu_pd(x + i * WIDTH);
  sort_columns(row, rows);
  merge_two(row, rows);
  merge_four(row, rows);
  store_columns(x, row, rows);
}

static void sort_few(double *x, size_t n) {
  double padded[FEW];
  if (n < 2) return;
  const size_t full = n <= FEW / 4 ? FEW / 4 : n <= FEW / 2 ? FEW / 2 : FEW;
  memcpy(padded, x, n * sizeof(double));
  for (size_t i = n; i < full; i++) padded[i] = INFINITY;
  if (full == FEW / 4) sort_rows(padded, ROWS / 4);
  else if (full == FEW / 2) sort_rows(padded, ROWS / 2);
  else sort_rows(padded, ROWS);
  memcpy(x, padded, n * sizeof(double));
}

static const sorter avx2 = {divide, sort_few, FEW};

void sort_avx2(double *x, size_t n) { sort_by(&avx2, x, n); }

bool select_avx2(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  return select_by(&avx2, x, n, k, count, out);
}

#include "simd_end.h"

#endif
