/* kernels_avx2.c: the kernels with four doubles to a register. */
#include "kernels.h"

#ifdef FASTMATH_HAS_AVX2
#include "../simd/avx2.h"
#include "sum-inl.h"
#include "min_max-inl.h"
#include "moments-inl.h"
#include "elementwise-inl.h"
#include "../simd/end.h"
#endif
