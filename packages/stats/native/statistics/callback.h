/* apply.h: what is computed with a C function that somebody else supplies, in plain C. */
#ifndef STATS_APPLY_H
#define STATS_APPLY_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A function that was supplied, to be called as the type that it was accepted as. */
typedef struct stats_supplied {
  void (*function)(void);
  void *context;
  bool takes_context; /* as its last argument */
} stats_supplied;

/* out[i] = f(x[i]). */
void stats_map(const stats_supplied *f, const double *x, size_t n, double *out);

/* f(... f(f(initial, x[0]), x[1]) ..., x[n-1]); initial when n is 0. */
double stats_reduce(const stats_supplied *f, const double *x, size_t n, double initial);

/* A part of the range, and what is known of it. */
typedef struct stats_part {
  double a, b;
  double value;
  double error;
} stats_part;

/* How an integration ended. */
typedef enum stats_ending {
  STATS_CONVERGED = 0,
  STATS_LIMIT = 1,      /* there are as many parts as were allowed */
  STATS_ROUNDING = 2,   /* more parts make the error no smaller */
  STATS_SINGULAR = 3,   /* f grows too fast near `where` */
  STATS_NOT_FINITE = 4, /* f(where) is no finite number */
  STATS_DIVERGENT = 5   /* there may be no integral */
} stats_ending;

typedef struct stats_integral {
  double a, b;           /* either may be infinite; nothing unless a < b */
  double epsabs, epsrel; /* the error that is good enough, and the same as a part of the value */
  stats_part *parts;     /* room for `limit` parts */
  size_t limit;          /* at least 1 */
  double value, error;   /* the integral, and an estimate of its absolute error */
  size_t evaluations;    /* of f */
  double where;
} stats_integral;

/* Integrates f from a to b. */
stats_ending stats_integrate(const stats_supplied *f, stats_integral *integral);

#ifdef __cplusplus
}
#endif

#endif
