/* calls.h: calls a kernel of a table with its arrays in a place where no slip goes unseen. */
#ifndef FORGE_CALLS_H
#define FORGE_CALLS_H

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

enum kernel {
  SUM,
  DOT,
  MIN_MAX,
  MOMENTS,
  COMOMENTS,
  AXPY,
  SCALE,
  SUM_EXACT,
  ARG_MIN_MAX,
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  ABS,
  SQRT,
  CUMSUM,
  WIDEN_F32,
  SORT,
  SELECT,
  RANK,
  SEARCH_SORTED,
  HISTOGRAM,
  MOMENTS_WEIGHTED,
  GATHER,
  SUM_STRIDED,
  DOT_STRIDED,
  MIN_MAX_STRIDED,
  MOMENTS_STRIDED,
  COMOMENTS_STRIDED,
  DEVIATIONS
};

enum { KERNEL_COUNT = DEVIATIONS + 1 };

/* As the contract names them. */
extern const char *const kernel_names[KERNEL_COUNT];

/* Where every array and every output of a call lies, each in pages of its own. */
enum place {
  PAGE_START, /* directly behind an unreadable page */
  PAGE_END,   /* directly before one; an odd number of doubles is aligned to 8 bytes only */
  NOWHERE     /* at NULL, if it has no elements; else as PAGE_START */
};

typedef struct call {
  const fastmath_api *math;
  enum kernel kernel;
  size_t n;
  enum place place;
  size_t beyond; /* elements over the edge that the kernel is told of: with 1 or more it crashes */
  size_t times;  /* how often it is called, on the same arrays */
} call;

/* Calls a kernel. x has n doubles, for widen_f32 floats. y has n doubles, for select places. The
   outputs are 8 bytes, another 8, moments of any kind, comoments, and n doubles or places;
   those that a kernel does not have stay as they are. */
void call_on(const fastmath_api *math, enum kernel kernel, size_t n, void *x, void *y,
             void *const outputs[5]);

/* Calls. Inputs are made from n alone, and cannot be written while the kernel runs.

   Gives   a hash of the bits of all that the kernel has given and written. */
uint64_t call_kernel(const call *what);

/* Whether the kernel leaves the floating-point environment as it finds it: in every rounding mode,
   with subnormals flushed to zero and not. */
bool keeps_environment(const call *what);

/* Calls while results are rounded upwards, and on x86 subnormals flushed to zero. */
uint64_t call_rounding_up(const call *what);

/* Calls in a child that is forked, without anything being done before.

   Gives   whether the child came to an end, and got the hash that is expected. */
bool is_right_in_child(const call *what, uint64_t expected);

#ifdef __cplusplus
}
#endif

#endif
