/* sum.h: sum and dot, over the sums of blocks that an instruction set provides. */
#ifndef FASTMATH_SUM_H
#define FASTMATH_SUM_H

#include "../reduction/strided.h"

/* Adds the terms of a block of n > 0 elements: x[i], or x[i]*y[i]. y is NULL for the former. */
typedef double add_block(const double *x, const double *y, size_t n);

/* Adds n terms. y.data is NULL where the terms are those of x alone. */
double parallel_sum(add_block *block, strided x, strided y, size_t n);

/* The same of contiguous arrays; a call of one block is inlined. */
static inline double sum_terms(add_block *block, const double *x, const double *y, size_t n) {
  if (n == 0) return 0;
  return n <= BLOCK ? block(x, y, n) : parallel_sum(block, contiguous(x), contiguous(y), n);
}

#endif
