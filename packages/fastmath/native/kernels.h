/* kernels.h: every kernel of every variant. The signatures are those of the contract. */
#ifndef FASTMATH_KERNELS_H
#define FASTMATH_KERNELS_H

#include <fastmath/fastmath.h>
#include <float.h>

#if defined(__FAST_MATH__) || (defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0)
#error "Expected arithmetic as written: no -ffast-math, and SSE2 on 32-bit x86."
#endif

fastmath_sum_fn sum_scalar, sum_avx2;
fastmath_dot_fn dot_scalar, dot_avx2;
fastmath_min_max_fn min_max_scalar, min_max_avx2;
fastmath_moments_fn moments_scalar, moments_avx2;
fastmath_comoments_fn comoments_scalar, comoments_avx2;
fastmath_axpy_fn axpy_scalar, axpy_avx2;
fastmath_scale_fn scale_scalar, scale_avx2;

fastmath_sum_exact_fn sum_exact_scalar, sum_exact_avx2;
fastmath_arg_min_max_fn arg_min_max_scalar, arg_min_max_avx2;
fastmath_add_fn add_scalar, add_avx2;
fastmath_subtract_fn subtract_scalar, subtract_avx2;
fastmath_multiply_fn multiply_scalar, multiply_avx2;
fastmath_divide_fn divide_scalar, divide_avx2;
fastmath_abs_fn abs_scalar, abs_avx2;
fastmath_sqrt_fn sqrt_scalar, sqrt_avx2;
fastmath_cumsum_fn cumsum;
fastmath_widen_f32_fn widen_f32_scalar, widen_f32_avx2;
fastmath_sort_fn sort_scalar, sort_avx2;
fastmath_select_fn select_scalar, select_avx2;
fastmath_rank_fn rank_all;
fastmath_search_sorted_fn search_sorted;
fastmath_histogram_fn histogram;
fastmath_moments_weighted_fn moments_weighted_scalar, moments_weighted_avx2;

/* Contract 1.1 in a table. What has no suffix is one kernel for all variants. */
#define KERNELS_1_1(variant)                                                                       \
  .sum_exact = sum_exact_##variant, .arg_min_max = arg_min_max_##variant, .add = add_##variant,    \
  .subtract = subtract_##variant, .multiply = multiply_##variant, .divide = divide_##variant,      \
  .abs = abs_##variant, .sqrt = sqrt_##variant, .cumsum = cumsum,                                  \
  .widen_f32 = widen_f32_##variant, .sort = sort_##variant, .select = select_##variant,            \
  .rank = rank_all, .search_sorted = search_sorted, .histogram = histogram,                        \
  .moments_weighted = moments_weighted_##variant

/* AVX2 is compiled where it exists, and used where the CPU has it. */
#if defined(__x86_64__) || defined(_M_X64)
#define FASTMATH_HAS_AVX2 1
#endif

#endif
