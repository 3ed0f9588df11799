/* fastmath.h: the table of @capsule/fastmath, contract 1.0.

   Vector kernels over double. Pointers need the alignment of a double and no more; where n is 0, no
   pointer is read. Every variant gives the same bits, in one defined order of operations; any NaN
   counts as any NaN. */
#ifndef FASTMATH_FASTMATH_H
#define FASTMATH_FASTMATH_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* x[0] + ... + x[n-1]; 0 when n is 0.

     x   n values
     n   how many

   Thread   any, any number at a time.
   Since    1.0. */
typedef double fastmath_sum_fn(const double *x, size_t n);

/* x[0]*y[0] + ... + x[n-1]*y[n-1]; 0 when n is 0. x and y may overlap.

     x   n values
     y   n values
     n   how many

   Thread   any, any number at a time.
   Since    1.0. */
typedef double fastmath_dot_fn(const double *x, const double *y, size_t n);

/* The table: math->sum(x, n). */
typedef struct fastmath_api {
  size_t size;         /* bytes of the producer's table: FASTMATH_GET looks at it */
  const char *variant; /* which build of the functions this is, or NULL */
  fastmath_sum_fn *sum;
  fastmath_dot_fn *dot;
} fastmath_api;

/* Begins the initialiser of a table: {FASTMATH_HEAD, .sum = my_sum, ...}. */
#define FASTMATH_HEAD .size = sizeof(fastmath_api)

#ifdef __cplusplus
}
#endif

#endif
