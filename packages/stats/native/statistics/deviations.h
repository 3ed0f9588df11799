/* deviations.h: deviations from the exact mean. Where values are 1e9 and deviate by 1, deviations
   from the rounded mean have only half of their digits. */
#ifndef STATS_DEVIATIONS_H
#define STATS_DEVIATIONS_H

#include <fastmath/fastmath.h>

/* The exact mean of x, less `mean`, its rounded value. */
double mean_rounding_error(const fastmath_api *math, const double *x, size_t n, double mean);

/* The same, but first replaces `mean` by the double nearest to the exact mean, where the error is
   large beside the deviations, whose sum of squares is m2: values that differ by units in the last
   place only. */
double improve_mean(const fastmath_api *math, const double *x, size_t n, double *mean, double m2);

/* e[i] = x[i] - (mean + error) */
static inline void deviations(const double *x, size_t n, double mean, double error, double *e) {
  for (size_t i = 0; i < n; i++) e[i] = (x[i] - mean) - error;
}

#endif
