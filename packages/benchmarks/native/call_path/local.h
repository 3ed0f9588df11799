/* local.h: the functions in the consumer's own image. */
#ifndef BENCHMARKS_LOCAL_H
#define BENCHMARKS_LOCAL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void local_empty(void);
double local_add(double a, double b);
double local_dot(const double *x, const double *y, size_t n);

#ifdef __cplusplus
}
#endif

#endif
