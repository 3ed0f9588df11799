/* statistics.h: every statistic, in plain C over the table of fastmath. */
#ifndef STATS_STATISTICS_H
#define STATS_STATISTICS_H

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a statistic is computed from. */
typedef struct stats_input {
  const double *x;
  size_t n;
} stats_input;

/* Every statistic has this shape, so that one piece of code can cross from JavaScript to all. */
typedef double stats_function(const fastmath_api *math, const stats_input *in);

stats_function stats_mean;

#ifdef __cplusplus
}
#endif

#endif
