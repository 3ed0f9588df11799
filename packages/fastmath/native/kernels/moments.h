/* moments.h: what moments.c and weighted.c, which are shared, need of a variant. */
#ifndef FASTMATH_MOMENTS_H
#define FASTMATH_MOMENTS_H

#include "../reduction/strided.h"
#include "kernels.h"

/* Sums over one block of at most 8192 elements.

   sum, dot   the kernels, so that a mean is sum / n to the bit.
   powers     of e = x[i] - mean: e, e^2, e^3 = e^2*e, e^4 = e^2*e^2. For deviations() 0 for the
              latter two, which it does without.
   products   of e = x[i] - mean_x and f = y[i] - mean_y: e, f, e*e, f*f, e*f.

   Powers and products are added in the order of order.h, but with 8 lanes at every length: four or
   five sums at a time need the registers that 32 lanes would take. */
typedef struct block_sums {
  fastmath_sum_fn *sum;
  fastmath_dot_fn *dot;
  void (*powers)(const double *x, size_t n, double mean, double sums[4]);
  void (*products)(const double *x, const double *y, size_t n, double mean_x, double mean_y,
                   double sums[5]);
} block_sums;

/* Those of each variant. */
#define DECLARE_BLOCK_SUMS(variant) extern const block_sums block_sums_##variant;
EACH_VARIANT(DECLARE_BLOCK_SUMS)

void moments_of(const block_sums *block, const double *x, size_t n, fastmath_moments *out);
void deviations_of(const block_sums *block, const double *x, size_t n, fastmath_deviations *out);
void comoments_of(const block_sums *block, const double *x, const double *y, size_t n,
                  fastmath_comoments *out);
void moments_of_column(const block_sums *block, column x, size_t n, fastmath_moments *out);
void comoments_of_columns(const block_sums *block, column x, column y, size_t n,
                          fastmath_comoments *out);
void moments_weighted_of(const block_sums *block, const double *x, const double *w, size_t n,
                         fastmath_weighted_moments *out);

#endif
