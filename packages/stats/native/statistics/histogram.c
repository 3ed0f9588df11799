/* histogram.c: how many values are in bins of one width. */
#include "order_statistics.h"

#include <math.h>
#include <string.h>

/* Places that the kernel counts take no more room than numbers, which they become: from the last to
   the first, so that none is written over before it was read. */
static void widen(double *counts, size_t bins) {
  const char *bytes = (const char *)counts;
  for (size_t j = bins; j-- > 0;) {
    size_t count;
    memcpy(&count, bytes + j * sizeof(count), sizeof(count));
    counts[j] = (double)count;
  }
}

/* Counts by the edges alone. */
static void search(const fastmath_api *math, const double *x, size_t n, const double *edges,
                   size_t bins, double *counts) {
  enum { CHUNK = 512 };
  size_t found[CHUNK];
  for (size_t j = 0; j < bins; j++) counts[j] = 0;
  for (size_t start = 0; start < n; start += CHUNK) {
    const size_t count = n - start < CHUNK ? n - start : CHUNK;
    math->search_sorted(edges, bins + 1, x + start, count, true, found);
    for (size_t i = 0; i < count; i++) {
      if (found[i] == 0) continue;
      if (found[i] <= bins) counts[found[i] - 1]++;
      else if (x[start + i] == edges[bins]) counts[bins - 1]++;
    }
  }
}

void stats_histogram(const fastmath_api *math, const double *x, size_t n, const double *edges,
                     size_t bins, double *counts) {
  const double low = edges[0], high = edges[bins], step = (high - low) / (double)bins;
  /* The kernel computes the bin from a width, which has to be finite, and to have its digits. */
  if (isinf(step) || step < 1e-290) {
    search(math, x, n, edges, bins, counts);
    return;
  }
  math->histogram(x, n, low, high, bins, (size_t *)(void *)counts);
  widen(counts, bins);
}
