/* simd.h: the operations that the bodies of kernels use. Bodies are the files of kernels/ whose
   names end in -inl.h.

   A body is written once and compiled for each instruction set: a compilation unit
   (kernels/avx2.c, ...) includes the header of an instruction set and then the bodies. A new
   instruction set needs a header here, a compilation unit in kernels/, and in cpu.h its name in
   INSTRUCTION_SETS and a function that detects it.

   The header of an instruction set defines

   KERNEL(name)    the name of a kernel of this instruction set: kernel_sum_avx2
   SIMD_TARGET     see begin.h; not defined if compilers need no option
   vector          WIDTH doubles; lane 0 is the first in memory
   ALIGNMENT       loads are fastest from multiples of this many bytes; 8 if it does not matter
   vector_mask     true or false for each lane; ALL_LANES is mask_to_bits(mask_all())

   v_set(value)                      all lanes are the value
   v_load(x)                         WIDTH doubles, at any address
   v_load_partial(x, count, rest)    the first `count` lanes from x, the others from `rest`; reads
                                     no other elements of x
   v_load_f32(x)                     WIDTH floats, converted to double
   v_store(x, a)
   v_store_partial(x, count, a)      writes the first `count` lanes and no others
   v_blend_first(a, count, rest)     the first `count` lanes of a, the others of `rest`
   v_rotate(a, by)                   lane j moves to lane (j + by) % WIDTH; `by` is at most WIDTH
   v_add, v_sub, v_mul, v_div        rounded once each; never fused
   v_sqrt, v_abs
   v_min(a, b), v_max(a, b)          either operand if both are zeros or one is NaN
   v_sum_lanes(a)                    the sum of all lanes, by halves: lane j + half is added to j
   mask_all()
   mask_ordered(among, a, b)         the lanes of `among` in which neither a nor b is NaN
   mask_equal_bits(a, b)
   mask_signs(a)                     the lanes whose sign bit is set
   mask_to_bits(mask)                lane j as bit j

   A count of WIDTH or more means all lanes.

   The operations for sorting are optional; NEON lacks them. A set of lanes is an integer with a bit
   for each.

   PARTITION_COST                    about the time to partition one number, in ns
   lanes_less(a, b, or_equal)        the lanes in which a < b, or a <= b
   lanes_nan_or_minus_zero(a)
   count_lanes(lanes)
   v_compress(a, lanes)              these lanes, then the others, each in their order
   v_reverse(a, group)               each group of `group` lanes reversed
   v_blend_halves(a, b, apart)       of each 2*apart lanes the first half from a, the second from b
   v_compare_exchange(a, apart)      sorts the lanes j and j + apart of each 2*apart lanes
   store_transposed(x, n, row, rows) four rows of a matrix as columns, `rows` elements apart; writes
                                     nothing past x + n */
#ifndef FASTMATH_SIMD_H
#define FASTMATH_SIMD_H

#include "compiler.h"

#include <stdint.h>

/* From this length on, kernels begin at an aligned address: a load that touches two cache lines
   costs as much as two loads. Arrays of V8 often begin 16 bytes after a multiple of 64. */
enum { MIN_ALIGNED_LENGTH = 1024 };

/* Returns how many elements of x lie before the first aligned address. */
ALWAYS_INLINE size_t elements_to_alignment(const double *x) {
  return (0 - (uintptr_t)x) % ALIGNMENT / sizeof *x;
}

#endif
