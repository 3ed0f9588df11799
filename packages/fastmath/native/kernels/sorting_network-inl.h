/* sort_network.h: sorts few numbers without a branch that depends on them. For sort_body.h, which
   says what a variant defines before.

   Row r of a matrix is a vector. All its columns are sorted at once, by the shortest networks that
   are known (Knuth, The Art of Computer Programming 3, 5.3.4). Then neighbours are merged, by twos,
   fours, and so on, until all are one that continues from column to column (Batcher 1968).
   Functions have sizes of their own, so that compilers unroll them and keep rows in registers. */
#ifndef FASTMATH_SORT_NETWORK_H
#define FASTMATH_SORT_NETWORK_H

#include "../reduction/summation_order.h"

#include <math.h>
#include <stddef.h>

enum { ROWS = 16, FEW = ROWS * WIDTH };

ALWAYS_INLINE void exchange(vector *a, vector *b) {
  const vector low = v_min(*a, *b);
  *b = v_max(*a, *b);
  *a = low;
}

ALWAYS_INLINE void two(vector *row, const int a, const int b, const int c, const int d) {
  exchange(&row[a], &row[b]);
  exchange(&row[c], &row[d]);
}

ALWAYS_INLINE void four(vector *row, const int a, const int b, const int c, const int d,
                        const int e, const int f, const int g, const int h) {
  two(row, a, b, c, d);
  two(row, e, f, g, h);
}

ALWAYS_INLINE void sort_4(vector *row) {
  four(row, 0, 2, 1, 3, 0, 1, 2, 3);
  exchange(&row[1], &row[2]);
}

ALWAYS_INLINE void sort_8(vector *row) {
  four(row, 0, 2, 1, 3, 4, 6, 5, 7);
  four(row, 0, 4, 1, 5, 2, 6, 3, 7);
  four(row, 0, 1, 2, 3, 4, 5, 6, 7);
  four(row, 2, 4, 3, 5, 1, 4, 3, 6);
  two(row, 1, 2, 3, 4);
  exchange(&row[5], &row[6]);
}

ALWAYS_INLINE void sort_16(vector *row) {
  four(row, 0, 13, 1, 12, 2, 15, 3, 14);
  four(row, 4, 8, 5, 6, 7, 11, 9, 10);
  four(row, 0, 5, 1, 7, 2, 9, 3, 4);
  four(row, 6, 13, 8, 14, 10, 15, 11, 12);
  four(row, 0, 1, 2, 3, 4, 5, 6, 8);
  four(row, 7, 9, 10, 11, 12, 13, 14, 15);
  four(row, 0, 2, 1, 3, 4, 10, 5, 11);
  four(row, 6, 7, 8, 9, 12, 14, 13, 15);
  four(row, 1, 2, 3, 12, 4, 6, 5, 7);
  four(row, 8, 10, 9, 11, 13, 14, 1, 4);
  four(row, 2, 6, 5, 8, 7, 10, 9, 13);
  four(row, 11, 14, 2, 4, 3, 6, 9, 12);
  four(row, 11, 13, 3, 5, 6, 8, 7, 9);
  four(row, 10, 12, 3, 4, 5, 6, 7, 8);
  four(row, 9, 10, 11, 12, 6, 7, 8, 9);
}

ALWAYS_INLINE void sort_columns(vector *row, const int rows) {
  if (rows == 4) sort_4(row);
  if (rows == 8) sort_8(row);
  if (rows == 16) sort_16(row);
}

/* These sort columns that rise and then fall. */
ALWAYS_INLINE void halve_2(vector *row) { exchange(&row[0], &row[1]); }

ALWAYS_INLINE void halve_4(vector *row) {
  two(row, 0, 2, 1, 3);
  halve_2(row);
  halve_2(row + 2);
}

ALWAYS_INLINE void halve_8(vector *row) {
  four(row, 0, 4, 1, 5, 2, 6, 3, 7);
  halve_4(row);
  halve_4(row + 4);
}

ALWAYS_INLINE void halve_columns(vector *row, const int rows) {
  if (rows == 4) halve_4(row);
  if (rows == 8) halve_8(row);
  if (rows < 16) return;
  for (int i = 0; i < 8; i++) exchange(&row[i], &row[i + 8]);
  halve_8(row);
  halve_8(row + 8);
}

/* In each group of so many columns, both halves are sorted, and continue from column to column: the
   group becomes one. The second half is turned round, so that the group rises and then falls. */
ALWAYS_INLINE void merge_columns(vector *row, const int rows, const int group) {
  for (int i = 0; i < rows / 2; i++) {
    const vector a = row[i], b = v_reverse(row[rows - 1 - i], group);
    const vector low = v_min(a, b), high = v_max(a, b);
    row[i] = v_halves(low, high, group / 2);
    row[rows - 1 - i] = v_reverse(v_halves(high, low, group / 2), group);
  }
  for (int apart = group / 4; apart > 0; apart /= 2)
    for (int i = 0; i < rows; i++) row[i] = v_exchange(row[i], apart);
  halve_columns(row, rows);
}

ALWAYS_INLINE void sort_rows(double *x, size_t n, const int rows) {
  vector row[ROWS];
  for (int i = 0; i < rows; i++) {
    const size_t start = (size_t)i * WIDTH;
    row[i] = v_load_first(x + start, n > start ? n - start : 0, v_set(INFINITY));
  }
  sort_columns(row, rows);
  if (WIDTH >= 2) merge_columns(row, rows, 2);
  if (WIDTH >= 4) merge_columns(row, rows, 4);
  if (WIDTH >= 8) merge_columns(row, rows, 8);
  for (int i = 0; i < rows; i += 4)
    if ((size_t)i < n) store_columns(x + i, n - (size_t)i, row + i, (size_t)rows);
}

static void sort_few(double *x, size_t n) {
  if (n < 2) return;
  if (n <= FEW / 4) sort_rows(x, n, ROWS / 4);
  else if (n <= FEW / 2) sort_rows(x, n, ROWS / 2);
  else sort_rows(x, n, ROWS);
}

#endif
