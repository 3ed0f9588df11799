/* deviations.c: see deviations.h. */
#include "deviations.h"

#include "arithmetic.h"

double rest_of(const fastmath_api *math, const double *x, size_t n, double mean) {
  enum { CHUNK = 512 };
  double e[CHUNK];
  compensated total = {0, 0};
  for (size_t start = 0; start < n; start += CHUNK) {
    const size_t count = n - start < CHUNK ? n - start : CHUNK;
    deviations(x + start, count, mean, 0, e);
    add_term(&total, math->sum(e, count));
  }
  return total_of(&total) / (double)n;
}
