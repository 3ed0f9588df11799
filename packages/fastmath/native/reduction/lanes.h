/* lanes.h: the lanes of order.h as arrays of doubles, for the scalar kernels. */
#ifndef FASTMATH_LANES_H
#define FASTMATH_LANES_H

#include <stddef.h>

static inline void clear(double *lane, size_t lanes) {
  for (size_t j = 0; j < lanes; j++) lane[j] = -0.0;
}

static inline void add_to(double *total, const double *run, size_t lanes) {
  for (size_t j = 0; j < lanes; j++) total[j] += run[j];
}

static inline double fold(double *lane, size_t lanes) {
  for (size_t half = lanes / 2; half > 0; half /= 2)
    for (size_t j = 0; j < half; j++) lane[j] += lane[j + half];
  return lane[0];
}

#endif
