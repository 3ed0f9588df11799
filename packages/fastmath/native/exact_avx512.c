/* exact_avx512.c: the exact sum, eight values at a time. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX512
#include "avx512.h"
#include "exact_simd.h"
#include "simd_end.h"
#endif
