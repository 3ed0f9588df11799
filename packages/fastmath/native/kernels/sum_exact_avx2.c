/* exact_avx2.c: the exact sum, four values at a time. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2
#include "../simd/avx2.h"
#include "sum_exact-inl.h"
#include "../simd/end.h"
#endif
