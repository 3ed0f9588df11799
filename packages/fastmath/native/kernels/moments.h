/* moments.h: moments and comoments, from the block sums that an instruction set provides. */
#ifndef FASTMATH_MOMENTS_H
#define FASTMATH_MOMENTS_H

#include "../reduction/strided.h"

#include <fastmath/fastmath.h>
#include <math.h>
#include <stdbool.h>

/* The functions of an instruction set that compute sums over one block.

   sum, dot   the kernels, so that a mean has the bits of sum / n
   powers     the sums of e, e^2, e^3 = e^2*e and e^4 = e^2*e^2, where e = x[i] - mean
   squares    the first two of these
   products   the sums of e, f, e*e, f*f and e*f, where e = x[i] - mean_x and f = y[i] - mean_y
   center     e[i] = x[i] - mean
   square     e[i] = e[i]*e[i]

   Powers and products are added in the order of summation_order.h, but with 8 lanes at every
   length, because four or five sums with 32 lanes each do not fit the registers. */
typedef struct block_sums {
  fastmath_sum_fn *sum;
  fastmath_dot_fn *dot;
  void (*powers)(const double *x, size_t n, double mean, double sums[4]);
  void (*squares)(const double *x, size_t n, double mean, double sums[2]);
  void (*products)(const double *x, const double *y, size_t n, double mean_x, double mean_y,
                   double sums[5]);
  void (*center)(const double *x, size_t n, double mean, double *e);
  void (*square)(double *e, size_t n);
} block_sums;

void tree_moments(const block_sums *block, strided x, size_t n, fastmath_moments *out);
void tree_deviations(const block_sums *block, const double *x, size_t n, fastmath_deviations *out);
void tree_comoments(const block_sums *block, strided x, strided y, size_t n,
                    fastmath_comoments *out);
void tree_moments_weighted(const block_sums *block, const double *x, const double *w, size_t n,
                           fastmath_weighted_moments *out);

/* Returns 0 for a sum of squares that rounding errors have made negative. NaN stays NaN. */
static inline double not_negative(double sum_of_squares) {
  return sum_of_squares < 0 ? 0 : sum_of_squares;
}

/* Replaces a mean by a better one if deviations from it have to be computed again.

   The sum of deviations from the exact mean is 0. The sum of deviations from `mean`, which is
   rounded, is `sum`, and the sums of powers are corrected for it: `squares` by sum * sum / n. If
   values differ only by units in the last place, `squares` and its correction are nearly equal, and
   their difference has few correct digits. If deviations are computed from the double nearest to
   the exact mean, the correction is not larger than the result, unless all values are equal. */
static inline bool improve_mean(double *mean, double sum, double squares, double n) {
  const double error = sum / n, better = *mean + error;
  if (!(error * sum > fabs(squares) * 0x1p-20)) return false;
  if (better == *mean) return false;
  *mean = better;
  return true;
}

/* Defines the kernels of an instruction set. `name` is KERNEL or another macro that makes the name
   of a kernel from that of the contract; `block` is the block_sums of the instruction set. */
#define MOMENT_KERNELS(name, block)                                                                \
  void name(moments)(const double *x, size_t n, fastmath_moments *out) {                           \
    tree_moments(block, contiguous(x), n, out);                                                    \
  }                                                                                                \
  void name(deviations)(const double *x, size_t n, fastmath_deviations *out) {                     \
    tree_deviations(block, x, n, out);                                                             \
  }                                                                                                \
  void name(comoments)(const double *x, const double *y, size_t n, fastmath_comoments *out) {      \
    tree_comoments(block, contiguous(x), contiguous(y), n, out);                                   \
  }                                                                                                \
  void name(moments_weighted)(const double *x, const double *w, size_t n,                          \
                              fastmath_weighted_moments *out) {                                    \
    tree_moments_weighted(block, x, w, n, out);                                                    \
  }                                                                                                \
  void name(moments_strided)(const double *x, ptrdiff_t stride, size_t n, fastmath_moments *out) { \
    tree_moments(block, strided_of(x, stride), n, out);                                            \
  }                                                                                                \
  void name(comoments_strided)(const double *x, ptrdiff_t x_stride, const double *y,               \
                               ptrdiff_t y_stride, size_t n, fastmath_comoments *out) {            \
    tree_comoments(block, strided_of(x, x_stride), strided_of(y, y_stride), n, out);               \
  }

#endif
