/* kernels_neon.c: the kernels with two doubles to a register. */
#include "kernels.h"

#ifdef FASTMATH_HAS_NEON
#include "../simd/neon.h"
#include "sum-inl.h"
#include "min_max-inl.h"
#include "moments-inl.h"
#include "elementwise-inl.h"
#endif
