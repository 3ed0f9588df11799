/* exact_window.h: sums over a window that moves forward, without rounding errors. The sums are
   integers, so that a value that leaves the window is subtracted exactly. The time of a step has a
   bound that depends neither on the length of the window nor on the values. */
#ifndef STATS_EXACT_WINDOW_H
#define STATS_EXACT_WINDOW_H

#include "exact_sum.h"

#include <stddef.h>
#include <stdint.h>

/* The number of digits of the largest sum of doubles, and of the largest sum of their squares. */
enum { SUM_DIGITS = 76, SQUARE_DIGITS = 2 * SUM_DIGITS };

typedef struct exact_window {
  const double *x;
  size_t length;     /* the length of the window */
  size_t begin, end; /* the range of x whose values are in the sums */
  int low, high; /* only sums[low] to sums[high], and squares from 2*low on, can differ from 0 */
  int64_t sums[SUM_DIGITS], squares[SQUARE_DIGITS];
} exact_window;

/* Initializes an empty window over x. Infinities and NaN among the values are ignored. */
void exact_window_init(exact_window *w, const double *x, size_t length);

/* The mean of x[at] to x[at + length - 1]. `at` must not be less than in the previous call. */
double exact_window_mean(exact_window *w, size_t at);

/* The square root of the sum of squares of deviations from the mean, divided by length - ddof. A
   window must be used with only one of the two functions: the mean does not sum squares. */
double exact_window_std(exact_window *w, size_t at, double ddof);

#endif
