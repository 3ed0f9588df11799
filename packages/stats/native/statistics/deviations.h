/* deviations.h: deviations from a mean, which is no float64. Where values are 1e9 and their deviations
   1, a rounded mean would take half of the digits of every deviation. */
#ifndef STATS_DEVIATIONS_H
#define STATS_DEVIATIONS_H

#include <fastmath/fastmath.h>

/* What the mean of x has beside `mean`, its rounded value. */
double rest_of(const fastmath_api *math, const double *x, size_t n, double mean);

/* e[i] = x[i] - (mean + rest) */
static inline void deviations(const double *x, size_t n, double mean, double rest, double *e) {
  for (size_t i = 0; i < n; i++) e[i] = (x[i] - mean) - rest;
}

#endif
