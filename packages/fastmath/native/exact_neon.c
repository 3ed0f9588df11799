/* exact_neon.c: the exact sum, two values at a time. */
#include "kernels.h"

#ifdef FASTMATH_HAS_NEON
#include "neon.h"
#include "exact_simd.h"
#endif
