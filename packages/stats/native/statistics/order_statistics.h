/* order.h: statistics of order with arguments of their own, in plain C over the table of fastmath. */
#ifndef STATS_ORDER_H
#define STATS_ORDER_H

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum stats_found {
  STATS_FOUND = 0,
  STATS_NO_MEMORY = 1,
  STATS_NO_POSITION = 2
} stats_found;

/* Replaces positions in the order of n values, from 0 to n - 1, by what is there: a value, or a
   number between two. All are NaN if any value is. Positions are in any order, and are read once. */
stats_found stats_quantiles(const fastmath_api *math, const double *x, size_t n, double *positions,
                            size_t count);

/* counts[j] becomes how many of x are from edges[j] up to edges[j+1], which belongs to the last bin
   only. There are bins + 1 edges: low + j*((high - low)/bins), and otherwise where that is out of
   range. */
void stats_histogram(const fastmath_api *math, const double *x, size_t n, const double *edges,
                     size_t bins, double *counts);

#ifdef __cplusplus
}
#endif

#endif
