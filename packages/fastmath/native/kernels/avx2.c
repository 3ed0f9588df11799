/* avx2.c: the kernels with four doubles in a register. */
#include "kernels.h"

#ifdef FASTMATH_X64
#include "../simd/avx2.h"
#include "bodies-inl.h"

const fastmath_api avx2_table = KERNEL_TABLE("avx2");
#endif
