/* mean.h: what is called across the border, in C. */
#ifndef BENCHMARKS_MEAN_H
#define BENCHMARKS_MEAN_H

#include "../exported.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

EXPORTED double crossing_add(double a, double b);
/* In 8 lanes; of any length. */
EXPORTED double crossing_mean(const double *x, size_t n);

#ifdef __cplusplus
}
#endif

#endif
