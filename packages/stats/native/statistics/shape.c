/* shape.c: moments, skewness, kurtosis, and the description of a sample. */
#include "arithmetic.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>

/* g1 = m3 / m2^1.5, where mk = Mk / n; NaN where m2 is 0. It does not depend on the scale. */
static double skewness_of(const fastmath_moments *m) {
  const double n = (double)m->n, std = sqrt(m->m2 / n);
  return m->m3 / n / (std * std * std);
}

/* g2 = m4 / m2^2 - 3; NaN where m2 is 0. It does not depend on the scale. */
static double kurtosis_of(const fastmath_moments *m) {
  return m->m4 / m->m2 / m->m2 * (double)m->n - 3;
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

double stats_skewness(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  moments_of(math, in, &m);
  return skewness_of(&m);
}

double stats_kurtosis(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  moments_of(math, in, &m);
  return kurtosis_of(&m);
}

double stats_central_moments(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  const int exponent = moments_of(math, in, &m);
  const double n = (double)m.n;
  /* NaN where the mean is. */
  in->out[0] = m.m2 == m.m2 ? 1 : m.m2;
  in->out[1] = m.m2 == m.m2 ? 0 : m.m2;
  in->out[2] = shift(m.m2 / n, -2 * exponent);
  in->out[3] = shift(m.m3 / n, -3 * exponent);
  in->out[4] = shift(m.m4 / n, -4 * exponent);
  return in->out[0];
}

/* The exponent k by which (x - center) * 2^k has fourth powers in range; 0 for ordinary samples. */
static int exponent_about(const fastmath_api *math, const stats_input *in) {
  double min, max;
  int exponent;
  math->min_max(in->x, in->n, &min, &max);
  /* Half of the largest distance, which does not overflow. */
  const double half = fmax(fabs(min * 0.5 - in->center * 0.5), fabs(max * 0.5 - in->center * 0.5));
  if (!isfinite(half) || half == 0 || in_range(half * half)) return 0;
  frexp(half, &exponent);
  return -exponent;
}

double stats_moments_about(const fastmath_api *math, stats_input *in) {
  const int exponent = exponent_about(math, in);
  compensated sums[4] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
  double e[CHUNK], square[CHUNK];
  for (size_t start = 0; start < in->n; start += CHUNK) {
    const size_t count = chunk_length(in->n, start);
    const double *x = in->x + start;
    for (size_t i = 0; i < count; i++) {
      e[i] =
          exponent == 0 ? x[i] - in->center : ldexp(x[i], exponent) - ldexp(in->center, exponent);
      square[i] = e[i] * e[i];
    }
    add_term(&sums[0], math->sum(e, count));
    add_term(&sums[1], math->sum(square, count));
    add_term(&sums[2], math->dot(square, e, count));
    add_term(&sums[3], math->dot(square, square, count));
  }
  for (int k = 1; k <= 4; k++)
    in->out[k] = shift(total_of(&sums[k - 1]) / (double)in->n, -k * exponent);
  in->out[0] = isnan(in->out[1]) ? in->out[1] : 1;
  return in->out[0];
}
