/* read_limit.h: the highest rate at which this CPU reads memory. */
#ifndef BENCHMARKS_READ_LIMIT_H
#define BENCHMARKS_READ_LIMIT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads n doubles in any order, with the widest loads of this CPU. Returns their sum, so that the
   compiler cannot remove a load. */
double read_all(const double *x, size_t n);

#ifdef __cplusplus
}
#endif

#endif
