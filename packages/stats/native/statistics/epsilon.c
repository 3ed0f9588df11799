/* epsilon.c: the limit of a sequence by Wynn's epsilon algorithm. It drops elements and estimates
   the error as QELG of QUADPACK does. */
#include "quadrature.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Whether two numbers differ by a rounding error at most. */
static bool nearly_equal(double a, double b) {
  return fabs(a - b) <= fmax(fabs(a), fabs(b)) * DBL_EPSILON;
}

/* Computes the new diagonal from the old one, upwards from the element at its end. An element
   follows from three of its neighbours:

                    north
            west    middle    result
                    south */
static double diagonal(epsilon_table *e, double *error) {
  double *const t = e->elements;
  const int last = e->count - 1, steps = last / 2;
  double best = t[last];
  *error = HUGE_VAL;
  t[last + 2] = t[last];
  t[last] = DBL_MAX; /* the algorithm begins with infinity */
  for (int i = 0; i < steps; i++) {
    const int at = last - 2 * i;
    const double north = t[at - 2], middle = t[at - 1], south = t[at + 2], west = t[at];
    const double down = fabs(south - middle), up = fabs(middle - north);
    if (nearly_equal(south, middle) && nearly_equal(middle, north)) { /* converged */
      *error = fmax(down + up, 5 * DBL_EPSILON * fabs(south));
      e->count = 0;
      return south;
    }
    t[at] = middle;
    /* Two neighbours are equal, or the result would be far from all three: drop the rest of the
       table. */
    const double sum = 1 / (middle - west) + 1 / (south - middle) - 1 / (middle - north);
    if (nearly_equal(middle, west) || nearly_equal(south, middle) || nearly_equal(middle, north) ||
        fabs(sum * middle) <= 1e-4) {
      e->count = 2 * i + 1;
      break;
    }
    const double result = middle + 1 / sum;
    t[at] = result;
    const double estimate = down + fabs(result - south) + up;
    if (estimate <= *error) {
      *error = estimate;
      best = result;
    }
  }
  return best;
}

double epsilon_limit(epsilon_table *e, double next, double *error) {
  e->elements[e->count++] = next;
  *error = HUGE_VAL;
  if (e->count < 3) return next;
  const int before = e->count, steps = (before - 1) / 2;
  double limit = diagonal(e, error);
  if (e->count == 0) return limit; /* converged: diagonal() has emptied the table */
  if (e->count == EPSILON_CAPACITY) e->count = EPSILON_CAPACITY - 1;
  /* Replace every second element by the next but one, then move the elements that are kept to the
     front. */
  for (int i = 0, at = 1 - before % 2; i <= steps; i++, at += 2)
    e->elements[at] = e->elements[at + 2];
  memmove(e->elements, e->elements + (before - e->count), (size_t)e->count * sizeof(double));

  /* The changes of the limit in the last three steps estimate its error. */
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
