/* kernels_avx2.c: the kernels with four doubles to a register. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2
#include "avx2.h"
#include "sums_simd.h"
#include "min_max_simd.h"
#include "moments_simd.h"
#include "elementwise_simd.h"
#include "simd_end.h"
#endif
