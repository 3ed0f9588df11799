/* chunks.h: an array in chunks for threads.h: each of a power of two of blocks, so that it is a
   subtree of the tree that order.h describes, as the last one is, which may be shorter. */
#ifndef FASTMATH_CHUNKS_H
#define FASTMATH_CHUNKS_H

#include "summation_order.h"

/* So many at most, for results to lie on the stack. More than threads: some are faster than others. */
enum { MOST_CHUNKS = 256 };

typedef struct chunks {
  size_t n, size, count;
} chunks;

/* Cuts n > 0 elements. */
static inline chunks chunks_of(size_t n) {
  chunks cut = {n, BLOCK, 0};
  while ((n - 1) / cut.size >= MOST_CHUNKS) cut.size *= 2;
  cut.count = (n - 1) / cut.size + 1;
  return cut;
}

static inline size_t chunk_start(const chunks *of, size_t i) { return i * of->size; }

static inline size_t chunk_length(const chunks *of, size_t i) {
  return end_of(chunk_start(of, i), of->size, of->n) - chunk_start(of, i);
}

/* How many of n > unit elements, or results, the left half of the tree takes: the largest power of
   two of units that leaves some for the right. */
static inline size_t left_half(size_t n, size_t unit) {
  size_t half = unit;
  while (half < n - half) half *= 2;
  return half;
}

#endif
