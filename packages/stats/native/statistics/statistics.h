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
  double *out;        /* STATS_RESULTS values, for statistics with several results; or see EACH */
  bool out_of_memory; /* set where a copy was needed and there was no room: no result counts */
  double at;          /* what moments are about */
  size_t lag;         /* how far apart two values are; at most n */
} stats_input;

enum { STATS_RESULTS = 8 };

/* Every statistic has this shape, so that one piece of code can cross from JavaScript to all. */
typedef double stats_function(const fastmath_api *math, stats_input *in);

stats_function stats_mean, stats_sum, stats_variance, stats_std, stats_min, stats_max;
stats_function stats_describe; /* mean, std, variance, min, max, skewness, kurtosis */
stats_function stats_covariance, stats_correlation;
stats_function stats_linear_regression; /* slope, intercept, r, their errors; gives Mxx */

stats_function stats_min_max; /* both; gives min */
stats_function stats_sem, stats_skewness, stats_kurtosis;
stats_function stats_central_moments, stats_moments_about; /* out[k]: the k-th, from 0 to 4 */
stats_function stats_geometric_mean, stats_harmonic_mean;
stats_function stats_weighted_mean; /* by the weights y: mean, least weight, sum of weights */
stats_function stats_zscore;        /* a value for each of x */
stats_function stats_part;          /* mean, its rest, M2, M3, M4 of x * 2^k, k, min, max */
stats_function stats_autocorrelation;
stats_function stats_rolling_mean, stats_rolling_std; /* of windows of lag + 1 values */
stats_function stats_median, stats_mad, stats_mode;   /* NaN if any value is */
stats_function stats_rank;                            /* a value for each of x */
stats_function stats_spearman, stats_kendall;

#ifdef __cplusplus
}
#endif

#endif
