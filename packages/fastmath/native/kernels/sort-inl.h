/* sort-inl.h: sorting and selection with the operations of an instruction set. NEON uses the scalar
   kernels, because two lanes gain little. */
#include "../simd/simd.h"

#ifdef PARTITION_COST
#include "kernels.h"
#include "partition-inl.h"
#include "sort.h"
#include "sorting_network-inl.h"

#include <math.h>

static bool is_regular(const double *x, size_t n) {
  unsigned found = 0;
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) found |= lanes_nan_or_minus_zero(v_load(x + i));
  if (i < n) found |= lanes_nan_or_minus_zero(v_load_partial(x + i, n - i, v_set(0)));
  return found == 0;
}

static void collect(const double *x, size_t n, bracket *to) {
  const vector low = v_set(to->low), high = v_set(to->high);
  size_t less = 0, up_to_low = 0;
  double *inside = to->inside + to->found;
  for (size_t i = 0; i < n; i += WIDTH) {
    const vector value = i + WIDTH <= n ? v_load(x + i) : v_load_partial(x + i, n - i, v_set(NAN));
    const unsigned not_above_low = lanes_less(value, low, true);
    const unsigned between = lanes_less(value, high, false) ^ not_above_low;
    less += count_lanes(lanes_less(value, low, false));
    up_to_low += count_lanes(not_above_low);
    v_store(inside, v_compress(value, between));
    inside += count_lanes(between);
  }
  to->less += less;
  to->up_to_low += up_to_low;
  to->found = (size_t)(inside - to->inside);
}

static const sorter vector_sorter = {partition_around, sort_small, SMALL_LENGTH,
                                     is_regular,       collect,    PARTITION_COST};

void KERNEL(sort)(double *x, size_t n) { parallel_sort(&vector_sorter, x, n); }

bool KERNEL(select)(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  return select_ranks(&vector_sorter, x, n, k, count, out);
}

#define kernel_sort KERNEL(sort)
#define kernel_select KERNEL(select)
#endif
