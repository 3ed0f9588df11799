/* kernels.h: every kernel of every variant. The signatures are those of the contract. */
#ifndef FASTMATH_KERNELS_H
#define FASTMATH_KERNELS_H

#include <fastmath/fastmath.h>
#include <float.h>

#if defined(__FAST_MATH__) || (defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0)
#error "Expected arithmetic as written: no -ffast-math, and SSE2 on 32-bit x86."
#endif

/* Declares the kernels of a variant. */
#define DECLARE_KERNELS(variant)                                                                   \
  fastmath_sum_fn sum_##variant;                                                                   \
  fastmath_dot_fn dot_##variant;                                                                   \
  fastmath_min_max_fn min_max_##variant;                                                           \
  fastmath_moments_fn moments_##variant;                                                           \
  fastmath_comoments_fn comoments_##variant;                                                       \
  fastmath_axpy_fn axpy_##variant;                                                                 \
  fastmath_scale_fn scale_##variant;                                                               \
  fastmath_sum_exact_fn sum_exact_##variant;                                                       \
  fastmath_arg_min_max_fn arg_min_max_##variant;                                                   \
  fastmath_add_fn add_##variant;                                                                   \
  fastmath_subtract_fn subtract_##variant;                                                         \
  fastmath_multiply_fn multiply_##variant;                                                         \
  fastmath_divide_fn divide_##variant;                                                             \
  fastmath_abs_fn abs_##variant;                                                                   \
  fastmath_sqrt_fn sqrt_##variant;                                                                 \
  fastmath_widen_f32_fn widen_f32_##variant;                                                       \
  fastmath_sort_fn sort_##variant;                                                                 \
  fastmath_select_fn select_##variant;                                                             \
  fastmath_moments_weighted_fn moments_weighted_##variant;                                         \
  fastmath_sum_strided_fn sum_strided_##variant;                                                   \
  fastmath_dot_strided_fn dot_strided_##variant;                                                   \
  fastmath_min_max_strided_fn min_max_strided_##variant;                                           \
  fastmath_moments_strided_fn moments_strided_##variant;                                           \
  fastmath_comoments_strided_fn comoments_strided_##variant;                                       \
  fastmath_deviations_fn deviations_##variant;

/* And puts them into a table: with shared_ those of shared.h. */
#define KERNELS(variant)                                                                           \
  .sum = sum_##variant, .dot = dot_##variant, .min_max = shared_min_max_##variant,                 \
  .moments = moments_##variant, .comoments = comoments_##variant, .axpy = shared_axpy_##variant,   \
  .scale = shared_scale_##variant, .sum_exact = sum_exact_##variant,                               \
  .arg_min_max = shared_arg_min_max_##variant, .add = shared_add_##variant,                        \
  .subtract = shared_subtract_##variant, .multiply = shared_multiply_##variant,                    \
  .divide = shared_divide_##variant, .abs = shared_abs_##variant, .sqrt = shared_sqrt_##variant,   \
  .widen_f32 = shared_widen_f32_##variant, .sort = sort_##variant, .select = select_##variant,     \
  .moments_weighted = moments_weighted_##variant, .cumsum = cumsum, .rank = rank_all,              \
  .search_sorted = shared_search_sorted, .histogram = shared_histogram, .gather = gather,          \
  .sum_strided = sum_strided_##variant, .dot_strided = dot_strided_##variant,                      \
  .min_max_strided = min_max_strided_##variant, .moments_strided = moments_strided_##variant,      \
  .comoments_strided = comoments_strided_##variant, .deviations = deviations_##variant

DECLARE_KERNELS(scalar)

/* One kernel for all variants. */
fastmath_cumsum_fn cumsum;
fastmath_rank_fn rank_all;
fastmath_search_sorted_fn search_sorted;
fastmath_histogram_fn histogram;
fastmath_gather_fn gather;

/* Compiled where they exist, and used where the CPU has them. EACH_VARIANT: macro(variant) for each. */
#if defined(__x86_64__) || defined(_M_X64)
#define FASTMATH_HAS_AVX2 1
DECLARE_KERNELS(avx2)

#define FASTMATH_HAS_AVX512 1
DECLARE_KERNELS(avx512)
#define EACH_VARIANT(macro) macro(scalar) macro(avx2) macro(avx512)

#elif defined(__aarch64__) || defined(_M_ARM64)
#define FASTMATH_HAS_NEON 1
/* Two lanes are too few to gain much where lanes are chosen one by one: the scalar kernels. */
#define sort_neon sort_scalar
#define select_neon select_scalar
DECLARE_KERNELS(neon)
#define EACH_VARIANT(macro) macro(scalar) macro(neon)

#else
#define EACH_VARIANT(macro) macro(scalar)
#endif

#endif
