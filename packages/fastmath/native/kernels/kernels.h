/* kernels.h: the kernels of the contract, and a table of them for each instruction set.

   kernel_<name> is the scalar kernel. It is the specification: written plainly, and every other
   kernel of that name returns the same bits and is tested against it.

   An instruction set can have its own kernel: a body (*-inl.h) defines KERNEL(<name>) and then
   redefines kernel_<name> as that. bodies-inl.h includes the bodies, and each instruction set
   includes bodies-inl.h: avx2.c, avx512.c and neon.c, each of which ends with its table. An entry
   is the kernel that a body has defined there, or else the scalar one. So a new kernel needs no
   line in these files, and a new body one line in bodies-inl.h.

   scalar.c also compiles some bodies, the exact sum and sorting, with vectors of one lane: these
   are the scalar kernels then, and a change of the body changes the specification.

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

#define DECLARE_TABLE(instruction_set) extern const fastmath_api instruction_set##_table;
INSTRUCTION_SETS(DECLARE_TABLE)

#endif
