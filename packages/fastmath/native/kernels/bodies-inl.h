/* bodies-inl.h: the kernels of one instruction set. The header of that instruction set, in simd/,
   must be included first. */
#include "../simd/begin.h"

#include "sum-inl.h"
#include "min_max-inl.h"
#include "elementwise-inl.h"
#include "moments-inl.h"
#include "sum_exact-inl.h"
#include "sort-inl.h"

#include "../simd/end.h"
