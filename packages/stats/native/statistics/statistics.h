/* statistics.h: all statistics, in plain C over the table of fastmath. */
#ifndef STATS_STATISTICS_H
#define STATS_STATISTICS_H

#include <fastmath/fastmath.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The input of a statistic, and the array for its results. The caller has checked that n is at
   least 1 and more than ddof. */
typedef struct stats_input {
  const double *x;
  const double *y; /* n values, for statistics of pairs */
  size_t n;
  double ddof;        /* subtracted from n in the divisor */
  double *out;        /* STATS_RESULTS elements, or one for each value or each window */
  bool out_of_memory; /* set if there was not enough memory; the results are undefined then */
  double center;      /* moments are about this number */
  size_t lag;         /* distance between two values; for rolling windows, their length minus 1 */
} stats_input;

enum { STATS_RESULTS = 8 };

/* All statistics have the same signature, so that one template can make JavaScript functions of
   them. */
typedef double stats_statistic(const fastmath_api *math, stats_input *in);

stats_statistic stats_mean, stats_sum, stats_variance, stats_std, stats_sem, stats_min, stats_max;
stats_statistic stats_min_max; /* out: min, max */
stats_statistic stats_geometric_mean, stats_harmonic_mean;
stats_statistic stats_weighted_mean; /* weights y; out: mean, smallest weight, sum of weights */
stats_statistic stats_describe;      /* out: mean, std, variance, min, max, skewness, kurtosis */
stats_statistic stats_skewness, stats_kurtosis;
stats_statistic stats_central_moments, stats_moments_about; /* out[k]: order k, from 0 to 4 */
stats_statistic
    stats_summary; /* out: mean, its rounding error, M2, M3, M4 of x * 2^k, k, min, max */
stats_statistic stats_zscore; /* out: one for each value */
stats_statistic stats_autocorrelation;
stats_statistic stats_rolling_mean, stats_rolling_std; /* out: one for each window of lag + 1 */
stats_statistic stats_covariance, stats_correlation;
stats_statistic
    stats_linear_regression; /* out: slope, intercept, r, r^2, standard errors of slope and
                                            intercept, residual std, Student's t; returns Mxx */
stats_statistic stats_median, stats_mad, stats_mode; /* NaN if a value is NaN */
stats_statistic stats_rank;                          /* out: one for each value */
stats_statistic stats_spearman, stats_kendall;

typedef enum stats_quantiles_result {
  STATS_QUANTILES_OK = 0,
  STATS_QUANTILES_NO_MEMORY = 1,
  STATS_QUANTILES_BAD_POSITION = 2
} stats_quantiles_result;

/* Replaces positions in the sorted sample, from 0 to n - 1, by the values at them. A value between
   two indices is interpolated. If the sample contains a NaN, all become NaN. Positions are in any
   order, and each is read only once. */
stats_quantiles_result stats_quantiles(const fastmath_api *math, const double *x, size_t n,
                                       double *positions, size_t count);

/* counts[j] becomes the number of values that are at least edges[j] and less than edges[j+1]; the
   last bin includes its upper edge. There are bins + 1 edges, which the caller has computed as
   low + j*((high - low)/bins), or by another formula if that overflows. */
void stats_histogram(const fastmath_api *math, const double *x, size_t n, const double *edges,
                     size_t bins, double *counts);

#ifdef __cplusplus
}
#endif

#endif
