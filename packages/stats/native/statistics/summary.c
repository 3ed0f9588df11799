/* summary.c: summarizes a sample, in the form that an Accumulator stores. */
#include "arithmetic.h"
#include "deviations.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>

/* The rounding error of the mean, times 2^exponent. Without that factor, the error of a subnormal
   mean could not be represented. */
static double scaled_mean_error(const fastmath_api *math, const stats_input *in, double mean,
                                int exponent) {
  if (exponent == 0) return mean_rounding_error(math, in->x, in->n, mean);
  const double center = ldexp(mean, exponent);
  compensated total = {0, 0};
  for (size_t i = 0; i < in->n; i++) add_term(&total, ldexp(in->x[i], exponent) - center);
  return total_of(&total) / (double)in->n;
}

double stats_summary(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  const int exponent = moments_of(math, in, &m);
  const double error = scaled_mean_error(math, in, m.mean, exponent);
  in->out[0] = m.mean;
  in->out[1] = isfinite(error) ? error : 0;
  in->out[2] = m.m2;
  in->out[3] = m.m3;
  in->out[4] = m.m4;
  in->out[5] = exponent;
  math->min_max(in->x, in->n, &in->out[6], &in->out[7]);
  return m.mean;
}
