/* sort.c: sorts, and selects, by dividing at a pivot again and again (introsort, Musser 1997).

   Nothing is trusted that was read before: another thread may write to the numbers meanwhile. They
   are in no order then, but every place stays within the array. */
#include "sort.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void exchange(double *a, double *b) {
  const double kept = *a;
  *a = *b;
  *b = kept;
}

/* What an array consists of: `n` numbers after NaN have been moved behind them, with so many -0. */
typedef struct content {
  size_t n, minus_zeros;
} content;

static content numbers_first(double *x, size_t n) {
  content found = {n, 0};
  size_t nan = 0;
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, &x[i], sizeof(bits));
    nan += x[i] != x[i];
    found.minus_zeros += (size_t)(x[i] == 0) & (size_t)(bits >> 63);
  }
  for (size_t i = 0; nan > 0 && i < found.n;) {
    if (isnan(x[i])) exchange(&x[i], &x[--found.n]);
    else i++;
  }
  return found;
}

/* Gives the first zeros of sorted numbers a sign, and the others none. */
static void sign_zeros(double *x, size_t n, size_t negative) {
  size_t low = 0, high = n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (x[middle] < 0) low = middle + 1;
    else high = middle;
  }
  for (size_t i = low; i < n && x[i] == 0; i++) x[i] = i - low < negative ? -0.0 : 0.0;
}

static void sift(double *x, size_t n, size_t i) {
  for (size_t child = 2 * i + 1; child < n; i = child, child = 2 * i + 1) {
    if (child + 1 < n && x[child] < x[child + 1]) child++;
    if (!(x[i] < x[child])) return;
    exchange(&x[i], &x[child]);
  }
}

static void heap_sort(double *x, size_t n) {
  for (size_t i = n / 2; i-- > 0;) sift(x, n, i);
  for (; n > 1; n--) {
    exchange(&x[0], &x[n - 1]);
    sift(x, n - 1, 0);
  }
}

static double median(double a, double b, double c) {
  const double low = a < b ? a : b, high = a < b ? b : a;
  return c < low ? low : c > high ? high : c;
}

/* The median of three medians of three (Tukey's ninther), from all over the array. */
static double pivot_of(const double *x, size_t n) {
  const size_t step = n / 9;
  double medians[3];
  for (size_t i = 0; i < 3; i++) {
    const double *from = x + 3 * i * step + step / 2;
    medians[i] = median(from[0], from[step], from[2 * step]);
  }
  return median(medians[0], medians[1], medians[2]);
}

/* The places that are wanted, in ascending order; or all, where `places` is NULL. */
typedef struct wanted {
  const size_t *places;
  size_t count;
} wanted;

static size_t count_below(wanted these, size_t place) {
  size_t count = 0;
  while (count < these.count && these.places[count] < place) count++;
  return count;
}

/* Brings what belongs into the wanted places there. x begins at place `start`. */
static void settle(const sorter *by, double *x, size_t n, size_t start, wanted these, int depth) {
  while (n > by->few && (these.places == NULL || these.count > 0)) {
    if (depth-- == 0) {
      heap_sort(x, n);
      return;
    }
    const double pivot = pivot_of(x, n);
    size_t left = by->divide(x, n, pivot, true);
    /* The pivot is the greatest, as among equal numbers: those at the end are where they belong. */
    const bool rest_is_settled = left == n;
    if (rest_is_settled) left = by->divide(x, n, pivot, false);
    wanted before = these;
    if (these.places != NULL) {
      before.count = count_below(these, start + left);
      these.places += before.count;
      these.count -= before.count;
    }
    if (rest_is_settled) {
      these = before;
      n = left;
    } else {
      settle(by, x, left, start, before, depth);
      x += left;
      start += left;
      n -= left;
    }
  }
  if (n <= by->few && (these.places == NULL || these.count > 0)) by->sort_few(x, n);
}

/* Twice what halving needs. What is not done by then is left to heap_sort: n log n at worst. */
static int depth_of(size_t n) {
  int depth = 2;
  for (; n > 1; n /= 2) depth += 2;
  return depth;
}

void sort_by(const sorter *by, double *x, size_t n) {
  const wanted all = {NULL, 0};
  const content found = numbers_first(x, n);
  settle(by, x, found.n, 0, all, depth_of(found.n));
  sign_zeros(x, found.n, found.minus_zeros);
}

/* Whether places are in ascending order, and less than n. */
static bool are_places(const size_t *k, size_t count, size_t n) {
  for (size_t j = 0; j < count; j++)
    if (k[j] >= n || (j > 0 && k[j] < k[j - 1])) return false;
  return true;
}

/* A selection is not sorted around its zeros: their signs follow from their places. */
static void pick(const double *x, content of, wanted these, double *out) {
  size_t less = 0;
  for (size_t i = 0; i < of.n; i++) less += x[i] < 0;
  for (size_t j = 0; j < these.count; j++) {
    const size_t place = these.places[j];
    const double zero = place - less < of.minus_zeros ? -0.0 : 0.0;
    out[j] = x[place] == 0 ? zero : x[place];
  }
}

bool select_by(const sorter *by, const double *x, size_t n, const size_t *k, size_t count,
               double *out) {
  const size_t most = SIZE_MAX / 2 / sizeof(double);
  if (n > most || count > most) return false;
  double *copy = malloc(n * sizeof(double) + 1);
  size_t *places = malloc(count * sizeof(size_t) + 1);
  bool done = copy != NULL && places != NULL;
  if (done && count > 0) {
    memcpy(places, k, count * sizeof(size_t));
    done = are_places(places, count, n);
  }
  if (done && count > 0) {
    memcpy(copy, x, n * sizeof(double));
    const content found = numbers_first(copy, n);
    const wanted these = {places, count}, numbers = {places, count_below(these, found.n)};
    settle(by, copy, found.n, 0, numbers, depth_of(found.n));
    pick(copy, found, these, out);
  }
  free(copy);
  free(places);
  return done;
}
