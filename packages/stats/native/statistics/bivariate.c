/* bivariate.c: statistics of pairs. */
#include "arithmetic.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

/* Pairs and their comoments: of x * 2^kx and y * 2^ky where squares are out of range. */
typedef struct pairs {
  const double *x, *y;
  double *copy_x, *copy_y;
  int kx, ky;
  fastmath_comoments m;
} pairs;

static pairs pairs_of(const fastmath_api *math, stats_input *in) {
  pairs p = {in->x, in->y, NULL, NULL, 0, 0, {0, 0, 0, 0, 0, 0}};
  math->comoments(p.x, p.y, in->n, &p.m);
  if (!in_range(p.m.mxx)) p.copy_x = rescale(math, in->x, in, &p.kx);
  if (!in_range(p.m.myy)) p.copy_y = rescale(math, in->y, in, &p.ky);
  if (p.copy_x != NULL) p.x = p.copy_x;
  if (p.copy_y != NULL) p.y = p.copy_y;
  if (p.copy_x != NULL || p.copy_y != NULL) math->comoments(p.x, p.y, in->n, &p.m);
  return p;
}

static void release(const pairs *p) {
  free(p->copy_x);
  free(p->copy_y);
}

/* Mxy / sqrt(Mxx * Myy), which is exactly 1 where x is y; NaN where either is constant. */
static double correlation(const fastmath_comoments *m) {
  if (m->mxx == 0 || m->myy == 0) return NAN;
  return clamp_correlation(m->mxy / sqrt(m->mxx * m->myy));
}

double stats_covariance(const fastmath_api *math, stats_input *in) {
  const pairs p = pairs_of(math, in);
  release(&p);
  /* Exactly 0 for constant values, where Mxy is a rounding error. */
  if ((p.m.mxx == 0 || p.m.myy == 0) && isfinite(p.m.mxy)) return 0;
  return shift(p.m.mxy / ((double)p.m.n - in->ddof), -p.kx - p.ky);
}

double stats_correlation(const fastmath_api *math, stats_input *in) {
  const pairs p = pairs_of(math, in);
  release(&p);
  return correlation(&p.m);
}

/* The sum of squares of the residuals r = (y - mean_y) - slope * (x - mean_x). Computed from the
   moments it would be a small difference of large numbers. The sum of r corrects the rounding of
   the means. */
static double residual_squares(const fastmath_api *math, const pairs *p, double slope) {
  double e[CHUNK], r[CHUNK], squares = 0, sum = 0;
  for (size_t start = 0; start < p->m.n; start += CHUNK) {
    const size_t count = chunk_length(p->m.n, start);
    for (size_t i = 0; i < count; i++) {
      e[i] = p->x[start + i] - p->m.mean_x;
      r[i] = p->y[start + i] - p->m.mean_y;
    }
    math->axpy(-slope, e, r, count);
    squares += math->dot(r, r, count);
    sum += math->sum(r, count);
  }
  const double corrected = squares - sum * (sum / (double)p->m.n);
  return corrected < 0 ? 0 : corrected;
}

double stats_linear_regression(const fastmath_api *math, stats_input *in) {
  const pairs p = pairs_of(math, in);
  const fastmath_comoments *m = &p.m;
  const double n = (double)m->n, r = correlation(m);
  const double slope =
      m->myy == 0 ? 0 : m->mxy / m->mxx; /* exactly, where Mxy is a rounding error */
  const double residual = sqrt(residual_squares(math, &p, slope) / (n - 2));
  release(&p);
  in->out[0] = shift(slope, p.kx - p.ky);
  in->out[1] = shift(m->mean_y - slope * m->mean_x, -p.ky);
  in->out[2] = r;
  in->out[3] = r * r;
  in->out[4] = shift(residual / sqrt(m->mxx), p.kx - p.ky);
  in->out[5] = shift(residual * sqrt(1 / n + m->mean_x / m->mxx * m->mean_x), -p.ky);
  in->out[6] = shift(residual, -p.ky);
  /* Student's t; finite also where slope and error are out of range. */
  in->out[7] = slope / (residual / sqrt(m->mxx));
  return m->mxx;
}
