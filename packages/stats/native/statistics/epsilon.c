/* extrapolate.c: see extrapolate.h. The rules by which elements are left out, and the error, are those
   of QELG in QUADPACK. */
#include "epsilon.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Whether two numbers are the same but for rounding. */
static bool close(double a, double b) {
  return fabs(a - b) <= fmax(fabs(a), fabs(b)) * DBL_EPSILON;
}

/* Forms the new diagonal from the old one, upwards from the element that was put at its end. An
   element follows from three of its neighbours:

                    north
            west    middle    result
                    south                       */
static double diagonal(epsilon *e, double *error) {
  double *const t = e->table;
  const int last = e->count - 1, steps = last / 2;
  double best = t[last];
  *error = HUGE_VAL;
  t[last + 2] = t[last];
  t[last] = DBL_MAX; /* stands for the infinity that the algorithm begins with */
  for (int i = 0; i < steps; i++) {
    const int at = last - 2 * i;
    const double north = t[at - 2], middle = t[at - 1], south = t[at + 2], west = t[at];
    const double down = fabs(south - middle), up = fabs(middle - north);
    if (close(south, middle) && close(middle, north)) { /* it has converged */
      *error = fmax(down + up, 5 * DBL_EPSILON * fabs(south));
      e->count = 0;
      return south;
    }
    t[at] = middle;
    /* Two equal neighbours, or a result far from all: the rest of the table is of no use. */
    const double sum = 1 / (middle - west) + 1 / (south - middle) - 1 / (middle - north);
    if (close(middle, west) || close(south, middle) || close(middle, north) ||
        fabs(sum * middle) <= 1e-4) {
      e->count = 2 * i + 1;
      break;
    }
    const double result = middle + 1 / sum;
    t[at] = result;
    const double off = down + fabs(result - south) + up;
    if (off <= *error) {
      *error = off;
      best = result;
    }
  }
  return best;
}

double epsilon_limit(epsilon *e, double next, double *error) {
  e->table[e->count++] = next;
  *error = HUGE_VAL;
  if (e->count < 3) return next;
  const int before = e->count, steps = (before - 1) / 2;
  double limit = diagonal(e, error);
  if (e->count == 0) return limit; /* nothing follows a limit that was reached */
  if (e->count == EPSILON_ROOM) e->count = EPSILON_ROOM - 1;
  /* Every second element moves up by two; then those that are left go to the front. */
  for (int i = 0, at = 1 - before % 2; i <= steps; i++, at += 2) e->table[at] = e->table[at + 2];
  memmove(e->table, e->table + (before - e->count), (size_t)e->count * sizeof(double));

  /* What the limit is off shows in how much it has moved, in the last three steps. */
  if (e->limits_known < 3) {
    e->limits[e->limits_known++] = limit;
    *error = HUGE_VAL;
    return limit;
  }
  *error = fabs(limit - e->limits[2]) + fabs(limit - e->limits[1]) + fabs(limit - e->limits[0]);
  e->limits[0] = e->limits[1];
  e->limits[1] = e->limits[2];
  e->limits[2] = limit;
  *error = fmax(*error, 5 * DBL_EPSILON * fabs(limit));
  return limit;
}
