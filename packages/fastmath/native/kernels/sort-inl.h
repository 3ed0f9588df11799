/* sort_body.h: what sort.c needs of a variant. The variant defines before: vector and its WIDTH;
   v_load(), v_store(), v_load_first(), v_set(), v_min() and v_max() of simd.h; and these, where a
   mask has a bit for each lane:

   lanes_below(a, b, with_equal)   the lanes where a < b, or a <= b
   special_lanes(a)                those that are NaN or -0
   lanes_in(mask)                  how many
   v_pack(a, mask)                 the lanes that are in the mask, then those that are not
   v_reverse(a, group)             each group of so many lanes from its end
   v_halves(a, b, apart)           of each 2*apart lanes the first half from a, the second from b
   COST                            about what it takes to divide a number, in ns
   v_exchange(a, apart)            of two lanes so far apart the lesser in front
   store_columns(x, n, row, rows)  four rows as columns, `rows` apart; nothing behind x + n */
#ifndef FASTMATH_SORT_BODY_H
#define FASTMATH_SORT_BODY_H

#include "sort.h"
#include "sorting_network-inl.h"

static bool is_plain(const double *x, size_t n) {
  unsigned found = 0;
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) found |= special_lanes(v_load(x + i));
  if (i < n) found |= special_lanes(v_load_first(x + i, n - i, v_set(0)));
  return found == 0;
}

static void collect(const double *x, size_t n, bracket *to) {
  const vector low = v_set(to->low), high = v_set(to->high);
  size_t less = 0, up_to_low = 0;
  double *inside = to->inside + to->found;
  for (size_t i = 0; i < n; i += WIDTH) {
    const vector value = i + WIDTH <= n ? v_load(x + i) : v_load_first(x + i, n - i, v_set(NAN));
    const unsigned not_above = lanes_below(value, low, true);
    const unsigned between = lanes_below(value, high, false) ^ not_above;
    less += lanes_in(lanes_below(value, low, false));
    up_to_low += lanes_in(not_above);
    v_store(inside, v_pack(value, between));
    inside += lanes_in(between);
  }
  to->less += less;
  to->up_to_low += up_to_low;
  to->found = (size_t)(inside - to->inside);
}

/* Makes a variant a sorter. */
#define SORTER                                                                                     \
  { divide, sort_few, FEW, is_plain, collect, COST }

#endif
