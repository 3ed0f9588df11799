/* univariate.c: sums, variances and extremes of one sample. */
#include "rescale.h"
#include "statistics.h"

#include <math.h>

/* The sum of x * 2^exponent. The exponent is 0 unless the sum of x overflows. */
static double sum_of(const fastmath_api *math, stats_input *in, int *exponent) {
  const double sum = math->sum(in->x, in->n);
  *exponent = 0;
  return isfinite(sum) ? sum : rescaled_sum(math, in, sum, exponent);
}

double stats_mean(const fastmath_api *math, stats_input *in) {
  int exponent;
  const double sum = sum_of(math, in, &exponent);
  return times_power_of_2(sum / (double)in->n, -exponent);
}

double stats_sum(const fastmath_api *math, stats_input *in) {
  int exponent;
  const double sum = sum_of(math, in, &exponent);
  return times_power_of_2(sum, -exponent);
}

double stats_variance(const fastmath_api *math, stats_input *in) {
  fastmath_deviations m;
  const int exponent = deviations_of(math, in, &m);
  return times_power_of_2(m.m2 / ((double)m.n - in->ddof), -2 * exponent);
}

double stats_std(const fastmath_api *math, stats_input *in) {
  fastmath_deviations m;
  const int exponent = deviations_of(math, in, &m);
  return times_power_of_2(sqrt(m.m2 / ((double)m.n - in->ddof)), -exponent);
}

double stats_sem(const fastmath_api *math, stats_input *in) {
  fastmath_deviations m;
  const int exponent = deviations_of(math, in, &m);
  const double std = sqrt(m.m2 / ((double)m.n - in->ddof));
  return times_power_of_2(std / sqrt((double)in->n),
                          -exponent); /* the standard deviation alone can overflow */
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

double stats_min_max(const fastmath_api *math, stats_input *in) {
  math->min_max(in->x, in->n, &in->out[0], &in->out[1]);
  return in->out[0];
}
