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

/* AVX2 is compiled where it exists, and used where the CPU has it. */
#if defined(__x86_64__) || defined(_M_X64)
#define FASTMATH_HAS_AVX2 1
#endif

#endif
