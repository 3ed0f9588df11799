/* rescale.h: samples so large or so small that squares overflow or vanish. */
#ifndef STATS_RESCALE_H
#define STATS_RESCALE_H

#include <fastmath/fastmath.h>
#include <stdbool.h>

/* Whether a sum of squares has kept its digits, and fourth powers will: otherwise rescale. */
static inline bool in_range(double squares) { return squares > 1e-140 && squares < 1e140; }

/* A copy of x whose spread is near 1: each value times a power of two, which changes no digit.

     exponent   of the power, or 0 without a copy

   Gives   NULL where a copy would change nothing: values that are equal and not huge, or not
           finite; or where there is no memory. Otherwise the caller frees it. */
double *rescale(const fastmath_api *math, const double *x, size_t n, int *exponent);

#endif
