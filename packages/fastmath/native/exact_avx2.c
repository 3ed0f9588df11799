/* exact_avx2.c: the exact sum, four values at a time. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2
#include "avx2.h"
#include "exact_simd.h"
#include "simd_end.h"
#endif
