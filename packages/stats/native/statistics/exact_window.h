/* exact_window.h: sums over a window that moves forward, without rounding errors. They are
   integers, from which a value of any size is subtracted exactly. The time of a step has a bound
   that depends neither on the length of the window nor on the values. */
#ifndef STATS_EXACT_WINDOW_H
#define STATS_EXACT_WINDOW_H

#include "exact_sum.h"

#include <stddef.h>
#include <stdint.h>

/* Digits of the largest sum of doubles, and of their squares. */
enum { SUM_DIGITS = 76, SQUARE_DIGITS = 2 * SUM_DIGITS };

typedef struct exact_window {
  const double *x;
  size_t length;     /* of the window */
  size_t begin, end; /* the range of x whose values are in the sums */
  int low, high; /* digits outside of this range of `sums` are 0; of `squares`, 2*low to 2*high */
  int64_t sums[SUM_DIGITS], squares[SQUARE_DIGITS];
} exact_window;

/* Begins with no window of x, of which infinities and NaN are left out. */
void exact_window_init(exact_window *w, const double *x, size_t length);

/* The mean of x[at] to x[at + length - 1]. `at` is not less than in the call before. */
double exact_window_mean(exact_window *w, size_t at);

/* The square root of the sum of squares of deviations from the mean, divided by length - ddof. Only
   one of the two functions is called with a window. */
double exact_window_std(exact_window *w, size_t at, double ddof);

#endif
