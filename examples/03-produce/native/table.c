/* The functions, and the table they are in. */
#include <distance/distance.h>
#include <math.h>

static double manhattan(const double *x, const double *y, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += fabs(x[i] - y[i]);
  return sum;
}

static double chebyshev(const double *x, const double *y, size_t n) {
  double greatest = 0;
  for (size_t i = 0; i < n; i++) greatest = fmax(greatest, fabs(x[i] - y[i]));
  return greatest;
}

extern const distance_api distance_table;
const distance_api distance_table = {
    DISTANCE_HEAD,
    .manhattan = manhattan,
    .chebyshev = chebyshev,
};
