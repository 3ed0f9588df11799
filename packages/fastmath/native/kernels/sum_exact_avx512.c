/* exact_avx512.c: the exact sum, eight values at a time. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX512
#include "../simd/avx512.h"
#include "sum_exact-inl.h"
#include "../simd/end.h"
#endif
