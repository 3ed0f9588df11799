/* sort_scalar.c: one number at a time, and no branch that depends on it where that matters. */
#include "kernels.h"
#include "sort.h"

/* Lomuto's, without a branch: what belongs to the left changes places with the first that does not. */
static size_t divide(double *x, size_t n, double pivot, bool with_equal) {
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    const double value = x[i];
    x[i] = x[left];
    x[left] = value;
    left += with_equal ? value <= pivot : value < pivot;
  }
  return left;
}

static void insert_all(double *x, size_t n) {
  for (size_t i = 1; i < n; i++) {
    const double value = x[i];
    size_t j = i;
    for (; j > 0 && value < x[j - 1]; j--) x[j] = x[j - 1];
    x[j] = value;
  }
}

static const sorter scalar = {divide, insert_all, 24};

void sort_scalar(double *x, size_t n) { sort_by(&scalar, x, n); }

bool select_scalar(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  return select_by(&scalar, x, n, k, count, out);
}
