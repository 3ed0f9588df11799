/* deviations.h: deviations from the exact mean. The rounding error of the mean of values around 1e9
   is about 1e-7: deviations around 1 from the rounded mean would have only 7 correct digits. */
#ifndef STATS_DEVIATIONS_H
#define STATS_DEVIATIONS_H

#include <fastmath/fastmath.h>

/* Returns the exact mean of x minus `mean`, which is its rounded value. */
double mean_rounding_error(const fastmath_api *math, const double *x, size_t n, double mean);

/* Replaces `mean` by the double nearest to the exact mean if its error is not small compared with
   the deviations, whose sum of squares is m2. That happens if values differ by units in the last
   place only. Returns the exact mean minus the new `mean`. */
double improve_mean(const fastmath_api *math, const double *x, size_t n, double *mean, double m2);

/* e[i] = x[i] - (mean + error) */
static inline void deviations(const double *x, size_t n, double mean, double error, double *e) {
  for (size_t i = 0; i < n; i++) e[i] = (x[i] - mean) - error;
}

#endif
