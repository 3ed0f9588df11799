/* calls.h: calls a kernel of a table with its arrays between unreadable pages. */
#ifndef FORGE_CALLS_H
#define FORGE_CALLS_H

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

/* KERNEL_sum, ... in the order of the table. */
#define KERNEL_NUMBER(name) KERNEL_##name,
enum kernel { FASTMATH_FUNCTIONS(KERNEL_NUMBER) KERNEL_COUNT };

extern const char *const kernel_names[KERNEL_COUNT];

/* Properties of the arrays of a kernel. */
enum traits {
  WRITES_X = 1,
  WRITES_Y = 2,
  X_IS_FLOAT = 4,   /* x has floats, not doubles */
  Y_IS_INDICES = 8, /* y has ascending indices, not doubles */
  X_IS_SORTED = 16  /* results are meaningful only if x is sorted */
};

extern const int kernel_traits[KERNEL_COUNT];

/* The place of each array and each output of a call. Each has separate pages. */
enum place {
  PAGE_START, /* directly after an unreadable page */
  PAGE_END,   /* directly before one; an odd number of doubles is aligned to 8 bytes only */
  NOWHERE     /* at NULL if it has no elements, otherwise as PAGE_START */
};

typedef struct call {
  const fastmath_api *math;
  enum kernel kernel;
  size_t n;
  enum place place;
  size_t beyond; /* elements that do not exist: with 1 or more the kernel crashes */
  size_t times;  /* how often the kernel is called, on the same arrays */
} call;

/* Calls a kernel. x and y have n elements of 8 bytes, or 4 for floats. The outputs are 8 bytes,
   another 8, moments of any kind, comoments, and n doubles or indices; those that a kernel lacks
   are unchanged. */
void call_on(const fastmath_api *math, enum kernel kernel, size_t n, void *x, void *y,
             void *const outputs[5]);

/* Calls a kernel. Inputs are made from n alone, and are read-only while the kernel runs.

   Returns   a hash of the bits of all results and arrays */
uint64_t call_kernel(const call *what);

/* Returns whether the kernel preserves the floating-point environment, in every rounding mode, both
   with subnormals flushed to zero and without. */
bool keeps_environment(const call *what);

/* Calls a kernel in upward rounding mode, and on x86 and arm64 with subnormals flushed to zero. */
uint64_t call_rounding_up(const call *what);

/* Calls a kernel in a forked child process. If `bytes` is not 0, the child can map only this many
   bytes more, which limits its threads: the stack of each takes 1 MiB.

   Returns   whether the child exits and its hash is the expected one */
bool is_right_in_child(const call *what, uint64_t expected, size_t bytes);

/* Sorts by heapsort, which sort() uses only after bad partitions. */
void sort_by_heap(double *x, size_t n);

#ifdef __cplusplus
}
#endif

#endif
