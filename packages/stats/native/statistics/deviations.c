/* deviations.c: deviations from the mean, and standard scores. */
#include "deviations.h"

#include "arithmetic.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

double mean_rounding_error(const fastmath_api *math, const double *x, size_t n, double mean) {
  double e[PIECE];
  compensated total = {0, 0};
  for (size_t start = 0; start < n; start += PIECE) {
    const size_t count = piece_length(n, start);
    deviations(x + start, count, mean, 0, e);
    add_term(&total, math->sum(e, count));
  }
  return total_of(&total) / (double)n;
}

double improve_mean(const fastmath_api *math, const double *x, size_t n, double *mean, double m2) {
  const double error = mean_rounding_error(math, x, n, *mean);
  /* The fast path only computes samples for which fastmath needs no better mean; their error is
     less than half of this limit. */
  if (!(error * error * (double)n > m2 * 0x1p-19)) return error;
  *mean += error;
  return mean_rounding_error(math, x, n, *mean);
}

/* out[i] = (x[i] - mean) / std, which does not depend on the scale of x. */
double stats_zscore(const fastmath_api *math, stats_input *in) {
  fastmath_deviations m;
  int exponent = 0;
  double *copy = NULL;
  math->deviations(in->x, in->n, &m);
  if (!in_range(m.m2)) copy = rescale(math, in->x, in, &exponent);
  if (in->out_of_memory) return 0;
  if (copy != NULL) math->deviations(copy, in->n, &m);
  const double *x = copy == NULL ? in->x : copy;
  const double std = sqrt(m.m2 / ((double)m.n - in->ddof));
  const double error = improve_mean(math, x, in->n, &m.mean, m.m2);
  deviations(x, in->n, m.mean, error, in->out);
  /* A division: multiplying by 1 / std would round twice. */
  for (size_t i = 0; i < in->n; i++) in->out[i] /= std;
  free(copy);
  return m.mean;
}
