/* exact_line.h: a straight line through pairs, without rounding errors of sums. */
#ifndef STATS_EXACT_LINE_H
#define STATS_EXACT_LINE_H

#include <stddef.h>

/* A line, and the errors of its coefficients; t is slope / slope_error. */
typedef struct exact_line {
  double slope, intercept, residual, slope_error, intercept_error, t;
} exact_line;

/* Fits a line to n > 1 pairs of finite numbers, of which not all x are equal. With two pairs, there
   are no residuals, and these and the errors are NaN. It takes about 100 ns for each pair. */
exact_line fit_exactly(const double *x, const double *y, size_t n);

#endif
