/* extrapolate.h: the limit of a sequence, by Wynn's epsilon algorithm. */
#ifndef STATS_EXTRAPOLATE_H
#define STATS_EXTRAPOLATE_H

enum { EPSILON_ROOM = 50 };

/* The last diagonal of the table, and what the last limits were. It begins as {0}. */
typedef struct epsilon {
  double table[EPSILON_ROOM + 3];
  int count;
  double limits[3];
  int limits_known;
} epsilon;

/* Takes the next element of the sequence.

     error   becomes an estimate of how far the limit is off; infinity as long as nothing is known

   Gives   the limit, as far as it can be seen. */
double epsilon_limit(epsilon *e, double next, double *error);

#endif
