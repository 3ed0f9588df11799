/* chunks.h: divides an array into chunks for threads. A chunk has a power of two of blocks, so it
   is a subtree of the tree in summation_order.h; so is the last chunk, which may be shorter. */
#ifndef FASTMATH_CHUNKS_H
#define FASTMATH_CHUNKS_H

#include "summation_order.h"

/* Few enough for results to lie on the stack; more than threads, because some threads are
   faster. */
enum { MAX_CHUNKS = 256 };

typedef struct chunks {
  size_t n, size, count;
} chunks;

/* Divides n > 0 elements. */
static inline chunks chunks_of(size_t n) {
  chunks all = {n, BLOCK, 0};
  while ((n - 1) / all.size >= MAX_CHUNKS) all.size *= 2;
  all.count = (n - 1) / all.size + 1;
  return all;
}

static inline size_t chunk_start(const chunks *all, size_t i) { return i * all->size; }

static inline size_t chunk_length(const chunks *all, size_t i) {
  return range_end(chunk_start(all, i), all->size, all->n) - chunk_start(all, i);
}

#endif
