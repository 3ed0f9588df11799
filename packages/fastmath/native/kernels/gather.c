/* gather.c: copies values at equal distances. All instruction sets use this kernel. */
#include "../parallel/parallel.h"
#include "../reduction/chunks.h"
#include "../reduction/strided.h"
#include "kernels.h"

/* About the time for a value, in ns, if each value lies in another cache line. */
static const double COST = 1;

typedef struct job {
  strided x;
  double *out;
  chunks chunks;
} job;

static void gather_chunk(void *context, size_t i) {
  const job *const self = context;
  const size_t start = chunk_start(&self->chunks, i), n = chunk_length(&self->chunks, i);
  copy_strided(strided_from(self->x, start), n, self->out + start);
}

void kernel_gather(const double *x, ptrdiff_t stride, double *out, size_t n) {
  if (n > BLOCK) {
    job work = {strided_of(x, stride), out, chunks_of(n)};
    if (parallel_for(COST * (double)n, work.chunks.count, gather_chunk, &work)) return;
  }
  copy_strided(strided_of(x, stride), n, out);
}
