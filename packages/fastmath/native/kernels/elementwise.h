/* elementwise.h: elementwise kernels, which divide a long array among threads and call the serial
   function of an instruction set for each part. */
#ifndef FASTMATH_ELEMENTWISE_H
#define FASTMATH_ELEMENTWISE_H

#include "../reduction/summation_order.h"

#include <fastmath/fastmath.h>

/* Computes out[i] from x[i] and y[i]. A kernel without a factor or without y ignores them. */
typedef void elementwise_fn(double factor, const double *x, const double *y, double *out, size_t n);

void parallel_elementwise(elementwise_fn *serial, double factor, const double *x, const double *y,
                          double *out, size_t n);
void parallel_widen_f32(fastmath_widen_f32_fn *serial, const float *x, double *out, size_t n);

/* Does not divide an array of one block. */
static inline void elementwise(elementwise_fn *serial, double factor, const double *x,
                               const double *y, double *out, size_t n) {
  if (n <= BLOCK) serial(factor, x, y, out, n);
  else parallel_elementwise(serial, factor, x, y, out, n);
}

static inline void widen(fastmath_widen_f32_fn *serial, const float *x, double *out, size_t n) {
  if (n <= BLOCK) serial(x, out, n);
  else parallel_widen_f32(serial, x, out, n);
}

/* Defines the kernels of an instruction set. `name` is KERNEL or another macro that makes the name
   of a kernel from that of the contract, `serial` one that makes the name of its serial
   function. */
#define ELEMENTWISE_BINARY(name, serial)                                                           \
  void name(const double *x, const double *y, double *out, size_t n) {                             \
    elementwise(serial, 0, x, y, out, n);                                                          \
  }
#define ELEMENTWISE_UNARY(name, serial)                                                            \
  void name(const double *x, double *out, size_t n) { elementwise(serial, 0, x, x, out, n); }
#define ELEMENTWISE_KERNELS(name, serial)                                                          \
  ELEMENTWISE_BINARY(name(add), serial(add))                                                       \
  ELEMENTWISE_BINARY(name(subtract), serial(subtract))                                             \
  ELEMENTWISE_BINARY(name(multiply), serial(multiply))                                             \
  ELEMENTWISE_BINARY(name(divide), serial(divide))                                                 \
  ELEMENTWISE_UNARY(name(abs), serial(abs))                                                        \
  ELEMENTWISE_UNARY(name(sqrt), serial(sqrt))                                                      \
  void name(scale)(double a, double *x, size_t n) { elementwise(serial(scale), a, x, x, x, n); }   \
  void name(axpy)(double a, const double *x, double *y, size_t n) {                                \
    elementwise(serial(axpy), a, x, y, y, n);                                                      \
  }                                                                                                \
  void name(widen_f32)(const float *x, double *out, size_t n) {                                    \
    widen(serial(widen_f32), x, out, n);                                                           \
  }

#endif
