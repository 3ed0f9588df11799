/* parallel_reduce.h: reduces an array to one result, in the tree of summation_order.h.

   The array is divided into leaves. The results of leaves are merged in pairs, then in pairs of
   pairs. For a long array, threads compute chunks, which are subtrees, so the result has the same
   bits with any number of threads. */
#ifndef FASTMATH_PARALLEL_REDUCE_H
#define FASTMATH_PARALLEL_REDUCE_H

#include "summation_order.h"

/* Computes the result of the n > 0 elements from `start` on. */
typedef void reduce_leaf(const void *context, size_t start, size_t n, void *result);

/* Merges the result of the elements on the right into the result of those on the left. */
typedef void reduce_merge(const void *context, void *left, const void *right);

enum { MAX_RESULT_SIZE = 80 };

typedef struct reduction {
  reduce_leaf *leaf;
  reduce_merge *merge;
  size_t result_size; /* in bytes, at most MAX_RESULT_SIZE */
  size_t leaf_length; /* a power of two, at most BLOCK; or ANY_LENGTH */
  double cost;        /* about the time that one thread needs for an element, in ns */
} reduction;

/* For reductions whose result does not depend on the tree: all elements of a chunk are one leaf. */
#define ANY_LENGTH ((size_t)-1)

/* Reduces n > 0 elements. `context` is passed to leaf() and merge(), and describes the array. */
void parallel_reduce(const reduction *plan, const void *context, size_t n, void *result);

#endif
