/* rolling_mean.c: means of windows that move over a sample.

   A running sum that adds the new value and subtracts the old one keeps its rounding errors, and
   any NaN. So values are split into parts whose sums have no rounding errors. Three parts are
   not enough for values of very different sizes; exact_window.h adds these as integers. In both
   cases a mean is the exact sum of the window, rounded, and divided by its length. */
#include "exact_window.h"
#include "rolling.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

/* The length of intermediate arrays. */
enum { MEANS = 256 };

/* Units by which a value is split (S. M. Rump, T. Ogita, S. Oishi 2008: ExtractScalar). A part is a
   multiple of 2^-53 of its unit, and the sum of all parts of a window, and of one more, is not
   larger than the unit: such sums are exact, in any order. Digits below the
   third part are lost; if there are any, the parts are not used. */
typedef struct split_units {
  double high, middle, low;
} split_units;

/* Returns false if a unit would overflow. */
static bool find_units(double largest, size_t length, split_units *units) {
  int exponent, terms;
  frexp(largest, &exponent);
  frexp((double)length + 1, &terms);
  if (exponent + terms > 1022) return false;
  units->high = ldexp(1, exponent + terms);
  units->middle = ldexp(1, exponent + 2 * terms - 53);
  units->low = ldexp(1, exponent + 3 * terms - 106);
  return true;
}

/* The multiple of 2^-53 of the unit that is nearest to the value. */
static inline double part_of(double value, double unit) { return (value + unit) - unit; }

/* Whether all elements are 0. Four independent sums are four times as fast as one. */
static bool all_zero(const double *lost, size_t n) {
  double sums[4] = {0, 0, 0, 0};
  size_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (size_t j = 0; j < 4; j++) sums[j] += fabs(lost[i + j]);
  for (; i < n; i++) sums[0] += fabs(lost[i]);
  return sums[0] + sums[1] + sums[2] + sums[3] == 0;
}

/* The means of windows over the values high[i] + low[i]. */
static inline void means_of_parts(const double *high, const double *low, size_t windows,
                                  size_t length, double *out) {
  for (size_t i = 0; i < windows; i++) {
    double a = high[i], b = low[i];
    for (size_t j = 1; j < length; j++) a += high[i + j], b += low[i + j];
    out[i] = (a + b) / (double)length;
  }
}

/* With a constant length, compilers vectorize the loop over windows. */
static void short_means_of_parts(const double *high, const double *low, size_t windows,
                                 size_t length, double *out) {
  switch (length) {
    case 2: means_of_parts(high, low, windows, 2, out); break;
    case 3: means_of_parts(high, low, windows, 3, out); break;
    case 4: means_of_parts(high, low, windows, 4, out); break;
    case 5: means_of_parts(high, low, windows, 5, out); break;
    case 6: means_of_parts(high, low, windows, 6, out); break;
    case 7: means_of_parts(high, low, windows, 7, out); break;
    case 8: means_of_parts(high, low, windows, 8, out); break;
    default: means_of_parts(high, low, windows, length, out);
  }
}

/* Computes means of short windows from two parts. Returns false if two parts cannot represent all
   values. */
static bool short_means(const double *x, size_t windows, size_t length, const split_units *units,
                        double *out) {
  double high[MEANS + SHORT_WINDOW], low[MEANS + SHORT_WINDOW], lost[MEANS + SHORT_WINDOW];
  const double unit = units->high, unit2 = units->middle;
  for (size_t start = 0; start < windows; start += MEANS) {
    const size_t count = windows - start < MEANS ? windows - start : MEANS;
    for (size_t i = 0; i < count + length - 1; i++) {
      const double value = x[start + i];
      high[i] = part_of(value, unit);
      low[i] = value - high[i];
      lost[i] = low[i] - part_of(low[i], unit2);
    }
    if (!all_zero(lost, count + length - 1)) return false;
    short_means_of_parts(high, low, count, length, out + start);
  }
  return true;
}

/* Adds the sums of the three parts, and rounds once. */
static inline double join(double high, double middle, double low) {
  /* Knuth's two-sum (1969), twice. */
  const double a = middle + low, a_added = a - middle;
  const double a_error = (middle - (a - a_added)) + (low - a_added);
  const double b = high + a, b_added = b - high;
  const double b_error = (high - (b - b_added)) + (a - b_added);
  return b + (b_error + a_error);
}

/* Computes means of windows of any length from running sums of three parts. Returns false if three
   parts cannot represent all values. */
static bool running_means(const double *x, size_t windows, size_t length, const split_units *units,
                          double *out) {
  double high[MEANS], middle[MEANS], low[MEANS], lost[MEANS];
  double sum_high = 0, sum_middle = 0, sum_low = 0;
  const double unit = units->high, unit2 = units->middle, unit3 = units->low;
  for (size_t i = 0; i < length; i++) {
    const double h = part_of(x[i], unit), m = part_of(x[i] - h, unit2), l = (x[i] - h) - m;
    sum_high += h;
    sum_middle += m;
    sum_low += l;
    if (l != part_of(l, unit3)) return false;
  }
  out[0] = join(sum_high, sum_middle, sum_low) / (double)length;
  for (size_t start = 1; start < windows; start += MEANS) {
    const size_t count = windows - start < MEANS ? windows - start : MEANS;
    const double *const old = x + start - 1, *const next = old + length;
    for (size_t i = 0; i < count; i++) {
      const double h0 = part_of(old[i], unit), h1 = part_of(next[i], unit);
      const double m0 = part_of(old[i] - h0, unit2), m1 = part_of(next[i] - h1, unit2);
      const double l0 = (old[i] - h0) - m0, l1 = (next[i] - h1) - m1;
      high[i] = h1 - h0;
      middle[i] = m1 - m0;
      low[i] = l1 - l0;
      lost[i] = l1 - part_of(l1, unit3);
    }
    if (!all_zero(lost, count)) return false;
    for (size_t i = 0; i < count; i++) {
      high[i] = sum_high += high[i];
      middle[i] = sum_middle += middle[i];
      low[i] = sum_low += low[i];
    }
    for (size_t i = 0; i < count; i++)
      out[start + i] = join(high[i], middle[i], low[i]) / (double)length;
  }
  return true;
}

/* All values are finite. `largest` is their largest absolute value. */
static void means_of_finite(const double *x, size_t windows, size_t length, double largest,
                            double *out) {
  split_units units;
  if (find_units(largest, length, &units)) {
    if (length <= SHORT_WINDOW && short_means(x, windows, length, &units, out)) return;
    if (running_means(x, windows, length, &units, out)) return;
  }
  exact_window window;
  exact_window_init(&window, x, length);
  for (size_t i = 0; i < windows; i++) out[i] = exact_window_mean(&window, i);
}

/* Sets the mean of each window that contains infinities or NaN to the sum of these. */
static void replace_not_finite(const double *x, size_t n, size_t length, double *out) {
  size_t positive = 0, negative = 0, nan = 0;
  for (size_t i = 0; i < n; i++) {
    positive += x[i] == INFINITY;
    negative += x[i] == -INFINITY;
    nan += x[i] != x[i];
    if (i + 1 < length) continue;
    const size_t first = i + 1 - length;
    if (nan > 0 || (positive > 0 && negative > 0)) out[first] = NAN;
    else if (positive + negative > 0) out[first] = positive > 0 ? INFINITY : -INFINITY;
    positive -= x[first] == INFINITY;
    negative -= x[first] == -INFINITY;
    nan -= x[first] != x[first];
  }
}

/* Computes the windows of a section. Returns false if there is not enough memory. */
static bool means_of_section(const fastmath_api *math, const double *x, size_t windows,
                             size_t length, double *out) {
  const size_t n = windows + length - 1;
  bool finite;
  const double largest = largest_finite(math, x, n, &finite);
  if (finite) {
    means_of_finite(x, windows, length, largest, out);
    return true;
  }
  double *copy = (double *)malloc(n * sizeof(double));
  if (copy == NULL) return false;
  for (size_t i = 0; i < n; i++) copy[i] = is_finite(x[i]) ? x[i] : 0;
  means_of_finite(copy, windows, length, largest, out);
  free(copy);
  replace_not_finite(x, n, length, out);
  return true;
}

double stats_rolling_mean(const fastmath_api *math, stats_input *in) {
  const size_t length = in->lag + 1, windows = in->n - in->lag;
  for (size_t start = 0, count; start < windows && !in->out_of_memory; start += count) {
    count = section_length(windows - start, length);
    in->out_of_memory = !means_of_section(math, in->x + start, count, length, in->out + start);
  }
  return 0;
}
