/* kernels_scalar.c: the specification. Every other variant gives the same bits and is tested
   against this file, so plainness comes before speed here. order.h says in which order numbers
   are added. */
#include "kernels.h"
#include "order.h"

/* Adds the lanes of one block. `lanes` and the presence of y are constants where this is
   inlined. */
static inline double add_lanes(const double *x, const double *y, size_t n, size_t lanes) {
  double total[LONG_LANES];
  for (size_t j = 0; j < lanes; j++) total[j] = -0.0;
  for (size_t start = 0; start < n; start += RUN * lanes) {
    const size_t end = n - start < RUN * lanes ? n : start + RUN * lanes;
    double run[LONG_LANES];
    for (size_t j = 0; j < lanes; j++) run[j] = -0.0;
    for (size_t i = start; i < end; i += lanes)
      for (size_t j = 0; j < lanes && i + j < end; j++)
        run[j] += y == NULL ? x[i + j] : x[i + j] * y[i + j];
    for (size_t j = 0; j < lanes; j++) total[j] += run[j];
  }
  for (size_t half = lanes / 2; half > 0; half /= 2)
    for (size_t j = 0; j < half; j++) total[j] += total[j + half];
  return total[0];
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
