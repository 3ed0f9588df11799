/* strided.h: values at equal distances, such as a column of a matrix that is stored by rows.
   Kernels copy them into contiguous memory, a block at a time, and compute with the copy. So the
   result has the same bits as that of a contiguous array. */
#ifndef FASTMATH_STRIDED_H
#define FASTMATH_STRIDED_H

#include "summation_order.h"

/* Value i is data[i * stride]. */
typedef struct strided {
  const double *data;
  ptrdiff_t stride;
} strided;

static inline strided strided_of(const double *data, ptrdiff_t stride) {
  const strided x = {data, stride};
  return x;
}

static inline strided contiguous(const double *data) { return strided_of(data, 1); }

/* The values from `start` on. */
static inline strided strided_from(strided x, size_t start) {
  return strided_of(x.data + (ptrdiff_t)start * x.stride, x.stride);
}

/* Copies four values at a time, because a shorter loop takes one or two cycles for a value,
   depending on where its code lies in memory. */
static inline void copy_strided(strided x, size_t n, double *to) {
  size_t i = 0;
  for (; n - i >= 4; i += 4) {
    const double *const from = x.data + (ptrdiff_t)i * x.stride;
    const double a = from[0], b = from[x.stride], c = from[2 * x.stride], d = from[3 * x.stride];
    to[i] = a, to[i + 1] = b, to[i + 2] = c, to[i + 3] = d;
  }
  for (; i < n; i++) to[i] = x.data[(ptrdiff_t)i * x.stride];
}

/* Returns n <= BLOCK values in contiguous memory: the originals if the stride is 1, else `copy`. */
static inline const double *make_contiguous(strided x, size_t n, double copy[BLOCK]) {
  if (x.stride == 1) return x.data;
  copy_strided(x, n, copy);
  return copy;
}

#endif
