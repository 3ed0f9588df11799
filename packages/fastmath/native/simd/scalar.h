/* scalar.h: the operations of simd.h with one lane, for the bodies that have no separate scalar
   kernel: the exact sum and sorting. */
#ifndef FASTMATH_SCALAR_H
#define FASTMATH_SCALAR_H

#include "compiler.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KERNEL(name) kernel_##name

enum { WIDTH = 1, ALIGNMENT = 8 };
typedef double vector;

ALWAYS_INLINE vector v_set(double value) { return value; }
ALWAYS_INLINE vector v_load(const double *x) { return *x; }
ALWAYS_INLINE vector v_load_partial(const double *x, size_t count, vector rest) {
  return count > 0 ? *x : rest;
}
ALWAYS_INLINE void v_store(double *x, vector a) { *x = a; }
ALWAYS_INLINE vector v_add(vector a, vector b) { return a + b; }
ALWAYS_INLINE vector v_sub(vector a, vector b) { return a - b; }
ALWAYS_INLINE vector v_abs(vector a) { return fabs(a); }
ALWAYS_INLINE vector v_min(vector a, vector b) { return a < b ? a : b; }
ALWAYS_INLINE vector v_max(vector a, vector b) { return a > b ? a : b; }
ALWAYS_INLINE double v_sum_lanes(vector a) { return a; }

#define PARTITION_COST 1.2

ALWAYS_INLINE unsigned lanes_less(vector a, vector b, const bool or_equal) {
  return or_equal ? a <= b : a < b;
}

/* If the sign bit is removed, the bits of NaN are greater than the bits of infinity. */
ALWAYS_INLINE unsigned lanes_nan_or_minus_zero(vector a) {
  uint64_t bits;
  memcpy(&bits, &a, sizeof(bits));
  return bits == UINT64_C(1) << 63 || (bits << 1) > UINT64_C(0x7ff) << 53;
}

ALWAYS_INLINE size_t count_lanes(unsigned lanes) { return lanes; }
ALWAYS_INLINE vector v_compress(vector a, unsigned lanes) { return (void)lanes, a; }
ALWAYS_INLINE vector v_reverse(vector a, const int group) { return (void)group, a; }
ALWAYS_INLINE vector v_compare_exchange(vector a, const int apart) { return (void)apart, a; }
ALWAYS_INLINE vector v_blend_halves(vector a, vector b, const int apart) {
  return (void)apart, (void)b, a;
}

ALWAYS_INLINE void store_transposed(double *x, size_t n, const vector *row, const size_t rows) {
  (void)rows;
  for (size_t i = 0; i < 4 && i < n; i++) x[i] = row[i];
}

#endif
