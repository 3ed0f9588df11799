/* histogram.c: counts values in bins of equal width. All instruction sets use this kernel. The loop
   is branch-free, because data are unpredictable. */
#include "../parallel/parallel.h"
#include "../reduction/summation_order.h"
#include "../simd/compiler.h"
#include "kernels.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bin j begins at low + j*step. `per_unit` is the number of bins in an interval of length 1. */
typedef struct scale {
  double low, step, bins, per_unit;
} scale;

/* Returns the bin of a value within the range. The computed position is rounded, so it is corrected
   by comparing the value with the edges of the bin. */
ALWAYS_INLINE size_t bin_of(const scale *by, double value) {
  const double position = (value - by->low) * by->per_unit, last = by->bins - 1;
  double j = (double)(int64_t)position;
  j = j < last ? j : last;
  const double before = value < by->low + j * by->step && j > 0;
  const double after = value >= by->low + (j + 1) * by->step && j < last;
  return (size_t)(int64_t)(j - before + (before > 0 ? 0 : after));
}

/* Returns the same as bin_of(), by bisection of the edges. */
static size_t search_bin(const scale *by, double value) {
  size_t low = 0, high = (size_t)by->bins;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (by->low + (double)middle * by->step <= value) low = middle;
    else high = middle;
  }
  return low;
}

/* Whether the error of a computed position is less than one bin: if the step is a normal number,
   and at least 16 times the relative precision of the larger edge. */
static bool has_precise_positions(const scale *by, double high) {
  const double greatest = fmax(fabs(by->low), fabs(high));
  return by->step >= DBL_MIN && by->step >= 16 * DBL_EPSILON * greatest;
}

/* Counts in several tables in turn, so that an increment does not wait for the previous write to
   the same counter. */
enum { TABLES = 4, MAX_BINS_IN_TABLES = 512, PART = 512 };

static size_t count_serial(const double *x, size_t n, double low, double high, size_t bins,
                           size_t *counts) {
  for (size_t j = 0; j < bins; j++) counts[j] = 0;
  const double width = high - low;
  const double all = (double)bins;
  const scale by = {low, width / all, all, all / width};
  const bool precise = has_precise_positions(&by, high);
  if (bins == 0 || !(low < high) || !isfinite(width)) return 0;
  size_t tables[TABLES][MAX_BINS_IN_TABLES];
  const bool in_tables = bins <= MAX_BINS_IN_TABLES && n > 2 * bins;
  size_t *table[TABLES] = {counts, counts, counts, counts};
  for (int t = 1; in_tables && t < TABLES; t++) {
    table[t] = tables[t];
    memset(table[t], 0, bins * sizeof(size_t));
  }
  size_t counted = 0;
  for (size_t start = 0; start < n; start += PART) {
    /* Copies: another thread may write to x between two reads of a value. */
    double values[PART];
    const size_t length = n - start < PART ? n - start : PART;
    memcpy(values, x + start, length * sizeof(double));
    for (size_t i = 0; i < length; i++) {
      const bool inside = (values[i] >= low) & (values[i] <= high);
      const double value = inside ? values[i] : low;
      table[i % TABLES][precise ? bin_of(&by, value) : search_bin(&by, value)] += inside;
      counted += inside;
    }
  }
  for (int t = 1; in_tables && t < TABLES; t++)
    for (size_t j = 0; j < bins; j++) counts[j] += table[t][j];
  return counted;
}

/* About the time for a value, in ns. */
static const double COST = 2;

/* If there are many more values than bins, the array is divided into parts with separate
   counters. */
enum { PARTS = 16, MIN_VALUES_PER_BIN = 64 };

typedef struct job {
  const double *x;
  size_t n;
  double low, high;
  size_t bins, *counts;
  size_t counted[PARTS];
} job;

static void count_part(void *context, size_t i) {
  job *const self = context;
  const size_t start = self->n / PARTS * i;
  const size_t n = i == PARTS - 1 ? self->n - start : self->n / PARTS;
  size_t *const counts = self->counts + i * self->bins;
  self->counted[i] = count_serial(self->x + start, n, self->low, self->high, self->bins, counts);
}

size_t kernel_histogram(const double *x, size_t n, double low, double high, size_t bins,
                        size_t *counts) {
  const bool divides = n > BLOCK && bins > 0 && bins <= n / PARTS / MIN_VALUES_PER_BIN;
  size_t *const memory = divides ? malloc(PARTS * bins * sizeof(size_t)) : NULL;
  job work = {x, n, low, high, bins, memory, {0}};
  size_t counted = 0;
  const bool done = memory != NULL && parallel_for(COST * (double)n, PARTS, count_part, &work);
  if (done) {
    for (size_t j = 0; j < bins; j++) counts[j] = 0;
    for (size_t i = 0; i < PARTS; i++) {
      for (size_t j = 0; j < bins; j++) counts[j] += memory[i * bins + j];
      counted += work.counted[i];
    }
  }
  free(memory);
  return done ? counted : count_serial(x, n, low, high, bins, counts);
}
