/* scores.c: values as deviations from their mean, in units of their deviation. */
#include "deviations.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

/* out becomes (x - mean) / std. It does not depend on the scale of x. */
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
  const double rest = rest_of(math, x, in->n, m.mean);
  deviations(x, in->n, m.mean, rest, in->out);
  /* Not times 1 / std, which would be rounded once more. */
  for (size_t i = 0; i < in->n; i++) in->out[i] /= std;
  free(copy);
  return m.mean;
}
