/* rescale.h: samples so large or so small that squares overflow or vanish. */
#ifndef STATS_RESCALE_H
#define STATS_RESCALE_H

#include "statistics.h"

#include <math.h>
#include <stdbool.h>

/* Whether a sum of squares has kept its digits, and fourth powers will: otherwise rescale. */
static inline bool in_range(double squares) { return squares > 1e-140 && squares < 1e140; }

/* value * 2^exponent. The exponent is 0 for ordinary samples, whom ldexp would cost more than a sum. */
static inline double shift(double value, int exponent) {
  return exponent == 0 ? value : ldexp(value, exponent);
}

/* A copy of x, of in->n values, whose spread is near 1: each value times a power of two. That changes
   no digit, but of values so far below the largest that no result shows them.

     exponent   of the power, or 0 without a copy

   Gives   NULL where a copy would change nothing: values that are equal and not huge, or not
           finite; or where there is no memory, which it notes. Otherwise the caller frees it. */
double *rescale(const fastmath_api *math, const double *x, stats_input *in, int *exponent);

/* The sum of x * 2^exponent, where that of x is not finite. It can overflow where the result does not,
   and on the way to an infinity of the other sign. */
double rescaled_sum(const fastmath_api *math, stats_input *in, double sum, int *exponent);

/* The mean of x, and the powers of x * 2^exponent. Gives the exponent, which is 0 unless squares are
   out of range. */
int moments_of(const fastmath_api *math, stats_input *in, fastmath_moments *m);

/* The same for who needs n and m2 only, in less time. The mean is that of x * 2^exponent. */
int deviations_of(const fastmath_api *math, stats_input *in, fastmath_deviations *m);

#endif
