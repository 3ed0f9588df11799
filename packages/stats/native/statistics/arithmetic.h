/* compensated.h: a sum of many terms that is as exact as their rounding allows. */
#ifndef STATS_COMPENSATED_H
#define STATS_COMPENSATED_H

#include <math.h>

/* sum + rest is the sum of what was added, but for errors in the last place of `rest`. */
typedef struct compensated {
  double sum, rest;
} compensated;

/* Knuth's two-sum (1969): the error of an addition is a number, and is kept. */
static inline void add_term(compensated *total, double term) {
  const double sum = total->sum + term, added = sum - total->sum;
  total->rest += (total->sum - (sum - added)) + (term - added);
  total->sum = sum;
}

/* Infinities and NaN go through the sum as ever; what is kept beside it knows nothing of them. */
static inline double total_of(const compensated *total) {
  return isfinite(total->sum) ? total->sum + total->rest : total->sum;
}

#endif
