/* univariate.c: statistics of one sample. */
#include "statistics.h"

double stats_mean(const fastmath_api *math, const stats_input *in) {
  return math->sum(in->x, in->n) / (double)in->n;
}
