/* neon.c: the kernels with two doubles in a register. */
#include "kernels.h"

#ifdef FASTMATH_ARM64
#include "../simd/neon.h"
#include "bodies-inl.h"

const fastmath_api neon_table = KERNEL_TABLE("neon");
#endif
