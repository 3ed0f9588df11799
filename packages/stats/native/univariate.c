/* univariate.c: statistics of one sample. */
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

double stats_mean(const fastmath_api *math, stats_input *in) {
  const double sum = math->sum(in->x, in->n);
  if (isfinite(sum)) return sum / (double)in->n;
  /* The sum can overflow where the mean does not, and on the way to an infinity of the other sign. */
  double min, max;
  math->min_max(in->x, in->n, &min, &max);
  if (!isfinite(min) || !isfinite(max))
    return isfinite(min) ? max : isfinite(max) ? min : min + max;
  int exponent;
  double *copy = rescale(math, in->x, in, &exponent);
  if (copy == NULL) return sum;
  const double mean = math->sum(copy, in->n) / (double)in->n;
  free(copy);
  return shift(mean, -exponent);
}

/* The mean of x, and the powers of x * 2^exponent; the exponent is 0 unless squares are out of
   range. */
static int moments(const fastmath_api *math, stats_input *in, fastmath_moments *m) {
  int exponent = 0;
  math->moments(in->x, in->n, m);
  if (in_range(m->m2)) return 0;
  const double mean = m->mean;
  double *copy = rescale(math, in->x, in, &exponent);
  if (copy != NULL) math->moments(copy, in->n, m);
  free(copy);
  m->mean = isfinite(mean) ? mean : stats_mean(math, in);
  return exponent;
}

double stats_variance(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  const int exponent = moments(math, in, &m);
  return shift(m.m2 / ((double)m.n - in->ddof), -2 * exponent);
}

double stats_std(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  const int exponent = moments(math, in, &m);
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
  const int exponent = moments(math, in, &m);
  math->min_max(in->x, in->n, &min, &max);
  const double n = (double)m.n, variance = m.m2 / (n - in->ddof);
  const double spread = sqrt(m.m2 / n); /* the deviation that skewness and kurtosis are scaled by */
  in->out[0] = m.mean;
  in->out[1] = shift(sqrt(variance), -exponent);
  in->out[2] = shift(variance, -2 * exponent);
  in->out[3] = min;
  in->out[4] = max;
  in->out[5] = m.m3 / n / (spread * spread * spread);
  in->out[6] = m.m4 / m.m2 / m.m2 * n - 3;
  return m.mean;
}
