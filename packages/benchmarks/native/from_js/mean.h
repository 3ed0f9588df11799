/* mean.h: the C functions that JavaScript calls. */
#ifndef BENCHMARKS_MEAN_H
#define BENCHMARKS_MEAN_H

#include "../exported.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

EXPORTED double from_js_add(double a, double b);
/* In 8 lanes, for any length. */
EXPORTED double from_js_mean(const double *x, size_t n);

#ifdef __cplusplus
}
#endif

#endif
