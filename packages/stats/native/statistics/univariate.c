/* univariate.c: statistics of one sample. */
#include "rescale.h"
#include "shape.h"
#include "statistics.h"

#include <math.h>

/* The sum of x * 2^exponent; the exponent is 0 unless it overflows. */
static double sum_of(const fastmath_api *math, stats_input *in, int *exponent) {
  const double sum = math->sum(in->x, in->n);
  *exponent = 0;
  return isfinite(sum) ? sum : rescaled_sum(math, in, sum, exponent);
}

double stats_mean(const fastmath_api *math, stats_input *in) {
  int exponent;
  const double sum = sum_of(math, in, &exponent);
  return shift(sum / (double)in->n, -exponent);
}

double stats_sum(const fastmath_api *math, stats_input *in) {
  int exponent;
  const double sum = sum_of(math, in, &exponent);
  return shift(sum, -exponent);
}

double stats_variance(const fastmath_api *math, stats_input *in) {
  fastmath_deviations m;
  const int exponent = deviations_of(math, in, &m);
  return shift(m.m2 / ((double)m.n - in->ddof), -2 * exponent);
}

double stats_std(const fastmath_api *math, stats_input *in) {
  fastmath_deviations m;
  const int exponent = deviations_of(math, in, &m);
  return shift(sqrt(m.m2 / ((double)m.n - in->ddof)), -exponent);
}

double stats_min(const fastmath_api *math, stats_input *in) {
  double min, max;
  math->min_max(in->x, in->n, &min, &max);
  return min;
}

double stats_max(const fastmath_api *math, stats_input *in) {
  double min, max;
  math->min_max(in->x, in->n, &min, &max);
  return max;
}

double stats_describe(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  double min, max;
  const int exponent = moments_of(math, in, &m);
  math->min_max(in->x, in->n, &min, &max);
  const double variance = m.m2 / ((double)m.n - in->ddof);
  in->out[0] = m.mean;
  in->out[1] = shift(sqrt(variance), -exponent);
  in->out[2] = shift(variance, -2 * exponent);
  in->out[3] = min;
  in->out[4] = max;
  in->out[5] = skewness_of(&m);
  in->out[6] = kurtosis_of(&m);
  return m.mean;
}
