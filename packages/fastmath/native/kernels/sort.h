/* sort.h: what sort.c and select.c, which are shared, need of a variant, and of one another.

   The order of doubles without NaN is one: sorted numbers have the same bits whoever sorts them, but
   for zeros, whose signs are put right at the end. So variants differ in how they divide. */
#ifndef FASTMATH_SORT_H
#define FASTMATH_SORT_H

#include <stdbool.h>
#include <stddef.h>

/* Numbers between two, low < high, as collected: those that are equal to one are only counted. */
typedef struct bracket {
  double low, high;
  size_t less, up_to_low; /* how many are less than low, and how many less or equal */
  double *inside;
  size_t found, room;
} bracket;

/* How much room behind what is found a variant may write to. */
enum { SPARE = 8 };

typedef struct sorter {
  /* Moves numbers that are less than the pivot, or equal where `with_equal`, before all others, and
     gives how many they are. n is more than `few`. */
  size_t (*divide)(double *x, size_t n, double pivot, bool with_equal);
  /* Sorts n <= few numbers. */
  void (*sort_few)(double *x, size_t n);
  size_t few;
  /* Whether no value is NaN or -0. */
  bool (*is_plain)(const double *x, size_t n);
  /* Adds values to what is counted and found: there is room for n and SPARE more. */
  void (*collect)(const double *x, size_t n, bracket *to);
  /* About what it takes to divide a number, in ns. */
  double cost;
} sorter;

/* The places that are wanted, in ascending order; or all, where `places` is NULL. */
typedef struct wanted {
  const size_t *places;
  size_t count;
} wanted;

/* How many of the wanted places are less than this one. */
size_t count_below(wanted these, size_t place);

/* What an array consists of: `n` numbers after NaN have been moved behind them, with so many -0. */
typedef struct content {
  size_t n, minus_zeros;
} content;

content numbers_first(const sorter *by, double *x, size_t n);

/* Brings what belongs into the wanted places there, but for the signs of zeros. x begins at place
   `start`. */
void settle(const sorter *by, double *x, size_t n, size_t start, wanted these);

/* Divides n > few numbers at one of them: those on the left are less than all others, or equal. */
typedef struct parted {
  size_t left;
  bool rest_is_settled;
} parted;

parted divide_at_pivot(const sorter *by, double *x, size_t n);

/* settle() for all places, in threads where there are many. */
void settle_all(const sorter *by, double *x, size_t n);

/* Sorts: -0 before 0, NaN at the end. */
void sort_by(const sorter *by, double *x, size_t n);

/* See select in the contract. */
bool select_by(const sorter *by, const double *x, size_t n, const size_t *k, size_t count,
               double *out);

#endif
