/* mean.h: the C functions that JavaScript calls. */
#ifndef BENCHMARKS_MEAN_H
#define BENCHMARKS_MEAN_H

#include "../exported.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

EXPORTED double from_js_add(double a, double b);
/* Computes the mean of any number of values in 8 lanes. */
EXPORTED double from_js_mean(const double *x, size_t n);

#ifdef __cplusplus
}
#endif

#endif
