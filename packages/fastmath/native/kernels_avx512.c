/* kernels_avx512.c: the kernels with eight doubles to a register. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX512
#include "avx512.h"
#include "sums_simd.h"
#include "min_max_simd.h"
#include "moments_simd.h"
#include "elementwise_simd.h"
#include "simd_end.h"
#endif
