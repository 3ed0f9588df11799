/* chunks.h: divides an array into chunks for threads. The number of blocks of a chunk is a power of
   two, so each chunk is a subtree of the tree in summation_order.h. The last chunk may be shorter
   and is a subtree too. */
#ifndef FASTMATH_CHUNKS_H
#define FASTMATH_CHUNKS_H

#include "summation_order.h"

/* Few enough for the results to fit on the stack, and usually more than there are threads, so that
   faster threads compute more chunks. */
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
