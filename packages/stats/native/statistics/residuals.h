/* residuals.h: fits a straight line, and computes the residuals: y minus the line. */
#ifndef STATS_RESIDUALS_H
#define STATS_RESIDUALS_H

#include <fastmath/fastmath.h>
#include <stdbool.h>

/* A line through pairs, whose moments `m` and slope are known. */
typedef struct line {
  const double *x, *y;
  const fastmath_comoments *m;
  double slope, intercept;
  bool rounded;            /* whether x and y may be rounded: scaled copies of the given values */
  double residual_squares; /* the sum of squares of y - (intercept + slope * x) */
  bool uncertain;          /* whether the intercept or the residuals may be rounding errors */
} line;

/* Computes intercept and residuals. If the pairs are so close to a line that residuals consist of
   rounding errors, they are computed with twice the precision, and the slope is corrected. If that
   is not enough, and not all pairs are exactly on the line, sets `uncertain`. */
void fit_residuals(const fastmath_api *math, line *of);

#endif
