/* bins.c: where values belong among others: in sorted ones, or in bins of one width. */
#include "kernels.h"

#include <math.h>

/* Whether a comes before b where NaN comes last. */
static bool before(double a, double b) { return a < b || (isnan(b) && !isnan(a)); }

/* Halves without a branch that depends on data: which way a search goes is nothing to guess. */
static size_t search(const double *x, size_t n, double value, bool right) {
  const double *from = x;
  while (n > 0) {
    const size_t half = n / 2;
    const double middle = from[half];
    const bool behind = right ? !before(value, middle) : before(middle, value);
    from = behind ? from + half + 1 : from;
    n = behind ? n - half - 1 : half;
  }
  return (size_t)(from - x);
}

void search_sorted(const double *x, size_t n, const double *values, size_t count, bool right,
                   size_t *out) {
  for (size_t j = 0; j < count; j++) out[j] = search(x, n, values[j], right);
}

/* Another thread may write to x: a value is read once, and what is read is what is checked. */
static double read_once(const double *x) { return *(const volatile double *)x; }

size_t histogram(const double *x, size_t n, double low, double high, size_t bins, size_t *counts) {
  for (size_t j = 0; j < bins; j++) counts[j] = 0;
  const double width = high - low, step = width / (double)bins;
  if (bins == 0 || !(low < high) || !isfinite(width)) return 0;
  size_t counted = 0;
  for (size_t i = 0; i < n; i++) {
    const double value = read_once(&x[i]);
    if (!(value >= low && value <= high)) continue;
    const double position = (value - low) / width * (double)bins;
    size_t j = position < (double)bins ? (size_t)position : bins - 1;
    /* The quotient is rounded; the edges decide. */
    if (j > 0 && value < low + (double)j * step) j--;
    else if (j + 1 < bins && value >= low + (double)(j + 1) * step) j++;
    counts[j]++;
    counted++;
  }
  return counted;
}
