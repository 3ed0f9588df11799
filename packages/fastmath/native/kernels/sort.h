/* sort.h: sorting and selection, from the operations that an instruction set provides.

   Instruction sets may partition differently and still return the same bits: doubles without NaN
   have only one sorted order, except for the signs of zeros, which are set at the end. */
#ifndef FASTMATH_SORT_H
#define FASTMATH_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `inside` receives the numbers between low and high, where low < high. Others are only counted. */
typedef struct bracket {
  double low, high;
  size_t less, up_to_low; /* the numbers of values < low, and of values <= low */
  double *inside;
  size_t found, capacity;
} bracket;

/* collect() may overwrite this many elements after those that it has found. */
enum { SPARE = 8 };

typedef struct sorter {
  /* Moves the numbers less than the pivot, and with `or_equal` those equal to it, before all
     others. Returns the number of those moved. Requires n > small_length. */
  size_t (*partition)(double *x, size_t n, double pivot, bool or_equal);
  /* Sorts n <= small_length numbers. */
  void (*sort_small)(double *x, size_t n);
  size_t small_length;
  /* Whether no value is NaN or -0. */
  bool (*is_regular)(const double *x, size_t n);
  /* Collects and counts values. `inside` has free space for n and SPARE more. */
  void (*collect)(const double *x, size_t n, bracket *to);
  /* About the time to partition one number, in ns. */
  double cost;
} sorter;

/* The requested ranks: ascending, from 0. If `rank` is NULL, all of them. */
typedef struct ranks {
  const size_t *rank;
  size_t count;
} ranks;

/* Returns how many of the ranks are less than a limit. */
size_t count_ranks_below(ranks list, size_t limit);

/* How many values of an array are not NaN, and how many are -0. */
typedef struct number_counts {
  size_t numbers, minus_zeros;
} number_counts;

/* Moves each NaN to the end of the array. */
number_counts move_nan_to_end(const sorter *by, double *x, size_t n);

/* Moves the numbers of the selected ranks to their places. x[0] is the place of rank `start`. Zeros
   among the results may have wrong signs. */
void sort_at_ranks(const sorter *by, double *x, size_t n, size_t start, ranks selected);

/* Takes a random value from each of `size` equal parts of the array, so that the sample also
   represents periodic data. */
void take_sample(const double *x, size_t n, double *sample, size_t size, uint64_t seed);

/* Sorts: -0 before 0, NaN at the end. */
void parallel_sort(const sorter *by, double *x, size_t n);

/* select() of the contract. */
bool select_ranks(const sorter *by, const double *x, size_t n, const size_t *k, size_t count,
                  double *out);

#endif
