/* quadrature.h: the two methods that integrate.c combines. */
#ifndef STATS_QUADRATURE_H
#define STATS_QUADRATURE_H

#include "integrate.h"

/* Integrates f over one interval by the 21 points of Kronrod. 10 of them are the points of Gauss,
   and the difference of both results estimates the error.

     f        the integrand; receives the context
     size     becomes the integral of |f|: a few roundings of it are the smallest possible error
     spread   becomes the integral of |f - mean|: an error of that size says nothing */
void gauss_kronrod(double (*f)(void *context, double x), void *context, stats_interval *interval,
                   double *size, double *spread);

enum { EPSILON_CAPACITY = 50 };

/* Wynn's epsilon algorithm: the last diagonal of its table and the last limits. It begins as
   {0}. */
typedef struct epsilon_table {
  double elements[EPSILON_CAPACITY + 3];
  int count;
  double limits[3];
  int limits_known;
} epsilon_table;

/* Adds the next element of a sequence.

     error   becomes an estimate of the error of the limit; infinite while nothing is known

   Returns   the extrapolated limit. */
double epsilon_limit(epsilon_table *e, double next, double *error);

#endif
