/* exact_avx2.c: the exact sum where ordinary sums and their errors are enough to know it.

   TwoSum gives the rounding error of an addition as a double. Sums and errors are added beside one
   another; what the additions of errors lose is bounded by the sum of their absolute values. Where
   all numbers within the bound round to one double, that is the exact sum, rounded; for any data
   that does not cancel nearly all of itself they do. Everything else is left to the long integer. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2

#include "avx2.h"
#include "order.h"

#include <math.h>

enum { CHAINS = 4, ROW = CHAINS * WIDTH, NOT_USUAL = 0xe040 }; /* rounding mode, FTZ, DAZ */

/* Four sums, the sums of their errors, and of the absolute values of those. */
typedef struct chain {
  __m256d sum, error, size;
} chain;

ALWAYS_INLINE void add_error(chain *to, __m256d error) {
  to->error = _mm256_add_pd(to->error, error);
  to->size = _mm256_add_pd(to->size, v_abs(error));
}

/* TwoSum (Knuth): exact, whichever of the two is larger. */
ALWAYS_INLINE void add_values(chain *to, __m256d value) {
  const __m256d sum = _mm256_add_pd(to->sum, value);
  const __m256d part = _mm256_sub_pd(sum, to->sum);
  const __m256d rest = _mm256_sub_pd(to->sum, _mm256_sub_pd(sum, part));
  add_error(to, _mm256_add_pd(rest, _mm256_sub_pd(value, part)));
  to->sum = sum;
}

ALWAYS_INLINE void merge(chain *to, const chain *from) {
  to->error = _mm256_add_pd(to->error, from->error);
  to->size = _mm256_add_pd(to->size, from->size);
  add_values(to, from->sum);
}

static double two_sum(double a, double b, double *error) {
  const double sum = a + b, part = sum - a;
  *error = (a - (sum - part)) + (b - part);
  return sum;
}

/* The exact sum of n > 0 values; NaN where it is not known, or is none. */
static double try_sum(const double *x, size_t n) {
  chain chains[CHAINS];
  for (int c = 0; c < CHAINS; c++)
    chains[c].sum = chains[c].error = chains[c].size = _mm256_setzero_pd();
  size_t i = 0;
  for (; i + ROW <= n; i += ROW)
    for (int c = 0; c < CHAINS; c++) add_values(&chains[c], _mm256_loadu_pd(x + i + c * WIDTH));
  for (int c = 0; i < n; i += WIDTH, c++)
    add_values(&chains[c], v_load_first(x + i, n - i, v_set(-0.0)));
  for (int c = 1; c < CHAINS; c++) merge(&chains[0], &chains[c]);

  double lane[WIDTH], error = v_fold(chains[0].error), size = v_fold(chains[0].size);
  _mm256_storeu_pd(lane, chains[0].sum);
  double sum = lane[0];
  for (int j = 1; j < WIDTH; j++) {
    double lost;
    sum = two_sum(sum, lane[j], &lost);
    error += lost;
    size += fabs(lost);
  }
  /* A chain of k additions loses less than k * 2^-53 of the sum of absolute values: twice that. */
  const double bound = size * ((double)(n / ROW) + 16) * 0x1p-52;
  double rest;
  const double nearest = two_sum(sum, error, &rest);
  const double margin = 2 * bound + fabs(rest) * 0x1p-51;
  const double low = nearest + (rest - margin), high = nearest + (rest + margin);
  return low == high && low != 0 && isfinite(low) ? low : NAN;
}

double sum_exact_avx2(const double *x, size_t n) {
  /* The bound holds where sums are rounded to nearest, and subnormal numbers are numbers. */
  const double sum = n == 0 || (_mm_getcsr() & NOT_USUAL) != 0 ? NAN : try_sum(x, n);
  return isnan(sum) ? sum_exact_scalar(x, n) : sum;
}

#include "simd_end.h"

#endif
