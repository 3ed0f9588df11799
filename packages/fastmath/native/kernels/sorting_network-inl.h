/* sorting_network-inl.h: sorts short arrays, branch-free.

   The numbers are a matrix whose rows are vectors. All columns are sorted at once, by the shortest
   known networks (Knuth, The Art of Computer Programming 3, 5.3.4). Then adjacent columns are
   merged in groups of two, four and so on, until the matrix is sorted from column to column
   (Batcher 1968). There is a function for each size, so that compilers unroll it and keep rows in
   registers. */
#ifndef FASTMATH_SORTING_NETWORK_INL_H
#define FASTMATH_SORTING_NETWORK_INL_H

#include "../simd/compiler.h"

#include <math.h>
#include <stddef.h>

enum { ROWS = 16, SMALL_LENGTH = ROWS * WIDTH };

ALWAYS_INLINE void compare_exchange(vector *a, vector *b) {
  const vector low = v_min(*a, *b);
  *b = v_max(*a, *b);
  *a = low;
}

ALWAYS_INLINE void compare_exchange_2(vector *row, const int a, const int b, const int c,
                                      const int d) {
  compare_exchange(&row[a], &row[b]);
  compare_exchange(&row[c], &row[d]);
}

ALWAYS_INLINE void compare_exchange_4(vector *row, const int a, const int b, const int c,
                                      const int d, const int e, const int f, const int g,
                                      const int h) {
  compare_exchange_2(row, a, b, c, d);
  compare_exchange_2(row, e, f, g, h);
}

ALWAYS_INLINE void sort_4(vector *row) {
  compare_exchange_4(row, 0, 2, 1, 3, 0, 1, 2, 3);
  compare_exchange(&row[1], &row[2]);
}

ALWAYS_INLINE void sort_8(vector *row) {
  compare_exchange_4(row, 0, 2, 1, 3, 4, 6, 5, 7);
  compare_exchange_4(row, 0, 4, 1, 5, 2, 6, 3, 7);
  compare_exchange_4(row, 0, 1, 2, 3, 4, 5, 6, 7);
  compare_exchange_4(row, 2, 4, 3, 5, 1, 4, 3, 6);
  compare_exchange_2(row, 1, 2, 3, 4);
  compare_exchange(&row[5], &row[6]);
}

ALWAYS_INLINE void sort_16(vector *row) {
  compare_exchange_4(row, 0, 13, 1, 12, 2, 15, 3, 14);
  compare_exchange_4(row, 4, 8, 5, 6, 7, 11, 9, 10);
  compare_exchange_4(row, 0, 5, 1, 7, 2, 9, 3, 4);
  compare_exchange_4(row, 6, 13, 8, 14, 10, 15, 11, 12);
  compare_exchange_4(row, 0, 1, 2, 3, 4, 5, 6, 8);
  compare_exchange_4(row, 7, 9, 10, 11, 12, 13, 14, 15);
  compare_exchange_4(row, 0, 2, 1, 3, 4, 10, 5, 11);
  compare_exchange_4(row, 6, 7, 8, 9, 12, 14, 13, 15);
  compare_exchange_4(row, 1, 2, 3, 12, 4, 6, 5, 7);
  compare_exchange_4(row, 8, 10, 9, 11, 13, 14, 1, 4);
  compare_exchange_4(row, 2, 6, 5, 8, 7, 10, 9, 13);
  compare_exchange_4(row, 11, 14, 2, 4, 3, 6, 9, 12);
  compare_exchange_4(row, 11, 13, 3, 5, 6, 8, 7, 9);
  compare_exchange_4(row, 10, 12, 3, 4, 5, 6, 7, 8);
  compare_exchange_4(row, 9, 10, 11, 12, 6, 7, 8, 9);
}

ALWAYS_INLINE void sort_columns(vector *row, const int rows) {
  if (rows == 4) sort_4(row);
  if (rows == 8) sort_8(row);
  if (rows == 16) sort_16(row);
}

/* These functions sort each column. Its elements must rise and then fall (a bitonic sequence). */
ALWAYS_INLINE void merge_bitonic_2(vector *row) { compare_exchange(&row[0], &row[1]); }

ALWAYS_INLINE void merge_bitonic_4(vector *row) {
  compare_exchange_2(row, 0, 2, 1, 3);
  merge_bitonic_2(row);
  merge_bitonic_2(row + 2);
}

ALWAYS_INLINE void merge_bitonic_8(vector *row) {
  compare_exchange_4(row, 0, 4, 1, 5, 2, 6, 3, 7);
  merge_bitonic_4(row);
  merge_bitonic_4(row + 4);
}

ALWAYS_INLINE void merge_bitonic_columns(vector *row, const int rows) {
  if (rows == 4) merge_bitonic_4(row);
  if (rows == 8) merge_bitonic_8(row);
  if (rows < 16) return;
  for (int i = 0; i < 8; i++) compare_exchange(&row[i], &row[i + 8]);
  merge_bitonic_8(row);
  merge_bitonic_8(row + 8);
}

/* Merges the halves of each group of columns, each of which is sorted from column to column. The
   second half is reversed, so that the group is a bitonic sequence. */
ALWAYS_INLINE void merge_columns(vector *row, const int rows, const int group) {
  for (int i = 0; i < rows / 2; i++) {
    const vector a = row[i], b = v_reverse(row[rows - 1 - i], group);
    const vector low = v_min(a, b), high = v_max(a, b);
    row[i] = v_blend_halves(low, high, group / 2);
    row[rows - 1 - i] = v_reverse(v_blend_halves(high, low, group / 2), group);
  }
  for (int apart = group / 4; apart > 0; apart /= 2)
    for (int i = 0; i < rows; i++) row[i] = v_compare_exchange(row[i], apart);
  merge_bitonic_columns(row, rows);
}

ALWAYS_INLINE void sort_rows(double *x, size_t n, const int rows) {
  vector row[ROWS];
  for (int i = 0; i < rows; i++) {
    const size_t start = (size_t)i * WIDTH;
    row[i] = v_load_partial(x + start, n > start ? n - start : 0, v_set(INFINITY));
  }
  sort_columns(row, rows);
  if (WIDTH >= 2) merge_columns(row, rows, 2);
  if (WIDTH >= 4) merge_columns(row, rows, 4);
  if (WIDTH >= 8) merge_columns(row, rows, 8);
  for (int i = 0; i < rows; i += 4)
    if ((size_t)i < n) store_transposed(x + i, n - (size_t)i, row + i, (size_t)rows);
}

static void sort_small(double *x, size_t n) {
  if (n < 2) return;
  if (n <= SMALL_LENGTH / 4) sort_rows(x, n, ROWS / 4);
  else if (n <= SMALL_LENGTH / 2) sort_rows(x, n, ROWS / 2);
  else sort_rows(x, n, ROWS);
}

#endif
