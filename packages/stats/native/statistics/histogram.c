/* histogram.c: counts of values in bins of equal width. */
#include "arithmetic.h"
#include "statistics.h"

#include <math.h>
#include <string.h>

/* Converts the kernel's size_t counts to doubles in place, from the last to the first, so that none
   is overwritten before it is read. */
static void widen(double *counts, size_t bins) {
  const char *bytes = (const char *)counts;
  for (size_t j = bins; j-- > 0;) {
    size_t count;
    memcpy(&count, bytes + j * sizeof(count), sizeof(count));
    counts[j] = (double)count;
  }
}

/* Finds the bin of each value by a search in the edges. */
static void search(const fastmath_api *math, const double *x, size_t n, const double *edges,
                   size_t bins, double *counts) {
  size_t index[PIECE];
  for (size_t j = 0; j < bins; j++) counts[j] = 0;
  for (size_t start = 0; start < n; start += PIECE) {
    const size_t count = piece_length(n, start);
    math->search_sorted(edges, bins + 1, x + start, count, true, index);
    for (size_t i = 0; i < count; i++) {
      if (index[i] == 0) continue;
      if (index[i] <= bins) counts[index[i] - 1]++;
      else if (x[start + i] == edges[bins]) counts[bins - 1]++;
    }
  }
}

void stats_histogram(const fastmath_api *math, const double *x, size_t n, const double *edges,
                     size_t bins, double *counts) {
  const double low = edges[0], high = edges[bins], step = (high - low) / (double)bins;
  /* The kernel divides by the width of a bin, which has to be finite and not subnormal. */
  if (isinf(step) || step < 1e-290) {
    search(math, x, n, edges, bins, counts);
    return;
  }
  math->histogram(x, n, low, high, bins, (size_t *)(void *)counts);
  widen(counts, bins);
}
