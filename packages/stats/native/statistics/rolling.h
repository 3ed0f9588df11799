/* rolling.h: helpers that rolling means and rolling standard deviations share. */
#ifndef STATS_ROLLING_H
#define STATS_ROLLING_H

#include <fastmath/fastmath.h>
#include <math.h>
#include <stdbool.h>

/* Windows of up to this many values are summed separately, several at once in vectors. */
enum { SHORT_WINDOW = 8 };

static inline bool is_finite(double value) { return value - value == 0; }

/* The number of windows that are computed together, at most `left`. An outlier makes only the
   windows of its own section slower. */
static inline size_t section_length(size_t left, size_t length) {
  const size_t section = length < 2048 ? 8192 : 4 * length;
  return left < section ? left : section;
}

/* The largest absolute value among the finite values. Sets *finite to whether all are finite. */
static inline double largest_finite(const fastmath_api *math, const double *x, size_t n,
                                    bool *finite) {
  double min, max, largest = 0;
  math->min_max(x, n, &min, &max);
  *finite = is_finite(min) && is_finite(max);
  if (*finite) return fmax(-min, max);
  for (size_t i = 0; i < n; i++)
    if (is_finite(x[i]) && fabs(x[i]) > largest) largest = fabs(x[i]);
  return largest;
}

#endif
