/* read_limit.h: how fast memory can be read at all. */
#ifndef BENCHMARKS_READ_LIMIT_H
#define BENCHMARKS_READ_LIMIT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads n doubles, in any order, by the widest loads this CPU has, and adds them up so that nothing is
   left out. */
double read_all(const double *x, size_t n);

#ifdef __cplusplus
}
#endif

#endif
