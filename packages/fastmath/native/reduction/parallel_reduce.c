/* parallel_reduce.c: the reduction tree. */
#include "parallel_reduce.h"

#include "../parallel/parallel.h"
#include "chunks.h"

#include <string.h>

typedef union result {
  char bytes[MAX_RESULT_SIZE];
  double aligned_for_double;
  size_t aligned_for_size;
} result;

static void reduce_range(const reduction *plan, const void *context, size_t start, size_t n,
                         void *to) {
  if (n <= plan->leaf_length) {
    plan->leaf(context, start, n, to);
    return;
  }
  const size_t left = left_length(n, plan->leaf_length);
  result right;
  reduce_range(plan, context, start, left, to);
  reduce_range(plan, context, start + left, n - left, &right);
  plan->merge(context, to, &right);
}

typedef struct job {
  const reduction *plan;
  const void *context;
  chunks chunks;
  result results[MAX_CHUNKS];
} job;

static void reduce_chunk(void *context, size_t i) {
  job *const self = context;
  const size_t start = chunk_start(&self->chunks, i), n = chunk_length(&self->chunks, i);
  reduce_range(self->plan, self->context, start, n, &self->results[i]);
}

/* Merges the results of `count` chunks into that of the first. */
static void merge_chunks(job *self, size_t first, size_t count) {
  if (count == 1) return;
  const size_t left = left_length(count, 1);
  merge_chunks(self, first, left);
  merge_chunks(self, first + left, count - left);
  self->plan->merge(self->context, &self->results[first], &self->results[first + left]);
}

void parallel_reduce(const reduction *plan, const void *context, size_t n, void *to) {
  job work;
  work.plan = plan;
  work.context = context;
  work.chunks = chunks_of(n);
  if (n > BLOCK && parallel_for(plan->cost * (double)n, work.chunks.count, reduce_chunk, &work)) {
    merge_chunks(&work, 0, work.chunks.count);
    memcpy(to, &work.results[0], plan->result_size);
  } else {
    reduce_range(plan, context, 0, n, to);
  }
}
