/* rolling_std.c: standard deviations of windows that move over a sample.

   Every result is computed from sums over the values of its window only. The sums are doubles if
   that leaves enough correct digits, otherwise integers. */
#include "arithmetic.h"
#include "exact_window.h"
#include "rolling.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Returns m2, a sum of squared deviations that was computed as `squares` minus a correction.
   Returns NaN if cancellation left too few correct digits, or if `squares` is out of range.
   Branch-free, so that it can be vectorized. */
static inline double checked(double m2, double squares) {
  const int precise = (m2 > 1e-240) & (squares < 1e240) & (m2 * 32 > squares);
  return precise ? m2 : NAN;
}

/* Computes each short window by itself, from deviations from one of its values. The square of the
   distance of that value from the mean is at most 7 times the variance of 8 values, so that at most
   one digit is lost. */
static inline void squares_of_short(const double *x, size_t windows, size_t length, double *out) {
  const double n = (double)length;
  for (size_t i = 0; i < windows; i++) {
    const double center = x[i + length / 2];
    double sum = 0, squares = 0;
    for (size_t j = 0; j < length; j++) {
      const double e = x[i + j] - center;
      sum += e;
      squares += e * e;
    }
    out[i] = checked(squares - sum / n * sum, squares);
  }
}

/* With a constant length, compilers vectorize the loop over windows. */
static void short_squares(const double *x, size_t windows, size_t length, double *out) {
  switch (length) {
    case 2: squares_of_short(x, windows, 2, out); break;
    case 3: squares_of_short(x, windows, 3, out); break;
    case 4: squares_of_short(x, windows, 4, out); break;
    case 5: squares_of_short(x, windows, 5, out); break;
    case 6: squares_of_short(x, windows, 6, out); break;
    case 7: squares_of_short(x, windows, 7, out); break;
    case 8: squares_of_short(x, windows, 8, out); break;
    default: squares_of_short(x, windows, length, out);
  }
}

/* Computes the windows that begin in one block of x (van Herk 1992). A block is as long as a
   window, so that a window is a tail of it and a head of the next block. Sums of tails are computed
   from the end of the block, sums of heads from the beginning of the next, and every window is the
   sum of one of each.

     windows   number of windows, `length` or less
     center    deviations are computed from this number
     squares   scratch memory for a number for each window

   Returns   the number of results that are NaN. */
static size_t squares_of_block(const double *x, size_t windows, size_t length, double center,
                               double *squares, double *out) {
  const double n = (double)length;
  compensated tail = {0, 0}, tail2 = {0, 0}, head = {0, 0}, head2 = {0, 0};
  size_t nan = 0;
  for (size_t i = length; i-- > 0;) {
    const double e = x[i] - center;
    add_term(&tail, e);
    add_term(&tail2, e * e);
    if (i >= windows) continue;
    out[i] = tail.sum + tail.error;
    squares[i] = tail2.sum + tail2.error;
  }
  for (size_t i = 0; i < windows; i++) {
    if (i > 0) {
      const double e = x[i + length - 1] - center;
      add_term(&head, e);
      add_term(&head2, e * e);
    }
    const double sum = out[i] + (head.sum + head.error);
    const double all = squares[i] + (head2.sum + head2.error);
    out[i] = checked(all - sum / n * sum, all);
    nan += out[i] != out[i];
  }
  return nan;
}

/* The median of five values of a block. */
static double typical_value(const double *x, size_t length) {
  double sorted[5];
  for (size_t i = 0; i < 5; i++) {
    const double value = x[i * ((length - 1) / 4)];
    size_t j = i;
    for (; j > 0 && sorted[j - 1] > value; j--) sorted[j] = sorted[j - 1];
    sorted[j] = value;
  }
  return sorted[2];
}

/* Deviations are computed from the last value of a block. It is in every window that begins in the
   block, so that no deviation is larger than the range of the window. If it is an outlier, sums of
   squares lose digits, and a typical value is used instead. */
static void long_squares(const double *x, size_t windows, size_t length, double *squares,
                         double *out) {
  for (size_t block = 0; block < windows; block += length) {
    const size_t count = windows - block < length ? windows - block : length;
    const double *const from = x + block, center = from[length - 1];
    const size_t nan = squares_of_block(from, count, length, center, squares, out + block);
    const double other = nan > count / 8 ? typical_value(from, length) : center;
    if (other != center) squares_of_block(from, count, length, other, squares, out + block);
  }
}

/* Computes results that are NaN again, exactly, except for windows that contain infinities or
   NaN. */
static void replace_nan(const double *x, size_t windows, size_t length, double ddof, double *out) {
  exact_window window;
  size_t not_finite = 0, equal = 0;
  exact_window_init(&window, x, length);
  for (size_t i = 0; i < windows + length - 1; i++) {
    not_finite += !is_finite(x[i]);
    equal = i > 0 && x[i] == x[i - 1] ? equal + 1 : 1;
    if (i + 1 < length) continue;
    const size_t first = i + 1 - length;
    if (out[first] != out[first] && not_finite == 0)
      out[first] = equal >= length ? 0 : exact_window_std(&window, first, ddof);
    not_finite -= !is_finite(x[first]);
  }
}

static bool has_nan(const double *out, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (out[i] != out[i]) return true;
  return false;
}

/* The exponent k for which squares of x * 2^k are in range; 0 if squares of x are. */
static int scale_exponent(double largest) {
  int exponent;
  if (largest == 0 || (largest > 1e-120 && largest < 1e120)) return 0;
  frexp(largest, &exponent);
  return exponent < -1022 ? 1023 : -exponent; /* 2^1074 would overflow, and is not needed */
}

/* Computes the windows of a section. `scratch` has room for 2 * section_length() + length
   numbers. */
static void stds_of_section(const fastmath_api *math, const double *x, size_t windows,
                            size_t length, double ddof, double *scratch, double *out) {
  const size_t n = windows + length - 1;
  const double divisor = (double)length - ddof;
  const double *scaled = x;
  bool finite;
  const int exponent = scale_exponent(largest_finite(math, x, n, &finite));
  if (exponent != 0) {
    memcpy(scratch, x, n * sizeof(double));
    math->scale(ldexp(1, exponent), scratch, n);
    scaled = scratch;
  }
  if (length <= SHORT_WINDOW) short_squares(scaled, windows, length, out);
  else long_squares(scaled, windows, length, scratch + n, out);
  for (size_t i = 0; i < windows; i++) out[i] /= divisor;
  math->sqrt(out, out, windows);
  for (size_t i = 0; exponent != 0 && i < windows; i++) {
    out[i] = ldexp(out[i], -exponent);
    /* A rounding error decides whether a result near the largest double overflows. */
    if (isinf(out[i])) out[i] = NAN;
  }
  if (has_nan(out, windows)) replace_nan(x, windows, length, ddof, out);
}

double stats_rolling_std(const fastmath_api *math, stats_input *in) {
  const size_t length = in->lag + 1, windows = in->n - in->lag;
  const size_t section = section_length(windows, length);
  double *scratch = (double *)malloc((2 * section + length) * sizeof(double));
  in->out_of_memory = scratch == NULL;
  if (scratch == NULL) return 0;
  for (size_t start = 0, count; start < windows; start += count) {
    count = section_length(windows - start, length);
    stds_of_section(math, in->x + start, count, length, in->ddof, scratch, in->out + start);
  }
  free(scratch);
  return 0;
}
