/* bins.c: where values belong among others: in sorted ones, or in bins of one width. No branch
   depends on data, which is nothing to guess. */
#include "kernels.h"
#include "../reduction/summation_order.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* So many searches go on at a time: each waits for memory in every step, and they wait together. */
enum { AT_ONCE = 16 };

/* Halves x until one value is left. NaN in x is less than nothing, so behind what is sought. */
ALWAYS_INLINE void search(const double *x, size_t n, const double *values, const bool with_equal,
                          size_t *out) {
  size_t from[AT_ONCE] = {0};
  for (size_t rest = n; rest > 0;) {
    const size_t half = rest - rest / 2;
    for (int j = 0; j < AT_ONCE; j++) {
      const double middle = x[from[j] + half - 1];
      const bool behind = with_equal ? middle <= values[j] : middle < values[j];
      from[j] += half & (0 - (size_t)behind);
    }
    rest -= half;
  }
  for (int j = 0; j < AT_ONCE; j++) out[j] = from[j];
}

void search_sorted(const double *x, size_t n, const double *values, size_t count, bool right,
                   size_t *out) {
  for (size_t start = 0; start < count; start += AT_ONCE) {
    const size_t length = count - start < AT_ONCE ? count - start : AT_ONCE;
    double sought[AT_ONCE] = {0};
    size_t found[AT_ONCE], numbers[AT_ONCE] = {0};
    bool nan = false;
    memcpy(sought, values + start, length * sizeof(double));
    for (size_t j = 0; j < length; j++) nan |= isnan(sought[j]) != 0;
    if (right) search(x, n, sought, true, found);
    else search(x, n, sought, false, found);
    /* NaN is behind all numbers, and from the right behind all. */
    if (nan) {
      const double infinity[AT_ONCE] = {INFINITY};
      search(x, n, infinity, true, numbers);
    }
    for (size_t j = 0; j < length; j++)
      out[start + j] = !isnan(sought[j]) ? found[j] : right ? n : numbers[0];
  }
}

/* Bins from low: bin j begins at low + j*step. `per_unit` of them cover a unit; it is infinite where
   they are so narrow. */
typedef struct scale {
  double low, width, step, bins, per_unit;
} scale;

/* The bin of a value that is in one of them. Its position is rounded; the edges decide. */
ALWAYS_INLINE size_t bin_of(const scale *by, double value, const bool finite) {
  const double position =
      finite ? (value - by->low) * by->per_unit : (value - by->low) / by->width * by->bins;
  const double last = by->bins - 1;
  double j = (double)(int64_t)position;
  j = j < last ? j : last;
  const double before = value < by->low + j * by->step && j > 0;
  const double behind = value >= by->low + (j + 1) * by->step && j < last;
  return (size_t)(int64_t)(j - before + (before > 0 ? 0 : behind));
}

/* Counting in one table after another does not wait for what was just written to the same bin. */
enum { TABLES = 4, MOST_IN_TABLES = 512, PART = 512 };

size_t histogram(const double *x, size_t n, double low, double high, size_t bins, size_t *counts) {
  for (size_t j = 0; j < bins; j++) counts[j] = 0;
  const double width = high - low;
  const double all = (double)bins;
  const scale by = {low, width, width / all, all, all / width};
  const bool finite = isfinite(by.per_unit) != 0;
  if (bins == 0 || !(low < high) || !isfinite(width)) return 0;
  size_t tables[TABLES][MOST_IN_TABLES];
  const bool in_tables = bins <= MOST_IN_TABLES && n > 2 * bins;
  size_t *table[TABLES] = {counts, counts, counts, counts};
  for (int t = 1; in_tables && t < TABLES; t++) {
    table[t] = tables[t];
    memset(table[t], 0, bins * sizeof(size_t));
  }
  size_t counted = 0;
  for (size_t start = 0; start < n; start += PART) {
    /* Copies: another thread may write to x between a look at a value and the next. */
    double values[PART];
    const size_t length = n - start < PART ? n - start : PART;
    memcpy(values, x + start, length * sizeof(double));
    for (size_t i = 0; i < length; i++) {
      const bool inside = (values[i] >= low) & (values[i] <= high);
      const double value = inside ? values[i] : low;
      table[i % TABLES][finite ? bin_of(&by, value, true) : bin_of(&by, value, false)] += inside;
      counted += inside;
    }
  }
  for (int t = 1; in_tables && t < TABLES; t++)
    for (size_t j = 0; j < bins; j++) counts[j] += table[t][j];
  return counted;
}
