/* ranks.c: ranks, and Spearman's rank correlation. */
#include "arithmetic.h"
#include "statistics.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

double stats_rank(const fastmath_api *math, stats_input *in) {
  in->out_of_memory = !math->rank(in->x, in->n, in->out);
  return 0;
}

/* Fills r with the deviations of ranks from their mean, which is (n + 1)/2 with or without ties.
   They are multiples of 1/2, so that sums of their products are exact for up to about 100000
   values. Returns false if there is not enough memory. */
static bool deviations_of_ranks(const fastmath_api *math, const double *x, size_t n, double *r) {
  if (!math->rank(x, n, r)) return false;
  for (size_t i = 0; i < n; i++) r[i] -= ((double)n + 1) / 2;
  return true;
}

double stats_spearman(const fastmath_api *math, stats_input *in) {
  const size_t n = in->n;
  double *x =
      n > SIZE_MAX / 2 / sizeof(double) ? NULL : (double *)malloc(2 * n * sizeof(double) + 1);
  double *y = x == NULL ? NULL : x + n;
  double r = 0;
  in->out_of_memory = x == NULL || !deviations_of_ranks(math, in->x, n, x) ||
                      !deviations_of_ranks(math, in->y, n, y);
  if (!in->out_of_memory) {
    const double xx = math->dot(x, x, n), yy = math->dot(y, y, n);
    r = xx == 0 || yy == 0 ? NAN : math->dot(x, y, n) / sqrt(xx * yy);
  }
  free(x);
  return clamp_correlation(r);
}
