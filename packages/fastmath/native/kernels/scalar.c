/* scalar.c: the scalar table, and the bodies that become scalar kernels with vectors of one
   lane. */
#include "kernels.h"

#include "../simd/scalar.h"
#include "sum_exact-inl.h"
#include "sort-inl.h"

const fastmath_api scalar_table = KERNEL_TABLE("scalar");
