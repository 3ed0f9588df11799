/* min_max.h: min_max and arg_min_max, which divide a long array among threads and call the serial
   function of an instruction set for each part. */
#ifndef FASTMATH_MIN_MAX_H
#define FASTMATH_MIN_MAX_H

#include "../reduction/strided.h"

#include <fastmath/fastmath.h>
#include <math.h>

/* Whether a is less than b. -0 is less than +0. */
static inline bool is_less(double a, double b) {
  return a < b || (a == b && signbit(a) && !signbit(b));
}

void parallel_min_max(fastmath_min_max_fn *serial, strided x, size_t n, double *min, double *max);
/* Requires n > 0. */
void parallel_arg_min_max(fastmath_arg_min_max_fn *serial, const double *x, size_t n, size_t *min,
                          size_t *max);

/* For contiguous values. For an array of one block this calls the serial function directly. */
static inline void min_max_values(fastmath_min_max_fn *serial, const double *x, size_t n,
                                  double *min, double *max) {
  if (n <= BLOCK) serial(x, n, min, max);
  else parallel_min_max(serial, contiguous(x), n, min, max);
}

static inline void arg_min_max_values(fastmath_arg_min_max_fn *serial, const double *x, size_t n,
                                      size_t *min, size_t *max) {
  if (n <= BLOCK) serial(x, n, min, max);
  else parallel_arg_min_max(serial, x, n, min, max);
}

#endif
