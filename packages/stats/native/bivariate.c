/* bivariate.c: statistics of pairs. */
#include "statistics.h"

#include <math.h>

double stats_covariance(const fastmath_api *math, const stats_input *in) {
  fastmath_comoments m;
  math->comoments(in->x, in->y, in->n, &m);
  return m.mxy / ((double)m.n - in->ddof);
}

/* Mxy / sqrt(Mxx * Myy), and never outside of -1 to 1. The root of the product is exact where x is
   y, and out of range where values are huge or tiny; the product of the roots is the reverse. */
static double correlation(const fastmath_comoments *m) {
  const double product = m->mxx * m->myy;
  const int in_range = product > 1e-290 && product < 1e290;
  const double r = m->mxy / (in_range ? sqrt(product) : sqrt(m->mxx) * sqrt(m->myy));
  return r > 1 ? 1 : r < -1 ? -1 : r;
}

double stats_correlation(const fastmath_api *math, const stats_input *in) {
  fastmath_comoments m;
  math->comoments(in->x, in->y, in->n, &m);
  return correlation(&m);
}

/* The sum of squares that the line leaves: of (y - mean_y) - slope * (x - mean_x). From the
   moments alone it would be a small difference of large numbers. */
static double residual_squares(const fastmath_api *math, const stats_input *in, double slope,
                               const fastmath_comoments *m) {
  enum { CHUNK = 512 };
  double e[CHUNK], f[CHUNK], squares = 0;
  for (size_t start = 0; start < in->n; start += CHUNK) {
    const size_t count = in->n - start < CHUNK ? in->n - start : CHUNK;
    for (size_t i = 0; i < count; i++) {
      e[i] = in->x[start + i] - m->mean_x;
      f[i] = in->y[start + i] - m->mean_y;
    }
    math->axpy(-slope, e, f, count);
    squares += math->dot(f, f, count);
  }
  return squares;
}

double stats_linear_regression(const fastmath_api *math, const stats_input *in) {
  fastmath_comoments m;
  math->comoments(in->x, in->y, in->n, &m);
  const double n = (double)m.n, slope = m.mxy / m.mxx, r = correlation(&m);
  const double residual = sqrt(residual_squares(math, in, slope, &m) / (n - 2));
  in->out[0] = slope;
  in->out[1] = m.mean_y - slope * m.mean_x;
  in->out[2] = r;
  in->out[3] = r * r;
  in->out[4] = residual / sqrt(m.mxx);
  in->out[5] = residual * sqrt(1 / n + m.mean_x / m.mxx * m.mean_x);
  in->out[6] = residual;
  return m.mxx;
}
