/* part.c: all about a sample that is to be merged with others. */
#include "deviations.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>

double stats_part(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  const int exponent = moments_of(math, in, &m);
  const double rest = rest_of(math, in->x, in->n, m.mean);
  in->out[0] = m.mean;
  in->out[1] = isfinite(rest) ? rest : 0;
  in->out[2] = m.m2;
  in->out[3] = m.m3;
  in->out[4] = m.m4;
  in->out[5] = exponent;
  math->min_max(in->x, in->n, &in->out[6], &in->out[7]);
  return m.mean;
}
