/* avx512.c: the kernels with eight doubles in a register. */
#include "kernels.h"

#ifdef FASTMATH_X64
#include "../simd/avx512.h"
#include "bodies-inl.h"

const fastmath_api avx512_table = KERNEL_TABLE("avx512");
#endif
