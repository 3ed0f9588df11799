/* rescale.c: scaled copies of samples, and their moments. */
#include "rescale.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

double *rescale(const fastmath_api *math, const double *x, stats_input *in, int *exponent) {
  const size_t n = in->n;
  double min, max;
  *exponent = 0;
  math->min_max(x, n, &min, &max);
  /* The spread is half the range, because the range can overflow. It is the range if half of it
     would be subnormal. */
  const double half = max * 0.5 - min * 0.5, spread = half < DBL_MIN ? max - min : half;
  const double measure = spread > 0 || in_range(max * max) ? spread : fabs(max);
  if (!(measure > 0 && isfinite(measure))) return NULL;

  double *copy = (double *)malloc(n * sizeof(double));
  if (copy == NULL) {
    in->out_of_memory = true;
    return NULL;
  }
  frexp(measure, exponent);
  *exponent = -*exponent;
  memcpy(copy, x, n * sizeof(double));
  /* Scale in two steps: subnormal numbers need 2^1074, which overflows. */
  math->scale(ldexp(1, *exponent / 2), copy, n);
  math->scale(ldexp(1, *exponent - *exponent / 2), copy, n);
  return copy;
}

double rescaled_sum(const fastmath_api *math, stats_input *in, double sum, int *exponent) {
  double min, max;
  math->min_max(in->x, in->n, &min, &max);
  if (!isfinite(min) || !isfinite(max))
    return isfinite(min) ? max : isfinite(max) ? min : min + max;
  double *copy = rescale(math, in->x, in, exponent);
  if (copy == NULL) return sum;
  const double rescaled = math->sum(copy, in->n);
  free(copy);
  return rescaled;
}

int deviations_of(const fastmath_api *math, stats_input *in, fastmath_deviations *m) {
  int exponent = 0;
  math->deviations(in->x, in->n, m);
  if (in_range(m->m2)) return 0;
  double *copy = rescale(math, in->x, in, &exponent);
  if (copy != NULL) math->deviations(copy, in->n, m);
  free(copy);
  return exponent;
}

int moments_of(const fastmath_api *math, stats_input *in, fastmath_moments *m) {
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
