/* shape.c: moments, and what is made of them. */
#include "shape.h"

#include "arithmetic.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>

double skewness_of(const fastmath_moments *m) {
  const double n = (double)m->n, spread = sqrt(m->m2 / n);
  return m->m3 / n / (spread * spread * spread);
}

double kurtosis_of(const fastmath_moments *m) { return m->m4 / m->m2 / m->m2 * (double)m->n - 3; }

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

double stats_sem(const fastmath_api *math, stats_input *in) {
  return stats_std(math, in) / sqrt((double)in->n);
}

double stats_min_max(const fastmath_api *math, stats_input *in) {
  math->min_max(in->x, in->n, &in->out[0], &in->out[1]);
  return in->out[0];
}

double stats_central_moments(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  const int exponent = moments_of(math, in, &m);
  const double n = (double)m.n;
  /* Not a number, where the mean is none. */
  in->out[0] = m.m2 == m.m2 ? 1 : m.m2;
  in->out[1] = m.m2 == m.m2 ? 0 : m.m2;
  in->out[2] = shift(m.m2 / n, -2 * exponent);
  in->out[3] = shift(m.m3 / n, -3 * exponent);
  in->out[4] = shift(m.m4 / n, -4 * exponent);
  return in->out[0];
}

/* The exponent k by which (x - at) * 2^k has fourth powers in range; 0 for ordinary samples. */
static int exponent_about(const fastmath_api *math, const stats_input *in) {
  double min, max;
  int exponent;
  math->min_max(in->x, in->n, &min, &max);
  /* Half of the largest distance, which does not overflow. */
  const double half = fmax(fabs(min * 0.5 - in->at * 0.5), fabs(max * 0.5 - in->at * 0.5));
  if (!isfinite(half) || half == 0 || in_range(half * half)) return 0;
  frexp(half, &exponent);
  return -exponent;
}

double stats_moments_about(const fastmath_api *math, stats_input *in) {
  enum { CHUNK = 512 };
  const int exponent = exponent_about(math, in);
  compensated sums[4] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
  double e[CHUNK], square[CHUNK];
  for (size_t start = 0; start < in->n; start += CHUNK) {
    const size_t count = in->n - start < CHUNK ? in->n - start : CHUNK;
    const double *x = in->x + start;
    for (size_t i = 0; i < count; i++) {
      e[i] = exponent == 0 ? x[i] - in->at : ldexp(x[i], exponent) - ldexp(in->at, exponent);
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
