/* arg_min_max.c: where the least and the greatest value are: the specification. */
#include "kernels.h"

#include <math.h>
#include <stdbool.h>

/* Whether a comes before b; -0 comes before +0. */
static bool before(double a, double b) { return a < b || (a == b && signbit(a) && !signbit(b)); }

void arg_min_max_scalar(const double *x, size_t n, size_t *min, size_t *max) {
  *min = *max = 0;
  if (n == 0) return;
  double least = x[0], greatest = x[0];
  for (size_t i = 0; i < n; i++) {
    const double value = x[i];
    if (isnan(value)) {
      *min = *max = i;
      return;
    }
    if (before(value, least)) least = value, *min = i;
    if (before(greatest, value)) greatest = value, *max = i;
  }
}
