/* kernels.h: the kernels of the contract, and a table of them for each instruction set.

   kernel_<name> is the scalar kernel. It is the specification: written plainly, and every other kernel
   of that name returns the same bits and is tested against it.

   An instruction set can have its own kernel: a body (*-inl.h) defines KERNEL(<name>) and then
   redefines kernel_<name> as that. Bodies are compiled once for each instruction set, in avx2.c,
   avx512.c and neon.c, each of which ends with its table: an entry is the kernel that a body has
   defined there, or else the scalar one. So a new kernel needs no line in any of these files.

   Long arrays are divided among threads within the kernel: parallel_for and parallel_reduce. */
#ifndef FASTMATH_KERNELS_H
#define FASTMATH_KERNELS_H

#include "../simd/cpu.h"

#include <fastmath/fastmath.h>
#include <float.h>

#if defined(__FAST_MATH__) || (defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0)
#error "Expected arithmetic as written: no -ffast-math, and SSE2 on 32-bit x86."
#endif

#define DECLARE_KERNEL(name) fastmath_##name##_fn kernel_##name;
FASTMATH_FUNCTIONS(DECLARE_KERNEL)

#define KERNEL_ENTRY(name) .name = kernel_##name,
#define KERNEL_TABLE(instruction_set)                                                              \
  { FASTMATH_HEAD, .variant = instruction_set, FASTMATH_FUNCTIONS(KERNEL_ENTRY) }

extern const fastmath_api scalar_table;
#if defined(FASTMATH_X64)
extern const fastmath_api avx2_table, avx512_table;
#elif defined(FASTMATH_ARM64)
extern const fastmath_api neon_table;
#endif

#endif
