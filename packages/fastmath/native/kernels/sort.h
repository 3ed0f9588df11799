/* sort.h: sorting and selection, over the operations that an instruction set provides.

   Instruction sets may partition differently and still return the same bits: doubles without NaN
   have one sorted order, except for zeros, whose signs are set at the end. */
#ifndef FASTMATH_SORT_H
#define FASTMATH_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers between low and high, low < high, collected in `inside`; others are counted. */
typedef struct bracket {
  double low, high;
  size_t less, up_to_low; /* how many are less than low, and how many less or equal */
  double *inside;
  size_t found, room;
} bracket;

/* How many elements behind those found collect() may overwrite. */
enum { SPARE = 8 };

typedef struct sorter {
  /* Moves the numbers less than the pivot, or with `or_equal` also those equal to it, before all
     others, and returns how many they are. n is more than `small_length`. */
  size_t (*partition)(double *x, size_t n, double pivot, bool or_equal);
  /* Sorts n <= small_length numbers. */
  void (*sort_small)(double *x, size_t n);
  size_t small_length;
  /* Whether no value is NaN or -0. */
  bool (*is_regular)(const double *x, size_t n);
  /* Collects and counts values. There is room for n and SPARE more. */
  void (*collect)(const double *x, size_t n, bracket *to);
  /* About the time for partitioning a number, in ns. */
  double cost;
} sorter;

/* The requested ranks: ascending, from 0. If `rank` is NULL, all of them. */
typedef struct ranks {
  const size_t *rank;
  size_t count;
} ranks;

/* How many of the ranks are less than a limit. */
size_t count_ranks_below(ranks list, size_t limit);

/* How many numbers an array has, and how many of them are -0. */
typedef struct number_counts {
  size_t numbers, minus_zeros;
} number_counts;

/* Moves all NaN behind the numbers. */
number_counts move_nan_to_end(const sorter *by, double *x, size_t n);

/* Moves the numbers of these ranks to their places; zeros may have each other's signs. x[0] is the
   place of rank `start`. */
void sort_at_ranks(const sorter *by, double *x, size_t n, size_t start, ranks selected);

/* Takes a random value of each of `size` equal parts of the array: periodic data do not mislead
   it. */
void take_sample(const double *x, size_t n, double *sample, size_t size, uint64_t seed);

/* Sorts: -0 before 0, NaN at the end. */
void parallel_sort(const sorter *by, double *x, size_t n);

/* select() of the contract. */
bool select_ranks(const sorter *by, const double *x, size_t n, const size_t *k, size_t count,
                  double *out);

#endif
