/* rescale.h: samples so large or so small that squares overflow or underflow. */
#ifndef STATS_RESCALE_H
#define STATS_RESCALE_H

#include "statistics.h"

#include <math.h>
#include <stdbool.h>

/* Whether a sum of squares is exact enough, and fourth powers will be; otherwise the sample has to
   be rescaled. */
static inline bool in_range(double squares) { return squares > 1e-140 && squares < 1e140; }

/* value * 2^exponent. For ordinary samples the exponent is 0: ldexp() would take longer than a
   sum. */
static inline double shift(double value, int exponent) {
  return exponent == 0 ? value : ldexp(value, exponent);
}

/* Copies x, of in->n values, and multiplies by a power of two that makes the spread near 1. That is
   exact, except for values so far below the largest that no moment depends on them.

     exponent   of the power; 0 without a copy

   Returns   the copy, which the caller frees; NULL where scaling does not help, because values
             are not finite, or equal and not huge; NULL and in->out_of_memory without memory. */
double *rescale(const fastmath_api *math, const double *x, stats_input *in, int *exponent);

/* The sum of x * 2^exponent, for a sample whose `sum` is not finite: partial sums can overflow
   where the result does not, or to an infinity of the other sign. */
double rescaled_sum(const fastmath_api *math, stats_input *in, double sum, int *exponent);

/* The mean of x, and the moments of x * 2^exponent. Returns the exponent, which is 0 unless squares
   are out of range. */
int moments_of(const fastmath_api *math, stats_input *in, fastmath_moments *m);

/* The same with n, mean and m2 only, in less time. The mean is that of x * 2^exponent. */
int deviations_of(const fastmath_api *math, stats_input *in, fastmath_deviations *m);

#endif
