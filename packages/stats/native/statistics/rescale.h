/* rescale.h: statistics of values so large or so small that their squares overflow or underflow. */
#ifndef STATS_RESCALE_H
#define STATS_RESCALE_H

#include "statistics.h"

#include <math.h>
#include <stdbool.h>

/* Whether a sum of squares is so far from overflow and underflow that it, and a sum of fourth
   powers, are accurate. Otherwise the sample has to be rescaled. */
static inline bool in_range(double squares) { return squares > 1e-140 && squares < 1e140; }

/* value * 2^exponent. The exponent of most samples is 0, for which ldexp() would take more time
   than the sum of a short sample. */
static inline double times_power_of_2(double value, int exponent) {
  return exponent == 0 ? value : ldexp(value, exponent);
}

/* Copies the in->n values of x, and multiplies them by a power of two that makes their spread
   nearly 1. Only values that are too small to affect any moment are rounded.

     exponent   becomes the exponent of the power of two; 0 if there is no copy

   Returns   the copy, which the caller frees. NULL if scaling does not help, because values are
             not finite, or equal and not huge. If there is not enough memory, sets
             in->out_of_memory and returns NULL. */
double *rescale(const fastmath_api *math, const double *x, stats_input *in, int *exponent);

/* The sum of x * 2^exponent, for a sample whose `sum` is not finite. Partial sums can overflow even
   if the exact sum does not, also to an infinity with the wrong sign. */
double rescaled_sum(const fastmath_api *math, stats_input *in, double sum, int *exponent);

/* The mean of x, and the moments of x * 2^exponent. Returns the exponent, which is 0 unless squares
   are out of range. */
int moments_of(const fastmath_api *math, stats_input *in, fastmath_moments *m);

/* Computes only n, mean and m2, in less time. The mean, too, is that of x * 2^exponent. */
int deviations_of(const fastmath_api *math, stats_input *in, fastmath_deviations *m);

#endif
