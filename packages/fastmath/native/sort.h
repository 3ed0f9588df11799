/* sort.h: what sort.c, which is shared, needs of a variant.

   The order of doubles without NaN is one: sorted numbers have the same bits whoever sorts them, but
   for zeros, whose signs are put right at the end. So variants differ in how they divide. */
#ifndef FASTMATH_SORT_H
#define FASTMATH_SORT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct sorter {
  /* Moves numbers that are less than the pivot, or equal where `with_equal`, before all others, and
     gives how many they are. n is more than `few`. */
  size_t (*divide)(double *x, size_t n, double pivot, bool with_equal);
  /* Sorts n <= few numbers. */
  void (*sort_few)(double *x, size_t n);
  size_t few;
} sorter;

/* Sorts: -0 before 0, NaN at the end. */
void sort_by(const sorter *by, double *x, size_t n);

/* See select in the contract. */
bool select_by(const sorter *by, const double *x, size_t n, const size_t *k, size_t count,
               double *out);

#endif
