/* simd.h: how kernels for wide registers are made. A body includes it, behind the header of an
   instruction set.

   A body (sums_simd.h, min_max_simd.h, moments_simd.h, elementwise_simd.h) is written once, over
   the few operations below. A header for each instruction set (avx2.h, avx512.h, neon.h) defines
   them, and a C file for each (kernels_avx2.c, ...) includes that header and all bodies. So a new
   instruction set is one header, one C file, and an entry in kernels.h, cpu.h and table.c.

   The header of an instruction set turns it on for the functions behind it, and defines

   KERNEL(name)   the name of a kernel of this variant: sum_avx2
   vector         WIDTH doubles; lane 0 is the first in memory
   ALIGNED        loads are fastest from multiples of so many bytes; 8 if it does not matter
   lane_mask      a yes or a no for each lane; ALL is m_bits() of one that is all yes

   v_set(value)                    all lanes are the value
   v_load(x)                       WIDTH doubles, at any address
   v_load_first(x, count, rest)    the first `count`, and lanes of `rest` behind; reads no others
   v_load_f32(x)                   WIDTH floats, as doubles
   v_store(x, a)
   v_store_first(x, count, a)      the first `count`; writes no others
   v_keep_first(a, count, rest)    the first `count` lanes of a, and those of `rest` behind
   v_turn(a, by)                   lane j goes to lane (j + by) % WIDTH; `by` is at most WIDTH
   v_add, v_sub, v_mul, v_div      rounded once each; never fused
   v_sqrt, v_abs
   v_min(a, b), v_max(a, b)        either, where both are zeros or one is NaN
   v_fold(a)                       the sum of all lanes, by halves: lane j takes lane j + half
   m_all()
   m_ordered(among, a, b)          the lanes among these in which neither a nor b is NaN
   m_same_bits(a, b)
   m_signs(a)                      the lanes with a sign
   m_bits(mask)                    lane j as bit j

   A count that is WIDTH or more means all lanes. */
#ifndef FASTMATH_SIMD_H
#define FASTMATH_SIMD_H

#include "../kernels/kernels.h"
#include "../reduction/summation_order.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* An operation of two vectors. Where it is a constant it is inlined. */
typedef vector combine(vector a, vector b);

/* From this length on it pays to begin at an aligned address: a load that touches two cache lines
   costs two. V8's arrays are often 16 bytes beside the beginning of one. */
enum { LONG = 1024 };

/* How many elements of x lie before the first address from which a load touches one line. */
static inline size_t head_of(const double *x) { return (0 - (uintptr_t)x) % ALIGNED / sizeof *x; }

#endif
