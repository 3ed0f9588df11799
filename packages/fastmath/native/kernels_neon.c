/* kernels_neon.c: the kernels with two doubles to a register. */
#include "kernels.h"

#ifdef FASTMATH_HAS_NEON
#include "neon.h"
#include "sums_simd.h"
#include "min_max_simd.h"
#include "moments_simd.h"
#include "elementwise_simd.h"
#endif
