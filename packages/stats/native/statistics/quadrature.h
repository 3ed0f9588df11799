/* quadrature.h: the Gauss-Kronrod rule and the epsilon algorithm, which integrate.c combines. */
#ifndef STATS_QUADRATURE_H
#define STATS_QUADRATURE_H

#include "integrate.h"

/* Integrates f over one interval by the Kronrod rule with 21 points. 10 of them are the points of a
   Gauss rule, and the difference of both results estimates the error.

     f        the integrand; receives the context
     size     becomes the integral of |f|; the error is at least some rounding errors of it
     spread   becomes the integral of |f - mean|; an estimated error as large as this is useless */
void gauss_kronrod(double (*f)(void *context, double x), void *context, stats_interval *interval,
                   double *size, double *spread);

enum { EPSILON_CAPACITY = 50 };

/* The state of Wynn's epsilon algorithm: the last diagonal of its table and the last limits.
   Initialize it with {0}. */
typedef struct epsilon_table {
  double elements[EPSILON_CAPACITY + 3];
  int count;
  double limits[3];
  int limits_known;
} epsilon_table;

/* Adds the next element of a sequence.

     error   becomes an estimate of the error of the limit; infinite for the first elements

   Returns   the extrapolated limit. */
double epsilon_limit(epsilon_table *e, double next, double *error);

#endif
