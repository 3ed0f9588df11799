/* kernels.h: every kernel of every variant. The signatures are those of the contract. */
#ifndef FASTMATH_KERNELS_H
#define FASTMATH_KERNELS_H

#include <fastmath/fastmath.h>

fastmath_sum_fn sum_scalar;
fastmath_dot_fn dot_scalar;

#endif
