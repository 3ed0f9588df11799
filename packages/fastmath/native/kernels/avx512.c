/* kernels_avx512.c: the kernels with eight doubles to a register. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX512
#include "../simd/avx512.h"
#include "sum-inl.h"
#include "min_max-inl.h"
#include "moments-inl.h"
#include "elementwise-inl.h"
#include "../simd/end.h"
#endif
