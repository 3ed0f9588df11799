/* exact_simd.h: the exact sum where ordinary sums and their errors are enough to know it.

   TwoSum gives the rounding error of an addition as a double. Sums and errors are added beside one
   another; what the additions of errors lose is bounded by the sum of their absolute values. Where
   all numbers within the bound round to one double, that is the exact sum, rounded; for any data
   that does not cancel nearly all of itself they do. Everything else is left to the long integer. */
#include "exact.h"
#include "kernels.h"
#include "order.h"

#include <math.h>

enum { CHAINS = 4, ROW = CHAINS * WIDTH };

/* Four sums, the sums of their errors, and of the absolute values of those. */
typedef struct chain {
  vector sum, error, size;
} chain;

ALWAYS_INLINE void add_error(chain *to, vector error) {
  to->error = v_add(to->error, error);
  to->size = v_add(to->size, v_abs(error));
}

/* TwoSum (Knuth): exact, whichever of the two is larger. */
ALWAYS_INLINE void add_values(chain *to, vector value) {
  const vector sum = v_add(to->sum, value);
  const vector part = v_sub(sum, to->sum);
  const vector rest = v_sub(to->sum, v_sub(sum, part));
  add_error(to, v_add(rest, v_sub(value, part)));
  to->sum = sum;
}

ALWAYS_INLINE void merge(chain *to, const chain *from) {
  to->error = v_add(to->error, from->error);
  to->size = v_add(to->size, from->size);
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
  for (int c = 0; c < CHAINS; c++) chains[c].sum = chains[c].error = chains[c].size = v_set(0);
  size_t i = 0;
  for (; i + ROW <= n; i += ROW)
    for (int c = 0; c < CHAINS; c++) add_values(&chains[c], v_load(x + i + c * WIDTH));
  for (int c = 0; i < n; i += WIDTH, c++)
    add_values(&chains[c], v_load_first(x + i, n - i, v_set(-0.0)));
  for (int c = 1; c < CHAINS; c++) merge(&chains[0], &chains[c]);

  double lane[WIDTH], error = v_fold(chains[0].error), size = v_fold(chains[0].size);
  v_store(lane, chains[0].sum);
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

double KERNEL(sum_exact)(const double *x, size_t n) {
  const double sum = n > 0 && errors_are_exact() ? try_sum(x, n) : NAN;
  return isnan(sum) ? sum_of_integers(x, n) : sum;
}
