/* bootstrap.h: a statistic of many resamples of a sample. */
#ifndef STATS_BOOTSTRAP_H
#define STATS_BOOTSTRAP_H

#include "statistics.h"

#include <bitgen/bitgen.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef double stats_function(const double *x, size_t n);

/* What to compute, and with what: `function` if it is not NULL, otherwise `statistic`. */
typedef struct stats_bootstrap {
  const fastmath_api *math;
  bitgen_instance generator;
  stats_statistic *statistic;
  stats_function *function;
  double ddof;
} stats_bootstrap;

/* Stores the statistic of x, and those of `count` resamples: each has n values, drawn with
   replacement. Stores the statistics of x without its i-th value, unless `jackknife` is NULL.
   Returns false if there is no memory. */
bool stats_bootstrap_run(const stats_bootstrap *task, const double *x, size_t n, double *observed,
                         double *resamples, size_t count, double *jackknife);

#ifdef __cplusplus
}
#endif

#endif
