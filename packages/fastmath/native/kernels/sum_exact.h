/* exact.h: the ways to an exact sum that all variants share. */
#ifndef FASTMATH_EXACT_H
#define FASTMATH_EXACT_H

#include <stdbool.h>
#include <stddef.h>

/* The exact sum in one long integer: always known, but slow. */
double sum_of_integers(const double *x, size_t n);

/* Whether the error of an addition is a double: where sums are rounded to nearest, and subnormal
   numbers are numbers. */
bool errors_are_exact(void);

#endif
