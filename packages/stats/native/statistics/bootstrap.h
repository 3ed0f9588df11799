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

/* The parts of it that take long. Each stores `count` statistics, and returns false if there is no
   memory: those of resamples, and those of x without the value `first`, without the next ... */
bool stats_resample(const stats_bootstrap *task, const double *x, size_t n, double *resamples,
                    size_t count);
bool stats_jackknife(const stats_bootstrap *task, const double *x, size_t n, size_t first,
                     double *jackknife, size_t count);

/* What the interval BCa needs of the results. */
typedef struct stats_adjustment {
  double less, equal; /* the numbers of resamples whose statistic is less than, equals, that of x */
  /* The sums of powers of (mean of the jackknife) - jackknife[i], divided by a power of two. */
  double squares, cubes;
} stats_adjustment;

stats_adjustment stats_adjust(double observed, const double *resamples, size_t count,
                              const double *jackknife, size_t n);

#ifdef __cplusplus
}
#endif

#endif
