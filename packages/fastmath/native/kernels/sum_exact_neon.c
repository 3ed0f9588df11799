/* exact_neon.c: the exact sum, two values at a time. */
#include "kernels.h"

#ifdef FASTMATH_HAS_NEON
#include "../simd/neon.h"
#include "sum_exact-inl.h"
#endif
