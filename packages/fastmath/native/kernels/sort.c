/* sort.c: sorts by dividing at a pivot again and again (introsort, Musser 1997).

   Nothing is trusted that was read before: another thread may write to the numbers meanwhile. They
   are in no order then, but every place stays within the array. */
#include "sort.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static void exchange(double *a, double *b) {
  const double kept = *a;
  *a = *b;
  *b = kept;
}

content numbers_first(const sorter *by, double *x, size_t n) {
  content found = {n, 0};
  if (by->is_plain(x, n)) return found;
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

/* The middle of some from all over the array. */
static double pivot_of(const sorter *by, const double *x, size_t n) {
  double sample[64];
  const size_t few = by->few / 2, many = by->few < 64 ? 16 : 64;
  const size_t count = n < 256 && few < 16 ? few : n < 4096 ? 16 : many;
  for (size_t i = 0; i < count; i++) sample[i] = x[(2 * i + 1) * (n / (2 * count))];
  by->sort_few(sample, count);
  return sample[count / 2 - 1];
}

parted divide_at_pivot(const sorter *by, double *x, size_t n) {
  const double pivot = pivot_of(by, x, n);
  const size_t left = by->divide(x, n, pivot, true);
  if (left < n) return (parted){left, false};
  /* The pivot is the greatest, as among equal numbers: those at the end are where they belong. */
  return (parted){by->divide(x, n, pivot, false), true};
}

size_t count_below(wanted these, size_t place) {
  size_t low = 0, high = these.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (these.places[middle] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void settle_within(const sorter *by, double *x, size_t n, size_t start, wanted these,
                          int depth) {
  while (n > by->few && (these.places == NULL || these.count > 0)) {
    if (depth-- == 0) {
      heap_sort(x, n);
      return;
    }
    const parted in = divide_at_pivot(by, x, n);
    const size_t left = in.left;
    wanted before = these;
    if (these.places != NULL) {
      before.count = count_below(these, start + left);
      these.places += before.count;
      these.count -= before.count;
    }
    if (in.rest_is_settled) {
      these = before;
      n = left;
    } else {
      settle_within(by, x, left, start, before, depth);
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

void settle(const sorter *by, double *x, size_t n, size_t start, wanted these) {
  settle_within(by, x, n, start, these, depth_of(n));
}

void sort_by(const sorter *by, double *x, size_t n) {
  const content found = numbers_first(by, x, n);
  settle_all(by, x, found.n);
  sign_zeros(x, found.n, found.minus_zeros);
}
