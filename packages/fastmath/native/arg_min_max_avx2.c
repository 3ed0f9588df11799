/* arg_min_max_avx2.c: finds the blocks that have the extremes, and then the place within them. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2

#include "avx2.h"
#include "order.h"

#include <math.h>
#include <stdbool.h>

enum { PART = 1024 };

/* An extreme, and where the block begins in which it is. */
typedef struct found {
  double value;
  size_t start;
} found;

static bool before(double a, double b) { return a < b || (a == b && signbit(a) && !signbit(b)); }

/* The first place in a block with the bits of a value, or with NaN if it is that. 0 where there is
   none: another thread has written over it. */
static size_t place_of(double value, const double *x, size_t n) {
  const __m256i bits = _mm256_castpd_si256(_mm256_set1_pd(value));
  for (size_t i = 0; i < n; i += WIDTH) {
    const __m256d some =
        n - i >= WIDTH ? _mm256_loadu_pd(x + i) : load_first(x + i, n - i, identity());
    const __m256d same =
        isnan(value) ? _mm256_cmp_pd(some, some, _CMP_UNORD_Q)
                     : _mm256_castsi256_pd(_mm256_cmpeq_epi64(_mm256_castpd_si256(some), bits));
    const int mask = _mm256_movemask_pd(same);
    for (size_t j = 0; mask >> j != 0; j++)
      if ((mask >> j & 1) != 0 && i + j < n) return i + j;
  }
  return 0;
}

static size_t place(const double *x, size_t n, found of) {
  return of.start + place_of(of.value, x + of.start, end_of(of.start, PART, n) - of.start);
}

void arg_min_max_avx2(const double *x, size_t n, size_t *min, size_t *max) {
  *min = *max = 0;
  if (n == 0) return;
  found least = {INFINITY, 0}, greatest = {-INFINITY, 0};
  for (size_t start = 0; start < n; start += PART) {
    double low, high;
    min_max_avx2(x + start, end_of(start, PART, n) - start, &low, &high);
    if (isnan(low)) {
      least = greatest = (found){low, start};
      break;
    }
    if (before(low, least.value)) least = (found){low, start};
    if (before(greatest.value, high)) greatest = (found){high, start};
  }
  *min = place(x, n, least);
  *max = place(x, n, greatest);
}

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif
