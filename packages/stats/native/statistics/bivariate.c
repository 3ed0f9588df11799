/* bivariate.c: covariance, correlation and linear regression. */
#include "arithmetic.h"
#include "exact_line.h"
#include "exact_sum.h"
#include "rescale.h"
#include "residuals.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

/* Pairs and their comoments. If squares are out of range, they are those of x * 2^kx and
   y * 2^ky. */
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

/* Mxy / sqrt(Mxx * Myy), which is exactly 1 if x and y are equal; NaN if either is constant. */
static double correlation(const fastmath_comoments *m) {
  if (m->mxx == 0 || m->myy == 0) return NAN;
  return clamp_correlation(m->mxy / sqrt(m->mxx * m->myy));
}

/* Returns the fraction for which fraction * 2^exponent is n * sum of x*y - sum of x * sum of y,
   rounded once. It is used if a result overflows: when terms cancel, Mxy consists of rounding
   errors, and perhaps only these overflow. */
static double exact_comoment(const double *x, const double *y, size_t n, int *exponent) {
  const exact_sum count = exact_integer(n);
  exact_sum sum_x = {0, {0}}, sum_y = {0, {0}}, products = {0, {0}}, result = {0, {0}};
  for (size_t i = 0; i < n; i++) {
    const double factors[2] = {x[i], y[i]};
    exact_add(&sum_x, &factors[0], 1);
    exact_add(&sum_y, &factors[1], 1);
    exact_add(&products, factors, 2);
  }
  exact_add_product(&result, 1, &count, &products);
  exact_add_product(&result, -1, &sum_x, &sum_y);
  return exact_round(&result, 2, exponent);
}

static double exact_covariance(const stats_input *in) {
  int exponent = 0;
  const double comoment = exact_comoment(in->x, in->y, in->n, &exponent), n = (double)in->n;
  return ldexp(comoment / (n * (n - in->ddof)), exponent);
}

static double exact_slope(const stats_input *in) {
  int xy = 0, xx = 0;
  const double comoment = exact_comoment(in->x, in->y, in->n, &xy);
  const double squares = exact_comoment(in->x, in->x, in->n, &xx);
  return ldexp(comoment / squares, xy - xx);
}

double stats_covariance(const fastmath_api *math, stats_input *in) {
  const pairs p = pairs_of(math, in);
  release(&p);
  /* The covariance with constant values is exactly 0, while Mxy is a rounding error. */
  if ((p.m.mxx == 0 || p.m.myy == 0) && isfinite(p.m.mxy)) return 0;
  const double divisor = (double)p.m.n - in->ddof;
  const double covariance = times_power_of_2(p.m.mxy / divisor, -p.kx - p.ky);
  return isinf(covariance) && isfinite(p.m.mxy) ? exact_covariance(in) : covariance;
}

double stats_correlation(const fastmath_api *math, stats_input *in) {
  const pairs p = pairs_of(math, in);
  release(&p);
  return correlation(&p.m);
}

/* Replaces results that may be rounding errors. Those of correlation are none. */
static void fill_exactly(const stats_input *in) {
  const exact_line fit = fit_exactly(in->x, in->y, in->n);
  in->out[0] = fit.slope;
  in->out[1] = fit.intercept;
  in->out[4] = fit.slope_error;
  in->out[5] = fit.intercept_error;
  in->out[6] = fit.residual;
  in->out[7] = fit.t;
}

double stats_linear_regression(const fastmath_api *math, stats_input *in) {
  const pairs p = pairs_of(math, in);
  const fastmath_comoments *m = &p.m;
  const double n = (double)m->n, r = correlation(m);
  /* If y is constant, Mxy is a rounding error. */
  line fit = {p.x, p.y, m, m->myy == 0 ? 0 : m->mxy / m->mxx, 0, p.kx != 0 || p.ky != 0, 0, false};
  fit_residuals(math, &fit);
  release(&p);
  /* With two pairs there are no degrees of freedom. */
  const double slope = fit.slope;
  const double residual = m->n == 2 ? NAN : sqrt(fit.residual_squares / (n - 2));
  in->out[0] = times_power_of_2(slope, p.kx - p.ky);
  if (isinf(in->out[0]) && isfinite(slope)) in->out[0] = exact_slope(in);
  in->out[1] = times_power_of_2(fit.intercept, -p.ky);
  in->out[2] = r;
  in->out[3] = r * r;
  in->out[4] = times_power_of_2(residual / sqrt(m->mxx), p.kx - p.ky);
  in->out[5] = times_power_of_2(residual * sqrt(1 / n + m->mean_x / m->mxx * m->mean_x), -p.ky);
  in->out[6] = times_power_of_2(residual, -p.ky);
  /* Student's t of the scaled pairs, which is finite even if slope and error are out of range. */
  in->out[7] = slope / (residual / sqrt(m->mxx));
  if (fit.uncertain) fill_exactly(in);
  return m->mxx;
}
