/* sort_scalar.c: one number at a time: vectors of one. */
#include "kernels.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "../reduction/summation_order.h"

typedef double vector;
enum { WIDTH = 1 };

ALWAYS_INLINE vector v_load(const double *x) { return *x; }
ALWAYS_INLINE void v_store(double *x, vector a) { *x = a; }
ALWAYS_INLINE vector v_load_first(const double *x, size_t count, vector fill) {
  return count > 0 ? *x : fill;
}
ALWAYS_INLINE vector v_set(double a) { return a; }
ALWAYS_INLINE vector v_min(vector a, vector b) { return a < b ? a : b; }
ALWAYS_INLINE vector v_max(vector a, vector b) { return a > b ? a : b; }
ALWAYS_INLINE unsigned lanes_below(vector a, vector b, const bool with_equal) {
  return with_equal ? a <= b : a < b;
}
ALWAYS_INLINE size_t lanes_in(unsigned mask) { return mask; }
ALWAYS_INLINE vector v_pack(vector a, unsigned mask) { return (void)mask, a; }

/* Without the sign, NaN is above infinity, and 0 is before 1. */
ALWAYS_INLINE unsigned special_lanes(vector a) {
  uint64_t bits;
  memcpy(&bits, &a, sizeof(bits));
  return bits == UINT64_C(1) << 63 || (bits << 1) > UINT64_C(0x7ff) << 53;
}

/* There is one column: nothing to merge. */
ALWAYS_INLINE vector v_reverse(vector a, const int group) { return (void)group, a; }
ALWAYS_INLINE vector v_swap(vector a, const int apart) { return (void)apart, a; }
ALWAYS_INLINE vector v_halves(vector a, vector b, const int apart) {
  return (void)apart, (void)b, a;
}

ALWAYS_INLINE void store_columns(double *x, size_t n, const vector *row, const size_t rows) {
  (void)rows;
  for (size_t i = 0; i < 4 && i < n; i++) x[i] = row[i];
}

ALWAYS_INLINE vector v_exchange(vector a, const int apart) {
  const vector other = v_swap(a, apart);
  return v_halves(v_min(a, other), v_max(a, other), apart);
}

/* Lomuto's, without a branch: what belongs to the left changes places with the first that does not. */
ALWAYS_INLINE size_t divide_at(double *x, size_t n, double pivot, const bool with_equal) {
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    const double value = x[i];
    x[i] = x[left];
    x[left] = value;
    left += with_equal ? value <= pivot : value < pivot;
  }
  return left;
}

static size_t divide(double *x, size_t n, double pivot, bool with_equal) {
  return with_equal ? divide_at(x, n, pivot, true) : divide_at(x, n, pivot, false);
}

#define COST 1.2
#include "sort-inl.h"

static const sorter scalar = SORTER;

void sort_scalar(double *x, size_t n) { sort_by(&scalar, x, n); }

bool select_scalar(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  return select_by(&scalar, x, n, k, count, out);
}
