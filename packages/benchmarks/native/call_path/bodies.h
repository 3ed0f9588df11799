/* bodies.h: the bodies of the three functions. They are compiled into the producer and into the
   consumer, so that only the way of calling differs. */
#ifndef BENCHMARKS_BODIES_H
#define BENCHMARKS_BODIES_H

#include <stddef.h>

static inline double add_body(double a, double b) { return a + b; }

/* Adds in eight lanes, which gcc keeps in vector registers. */
static inline double dot_body(const double *x, const double *y, size_t n) {
  double lane[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  for (size_t i = 0; i < n; i += 8)
    for (size_t j = 0; j < 8; j++) lane[j] += x[i + j] * y[i + j];
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

#endif
