/* kernels_scalar.c: the specification. Every other variant gives the same bits and is tested
   against this file, so plainness comes before speed here. order.h says in which order numbers are
   added. */
#include "kernels.h"
#include "../reduction/lanes.h"
#include "../reduction/summation_order.h"

#include <math.h>

/* Adds a row of elements to the lanes, one to each. */
ALWAYS_INLINE void add_row(double *run, const double *x, const double *y, size_t count) {
  for (size_t j = 0; j < count; j++) run[j] += y == NULL ? x[j] : x[j] * y[j];
}

/* `lanes`, and whether there is a y, are constants where this is inlined. */
ALWAYS_INLINE double add_lanes(const double *x, const double *y, size_t n, size_t lanes) {
  double total[LONG_LANES], run[LONG_LANES];
  clear(total, lanes);
  for (size_t start = 0; start < n; start += RUN * lanes) {
    const size_t end = end_of(start, RUN * lanes, n);
    size_t i = start;
    clear(run, lanes);
    for (; i + lanes <= end; i += lanes) add_row(run, x + i, y == NULL ? NULL : y + i, lanes);
    add_row(run, x + i, y == NULL ? NULL : y + i, end - i);
    add_to(total, run, lanes);
  }
  return fold(total, lanes);
}

static double sum_block(const double *x, const double *y, size_t n) {
  (void)y;
  return n < SHORT ? add_lanes(x, NULL, n, SHORT_LANES) : add_lanes(x, NULL, n, LONG_LANES);
}

static double dot_block(const double *x, const double *y, size_t n) {
  return n < SHORT ? add_lanes(x, y, n, SHORT_LANES) : add_lanes(x, y, n, LONG_LANES);
}

double sum_scalar(const double *x, size_t n) {
  return n == 0 ? 0 : add_tree(sum_block, x, NULL, n);
}

double dot_scalar(const double *x, const double *y, size_t n) {
  return n == 0 ? 0 : add_tree(dot_block, x, y, n);
}

void min_max_scalar(const double *x, size_t n, double *min, double *max) {
  double least = INFINITY, greatest = -INFINITY;
  for (size_t i = 0; i < n; i++) {
    if (isnan(x[i])) {
      *min = *max = x[i];
      return;
    }
    if (x[i] < least || (x[i] == least && signbit(x[i]))) least = x[i];
    if (x[i] > greatest || (x[i] == greatest && !signbit(x[i]))) greatest = x[i];
  }
  *min = least;
  *max = greatest;
}

void axpy_scalar(double a, const double *x, double *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = a * x[i] + y[i];
}

void scale_scalar(double a, double *x, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] = a * x[i];
}
