/* quantiles.c: values at places of the order, without putting all in order. */
#include "order_statistics.h"
#include "statistics.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Up to so many positions are selected, each with its neighbour; for more, a copy is sorted. */
enum { FEW = 32 };

/* So far of the way from a to b >= a, with h from 0 to 1: never outside of them, never less for a
   larger h, and the rounded mean where h is 1/2. An infinity in between is one; NaN between both. */
static double between(double a, double b, double h) {
  if (h == 0 || a == b) return a;
  if (isinf(a) || isinf(b)) return a + b;
  const double d = b - a;
  if (isinf(d)) return 2 * between(a / 2, b / 2, h);
  const double middle = isinf(a + b) ? a / 2 + b / 2 : (a + b) / 2;
  if (h == 0.5) return middle;
  const double value = h < 0.5 ? a + h * d : b - (1 - h) * d;
  return (value < middle) == (h < 0.5) ? value : middle;
}

static bool has_nan(const fastmath_api *math, const double *x, size_t n) {
  double min, max;
  math->min_max(x, n, &min, &max);
  return isnan(min);
}

/* A copy in order; NULL where there is no memory. NaN is at its end. */
static double *sorted_copy(const fastmath_api *math, const double *x, size_t n) {
  double *copy = n > SIZE_MAX / sizeof(double) ? NULL : (double *)malloc(n * sizeof(double));
  if (copy == NULL) return NULL;
  memcpy(copy, x, n * sizeof(double));
  math->sort(copy, n);
  return copy;
}

/* A position is a place, and how far it is from there to the next. */
typedef struct position {
  size_t place;
  double rest;
} position;

/* Reads once: what is checked is what is used, whoever else may write there. */
static bool read_position(const double *from, size_t n, position *to) {
  const double value = *(const volatile double *)from;
  if (!(value >= 0 && value <= (double)n - 1)) return false;
  to->place = (size_t)value;
  to->rest = value - (double)to->place;
  if (to->place + 1 >= n) to->rest = 0;
  return true;
}

/* Puts a place into others that are in order. Gives how many there are. */
static size_t insert(size_t *places, size_t count, size_t place) {
  size_t i = count;
  while (i > 0 && places[i - 1] > place) i--;
  if (i > 0 && places[i - 1] == place) return count;
  memmove(places + i + 1, places + i, (count - i) * sizeof(*places));
  places[i] = place;
  return count + 1;
}

static stats_found of_few(const fastmath_api *math, const double *x, size_t n, double *positions,
                          size_t count) {
  position at[FEW];
  size_t places[2 * FEW], wanted = 0;
  double found[2 * FEW];
  for (size_t i = 0; i < count; i++) {
    if (!read_position(&positions[i], n, &at[i])) return STATS_NO_POSITION;
    wanted = insert(places, wanted, at[i].place);
    if (at[i].rest > 0) wanted = insert(places, wanted, at[i].place + 1);
  }
  if (has_nan(math, x, n)) {
    for (size_t i = 0; i < count; i++) positions[i] = NAN;
    return STATS_FOUND;
  }
  if (!math->select(x, n, places, wanted, found)) return STATS_NO_MEMORY;
  for (size_t i = 0; i < count; i++) {
    size_t j = 0;
    while (places[j] != at[i].place) j++;
    positions[i] = at[i].rest > 0 ? between(found[j], found[j + 1], at[i].rest) : found[j];
  }
  return STATS_FOUND;
}

stats_found stats_quantiles(const fastmath_api *math, const double *x, size_t n, double *positions,
                            size_t count) {
  if (count == 0) return STATS_FOUND;
  if (count <= FEW) return of_few(math, x, n, positions, count);
  if (n == 0) return STATS_NO_POSITION;
  double *sorted = sorted_copy(math, x, n);
  if (sorted == NULL) return STATS_NO_MEMORY;
  const bool nan = isnan(sorted[n - 1]);
  stats_found result = STATS_FOUND;
  for (size_t i = 0; i < count && result == STATS_FOUND; i++) {
    position at;
    if (!read_position(&positions[i], n, &at)) result = STATS_NO_POSITION;
    else if (nan) positions[i] = NAN;
    else if (at.rest > 0) positions[i] = between(sorted[at.place], sorted[at.place + 1], at.rest);
    else positions[i] = sorted[at.place];
  }
  free(sorted);
  return result;
}

/* The median of n values. */
static double median_of(const fastmath_api *math, const double *x, size_t n, stats_input *in) {
  double found[2];
  if (n == 0 || has_nan(math, x, n)) return NAN;
  const size_t places[2] = {(n - 1) / 2, n / 2};
  const size_t count = 1 + (places[1] - places[0]);
  if (!math->select(x, n, places, count, found)) in->out_of_memory = true;
  return in->out_of_memory ? 0 : between(found[0], found[count - 1], 0.5);
}

double stats_median(const fastmath_api *math, stats_input *in) {
  return median_of(math, in->x, in->n, in);
}

/* The median of |x - center| * scale, where a power of two is the scale. */
static double deviation(const fastmath_api *math, stats_input *in, double center, double scale,
                        double *room) {
  for (size_t i = 0; i < in->n; i++) room[i] = fabs(in->x[i] * scale - center * scale);
  return median_of(math, room, in->n, in) / scale;
}

double stats_mad(const fastmath_api *math, stats_input *in) {
  const double center = median_of(math, in->x, in->n, in);
  if (in->out_of_memory || isnan(center)) return center;
  double *room = (double *)malloc(in->n * sizeof(double));
  if (room == NULL) {
    in->out_of_memory = true;
    return 0;
  }
  double result = deviation(math, in, center, 1, room);
  /* One of two deviations may be out of range, and their mean not. */
  if (isinf(result)) result = deviation(math, in, center, 0.5, room);
  free(room);
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
    /* Only a longer run than the longest so far has the same value at both ends of that length. */
    size_t longest = 0;
    for (size_t i = 0; i + longest < in->n; i++)
      for (; i + longest < in->n && sorted[i + longest] == sorted[i]; longest++) mode = sorted[i];
  }
  free(sorted);
  return mode;
}
