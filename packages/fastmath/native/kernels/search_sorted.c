/* search_sorted.c: finds by binary search where values belong in a sorted array. All instruction
   sets use this kernel. It is branch-free, because the outcome of a comparison is unpredictable. */
#include "../parallel/parallel.h"
#include "../reduction/chunks.h"
#include "../simd/compiler.h"
#include "kernels.h"

#include <math.h>
#include <string.h>

/* The number of searches that proceed at the same time, so that their waits for memory overlap. */
enum { SEARCHES = 16 };

/* Halves x until one value is left. No comparison with NaN is true, so NaN in x counts as greater
   than every number. */
ALWAYS_INLINE void search(const double *x, size_t n, const double *values, const bool or_equal,
                          size_t *out) {
  size_t from[SEARCHES] = {0};
  for (size_t rest = n; rest > 0;) {
    const size_t half = rest - rest / 2;
    for (int j = 0; j < SEARCHES; j++) {
      const double middle = x[from[j] + half - 1];
      const bool after = or_equal ? middle <= values[j] : middle < values[j];
      from[j] += half & (0 - (size_t)after);
    }
    rest -= half;
  }
  for (int j = 0; j < SEARCHES; j++) out[j] = from[j];
}

static void search_serial(const double *x, size_t n, const double *values, size_t count, bool right,
                          size_t *out) {
  for (size_t start = 0; start < count; start += SEARCHES) {
    const size_t length = count - start < SEARCHES ? count - start : SEARCHES;
    double searched[SEARCHES] = {0};
    size_t found[SEARCHES], numbers[SEARCHES] = {0};
    bool nan = false;
    memcpy(searched, values + start, length * sizeof(double));
    for (size_t j = 0; j < length; j++) nan |= isnan(searched[j]) != 0;
    if (right) search(x, n, searched, true, found);
    else search(x, n, searched, false, found);
    /* NaN belongs after all numbers; if `right`, also after every NaN. */
    if (nan) {
      const double infinity[SEARCHES] = {INFINITY};
      search(x, n, infinity, true, numbers);
    }
    for (size_t j = 0; j < length; j++)
      out[start + j] = !isnan(searched[j]) ? found[j] : right ? n : numbers[0];
  }
}

/* About the time for a search, in ns. */
static const double COST = 20;

typedef struct job {
  const double *x, *values;
  size_t n;
  bool right;
  size_t *out;
  chunks chunks;
} job;

static void search_chunk(void *context, size_t i) {
  const job *const self = context;
  const size_t start = chunk_start(&self->chunks, i), count = chunk_length(&self->chunks, i);
  search_serial(self->x, self->n, self->values + start, count, self->right, self->out + start);
}

void kernel_search_sorted(const double *x, size_t n, const double *values, size_t count, bool right,
                          size_t *out) {
  if (count > BLOCK) {
    job work = {x, values, n, right, out, chunks_of(count)};
    if (parallel_for(COST * (double)count, work.chunks.count, search_chunk, &work)) return;
  }
  search_serial(x, n, values, count, right, out);
}
