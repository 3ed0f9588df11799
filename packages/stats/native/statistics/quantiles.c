/* quantiles.c: order statistics. A few of them are selected; for more, a copy is sorted. */
#include "statistics.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The largest number of positions for which values are selected. Each position can need two
   values. */
enum { MAX_SELECTED = 32 };

/* Linear interpolation from a to b >= a, with t from 0 to 1. The result is never outside of a and
   b, is monotonic in t, and is the rounded mean if t is 1/2. If one of a and b is infinite, the
   result is infinite; between -Infinity and Infinity it is NaN. */
static double lerp(double a, double b, double t) {
  if (t == 0 || a == b) return a;
  if (isinf(a) || isinf(b)) return a + b;
  const double difference = b - a;
  if (isinf(difference)) return 2 * lerp(a / 2, b / 2, t);
  const double middle = isinf(a + b) ? a / 2 + b / 2 : (a + b) / 2;
  if (t == 0.5) return middle;
  const double value = t < 0.5 ? a + t * difference : b - (1 - t) * difference;
  return (value < middle) == (t < 0.5) ? value : middle;
}

static bool has_nan(const fastmath_api *math, const double *x, size_t n) {
  double min, max;
  math->min_max(x, n, &min, &max);
  return isnan(min);
}

/* Returns a sorted copy, with NaN at its end, or NULL if there is not enough memory. */
static double *sorted_copy(const fastmath_api *math, const double *x, size_t n) {
  double *copy = n > SIZE_MAX / sizeof(double) ? NULL : (double *)malloc(n * sizeof(double));
  if (copy == NULL) return NULL;
  memcpy(copy, x, n * sizeof(double));
  math->sort(copy, n);
  return copy;
}

typedef struct position {
  size_t index;
  double fraction; /* the part of the way to the next index */
} position;

/* Reads `from` only once, because another thread may write to a SharedArrayBuffer between the check
   and the use. Returns false if the position is not within the sample. */
static bool read_position(const double *from, size_t n, position *to) {
  const double value = *(const volatile double *)from;
  if (!(value >= 0 && value <= (double)n - 1)) return false;
  to->index = (size_t)value;
  to->fraction = value - (double)to->index;
  if (to->index + 1 >= n) to->fraction = 0;
  return true;
}

/* Inserts an index into sorted ones, unless it is already there. Returns the new count. */
static size_t insert(size_t *indices, size_t count, size_t index) {
  size_t i = count;
  while (i > 0 && indices[i - 1] > index) i--;
  if (i > 0 && indices[i - 1] == index) return count;
  memmove(indices + i + 1, indices + i, (count - i) * sizeof(*indices));
  indices[i] = index;
  return count + 1;
}

static stats_quantiles_result select_quantiles(const fastmath_api *math, const double *x, size_t n,
                                               double *positions, size_t count) {
  position at[MAX_SELECTED];
  size_t ranks[2 * MAX_SELECTED], rank_count = 0;
  double values[2 * MAX_SELECTED];
  for (size_t i = 0; i < count; i++) {
    if (!read_position(&positions[i], n, &at[i])) return STATS_QUANTILES_BAD_POSITION;
    rank_count = insert(ranks, rank_count, at[i].index);
    if (at[i].fraction > 0) rank_count = insert(ranks, rank_count, at[i].index + 1);
  }
  if (has_nan(math, x, n)) {
    for (size_t i = 0; i < count; i++) positions[i] = NAN;
    return STATS_QUANTILES_OK;
  }
  if (!math->select(x, n, ranks, rank_count, values)) return STATS_QUANTILES_NO_MEMORY;
  for (size_t i = 0; i < count; i++) {
    size_t j = 0;
    while (ranks[j] != at[i].index) j++;
    positions[i] = at[i].fraction > 0 ? lerp(values[j], values[j + 1], at[i].fraction) : values[j];
  }
  return STATS_QUANTILES_OK;
}

stats_quantiles_result stats_quantiles(const fastmath_api *math, const double *x, size_t n,
                                       double *positions, size_t count) {
  if (count == 0) return STATS_QUANTILES_OK;
  if (count <= MAX_SELECTED) return select_quantiles(math, x, n, positions, count);
  if (n == 0) return STATS_QUANTILES_BAD_POSITION;
  double *sorted = sorted_copy(math, x, n);
  if (sorted == NULL) return STATS_QUANTILES_NO_MEMORY;
  const bool nan = isnan(sorted[n - 1]);
  stats_quantiles_result result = STATS_QUANTILES_OK;
  for (size_t i = 0; i < count && result == STATS_QUANTILES_OK; i++) {
    position at;
    if (!read_position(&positions[i], n, &at)) result = STATS_QUANTILES_BAD_POSITION;
    else if (nan) positions[i] = NAN;
    else if (at.fraction > 0)
      positions[i] = lerp(sorted[at.index], sorted[at.index + 1], at.fraction);
    else positions[i] = sorted[at.index];
  }
  free(sorted);
  return result;
}

/* A median, and its rounding error. */
typedef struct median {
  double value, error;
} median;

static median median_of(const fastmath_api *math, const double *x, size_t n, stats_input *in) {
  median result = {NAN, 0};
  double values[2];
  if (n == 0 || has_nan(math, x, n)) return result;
  const size_t ranks[2] = {(n - 1) / 2, n / 2};
  const size_t count = 1 + (ranks[1] - ranks[0]);
  if (!math->select(x, n, ranks, count, values)) {
    in->out_of_memory = true;
    return result;
  }
  const double low = values[0], high = values[count - 1], value = lerp(low, high, 0.5);
  result.value = value;
  result.error = isfinite(value) ? (low - value) * 0.5 + (high - value) * 0.5 : 0;
  return result;
}

double stats_median(const fastmath_api *math, stats_input *in) {
  return median_of(math, in->x, in->n, in).value;
}

/* The median of |x - center|, computed from values times `scale`, which is a power of two. */
static double median_deviation(const fastmath_api *math, stats_input *in, median center,
                               double scale, double *deviations) {
  for (size_t i = 0; i < in->n; i++) {
    const double e = in->x[i] * scale - center.value * scale;
    deviations[i] = fabs(e - center.error * scale);
  }
  return median_of(math, deviations, in->n, in).value / scale;
}

double stats_mad(const fastmath_api *math, stats_input *in) {
  const median center = median_of(math, in->x, in->n, in);
  if (in->out_of_memory || isnan(center.value)) return center.value;
  double *deviations = (double *)malloc(in->n * sizeof(double));
  if (deviations == NULL) {
    in->out_of_memory = true;
    return 0;
  }
  double result = median_deviation(math, in, center, 1, deviations);
  /* A deviation can overflow even if the mean of two does not. */
  if (isinf(result)) result = median_deviation(math, in, center, 0.5, deviations);
  free(deviations);
  return result;
}

double stats_mode(const fastmath_api *math, stats_input *in) {
  if (in->n == 0) return NAN;
  double *sorted = sorted_copy(math, in->x, in->n);
  if (sorted == NULL) {
    in->out_of_memory = true;
    return 0;
  }
  double mode = sorted[in->n - 1];
  if (!isnan(mode)) {
    /* A run that begins at sorted[i] is longer than `longest` if sorted[i + longest] is equal. */
    size_t longest = 0;
    for (size_t i = 0; i + longest < in->n; i++)
      for (; i + longest < in->n && sorted[i + longest] == sorted[i]; longest++) mode = sorted[i];
  }
  free(sorted);
  return mode;
}
