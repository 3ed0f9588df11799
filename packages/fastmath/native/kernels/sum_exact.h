/* sum_exact.h: the parts of the exact sum that use no vectors. */
#ifndef FASTMATH_SUM_EXACT_H
#define FASTMATH_SUM_EXACT_H

#include <stdbool.h>
#include <stddef.h>

/* Returns the exact sum, computed in a long integer: correct for every input, but slow. */
double sum_in_long_integer(const double *x, size_t n);

/* Whether the rounding error of every addition is a double. It is if sums are rounded to nearest
   and subnormal numbers are not flushed to zero. */
bool rounding_errors_are_exact(void);

#endif
