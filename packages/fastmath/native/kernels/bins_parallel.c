/* shared_bins.c: searches and counts that do not depend on one another. */
#include "../reduction/chunks.h"
#include "shared.h"
#include "../parallel/parallel.h"

#include <stdlib.h>

/* About what a value costs one thread, in ns: to look for, and to count. */
static const double COST_OF_SEARCH = 20, COST_OF_COUNT = 2;

typedef struct search_job {
  const double *x, *values;
  size_t n;
  bool right;
  size_t *out;
  chunks cut;
} search_job;

static void search_chunk(void *of, size_t i) {
  const search_job *const this = of;
  const size_t at = chunk_start(&this->cut, i), count = chunk_length(&this->cut, i);
  search_sorted(this->x, this->n, this->values + at, count, this->right, this->out + at);
}

void shared_search_sorted(const double *x, size_t n, const double *values, size_t count, bool right,
                          size_t *out) {
  if (count > BLOCK) {
    search_job of = {x, values, n, right, out, chunks_of(count)};
    const double cost = COST_OF_SEARCH * (double)count;
    if (in_threads(cost, of.cut.count, search_chunk, &of)) return;
  }
  search_sorted(x, n, values, count, right, out);
}

/* Counters of their own for so many chunks, and where there are many values for each. */
enum { COUNTERS = 16, LEAST_PER_BIN = 64 };

typedef struct count_job {
  const double *x;
  size_t n;
  double low, high;
  size_t bins, *counts;
  size_t counted[COUNTERS];
} count_job;

static void count_chunk(void *of, size_t i) {
  count_job *const this = of;
  const size_t start = this->n / COUNTERS * i;
  const size_t n = i == COUNTERS - 1 ? this->n - start : this->n / COUNTERS;
  size_t *const counts = this->counts + i * this->bins;
  this->counted[i] = histogram(this->x + start, n, this->low, this->high, this->bins, counts);
}

size_t shared_histogram(const double *x, size_t n, double low, double high, size_t bins,
                        size_t *counts) {
  const bool many = n > BLOCK && bins > 0 && bins <= n / COUNTERS / LEAST_PER_BIN;
  size_t *const memory = many ? malloc(COUNTERS * bins * sizeof(size_t)) : NULL;
  count_job of = {x, n, low, high, bins, memory, {0}};
  size_t counted = 0;
  const bool done =
      memory != NULL && in_threads(COST_OF_COUNT * (double)n, COUNTERS, count_chunk, &of);
  if (done) {
    for (size_t j = 0; j < bins; j++) counts[j] = 0;
    for (size_t i = 0; i < COUNTERS; i++) {
      for (size_t j = 0; j < bins; j++) counts[j] += memory[i * bins + j];
      counted += of.counted[i];
    }
  }
  free(memory);
  return done ? counted : histogram(x, n, low, high, bins, counts);
}
