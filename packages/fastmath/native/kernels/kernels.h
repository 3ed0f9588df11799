/* kernels.h: the kernels of the contract, and a table of kernels for each instruction set.

   kernel_<name> is the scalar kernel. It is the specification: it is written plainly, and tests
   check that the kernels of the other instruction sets return the same bits.

   An instruction set can have its own kernel: a body (*-inl.h) defines KERNEL(<name>) and then
   redefines kernel_<name> as KERNEL(<name>). bodies-inl.h includes the bodies. avx2.c, avx512.c and
   neon.c include bodies-inl.h, and each ends with the table of its instruction set. An entry of the
   table is the kernel that a body has defined, or else the scalar one. So a new kernel needs no
   change in these files, and a new body needs one line in bodies-inl.h.

   The exact sum and sorting have no separate scalar code: scalar.c compiles their bodies with
   vectors of one lane. There the body itself is the specification: changing it changes the results
   of all variants.

   Kernels divide long arrays among threads, by parallel_for or parallel_reduce. */
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
