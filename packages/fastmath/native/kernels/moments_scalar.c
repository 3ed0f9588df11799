/* moments_scalar.c: the specification of the sums that moments are made of. */
#include "kernels.h"
#include "../reduction/lanes.h"
#include "moments.h"
#include "../reduction/summation_order.h"

static void powers(const double *x, size_t n, double mean, double sums[4]) {
  double total[4][SHORT_LANES], run[4][SHORT_LANES];
  clear(total[0], 4 * SHORT_LANES);
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = end_of(start, RUN * SHORT_LANES, n);
    clear(run[0], 4 * SHORT_LANES);
    for (size_t i = start; i < end; i++) {
      const size_t j = (i - start) % SHORT_LANES;
      const double e = x[i] - mean, square = e * e;
      run[0][j] += e;
      run[1][j] += square;
      run[2][j] += square * e;
      run[3][j] += square * square;
    }
    add_to(total[0], run[0], 4 * SHORT_LANES);
  }
  for (size_t k = 0; k < 4; k++) sums[k] = fold(total[k], SHORT_LANES);
}

static void squares(const double *x, size_t n, double mean, double sums[4]) {
  double total[2][SHORT_LANES], run[2][SHORT_LANES];
  clear(total[0], 2 * SHORT_LANES);
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = end_of(start, RUN * SHORT_LANES, n);
    clear(run[0], 2 * SHORT_LANES);
    for (size_t i = start; i < end; i++) {
      const size_t j = (i - start) % SHORT_LANES;
      const double e = x[i] - mean;
      run[0][j] += e;
      run[1][j] += e * e;
    }
    add_to(total[0], run[0], 2 * SHORT_LANES);
  }
  for (size_t k = 0; k < 2; k++) sums[k] = fold(total[k], SHORT_LANES);
  sums[2] = sums[3] = 0;
}

static void products(const double *x, const double *y, size_t n, double mean_x, double mean_y,
                     double sums[5]) {
  double total[5][SHORT_LANES], run[5][SHORT_LANES];
  clear(total[0], 5 * SHORT_LANES);
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = end_of(start, RUN * SHORT_LANES, n);
    clear(run[0], 5 * SHORT_LANES);
    for (size_t i = start; i < end; i++) {
      const size_t j = (i - start) % SHORT_LANES;
      const double e = x[i] - mean_x, f = y[i] - mean_y;
      run[0][j] += e;
      run[1][j] += f;
      run[2][j] += e * e;
      run[3][j] += f * f;
      run[4][j] += e * f;
    }
    add_to(total[0], run[0], 5 * SHORT_LANES);
  }
  for (size_t k = 0; k < 5; k++) sums[k] = fold(total[k], SHORT_LANES);
}

const block_sums block_sums_scalar = {sum_scalar, dot_scalar, powers, products};
static const block_sums without_powers = {sum_scalar, dot_scalar, squares, products};

void moments_scalar(const double *x, size_t n, fastmath_moments *out) {
  moments_of(&block_sums_scalar, x, n, out);
}

void deviations_scalar(const double *x, size_t n, fastmath_deviations *out) {
  deviations_of(&without_powers, x, n, out);
}

void comoments_scalar(const double *x, const double *y, size_t n, fastmath_comoments *out) {
  comoments_of(&block_sums_scalar, x, y, n, out);
}

void moments_weighted_scalar(const double *x, const double *w, size_t n,
                             fastmath_weighted_moments *out) {
  moments_weighted_of(&block_sums_scalar, x, w, n, out);
}
