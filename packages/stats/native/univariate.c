/* univariate.c: statistics of one sample. */
#include "statistics.h"

#include <math.h>

double stats_mean(const fastmath_api *math, const stats_input *in) {
  const double sum = math->sum(in->x, in->n);
  if (isfinite(sum)) return sum / (double)in->n;
  /* The sum can overflow where the mean does not. */
  fastmath_moments m;
  math->moments(in->x, in->n, &m);
  return m.mean;
}

double stats_variance(const fastmath_api *math, const stats_input *in) {
  fastmath_moments m;
  math->moments(in->x, in->n, &m);
  return m.m2 / ((double)m.n - in->ddof);
}

double stats_std(const fastmath_api *math, const stats_input *in) {
  return sqrt(stats_variance(math, in));
}

double stats_min(const fastmath_api *math, const stats_input *in) {
  double min, max;
  math->min_max(in->x, in->n, &min, &max);
  return min;
}

double stats_max(const fastmath_api *math, const stats_input *in) {
  double min, max;
  math->min_max(in->x, in->n, &min, &max);
  return max;
}

double stats_describe(const fastmath_api *math, const stats_input *in) {
  fastmath_moments m;
  double min, max;
  math->moments(in->x, in->n, &m);
  math->min_max(in->x, in->n, &min, &max);
  const double n = (double)m.n, variance = m.m2 / (n - in->ddof);
  const double spread = sqrt(m.m2 / n); /* the deviation that skewness and kurtosis are scaled by */
  in->out[0] = m.mean;
  in->out[1] = sqrt(variance);
  in->out[2] = variance;
  in->out[3] = min;
  in->out[4] = max;
  in->out[5] = m.m3 / n / (spread * spread * spread);
  in->out[6] = m.m4 / m.m2 / m.m2 * n - 3;
  return m.mean;
}
