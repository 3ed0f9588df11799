/* shared.h: the kernels whose chunks do not depend on one another, with threads for large arrays.
   (sum, dot and the moments share their trees: tree.c, moments.c.) */
#ifndef FASTMATH_SHARED_H
#define FASTMATH_SHARED_H

#include "kernels.h"

#define DECLARE_SHARED(variant)                                                                    \
  fastmath_min_max_fn shared_min_max_##variant;                                                    \
  fastmath_arg_min_max_fn shared_arg_min_max_##variant;                                            \
  fastmath_axpy_fn shared_axpy_##variant;                                                          \
  fastmath_scale_fn shared_scale_##variant;                                                        \
  fastmath_add_fn shared_add_##variant;                                                            \
  fastmath_subtract_fn shared_subtract_##variant;                                                  \
  fastmath_multiply_fn shared_multiply_##variant;                                                  \
  fastmath_divide_fn shared_divide_##variant;                                                      \
  fastmath_abs_fn shared_abs_##variant;                                                            \
  fastmath_sqrt_fn shared_sqrt_##variant;                                                          \
  fastmath_widen_f32_fn shared_widen_f32_##variant;

EACH_VARIANT(DECLARE_SHARED)

fastmath_search_sorted_fn shared_search_sorted;
fastmath_histogram_fn shared_histogram;

#endif
