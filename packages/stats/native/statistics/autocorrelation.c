/* autocorrelation.c: correlation of a series with itself at a lag. */
#include "arithmetic.h"
#include "deviations.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

/* Sum of (x[i] - mean) * (x[i + lag] - mean). */
static double lagged_products(const fastmath_api *math, const double *x, size_t n, size_t lag,
                              const fastmath_deviations *m) {
  double mean = m->mean;
  const double error = improve_mean(math, x, n, &mean, m->m2);
  double early[PIECE], late[PIECE];
  compensated total = {0, 0};
  for (size_t start = 0; start < n - lag; start += PIECE) {
    const size_t count = piece_length(n - lag, start);
    deviations(x + start, count, mean, error, early);
    deviations(x + start + lag, count, mean, error, late);
    add_term(&total, math->dot(early, late, count));
  }
  return total_of(&total);
}

double stats_autocorrelation(const fastmath_api *math, stats_input *in) {
  fastmath_deviations m;
  int exponent = 0;
  double *copy = NULL;
  math->deviations(in->x, in->n, &m);
  if (!in_range(m.m2)) copy = rescale(math, in->x, in, &exponent);
  if (copy != NULL) math->deviations(copy, in->n, &m);
  double r = m.m2 / m.m2; /* 1 at lag 0; NaN for constant values */
  if (in->lag > 0 && r == 1)
    r = lagged_products(math, copy == NULL ? in->x : copy, in->n, in->lag, &m) / m.m2;
  free(copy);
  return r;
}
