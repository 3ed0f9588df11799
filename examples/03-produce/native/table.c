/* The functions, and the table that holds them. */
#include <distance/distance.h>
#include <math.h>

static double manhattan(const double *x, const double *y, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += fabs(x[i] - y[i]);
  return sum;
}

static double chebyshev(const double *x, const double *y, size_t n) {
  double largest = 0;
  for (size_t i = 0; i < n; i++) largest = fmax(largest, fabs(x[i] - y[i]));
  return largest;
}

extern const distance_api distance_table;
const distance_api distance_table = {
    DISTANCE_HEAD,
    .manhattan = manhattan,
    .chebyshev = chebyshev,
};
