/* parallel_reduce.h: reduces an array to one result, in the tree of summation_order.h.

   The array is divided into leaves. Results of leaves are merged in pairs, then pairs of pairs. On
   long arrays threads compute chunks, which are subtrees: the result has the same bits with any
   number of threads. */
#ifndef FASTMATH_PARALLEL_REDUCE_H
#define FASTMATH_PARALLEL_REDUCE_H

#include "summation_order.h"

/* Computes the result of the n > 0 elements from `start` on. */
typedef void reduce_leaf(const void *context, size_t start, size_t n, void *result);

/* Merges the result of the elements behind into that of the elements before. */
typedef void reduce_merge(const void *context, void *before, const void *behind);

enum { MAX_RESULT_SIZE = 80 };

typedef struct reduction {
  reduce_leaf *leaf;
  reduce_merge *merge;
  size_t result_size; /* in bytes, MAX_RESULT_SIZE at most */
  size_t leaf_length; /* a power of two, BLOCK at most; or ANY_LENGTH */
  double cost;        /* about the time that one thread needs for an element, in ns */
} reduction;

/* For reductions whose result does not depend on the tree: a leaf is as long as a thread's work. */
#define ANY_LENGTH ((size_t)-1)

/* Reduces n > 0 elements. `context` describes the array to leaf() and merge(). */
void parallel_reduce(const reduction *how, const void *context, size_t n, void *result);

#endif
