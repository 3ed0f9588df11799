/* integrate.h: integrates a callback. */
#ifndef STATS_INTEGRATE_H
#define STATS_INTEGRATE_H

#include "callback.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A subinterval of the range, its integral, and an estimate of the absolute error. */
typedef struct stats_interval {
  double a, b;
  double value;
  double error;
} stats_interval;

typedef enum stats_outcome {
  STATS_CONVERGED = 0,
  STATS_LIMIT = 1,      /* more than `limit` subintervals would be needed */
  STATS_ROUNDING = 2,   /* rounding errors prevent a smaller error */
  STATS_SINGULAR = 3,   /* f grows too fast near `location` */
  STATS_NOT_FINITE = 4, /* f(location) is not finite */
  STATS_DIVERGENT = 5   /* the integral is probably divergent */
} stats_outcome;

typedef struct stats_integral {
  double a, b;               /* either may be infinite; the integral is 0 unless a < b */
  double epsabs, epsrel;     /* the accepted error, absolute and relative to the value */
  stats_interval *intervals; /* scratch memory for `limit` intervals */
  size_t limit;              /* at least 1 */
  double value, error;       /* the integral, and an estimate of its absolute error */
  size_t evaluations;        /* calls of f */
  double location;           /* the x to which an outcome other than STATS_CONVERGED refers */
} stats_integral;

/* Integrates f from a to b. */
stats_outcome stats_integrate(const stats_callback *f, stats_integral *integral);

#ifdef __cplusplus
}
#endif

#endif
