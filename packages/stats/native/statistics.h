/* statistics.h: every statistic, in plain C over the table of fastmath. */
#ifndef STATS_STATISTICS_H
#define STATS_STATISTICS_H

#include <fastmath/fastmath.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a statistic is computed from, and where more than one result goes. Checked before: n is at
   least 1, and more than ddof. */
typedef struct stats_input {
  const double *x;
  const double *y; /* n values too, for statistics of pairs */
  size_t n;
  double ddof;        /* what is subtracted from n in the divisor */
  double *out;        /* STATS_RESULTS values, for statistics with several results */
  bool out_of_memory; /* set where a copy was needed and there was no room: no result counts */
} stats_input;

enum { STATS_RESULTS = 8 };

/* Every statistic has this shape, so that one piece of code can cross from JavaScript to all. */
typedef double stats_function(const fastmath_api *math, stats_input *in);

stats_function stats_mean, stats_variance, stats_std, stats_min, stats_max;
stats_function stats_describe; /* mean, std, variance, min, max, skewness, kurtosis */
stats_function stats_covariance, stats_correlation;
stats_function stats_linear_regression; /* slope, intercept, r, their errors; gives Mxx */

#ifdef __cplusplus
}
#endif

#endif
