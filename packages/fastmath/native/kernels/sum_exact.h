/* sum_exact.h: what the exact sum needs besides vectors. */
#ifndef FASTMATH_SUM_EXACT_H
#define FASTMATH_SUM_EXACT_H

#include <stdbool.h>
#include <stddef.h>

/* The exact sum in a long integer: right for every input, but slow. */
double sum_in_long_integer(const double *x, size_t n);

/* Whether the rounding error of an addition is a double: where sums are rounded to nearest, and
   subnormal numbers are not flushed to zero. */
bool rounding_errors_are_exact(void);

#endif
