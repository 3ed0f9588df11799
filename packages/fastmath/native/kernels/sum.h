/* sum.h: sum and dot of any length, from the block sums that an instruction set provides. */
#ifndef FASTMATH_SUM_H
#define FASTMATH_SUM_H

#include "../reduction/strided.h"

/* Adds the terms of a block of n > 0 elements: x[i], or x[i]*y[i]. y is NULL for the former. */
typedef double add_block(const double *x, const double *y, size_t n);

/* Adds n terms in the tree of summation_order.h. If y.data is NULL, the terms are the values of
   x. */
double tree_sum(add_block *block, strided x, strided y, size_t n);

/* Adds the terms of contiguous arrays. For one block this calls `block` directly. */
static inline double sum_terms(add_block *block, const double *x, const double *y, size_t n) {
  if (n == 0) return 0;
  return n <= BLOCK ? block(x, y, n) : tree_sum(block, contiguous(x), contiguous(y), n);
}

#endif
